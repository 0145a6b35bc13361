"""Missing records: what is named against what came, and the request that follows from it."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from cases import radar
from cases.actions.requests import ask_for_records
from cases.errors import Refused
from cases.models import AuditEvent, MedicalRecord, Notice, PageText
from tests.factories import make_case, make_record
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db
DENIAL = (
    "Utilization Review Determination\n"
    "Records reviewed:\n"
    "1. Progress report of 03/02/2025 by Owen Tarrant, MD\n"
    "2. MRI report of 03/20/2025 by Verna Ray, MD\n"
    "3. Operative report of 01/15/2025 by Sam Bone, MD\n"
)


@pytest.fixture
def case(db):
    case = make_case("awaiting_records")
    document(case, DENIAL, kind="ur_determination", title="UR denial", author="UR, MD")
    document(case, report(), date_of_service=date(2025, 3, 2), author="Owen Tarrant, MD")
    return case


def document(case, text, **fields) -> MedicalRecord:
    made = {"confirmed_at": timezone.now(), "confirmed_by": case.assigned_by} | fields
    if made["confirmed_by"] is None:
        made.pop("confirmed_at")
        made.pop("confirmed_by")
    record = make_record(case, pages=1, **made)
    make_page(record, text=text)
    return record


def report() -> str:
    return "Progress report. The back is better and the leg does not hurt any more."


def states(case):
    found = radar.radar_of(case)
    return {(one.citation.kind, str(one.citation.on)): one.finding.state for one in found.named}


def test_each_named_record_is_received_or_missing(case):
    assert states(case) == {
        ("progress_report", "2025-03-02"): "received",
        ("imaging_report", "2025-03-20"): "missing",
        ("operative_report", "2025-01-15"): "missing",
    }


def test_what_came_and_cannot_be_read_is_illegible(case):
    record = document(
        case,
        "~~~",
        kind="imaging_report",
        date_of_service=date(2025, 3, 20),
        author="Verna Ray, MD",
    )
    PageText.objects.filter(page__record=record).update(source="ocr", confidence=12)
    assert states(case)[("imaging_report", "2025-03-20")] == "illegible"


def test_a_bundle_that_nobody_sorted_is_looked_through(case):
    text = "Canyon Imaging\n12 Pine Ct, Redding, CA 96001\nMRI Report\nDate of exam: 03/20/2025\n"
    record = make_record(
        case, pages=1, kind="other", title="Bundle", author="", date_of_service=None
    )
    make_page(record, text=f"{text}Findings: none.\nElectronically signed by Verna Ray, MD")
    assert states(case)[("imaging_report", "2025-03-20")] == "received"


def test_the_six_months_before_the_request_are_looked_at(case):
    months = radar.radar_of(case).months
    assert (months.start, months.end) == (date(2024, 12, 2), date(2025, 6, 2))
    assert (date(2024, 12, 2), date(2025, 3, 2)) in months.silences


def test_the_page_drafts_the_request_and_prepares_the_notice(case, cora, sign_in):
    url = reverse("cases:missing_records", args=[case.case_number])
    client = sign_in(cora)
    page = client.get(url).content.decode()
    assert "3 records named, 2 not surely here" in page
    assert "Imaging report of March 20, 2025 by Verna Ray: it is named and did not come." in page
    sent = {"asked_role": "claims_administrator", "text": "Please send:\n1. The MRI report."}
    answer = client.post(url, sent)
    notice = Notice.objects.get(kind="question")
    assert answer.url == reverse("cases:notice", args=[case.case_number, notice.number])
    assert "The MRI report." in str(notice.snapshot)
    assert AuditEvent.objects.filter(kind="notice.prepared").count() >= 1
    assert client.post(url, sent).url == answer.url
    assert Notice.objects.filter(kind="question").count() == 1


def test_nothing_typed_is_lost_where_it_is_refused(case, cora, sign_in):
    url = reverse("cases:missing_records", args=[case.case_number])
    answer = sign_in(cora).post(url, {"asked_role": "", "text": "Only the operative report."})
    assert "Only the operative report." in answer.content.decode()
    assert not Notice.objects.filter(kind="question").exists()


def test_an_application_that_is_not_assigned_asks_for_nothing(cora):
    with pytest.raises(Refused, match="from the assignment"):
        ask_for_records(
            make_case("received"),
            by=cora,
            at=timezone.now(),
            asked_role="claims_administrator",
            text="Please send it.",
        )


def test_before_the_assignment_the_request_for_information_is_drafted(case, cora, sign_in):
    case.status, case.records_requested_at = "received", None
    case.save()
    client = sign_in(cora)
    radar_page = client.get(reverse("cases:missing_records", args=[case.case_number]))
    decide = reverse("cases:eligibility", args=[case.case_number])
    assert f"{decide}?ask=records" in radar_page.content.decode()
    page = client.get(f"{decide}?ask=records")
    forms = [row.form for row in page.context["rows"]]
    assert [form["decision"].value() for form in forms] == ["needs_information:"] * 2
    first, second = (form["reason"].value() for form in forms)
    assert "2. Imaging report of March 20, 2025 by Verna Ray" in first
    assert second == "The same records as for service 1."
    assert "is drafted below" in page.content.decode()
    assert AuditEvent.objects.filter(kind="radar.viewed").count() == 2
    sent = {"made_by": "designee", "received_on": f"{timezone.localdate():%m/%d/%Y}"}
    for form in forms:
        sent |= {form[name].html_name: form[name].value() for name in ("decision", "reason")}
    client.post(f"{decide}?ask=records", sent)
    notice = Notice.objects.get(kind="information")
    assert "Imaging report of March 20, 2025 by Verna Ray" in str(notice.snapshot)


def test_an_eligible_case_leads_to_its_assignment(case, cora, sign_in):
    case.status, case.records_requested_at = "eligible", None
    case.save()
    page = sign_in(cora).get(reverse("cases:missing_records", args=[case.case_number]))
    assert reverse("cases:assign_case", args=[case.case_number]) in page.content.decode()
    decide = reverse("cases:eligibility", args=[case.case_number])
    assert "is drafted below" not in sign_in(cora).get(f"{decide}?ask=records").content.decode()


def test_two_authors_of_one_day_are_two_records_and_a_month_is_said_as_one(case, cora, sign_in):
    text = (
        "Records reviewed:\n"
        "1. Progress report of 03/02/2025 by Iris Bell, MD\n"
        "2. Physical therapy notes of April 2025 by Ann Walker, PT\n"
    )
    document(case, text, kind="ur_determination", title="Second denial", author="UR, MD")
    named = [(one.citation.author, one.finding.state) for one in radar.radar_of(case).named]
    assert ("Owen Tarrant", "received") in named and ("Iris Bell", "missing") in named
    page = (
        sign_in(cora)
        .get(reverse("cases:missing_records", args=[case.case_number]))
        .content.decode()
    )
    assert "April 2025</td>" in page and "04/01/2025" not in page
