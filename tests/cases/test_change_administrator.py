"""Another claims administrator takes over: what waits goes to it, what was served stands."""

from datetime import UTC, date, datetime

import pytest

from cases.actions.administrators import AdministratorChange, change_claims_administrator
from cases.actions.noticeservice import serve_notice
from cases.actions.service import ServiceEntry
from cases.intake import PartyEntry
from cases.models import AuditEvent, Notice
from tests.factories import PARTIES, make_case
from tests.factories.notices import make_notice

pytestmark = pytest.mark.django_db
MONDAY = datetime(2026, 11, 30, 20, 0, tzinfo=UTC)
DAY = date(2026, 11, 30)
ROLE = "claims_administrator"
NEW = PartyEntry(ROLE, "Later Claims LLC", "7 Later Lane\nFresno, CA 93701")
CHANGE = AdministratorChange(NEW, effective_on=DAY, noticed_on=DAY)


@pytest.fixture
def notice():
    """A sealed notice of assignment of four recipients."""
    return make_notice(make_case("assigned", eligible_at=MONDAY), at=MONDAY, status="ready")


def serve(notice, role, by):
    service = notice.services.get(recipient_role=role)
    number = notice.case.case_number
    entry = ServiceEntry(DAY, "mail", "1 Street\nFresno, CA 93701", number)
    return serve_notice(service, entry, by=by, at=MONDAY)


def change(case, cora):
    return change_claims_administrator(case, CHANGE, by=cora, at=MONDAY)


def recipient_of(notice):
    service = notice.services.get(recipient_role=ROLE)
    return service.recipient_name, service.address


def test_what_nobody_was_served_with_is_prepared_anew_for_the_new_one(notice, cora):
    change(notice.case, cora)
    new = Notice.objects.get(replaces=notice)
    assert recipient_of(new) == (NEW.name, NEW.address)
    assert NEW.name in str(new.snapshot)
    assert recipient_of(notice)[0] == PARTIES[ROLE][0]


def test_what_others_were_served_with_stands_and_goes_to_the_new_one(notice, cora):
    serve(notice, "injured_worker", cora)
    snapshot = notice.snapshot
    party = change(notice.case, cora)
    assert not Notice.objects.filter(replaces=notice).exists()
    notice.refresh_from_db()
    assert notice.snapshot == snapshot
    assert recipient_of(notice) == (NEW.name, NEW.address)
    event = AuditEvent.objects.get(kind="notice.redirected")
    assert (event.data["number"], event.data["party"]) == (notice.number, party.pk)
    assert NEW.name not in str(event.data)
    assert serve(notice, ROLE, cora).recipient_name == NEW.name


def test_what_the_former_one_was_served_with_keeps_its_proof(notice, cora):
    serve(notice, ROLE, cora)
    change(notice.case, cora)
    assert recipient_of(notice)[0] == PARTIES[ROLE][0]
    assert not AuditEvent.objects.filter(kind="notice.redirected").exists()


def test_a_notice_that_was_taken_back_or_replaced_is_left_alone(notice, cora):
    change(notice.case, cora)
    again = AdministratorChange(
        PartyEntry(ROLE, "Third Claims", "8 Third Street\nFresno, CA 93701"), DAY, DAY
    )
    change_claims_administrator(notice.case, again, by=cora, at=MONDAY)
    names = [recipient_of(each)[0] for each in notice.case.notices.order_by("number")]
    assert names == [PARTIES[ROLE][0], NEW.name, "Third Claims"]
