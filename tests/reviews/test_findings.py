"""The checks at the steps: what stops, what is kept with a reason, and what is shown where."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cases.errors import Refused
from cases.models import AuditEvent
from reviews.actions.determination import sign_determination
from reviews.actions.drafting import submit_review
from reviews.actions.findings import keep_finding, keep_findings
from reviews.actions.quality import approve_review
from reviews.findings import check_review
from reviews.models import CheckRun, FindingAnswer
from tests.factories import make_determination, make_ending, make_review, open_records

pytestmark = pytest.mark.django_db
ASK = "The request is partially medically necessary. "
UNSOUND = "The worker has had low back pain since an injury on May 5, 2020."
REASON = "The remark is about what UR authorized."


@pytest.fixture
def review(rita):
    return make_review(reviewer=rita.reviewer)


def checked(review):
    return check_review(review, on=timezone.localdate())


def write(review, before="", position=1, **fields):
    part = review.draft.services.get(service__position=position)
    part.decision_rationale = before + part.decision_rationale
    for name, value in fields.items():
        setattr(part, name, value)
    part.save()


def submit(review, by):
    open_records(review)
    return submit_review(review, by=by, at=timezone.now())


def keep(review, by, reason=REASON, **options):
    (row,) = checked(review).open_rows
    return keep_finding(review, row.finding.key, by=by, at=timezone.now(), reason=reason, **options)


def test_what_is_in_order_is_submitted_and_the_run_is_kept(review, rita):
    version = submit(review, rita)
    run = CheckRun.objects.get()
    assert (run.determination, run.stage, run.blocks, run.asks) == (version, "submission", 0, 0)
    assert {"findings", "not_checked", "searches"} == set(run.outcome)
    assert AuditEvent.objects.filter(kind="determination.checked").exists()


def test_what_stops_the_letter_is_not_submitted(review, rita):
    write(review, outcome="upheld")
    with pytest.raises(Refused, match="The decision is Upheld, but the rationale concludes"):
        submit(review, rita)
    assert not CheckRun.objects.exists()


def test_what_stops_the_letter_is_not_kept_with_a_reason(review, rita):
    write(review, outcome="upheld")
    with pytest.raises(Refused, match="is not kept with a reason"):
        keep(review, rita)
    with pytest.raises(Refused, match="is not kept with a reason"):
        keep(review, rita, keeps_blocks=True)


def test_what_asks_is_refused_until_it_is_kept(review, rita):
    write(review, ASK)
    with pytest.raises(Refused, match="keep it with a reason"):
        submit(review, rita)
    answer = keep(review, rita)
    assert (answer.check_id, answer.reason) == ("partly-necessary", REASON)
    assert submit(review, rita).version == 1
    (found,) = [f for f in CheckRun.objects.get().outcome["findings"] if f["severity"] == "asks"]
    assert found["reason"] == REASON


def test_the_words_changed_the_reason_no_longer_holds(review, rita):
    write(review, ASK)
    keep(review, rita)
    write(review, "Only a part was looked at, and the request is partially medically necessary. ")
    assert len(checked(review).asking) == 1


def test_an_answer_to_what_is_gone_is_refused(review, rita):
    with pytest.raises(Refused, match="no longer has this finding"):
        keep_finding(review, "0" * 64, by=rita, at=timezone.now(), reason=REASON)
    assert keep_findings(review, {"0" * 64: REASON}, by=rita, at=timezone.now()) == 0


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2_001, "Reversed \u202e text"])
def test_a_reason_is_one_that_can_be_read(review, rita, reason):
    write(review, ASK)
    with pytest.raises(Refused):
        keep(review, rita, reason)
    assert not FindingAnswer.objects.exists()


def test_who_wrote_it_answers_and_nobody_else_meanwhile(review, quinn):
    write(review, ASK)
    with pytest.raises(PermissionDenied):
        keep(review, quinn)


def test_the_audit_has_the_check_and_none_of_the_words(review, rita):
    write(review, ASK)
    keep(review, rita)
    event = AuditEvent.objects.get(kind="finding.kept")
    assert event.data == {"check_id": "partly-necessary", "severity": "asks", "service": 1}


def unsound_version():
    """A version with another date of injury than the file: one of the two was a slip."""
    return make_determination(clinical_case_summary=UNSOUND)


def test_quality_approves_only_what_has_nothing_open(quinn):
    version = unsound_version()
    with pytest.raises(Refused, match="date of injury"):
        approve_review(version.review, by=quinn, at=timezone.now())
    keep(version.review, quinn)
    approve_review(version.review, by=quinn, at=timezone.now())
    assert CheckRun.objects.get().stage == "quality"


def test_the_cover_is_read_too_once_there_is_one(quinn):
    version = make_determination()
    outcome = check_review(version.review, on=timezone.localdate()).outcome
    missing = {each.check_id for each in outcome.not_checked}
    assert "reading-grade" not in missing


def test_the_director_signs_only_what_has_nothing_open(max):
    version = make_determination(
        status="approved",
        clinical_case_summary=UNSOUND,
    )
    with pytest.raises(Refused, match="date of injury"):
        sign_determination(version.review, by=max, at=timezone.now())
    keep(version.review, max)
    sign_determination(version.review, by=max, at=timezone.now())
    assert CheckRun.objects.get().stage == "signature"


def test_a_reason_that_was_given_is_not_replaced_by_another_hand(quinn, quincy):
    version = unsound_version()
    answer = keep(version.review, quinn)
    with pytest.raises(Refused, match="has its reason already"):
        keep_finding(version.review, answer.key, by=quincy, at=timezone.now(), reason="Other.")


def test_the_margin_shows_what_is_typed_and_saves_nothing(review, rita, sign_in):
    page = sign_in(rita).post(
        reverse("reviews:check_typed", args=[review.case.case_number]),
        {
            "part": "1", "outcome": "upheld", "imro_basis": "mtus",
            "decision_rationale": "A trial helped. The request is medically necessary.",
            "citation_source": ["mtus"], "citation_title": ["Low Back Disorders"],
            "citation_year": ["2021"], "citation_sections": ["Care"],
            "citation_pages": [""], "citation_text": [""],
        },
        headers={"HX-Request": "true"},
    )  # fmt: skip
    words = page.content.decode()
    assert "the rationale concludes that the service is medically necessary" in words
    assert 'data-jump-part="1"' in words
    review.draft.refresh_from_db()
    assert review.draft.services.get(service__position=1).outcome == "overturned"


def test_the_margin_of_the_summary_checks_the_summary(review, rita, sign_in):
    page = sign_in(rita).post(
        reverse("reviews:check_typed", args=[review.case.case_number]),
        {"part": "summary", "text": "Seen on February 30, 2025 for low back pain by the surgeon."},
    )
    assert "There is no such day as February 30, 2025" in page.content.decode()


def test_the_submit_page_lists_what_is_open_and_takes_the_reasons(review, rita, sign_in):
    write(review, ASK)
    (row,) = checked(review).open_rows
    url = reverse("reviews:submit_review", args=[review.case.case_number])
    client = sign_in(rita)
    assert f'name="keep-{row.finding.key}"' in client.get(url).content.decode()
    open_records(review)
    refused = client.post(url)
    assert refused.status_code == 409
    client.post(url, {f"keep-{row.finding.key}": REASON})
    review.refresh_from_db()
    assert review.status == "submitted"
    assert FindingAnswer.objects.get().reason == REASON


def test_a_reason_typed_beside_something_missing_is_not_lost(review, rita, sign_in):
    write(review, ASK)
    write(review, position=2, outcome="")
    row = checked(review).asking[0]
    url = reverse("reviews:submit_review", args=[review.case.case_number])
    page = sign_in(rita).post(url, {f"keep-{row.finding.key}": REASON})
    assert page.status_code == 409
    assert REASON in page.content.decode()


def test_the_quality_page_shows_it_and_approves_after_the_reason(quinn, sign_in):
    version = unsound_version()
    number = version.case.case_number
    url, client = reverse("reviews:quality_check", args=[number]), sign_in(quinn)
    words = client.get(url).content.decode()
    assert "as the date of injury" in words
    assert "Approve for signature" not in words
    (row,) = checked(version.review).open_rows
    sent = {"key": row.finding.key, "reason": REASON}
    answer = client.post(reverse("reviews:keep_finding", args=[number]), sent)
    assert answer.url.startswith(url)
    words = client.get(url).content.decode()
    assert REASON in words
    assert "Approve for signature" in words


def test_the_sign_page_has_no_way_to_sign_while_something_is_open(max, sign_in):
    version = make_determination(
        status="approved",
        clinical_case_summary=UNSOUND,
    )
    url = reverse("reviews:sign_determination", args=[version.case.case_number])
    words = sign_in(max).get(url).content.decode()
    assert "comes first: keep it with a reason" in words
    assert "Sign the determination</button>" not in words


def test_a_keep_without_a_reason_says_so_on_the_page_it_came_from(review, rita, sign_in):
    url = reverse("reviews:keep_finding", args=[review.case.case_number])
    answer = sign_in(rita).post(url, {"key": "0" * 64, "reason": ""}, follow=True)
    assert "Say why it stays as it is." in answer.content.decode()


def test_a_service_that_has_ended_is_not_checked(review, rita):
    write(review, position=2, outcome="", decision_rationale="")
    assert checked(review).stopping
    make_ending(review.case, 2)
    assert not checked(review).stopping
