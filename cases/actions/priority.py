"""A case made expedited on a certification, or a regular one again: every clock is based anew.

8 CCR 9792.10.4(c), LC 4610.6(d)(1)(C): the threat is imminent and serious, the treatment still to
come, and the certification comes with its documents. Days are Pacific days, hours run in UTC.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import access, audit
from cases.actions.deadlines import refresh_deadlines
from cases.actions.lifecycle import lock_case
from cases.actions.notices import prepare_notice
from cases.characters import character_refusal
from cases.errors import Refused
from cases.intake.findings import day_words
from cases.messages import people_of
from cases.models import Case, MedicalRecord, Message, PriorityChange
from cases.notices.kinds import NoticeKind
from cases.pipelines.messages import tell
from cases.signals import Change, case_changed

CONVERT = "cases.convert_priority"
Ground = PriorityChange.Ground
CERTIFIED_BY = {
    Ground.PHYSICIAN: "treating_physician",
    Ground.DIRECTOR: "administrative_director",
}


@dataclass(frozen=True)
class Certification:
    """Who certified the threat, by which document of the file, and when it was received."""

    certified_by: str
    document: MedicalRecord | None
    received_at: datetime
    ground: str = Ground.PHYSICIAN


@transaction.atomic
def convert_to_expedited(case: Case, entry: Certification, *, by: Any, at: datetime) -> Case:
    """Make the case expedited, from any state before it is issued."""
    case = lock_case(case)
    access.require(by, CONVERT)
    faults = _faults(case, entry, at)
    if faults:
        raise Refused(*faults, fix_url_name="" if entry.document else "cases:upload_record")
    change = PriorityChange.objects.create(
        case=case,
        priority=Case.Priority.EXPEDITED,
        ground=entry.ground,
        certified_by=entry.certified_by.strip(),
        document=entry.document,
        received_at=entry.received_at,
        changed_by=by,
        changed_at=at,
    )
    application = getattr(case, "application", None)
    if application is not None and entry.ground == Ground.PHYSICIAN:
        application.is_threat_certified = True
        application.save(update_fields=["is_threat_certified"])
    case = _change(case, change, Change.EXPEDITED, Message.Kind.EXPEDITED)
    if case.assigned_on is not None:
        _tell_parties(case, change, by=by, at=at)
    return case


@transaction.atomic
def note_downgrade(case: Case, *, by: Any, at: datetime) -> Case:
    """Let an expedited application go on as a regular one: its support was not found.

    Called by the finding of eligibility, with the case locked and permission asked.
    """
    change = PriorityChange.objects.create(
        case=case,
        priority=Case.Priority.STANDARD,
        ground=Ground.NOT_SUPPORTED,
        changed_by=by,
        changed_at=at,
    )
    return _change(case, change, Change.STANDARD, Message.Kind.STANDARD)


def _tell_parties(case: Case, change: PriorityChange, *, by: Any, at: datetime) -> None:
    """Prepare the notice of the new times; before the assignment there were none to change."""
    prepare_notice(
        case,
        NoticeKind.CONVERSION,
        by=by,
        at=at,
        event=f"priority:{change.pk}",
        certified_at=change.received_at,
        certified_by=CERTIFIED_BY[Ground(change.ground)],
    )


def _change(case: Case, change: PriorityChange, what: Change, kind: str) -> Case:
    by, at = change.changed_by, change.changed_at
    case.priority = change.priority
    case.save(update_fields=["priority"])
    reason = f"case.{what.value}"
    audit.append(reason, case, by=by, changed=["priority"], ground=change.ground, change=change.pk)
    refresh_deadlines(case, by=by, at=at, reason=reason)
    people = [person for person in people_of(case) if person != by]
    tell(people, kind, case, key=f"priority-{change.pk}", at=at)
    case_changed.send(sender=Case, case=case, change=what, by=by, at=at)
    return case


def _faults(case: Case, entry: Certification, at: datetime) -> list[str]:
    if not case.is_open:
        return [f"The case is {case.get_status_display().lower()}: its clocks have had their end."]
    if case.priority == Case.Priority.EXPEDITED:
        return ["The case is expedited already: its clocks run in hours and in three days."]
    services = list(case.services.in_review())
    faults = []
    if services and all(one.is_provided or one.dates_of_service for one in services):
        faults.append(
            "Every disputed treatment was provided already, and only what is still to come can be "
            "expedited (LC 4610.6(d)(1)(C)). The review goes on as a regular one."
        )
    return faults + _certification_faults(case, entry, at)


def _certification_faults(case: Case, entry: Certification, at: datetime) -> list[str]:
    faults = [character_refusal("The name", entry.certified_by)]
    if entry.ground not in (Ground.PHYSICIAN, Ground.DIRECTOR):
        faults.append("Say who certified: the treating physician or the Administrative Director.")
    if not entry.certified_by.strip():
        faults.append("Name who certified the imminent and serious threat.")
    document = entry.document
    if document is None or document.case_id != case.pk or not document.file_sha256:
        faults.append(
            "Without the written certification in the file a case is not expedited: upload it with "
            "its supporting documents first (8 CCR 9792.10.4(c))."
        )
    elif document.superseded_at is not None:
        faults.append("The document was superseded: choose the one that stands in its place.")
    if entry.received_at > at:
        faults.append("The certification cannot have been received in the future.")
    received_on = timezone.localdate(entry.received_at)
    if received_on < case.application_received_on:
        faults.append(
            f"The certification cannot have been received on {day_words(received_on)}, before the "
            f"application came in on {day_words(case.application_received_on)}. One that came with "
            "the application counts from that day."
        )
    return [fault for fault in faults if fault]
