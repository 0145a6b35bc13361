"""Every line of bad input: a sentence at its field, in the form, in bulk and in a correction alike.

A line says what is typed on the form, and what a case file has in its place; what a correction may
change is corrected to it too.
"""

from datetime import date, timedelta
from typing import NamedTuple

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions import bulk
from cases.actions.records import add_record
from cases.casefiles.parse import dump_document
from cases.intake.records import RecordEntry
from cases.models import Case, CaseFileUpload, IntakeDraft
from tests.cases.test_intake_form import URL, answers, service
from tests.factories import make_case, make_organization, make_party, make_service

pytestmark = pytest.mark.django_db
TOMORROW = timezone.localdate() + timedelta(days=1)
TYPED_TOMORROW = f"{TOMORROW:%m/%d/%Y}"


class Line(NamedTuple):
    """One mistake: the field and what is typed, the key of a case file and its value, the words."""

    field: str
    typed: str
    key: str
    value: object
    words: str


LINES = [
    Line("date_of_injury", TYPED_TOMORROW, "date_of_injury", f"{TOMORROW}", "is in the future"),
    Line("decided_on", TYPED_TOMORROW, "ur_decision_date", f"{TOMORROW}", "is in the future"),
    Line("served_on", TYPED_TOMORROW, "ur_service_date", f"{TOMORROW}", "is in the future"),
    Line("rfa_on", TYPED_TOMORROW, "rfa_date", f"{TOMORROW}", "is in the future"),
    Line(
        "application_received_on",
        TYPED_TOMORROW,
        "application_received",
        f"{TOMORROW}",
        "is in the future",
    ),
    Line("signed_on", TYPED_TOMORROW, "application_signed_on", f"{TOMORROW}", "in the future"),
    Line("rfa_on", "05/04/2024", "rfa_date", "2024-05-04", "before the date of injury"),
    Line("decided_on", "05/04/2024", "ur_decision_date", "2024-05-04", "before the date of"),
    Line(
        "application_received_on",
        "05/04/2024",
        "application_received",
        "2024-05-04",
        "before the date of",
    ),
    Line("signed_on", "05/04/2024", "application_signed_on", "2024-05-04", "before the date of"),
    Line("decided_on", "02/17/2026", "ur_decision_date", "2026-02-17", "before the date of the re"),
    Line("served_on", "02/23/2026", "ur_service_date", "2026-02-23", "before the date of the UR"),
    Line(
        "application_received_on",
        "02/23/2026",
        "application_received",
        "2026-02-23",
        "before the date of the UR decision",
    ),
    Line("date_of_injury_to", "05/04/2024", "date_of_injury_to", "2024-05-04", "before the date"),
    Line("date_of_injury_to", "03/11/2026", "date_of_injury_to", "2026-03-11", "is before the la"),
    Line("date_of_injury", "02/30/2024", "date_of_injury", "2024-02-30", "exist"),
    Line("date_of_injury", "02/29/2023", "date_of_injury", "2023-02-29", "exist"),
    Line("date_of_injury", "05/05/0214", "date_of_injury", "0214-05-05", "year"),
    Line("decided_on", "02/24/0206", "ur_decision_date", "0206-02-24", "year"),
]
IN_CORRECTION = {"signed_on"}
# What is wrong beside the injury stands at the later of the two days.
INJURY = ("date_of_injury", "date_of_injury_to")


@pytest.fixture(autouse=True)
def site(db):
    return make_organization()


def case_file(**changes) -> dict:
    """The same application as the form's, as a case file."""
    return {
        "format": "imr-case-file/1",
        "case_number": "CM26-0900001",
        "priority": "standard",
        "date_of_injury": "2024-05-05",
        "ur_decision_date": "2026-02-24",
        "ur_service_date": "2026-02-25",
        "ur_service_method": "mail",
        "rfa_date": "2026-02-18",
        "application_received": "2026-03-10",
        "application_signed_on": "2026-03-05",
        "parties": {
            "injured_worker": {"name": "Wanda Worker"},
            "claims_administrator": {"name": "Clear Claims, Inc."},
        },
        "disputed_services": [
            {
                "requested": "MRI of the lumbar spine",
                "ur_action": "denied",
                "claims_administrator_guideline": {"basis": "none", "citations": []},
            }
        ],
    } | changes


def dropped(cora, document: dict) -> CaseFileUpload:
    content = dump_document(document).encode()
    return bulk.drop_case_file("case.json", content, by=cora, at=timezone.now())


def ids(lines) -> list[str]:
    return [f"{line.field} {line.typed}".replace(TYPED_TOMORROW, "tomorrow") for line in lines]


@pytest.mark.parametrize("line", LINES, ids=ids(LINES))
def test_the_form_says_it_at_the_field_and_keeps_what_was_typed(line, cora, sign_in):
    answer = sign_in(cora).post(URL, answers() | {line.field: line.typed})
    errors = answer.context["page"].application.errors
    assert any(line.words in sentence for one in errors.values() for sentence in one)
    assert line.field in errors or line.field in INJURY
    page = answer.content.decode()
    assert f'value="{line.typed}"' in page
    assert "WC-24-118264" in page
    assert IntakeDraft.objects.get().posted[line.field] == [line.typed]
    assert not Case.objects.exists()


@pytest.mark.parametrize("line", LINES, ids=ids(LINES))
def test_bulk_says_it_with_its_line_and_field_and_takes_nothing_in(line, cora):
    upload = dropped(cora, case_file(**{line.key: line.value}))
    assert upload.state == "faulty"
    said = [fault for fault in upload.faults if line.words in fault["reason"]]
    assert said
    assert line.key in [fault["path"] for fault in said] or line.key in INJURY
    assert all(fault["line"] > 1 for fault in said)
    bulk.take_in_case_file(upload, by=cora, at=timezone.now())
    assert not Case.objects.exists()


