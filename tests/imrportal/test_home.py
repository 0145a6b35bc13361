"""Home: what needs doing next, for each role; and the frame around it."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from cases import audit
from cases.lifecycle import CaseStatus
from cases.queues import WorkList, WorkRow
from imrportal import queues
from imrportal.accounts.roles import Role
from tests.factories import make_case, make_user

pytestmark = pytest.mark.django_db
EVERYONE = ["cora", "rita", "quinn", "max", "stella", "ada", "audrey"]


def a_list(title, *tones):
    rows = tuple(WorkRow("Do it", "", "/", "Late", tone) for tone in tones)
    return WorkList(title, rows, "Nothing.", len(rows))


def rail(body):
    return re.findall(r'data-go="(\w)"', body)


@pytest.mark.parametrize("who", EVERYONE)
def test_every_role_has_a_home(sign_in, request, who):
    response = sign_in(request.getfixturevalue(who)).get("/")
    assert response.status_code == 200
    assert response.content.decode().count("<h1") == 1


def test_the_greatest_risk_is_first_and_three_are_open(monkeypatch, ada):
    lists = [a_list("calm", "info"), a_list("none"), a_list("late", "warn", "stop")]
    lists += [a_list("soon", "info", "warn"), a_list("many", "info", "info")]
    monkeypatch.setattr(queues, "LISTS", ())
    monkeypatch.setattr(queues.of_cases, "work_lists", lambda user, now: lists)
    monkeypatch.setattr(queues.of_reviews, "work_lists", lambda user, now: [])
    desk = queues.desk_of(ada, timezone.now())
    assert [one.title for one in desk.lists] == ["late", "soon", "many"]
    assert [one.title for one in desk.folded] == ["calm"]
    assert [one.title for one in desk.counted] == ["calm", "late", "soon", "many"]


def test_a_coordinator_sees_the_case_that_waits(sign_in, cora):
    case = make_case(CaseStatus.RECEIVED)
    body = sign_in(cora).get("/").content.decode()
    assert case.case_number in body
    assert "Receive an application" in body


def test_an_administrator_is_told_that_nobody_can_sign(sign_in, ada):
    assert "Name the organization and its director" in sign_in(ada).get("/").content.decode()


def test_an_administrator_sees_invitations_that_wait(sign_in, ada, max):
    now = timezone.now()
    for name, age in (("Fresh Face", 1), ("Slow Sam", 30)):
        user = make_user(Role.STAFF, full_name=name, invited_at=now - timedelta(hours=age))
        user.set_password(None)
        user.save()
    (todo, *_) = queues.desk_of(ada, now).lists
    assert [(row.sentence[:10], row.badge) for row in todo.rows] == [
        ("Fresh Face", "Invited"),
        ("Slow Sam h", "Link is over"),
    ]


def test_an_auditor_is_asked_to_verify_what_was_never_verified(audrey):
    (todo, *_) = queues.desk_of(audrey, timezone.now()).lists
    assert (todo.rows[0].sentence, todo.rows[0].badge) == (
        "Verify the audit trail",
        "Never verified",
    )


def test_an_auditor_sees_a_broken_verdict_first_of_all(audrey):
    audit.append("audit.verified", by=audrey, is_intact=False)
    (todo, *_) = queues.desk_of(audrey, timezone.now()).lists
    assert todo.rows[0].badge_tone == "stop"


def test_an_auditor_sees_failed_sign_ins(client, audrey):
    client.post("/accounts/sign-in/", {"email": "x@imr.test", "password": "wrong"})
    (todo, *_) = queues.desk_of(audrey, timezone.now()).lists
    assert "1 failed sign-in since yesterday" in [row.sentence for row in todo.rows]


@pytest.mark.parametrize(
    ("who", "places"),
    [
        ("cora", "hctmrinfd"),
        ("rita", "hcmp"),
        ("quinn", "hcmrd"),
        ("max", "hctmrd"),
        ("stella", "hcmnl"),
        ("ada", "hcmruofd"),
        ("audrey", "hcmrda"),
    ],
)
def test_the_rail_leads_where_the_role_may_go(sign_in, request, who, places):
    client = sign_in(request.getfixturevalue(who))
    body = client.get("/").content.decode()
    assert "".join(rail(body)) == places
    for url in re.findall(r'<a href="([^"]+)" data-go', body):
        assert client.get(url).status_code == 200


@pytest.mark.parametrize(
    ("path", "here"), [("/", "h"), ("/cases/", "c"), ("/cases/organization/", "o")]
)
def test_the_rail_marks_one_place(sign_in, ada, path, here):
    body = sign_in(ada).get(path).content.decode()
    assert re.findall(r'data-go="(\w)" aria-current="page"', body) == [here]
