"""The director's signature: the one act that turns an approved version into the determination."""

import dataclasses
from datetime import UTC, date, datetime, time
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cases import access, audit
from cases.actions.lifecycle import transition_case
from cases.errors import Refused
from cases.lifecycle import CASE
from cases.models import Case, MedicalRecord
from cases.pipelines.keys import assets
from cases.press.limits import LetterRefused
from cases.press.snapshots import snapshot_sha256
from cases.press.typefaces import printable_characters
from reviews import credentials, latecomers
from reviews.actions.duties import reasons_not_to_sign, signing_director
from reviews.actions.endings import lock_review, move_review
from reviews.actions.findings import record_run, refuse_open
from reviews.drafts import NOT_ENOUGH_ALONE
from reviews.findings import check_version
from reviews.freezing import build_content, documents_reviewed, latest_version
from reviews.letters.content import LetterContent, to_snapshot
from reviews.letters.limits import Limits, require_fitting, require_printable
from reviews.lifecycle import REVIEW
from reviews.models import CheckRun, Delivery, Determination, DeterminationLetter, Review
from reviews.tasks.letters import queue_on_commit

Form = DeterminationLetter.Form
NOTHING_REVIEWED = (
    "No document is recorded as reviewed, and nothing is decided without any "
    "(8 CCR 9792.10.6(b)(2)). Return the review, so that it names the records it rests on."
)
NOT_ENOUGH = (
    "Only the utilization review decision and the application are recorded as reviewed, and "
    "nothing is decided on those alone (8 CCR 9792.10.6(b)(2)). Return the review, so that it "
    "names the medical records it rests on; if there are none, the coordinator asks for them."
)
READ_AGAIN = (
    "The letter has changed since you opened it: the case file was corrected meanwhile. Open the "
    "page again, read the letter as it is now, and sign that."
)


@transaction.atomic
def sign_determination(
    review: Review,
    *,
    by: Any,
    at: datetime,
    decision_on: date | None = None,
    read_sha256: str = "",
) -> Determination:
    """Sign the approved version: freeze it, queue both letters, and take the case to signed.

    `read_sha256` is the digest of the content that the director had before his eyes
    (`content_as_read`); with it, a letter that has changed since is refused.
    """
    review = lock_review(review)
    access.require(by, REVIEW.named("sign").permission)
    REVIEW.step("sign", review.status)
    CASE.step("sign", review.case.status)
    version = latest_version(review)
    today = timezone.localdate(at)
    decision_on = decision_on or today
    _refuse_if(reasons_not_to_decide(version, by, today=today, decision_on=decision_on))
    content = build_content(
        version,
        signed_at=at,
        letter_date=today,
        decision_on=decision_on,
        signer=signing_director(by, review.case.organization),
    )
    _refuse_content(content, read_sha256)
    checked = check_version(version, on=decision_on)
    refuse_open(checked)
    record_run(version, CheckRun.Stage.SIGNATURE, checked, by=by, at=at)
    version = _freeze(version, content, by=by, at=at)
    letters = _make_letters(version, content, at=at)
    review = move_review(review, "sign", by=by)
    version.case = transition_case(review.case, "sign", by=by, at=at, decision_on=decision_on)
    audit.append(
        "determination.signed",
        version,
        by=by,
        version=version.version,
        snapshot_sha256=version.snapshot_sha256,
        template_version=version.template_version,
    )
    queue_on_commit(*(letter.pk for letter in letters))
    return version


def reasons_not_to_decide(
    version: Determination, by: Any, *, today: date, decision_on: date | None = None
) -> list[str]:
    """Return every reason why the user may not sign this version today; empty if he may."""
    reasons = reasons_not_to_sign(version, by)
    reasons += documents_faults(documents_reviewed(version))
    reasons += credentials.shortcomings(version.review, on=today)
    reasons += _organization_faults(version.case)
    reasons += [*faults_of_version(version), *latecomers.faults_of_director(version.review, by)]
    if decision_on is not None and decision_on > today:
        reasons.append("The decision date is in the future: give the day of the decision.")
    return reasons


def documents_faults(records: list[MedicalRecord]) -> list[str]:
    """Return why nothing may be decided on these records (8 CCR 9792.10.6(b)(2)); or nothing."""
    if not records:
        return [NOTHING_REVIEWED]
    if all(record.kind in NOT_ENOUGH_ALONE for record in records):
        return [NOT_ENOUGH]
    return []


def content_as_read(content: LetterContent) -> str:
    """Return the digest of what a reader of the letter sees, apart from the minute of signing."""
    that_day = datetime.combine(content.letter_date, time.min, tzinfo=UTC)
    return snapshot_sha256(to_snapshot(dataclasses.replace(content, signed_at=that_day)))


def _organization_faults(case: Case) -> list[str]:
    if settings.DEMONSTRATION or case.organization.is_own:
        return []
    return [
        f"This case belongs to {case.organization.name}. Here only determinations of the "
        "organization that this site belongs to are signed."
    ]


def faults_of_version(version: Determination) -> list[str]:
    """Return why this version can neither be approved nor signed as it is.

    A service without its decision, or a record that came since and the reviewer has not read.
    """
    unread = latecomers.faults_of_version(version.review)
    decided = set(version.decisions.values_list("service_id", flat=True))
    missing = [s.position for s in version.case.services.in_review() if s.pk not in decided]
    if not missing:
        return unread
    named = ", ".join(str(position) for position in missing)
    return [
        *unread,
        f"This version does not decide service {named}, and every disputed service needs its "
        "decision (LC 4610.6(e)): return it to the reviewer.",
    ]


def _refuse_if(reasons: list[str]) -> None:
    if reasons:
        raise Refused(*reasons)


def _refuse_content(content: LetterContent, read_sha256: str) -> None:
    if read_sha256 and read_sha256 != content_as_read(content):
        raise Refused(READ_AGAIN)
    try:
        require_fitting(content, _limits())
        require_printable(content, printable_characters(assets().packages))
    except LetterRefused as refused:
        raise Refused(refused.sentence)


def _limits() -> Limits:
    return Limits(
        services=settings.LETTER_MAX_SERVICES,
        text=settings.LETTER_MAX_TEXT,
        pages=settings.LETTER_MAX_PAGES,
    )


def _freeze(
    version: Determination, content: LetterContent, *, by: Any, at: datetime
) -> Determination:
    version.snapshot = to_snapshot(content)
    version.snapshot_sha256 = snapshot_sha256(version.snapshot)
    version.template_version = content.template_version
    version.signed_by, version.signed_at = by, at
    version.save()
    return version


def _make_letters(
    version: Determination, content: LetterContent, *, at: datetime
) -> list[DeterminationLetter]:
    served, public = (
        DeterminationLetter.objects.create(determination=version, form=form, queued_at=at)
        for form in (Form.SERVED, Form.PUBLIC)
    )
    Delivery.objects.bulk_create(
        Delivery(
            letter=served,
            position=place,
            recipient_role=recipient.role,
            recipient_name=recipient.name,
            address=recipient.address,
        )
        for place, recipient in enumerate(content.recipients, 1)
    )
    return [served, public]