CORRECTED = [line for line in LINES if line.field not in IN_CORRECTION]


@pytest.mark.parametrize("line", CORRECTED, ids=ids(CORRECTED))
def test_a_correction_says_it_and_changes_nothing(line, cora, sign_in):
    case = make_case(date_of_injury=date(2024, 5, 5), application_received_on=date(2026, 3, 10))
    decision = case.ur_decision
    decision.decided_on, decision.served_on = date(2026, 2, 24), date(2026, 2, 25)
    decision.rfa_on = date(2026, 2, 18)
    decision.save()
    case.application.signed_on = None
    case.application.save()
    client = sign_in(cora)
    url = reverse("cases:correct_application", args=[case.case_number])
    form = client.get(url).context["form"]
    posted = {name: form[name].value() or "" for name in form.fields}
    answer = client.post(
        url,
        posted | {line.field: line.typed, "revision": client.get(url).context["revision"]},
    )
    errors = answer.context["form"].errors
    assert any(line.words in sentence for one in errors.values() for sentence in one)
    assert f'value="{line.typed}"' in answer.content.decode()
    case.refresh_from_db()
    assert case.date_of_injury == date(2024, 5, 5)


def test_a_cumulative_injury_is_a_period_and_ur_may_fall_into_it(cora, sign_in):
    period = {"date_of_injury": "05/05/2024", "date_of_injury_to": "02/28/2026"}
    sign_in(cora).post(URL, answers() | period)
    case = Case.objects.get()
    assert case.ur_decision.decided_on < case.date_of_injury_to


def test_a_record_may_be_older_than_the_injury(cora):
    case = make_case("awaiting_records")
    entry = RecordEntry("progress_report", "injured_worker", date_of_service=date(1999, 1, 1))
    record = add_record(case, entry, by=cora, at=timezone.now())
    assert record.date_of_service < case.date_of_injury


ADDRESSES = [
    ("1 Main Street\nFresno, CX 93701", "“CX” is not the code of a state"),
    ("1 Main Street\nFresno ZZ 93701", "“ZZ” is not the code of a state"),
    ("1 Main Street\nFresno, CA 10001", "the ZIP 10001 is not a Californian one"),
    ("1 Main Street\nReno, NV 93701", "the ZIP 93701 is a Californian one"),
]


@pytest.mark.parametrize(("address", "words"), ADDRESSES)
def test_a_wrong_state_is_told_at_the_address(address, words, cora, sign_in):
    answer = sign_in(cora).post(URL, answers() | {"injured_worker-address": address})
    worker = answer.context["page"].parties[0]
    assert words in worker.errors["address"][0]
    parties = case_file()["parties"]
    parties["injured_worker"]["address"] = address
    upload = dropped(cora, case_file(parties=parties))
    assert [one["path"] for one in upload.faults] == ["parties.injured_worker.address"]
    case = make_case()
    url = reverse("cases:edit_party", args=[case.case_number, "injured_worker"])
    posted = {"injured_worker-name": "Wanda Worker", "injured_worker-address": address}
    assert words in sign_in(cora).post(url, posted).content.decode()


@pytest.mark.parametrize(
    "address",
    [
        "1 Main Street\nFresno, CA 93701",
        "1 Main Street\nFresno, Calif. 93701",
        "5 Calle Uno\nSan Juan, PR 00901",
        "PSC 3\nAPO, AP 96266",
        "1 Rue\n75001 Paris\nFrance",
        "General Delivery",
        "",
    ],
)
def test_addresses_that_may_be_right_are_let_be(address, cora, sign_in):
    sign_in(cora).post(URL, answers() | {"injured_worker-address": address})
    assert Case.objects.count() == 1


def decided_case() -> Case:
    case = make_case("issued", services=0, date_of_injury=date(2024, 5, 5))
    decision = case.ur_decision
    decision.rfa_on, decision.decided_on = date(2026, 2, 18), date(2026, 2, 24)
    decision.served_on = None
    decision.save()
    case.parties.filter(role="injured_worker").delete()
    make_party(case, "injured_worker", name="Wanda Worker")
    make_service(case, requested="MRI of the lumbar spine, number 1")
    return case


def test_an_application_for_a_decided_dispute_is_told_and_taken_in_when_sent_again(cora, sign_in):
    decided = decided_case()
    client, posted = sign_in(cora), answers()
    answer = client.post(URL, posted)
    row = answer.context["page"].services.rows[0]
    assert f"decided for the same UR decision in {decided.case_number}" in str(row.form.errors)
    assert Case.objects.count() == 1
    assert b'name="known" value="yes"' in answer.content
    client.post(URL, posted | {"known": "yes", "revision": "1"})
    case = Case.objects.exclude(pk=decided.pk).get()
    assert case.suspicions.get().other == decided


def test_bulk_notes_that_a_dispute_was_decided(cora):
    decided = decided_case()
    document = case_file()
    document["disputed_services"][0]["requested"] = "MRI of the lumbar spine, number 1"
    upload = dropped(cora, document)
    assert upload.state == "sound"
    assert decided.case_number in upload.notes[0]


def test_one_bad_service_of_twenty_one_is_told_and_the_other_twenty_stay(cora, sign_in):
    posted = answers(21) | service(13, ur_action="modified", authorized="")
    page = sign_in(cora).post(URL, posted).content.decode()
    assert "Service 14: UR modified it, so enter what UR authorized." in page
    stored = IntakeDraft.objects.get().posted
    assert len([name for name in stored if name.endswith("-requested")]) == 21
    assert not Case.objects.exists()
