"""The auditor's pages: read, filter, turn the page, verify."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection

from cases import audit
from cases.models import AuditEvent
from tests.factories import NOON, make_case

pytestmark = pytest.mark.django_db
PAGE = "/cases/audit/"


@pytest.fixture
def auditor(sign_in, audrey):
    return sign_in(audrey)


def rows(response):
    return [event.kind for event in response.context["page"].events]


def test_the_newest_is_first(auditor, cora):
    audit.append("case.viewed", make_case(), by=cora)
    audit.append("record.viewed", make_case(), by=cora)
    assert rows(auditor.get(PAGE)) == ["record.viewed", "case.viewed"]


def test_it_is_narrowed_by_case_kind_and_account(auditor, cora, quinn):
    mine, other = make_case(), make_case()
    audit.append("case.viewed", mine, by=cora)
    audit.append("case.viewed", other, by=quinn)
    audit.append("record.viewed", mine, by=quinn)
    number = mine.case_number.lower()
    assert rows(auditor.get(PAGE, {"case_number": f" {number} "})) == [
        "record.viewed",
        "case.viewed",
    ]
    assert rows(auditor.get(PAGE, {"kind": "record.viewed"})) == ["record.viewed"]
    assert rows(auditor.get(PAGE, {"account": quinn.pk, "kind": "case.viewed"})) == ["case.viewed"]


def test_days_are_pacific_days(auditor, cora):
    for hours, kind in ((-14, "case.viewed"), (0, "record.viewed")):
        with time_machine.travel(NOON + timedelta(hours=hours), tick=False):
            audit.append(kind, make_case(), by=cora)
    day = f"{NOON:%m/%d/%Y}"
    assert rows(auditor.get(PAGE, {"since": day, "until": day})) == ["record.viewed"]


def test_a_filter_that_cannot_be_read_says_so(auditor):
    response = auditor.get(PAGE, {"since": "02/30/2026", "before": "x", "account": "ada"})
    assert response.status_code == 200
    assert "30 February 2026 does not exist." in response.content.decode()


def test_pages_are_keyset_pages(auditor, cora):
    case = make_case()
    for _ in range(120):
        audit.append("case.viewed", case, by=cora)
    seen, query = [], {"case_number": case.case_number}
    while True:
        page = auditor.get(PAGE, query).context["page"]
        seen += [event.pk for event in page.events]
        if page.next_before is None:
            break
        query["before"] = page.next_before
    assert len(seen) == len(set(seen)) == 120
    assert seen == sorted(seen, reverse=True)


def test_reading_leaves_its_own_row_without_what_was_looked_for(auditor, audrey):
    auditor.get(PAGE, {"case_number": "CM26-0000001"})
    event = AuditEvent.objects.get(kind="audit.read")
    assert event.actor == audrey
    assert event.data == {"looked_for": ["case_number"]}


def test_an_expert_reviewer_is_an_account_without_a_name(auditor, rita):
    audit.append("case.viewed", make_case(), by=rita)
    body = auditor.get(PAGE).content.decode()
    assert f"Account {rita.pk}" in body
    assert "Rita" not in body


def test_the_verdict_is_shown(auditor, cora):
    audit.append("case.viewed", make_case(), by=cora)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
    assert "The trail is intact" in auditor.post("/cases/audit/verify/").content.decode()


def test_a_broken_trail_is_shown(auditor, cora):
    event = audit.append("case.viewed", make_case(), by=cora)
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("alter table cases_auditevent disable trigger user")
        cursor.execute("update cases_auditevent set kind = 'x.y' where id = %s", [event.pk])
        cursor.execute("alter table cases_auditevent enable trigger user")
    body = auditor.post("/cases/audit/verify/").content.decode()
    assert "The trail is broken" in body
    assert "The event at place" in body


@pytest.mark.parametrize("who", ["cora", "rita", "quinn", "max", "stella", "ada"])
def test_nobody_else_reads_it(sign_in, request, who):
    client = sign_in(request.getfixturevalue(who))
    assert client.get(PAGE).status_code == 403
    assert client.post("/cases/audit/verify/").status_code == 403
