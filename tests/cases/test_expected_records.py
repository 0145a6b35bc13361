"""What was asked for: begun with the request, settled item by item, true in the letter."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cases.actions.expected import Settled, begin_checklist, settle_all, settle_items
from cases.actions.records import request_records, supersede_record
from cases.errors import Refused
from cases.models import AuditEvent, ExpectedRecord
from cases.silences import is_open, items_of, lacking, not_received
from tests.factories import make_case, make_item, make_record
from tests.races import THREADS, all_at_once

pytestmark = pytest.mark.django_db


def settle(case, *settled, by):
    return settle_items(case, settled, by=by, at=timezone.now())


def test_the_request_begins_the_list_of_its_day(cora):
    case = request_records(make_case("assigned"), by=cora, at=timezone.now())
    items = items_of(case)
    assert [item.code for item in items[:3]] == ["reports", "earlier_reports", "request"]
    assert len(lacking(items)) == 9
    assert [item.owed_by for item in items if not item.is_required] == [
        "injured_worker",
        "requesting_physician",
    ]
    assert not items[0].is_verified, "the text in force since April 2026 was not read"


def test_it_is_begun_once(cora):
    case = request_records(make_case("assigned"), by=cora, at=timezone.now())
    assert begin_checklist(case, by=cora, at=timezone.now()) == []
    assert case.expected_records.count() == 11


def test_a_document_ticks_an_item_and_a_superseded_one_does_not(cora):
    case = make_case("awaiting_records")
    item, record = make_item(case), make_record(case)
    settle(case, Settled(item.code, "received", (record.pk,)), by=cora)
    assert not lacking(items_of(case))
    supersede_record(record, by=cora, at=timezone.now(), reason="Another worker's.")
    [item] = items_of(case)
    assert is_open(item)
    assert lacking([item])


@pytest.mark.parametrize(
    ("settled", "sentence"),
    [
        (("item1", "received"), "Item 1: tick the document"),
        (("item1", "received", (0,)), "has been superseded"),
        (("item1", "missing"), "Item 1: say why it is missing"),
        (("item1", "illegible", (), " "), "Item 1: say why it is illegible"),
        (("item1", "not_applicable"), "say why it is not applicable"),
        (("item1", "lost"), "Item 1: choose what became of it"),
        (("item7", "missing", (), "Gone."), "not on this case's list"),
        (("item1", "missing", (), "Gone.\x00"), "The reason of item 1"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_is_settled(settled, sentence, cora):
    item = make_item(make_case("awaiting_records"))
    with pytest.raises(Refused, match=sentence):
        settle(item.case, Settled(*settled), by=cora)
    item.refresh_from_db()
    assert item.state == "expected"


@pytest.mark.parametrize("status", ["approved", "signed", "issued", "withdrawn"])
def test_after_the_approval_nothing_is_settled(status, cora):
    item = make_item(make_case(status))
    with pytest.raises(Refused, match="is settled no more"):
        settle(item.case, Settled(item.code, "missing", reason="Gone."), by=cora)


def test_only_who_takes_records_in_settles(rita, quinn, max, stella, ada):
    item = make_item(make_case("awaiting_records"))
    for person in (rita, quinn, max, stella, ada):
        with pytest.raises(PermissionDenied):
            settle(item.case, Settled(item.code, "missing", reason="Gone."), by=person)


def test_what_comes_after_all_leaves_the_letters_list(cora):
    case = make_case("in_review", records_not_received="The reports\nThe tape of a call")
    item = make_item(
        case, what="The reports", state="missing", reason="No.", settled_at=timezone.now()
    )
    record = make_record(case)
    settle(case, Settled(item.code, "received", (record.pk,)), by=cora)
    case.refresh_from_db()
    assert case.records_not_received == "The tape of a call"


def test_what_turns_out_to_be_illegible_comes_into_the_letters_list(cora):
    case = make_case("in_review", records_not_received="")
    item, record = make_item(case, what="The reports"), make_record(case)
    settle(case, Settled(item.code, "received", (record.pk,)), by=cora)
    case.refresh_from_db()
    assert case.records_not_received == ""
    settle(case, Settled(item.code, "illegible", (record.pk,), "A black page."), by=cora)
    case.refresh_from_db()
    assert case.records_not_received == "The reports (illegible)"


def test_what_may_be_sent_is_never_missing(cora):
    case = make_case("awaiting_records")
    make_item(case, is_required=False, owed_by="injured_worker")
    assert not_received(items_of(case)) == []


def test_all_is_settled_by_what_fits_and_a_reason_for_the_rest(cora):
    case = request_records(make_case("assigned"), by=cora, at=timezone.now())
    make_record(case, kind="ur_determination", source="claims_administrator")
    settle_all(case, by=cora, at=timezone.now(), reason="Nothing of the kind exists.")
    state_by_code = dict(case.expected_records.values_list("code", "state"))
    assert state_by_code["request"] == "received"
    assert state_by_code["statement"] == "not_applicable"
    assert "expected" not in state_by_code.values()


def test_no_word_of_a_reason_is_in_the_audit(cora):
    item = make_item(make_case("awaiting_records"))
    settle(item.case, Settled(item.code, "missing", reason="Wanda burnt it."), by=cora)
    assert "Wanda" not in str(list(AuditEvent.objects.values_list("data", flat=True)))


@pytest.mark.django_db(transaction=True)
def test_eight_who_settle_at_once_leave_one_state_each(cora):
    case = make_case("awaiting_records")
    items = [make_item(case) for _ in range(THREADS)]

    def settle_both(number: int) -> None:
        mine, next_one = items[number], items[(number + 1) % THREADS]
        both = [Settled(one.code, "missing", reason=f"By {number}.") for one in (mine, next_one)]
        settle(case, *both, by=cora)

    all_at_once(settle_both)
    assert ExpectedRecord.objects.filter(state="missing").count() == THREADS
    assert AuditEvent.objects.filter(kind="checklist.settled").count() == THREADS


def url(case) -> str:
    return reverse("cases:expected_records", args=[case.case_number])


def test_the_page_suggests_and_a_person_confirms(cora, sign_in):
    case = request_records(make_case("assigned"), by=cora, at=timezone.now())
    record = make_record(case, kind="ur_determination", source="claims_administrator")
    client = sign_in(cora)
    page = client.get(url(case)).content.decode()
    assert "fit 1 item by kind, sender and date" in page
    assert case.expected_records.get(code="request").state == "expected"
    client.post(url(case), {"do": "confirm"})
    item = case.expected_records.get(code="request")
    assert (item.state, list(item.records.all())) == ("received", [record])


def typed(case, **said):
    sent = {f"{item.code}-state": "expected" for item in items_of(case)}
    return sent | said


def test_what_is_typed_is_settled_and_the_rest_stays_open(cora, sign_in):
    case = make_case("awaiting_records")
    make_item(case), make_item(case)
    said = {"item1-state": "not_applicable", "item1-reason": "There was none."}
    sign_in(cora).post(url(case), typed(case, **said))
    assert list(case.expected_records.values_list("state", flat=True)) == [
        "not_applicable",
        "expected",
    ]


def test_a_missing_reason_is_said_at_its_field_and_nothing_typed_is_lost(cora, sign_in):
    case = make_case("awaiting_records")
    make_item(case), make_item(case)
    said = {"item1-state": "missing", "item2-state": "not_applicable", "item2-reason": "None."}
    page = sign_in(cora).post(url(case), typed(case, **said)).content.decode()
    assert "Say why it is missing." in page
    assert 'value="None."' in page
    assert set(case.expected_records.values_list("state", flat=True)) == {"expected"}


def test_the_case_and_the_records_page_show_the_list(cora, stella, sign_in):
    case = make_case("awaiting_records")
    make_item(case, what="The physicians' reports")
    client = sign_in(cora)
    for page in (case.get_absolute_url(), reverse("cases:records", args=[case.case_number])):
        body = client.get(page).content.decode()
        assert "1 of 1 have not come" in body
        assert "The physicians&#x27; reports" in body
