"""Serving notices: what is refused, the proof, what came back, and the clocks that begin."""

from datetime import UTC, date, datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from cases.actions.assignment import assign_case
from cases.actions.eligibility import find_eligible, find_ineligible
from cases.actions.noticedesk import prepare_again
from cases.actions.notices import cancel_notice, prepare_notice
from cases.actions.noticeservice import return_notice, serve_notice
from cases.actions.service import ServiceEntry
from cases.errors import Refused
from cases.models import AuditEvent, Notice
from tests.factories import make_case
from tests.factories.notices import make_notice
from tests.races import all_at_once, refusals

pytestmark = pytest.mark.django_db
WEDNESDAY = datetime(2026, 11, 25, 18, 0, tzinfo=UTC)
MONDAY = datetime(2026, 11, 30, 20, 0, tzinfo=UTC)
DAY = date(2026, 11, 30)
ADMINISTRATOR = "claims_administrator"


def ready(case=None, **fields):
    """A sealed notice of assignment dated Monday 30 November 2026."""
    case = case or make_case("assigned", eligible_at=WEDNESDAY)
    return make_notice(case, at=MONDAY, status="ready", **fields)


def entry(notice, **fields):
    known = {"served_on": DAY, "method": "mail", "address": "900 Market Street, Oakland, CA 94607"}
    return ServiceEntry(**(known | {"envelope_number": notice.case.case_number} | fields))


def on(notice, role=ADMINISTRATOR):
    return notice.services.filter(recipient_role=role).last()


def dues(case):
    return dict(case.deadlines.current().values_list("clock", "due_on"))


def test_a_finding_before_thanksgiving_is_noticed_by_monday_and_records_come_by_15_december(cora):
    case = find_eligible(make_case("received"), by=cora, at=WEDNESDAY, reason="In time.")
    case = assign_case(case, by=cora, at=MONDAY, assigned_on=DAY)
    notice = case.notices.get(kind="assignment")
    Notice.objects.filter(pk=notice.pk).update(
        status="ready", file_sha256="a" * 64, file_size=1, pages=1, ready_at=MONDAY
    )
    assert dues(case)["N1"] == date(2026, 11, 30)

    serve_notice(on(notice), entry(notice), by=cora, at=MONDAY)

    case.refresh_from_db()
    assert case.status == "awaiting_records"
    assert case.expected_records.filter(is_required=True).exists()
    assert case.deadlines.current().get(clock="N1").met_on == DAY
    assert (dues(case)["R1-mail"], dues(case)["R2"]) == (date(2026, 12, 15), date(2026, 12, 10))


def test_served_electronically_the_records_come_by_14_december(stella):
    case = make_case("assigned", eligible_at=WEDNESDAY)
    case.parties.filter(role=ADMINISTRATOR).update(preferred_channel="email", email="c@c.test")
    notice = ready(case)
    proof = entry(notice, method="electronic", address="c@c.test", envelope_number="")
    serve_notice(on(notice), proof, by=stella, at=MONDAY)
    assert dues(case)["R1-electronic"] == date(2026, 12, 14)
    assert "R1-mail" not in dues(case)


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"served_on": date(2026, 12, 1)}, "in the future"),
        ({"served_on": date(2026, 11, 29)}, "was not served before that day"),
        ({"method": "pigeon"}, "Choose how the notice was served"),
        ({"address": " "}, "Give the address"),
        ({"envelope_number": "CM25-9999999"}, "in its own envelope"),
        ({"envelope_number": ""}, "stands on the envelope"),
        ({"method": "electronic"}, "served otherwise they are others"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(cora, fields, words):
    notice = ready()
    with pytest.raises(Refused, match=words):
        serve_notice(on(notice), entry(notice, **fields), by=cora, at=MONDAY)
    assert on(notice).served_on is None
    assert not AuditEvent.objects.filter(kind="notice.served").exists()


def test_a_later_day_wants_the_notice_prepared_again(cora):
    notice, tuesday = ready(), datetime(2026, 12, 1, 20, tzinfo=UTC)
    with pytest.raises(Refused, match="Prepare it again"):
        serve_notice(on(notice), entry(notice, served_on=date(2026, 12, 1)), by=cora, at=tuesday)
    new = prepare_again(notice, by=cora, at=tuesday, dated=date(2026, 12, 1))
    assert (new.replaces, new.dated, new.event) == (notice, date(2026, 12, 1), notice.event)
    assert "Wednesday, December 16, 2026" in str(new.snapshot)
    with pytest.raises(Refused, match="has been replaced"):
        serve_notice(on(notice), entry(notice), by=cora, at=MONDAY)


def test_once_somebody_was_served_it_is_not_prepared_again(cora):
    notice = ready()
    serve_notice(on(notice), entry(notice), by=cora, at=MONDAY)
    with pytest.raises(Refused, match="so it stands"):
        prepare_again(notice, by=cora, at=MONDAY, dated=DAY)


def test_what_was_taken_back_is_not_prepared_again(cora):
    notice = ready()
    cancel_notice(notice.case, notice.kind, notice.event, by=cora, at=MONDAY)
    with pytest.raises(Refused, match="was taken back"):
        prepare_again(notice, by=cora, at=MONDAY, dated=DAY)
    assert notice.case.notices.count() == 1


def test_what_came_back_is_served_again_and_the_first_proof_stays(cora):
    notice = ready()
    first = serve_notice(on(notice), entry(notice), by=cora, at=MONDAY)
    later = datetime(2026, 12, 7, 20, tzinfo=UTC)
    again = return_notice(first, by=cora, at=later, returned_on=date(2026, 12, 5))
    assert (again.attempt, again.served_on) == (2, None)
    again = serve_notice(
        again, entry(notice, served_on=date(2026, 12, 7), address="1 New Road"), by=cora, at=later
    )
    first.refresh_from_db()
    assert (first.served_on, first.returned_on) == (DAY, date(2026, 12, 5))
    assert dues(notice.case)["R1-mail"] == date(2026, 12, 22)


@pytest.mark.parametrize(
    ("returned_on", "words"),
    [(date(2026, 12, 9), "in the future"), (date(2026, 11, 29), "did not come back before")],
)
def test_nothing_comes_back_before_it_left_or_tomorrow(cora, returned_on, words):
    notice = ready()
    first = serve_notice(on(notice), entry(notice), by=cora, at=MONDAY)
    with pytest.raises(Refused, match=words):
        return_notice(first, by=cora, at=MONDAY, returned_on=returned_on)


def test_what_was_not_served_does_not_come_back(cora):
    with pytest.raises(Refused, match="nothing can have come back"):
        return_notice(on(ready()), by=cora, at=MONDAY, returned_on=DAY)


def test_a_returned_notice_is_on_the_coordinators_list(cora, sign_in):
    notice = ready()
    first = serve_notice(on(notice), entry(notice), by=cora, at=MONDAY)
    return_notice(first, by=cora, at=MONDAY, returned_on=DAY)
    page = sign_in(cora).get("/").content.decode()
    assert f"{notice.case.case_number}: a notice came back" in page


def test_the_same_event_is_told_once(cora):
    case = make_case("assigned")
    one, two = (prepare_notice(case, "assignment", by=cora, at=MONDAY) for _ in range(2))
    assert one == two
    assert case.notices.count() == 1


def test_what_was_taken_back_is_not_served(cora):
    notice = make_notice(
        make_case("assigned"), "termination", at=MONDAY, facts={"reason": "settled"}, status="ready"
    )
    cancel_notice(notice.case, "termination", notice.event, by=cora, at=MONDAY)
    with pytest.raises(Refused, match="taken back"):
        serve_notice(on(notice), entry(notice), by=cora, at=MONDAY)


def test_an_ineligible_application_is_told_with_its_reason(cora):
    case = make_case("received")
    find_ineligible(case, by=cora, at=MONDAY, reason="Nobody signed it.", code="NO_SIGNATURE")
    notice = case.notices.get()
    assert notice.kind == "ineligibility"
    assert "Sign and date the application form" in str(notice.snapshot)


def test_only_the_desk_and_coordinators_serve(audrey, rita):
    notice = ready()
    for nobody in (audrey, rita):
        with pytest.raises(PermissionDenied):
            serve_notice(on(notice), entry(notice), by=nobody, at=MONDAY)


def test_the_desk_serves_in_the_browser_and_prints_the_proof(stella, sign_in):
    notice, client = make_notice(status="ready"), sign_in(stella)
    number = notice.case.case_number
    sent = {"envelope_number": number, "method": "mail", "served_on": "07/07/2025", "address": "x"}
    answer = client.post(reverse("cases:serve_notice", args=[number, 1, 3]), sent)
    assert answer.status_code == 302
    assert "1 of 4" not in client.get(answer["Location"]).content.decode()
    proof = client.get(reverse("cases:notice_proof", args=[number, 1]))
    assert proof.content.startswith(b"%PDF")
    assert "Worker" not in proof["Content-Disposition"]


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_leave_one_proof(cora):
    notice = ready()
    service, proof = on(notice), entry(notice)
    results = all_at_once(lambda _: serve_notice(service, proof, by=cora, at=MONDAY))
    assert len(refusals(results)) == 7
    assert AuditEvent.objects.filter(kind="notice.served").count() == 1
