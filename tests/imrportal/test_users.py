"""The administrator's pages: who is invited, as what, and who can no longer sign in."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.utils import timezone

from cases.errors import Refused
from cases.models import AuditEvent, CaseGrant
from imrportal.accounts import actions
from imrportal.accounts.actions import PersonEntry
from imrportal.accounts.models import User
from imrportal.accounts.roles import Role
from tests.factories import NOON, PASSWORD, make_case, make_user

pytestmark = pytest.mark.django_db
USERS = "/accounts/users/"
PERSON = {"full_name": "Nell Newcomer", "role": "quality"}
LICENCE = {
    "licensing_board": "medical_board",
    "licence_number": "A12345",
    "licence_verified_on": "01/05/2026",
}


def page_of(user):
    return f"{USERS}{user.pk}/"


def link_in_mail():
    return re.search(r"https?://[^/]+(/accounts/choose-password/\S+)", mail.outbox[-1].body)[1]


def invite(client, **changes):
    return client.post(f"{USERS}invite/", {**PERSON, "email": "nell@imr.test", **changes})


def test_an_invited_person_chooses_a_password_and_comes_in(client, sign_in, ada):
    assert invite(sign_in(ada))["Location"] == USERS
    nell = User.objects.get(email="nell@imr.test")
    assert not nell.has_usable_password()
    page = client.get(link_in_mail(), follow=True)
    password = "seven green kayaks drift by"
    entry = {"new_password1": password, "new_password2": password}
    client.post(page.redirect_chain[-1][0], entry)
    entry = {"email": "nell@imr.test", "password": password}
    assert client.post("/accounts/sign-in/", entry)["Location"] == "/"
    events = AuditEvent.objects.order_by("pk").values_list("kind", "actor")
    assert list(events) == [
        ("account.invited", ada.pk),
        ("account.accepted", nell.pk),
        ("account.signed_in", nell.pk),
    ]


def test_an_address_is_invited_once(sign_in, ada, cora):
    response = invite(sign_in(ada), email="CORA@imr.test")
    assert response.status_code == 409
    assert "There is an account with this e-mail address already" in response.content.decode()
    assert 'value="Nell Newcomer"' in response.content.decode()


def test_a_new_invitation_ends_the_link_of_the_one_before(client, sign_in, ada):
    admin = sign_in(ada)
    invite(admin)
    first = link_in_mail()
    nell = User.objects.get(email="nell@imr.test")
    with time_machine.travel(timezone.now() + timedelta(minutes=5)):
        admin.post(f"{page_of(nell)}send-link/")
        assert client.get(first).status_code == 410
        assert client.get(link_in_mail()).status_code == 302


def test_a_reset_link_goes_to_an_account_in_use(sign_in, ada, cora):
    sign_in(ada).post(f"{page_of(cora)}send-link/")
    assert mail.outbox[-1].subject == "Choose a new password for IMR Portal"


def test_a_mail_that_cannot_be_sent_is_said(sign_in, ada, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", 1
    client = sign_in(ada)
    invite(client)
    assert "could not be sent" in client.get(USERS).content.decode()


def test_a_name_and_a_role_are_corrected(sign_in, ada, cora):
    sign_in(ada).post(page_of(cora), PERSON)
    cora.refresh_from_db()
    assert (cora.full_name, cora.role) == ("Nell Newcomer", "quality")
    event = AuditEvent.objects.get(kind="account.edited")
    assert event.changed_fields == ["full_name", "role"]
    assert event.data == {"left": "coordinator", "reached": "quality"}


def test_a_licence_is_recorded_for_a_director(sign_in, ada):
    director = make_user(Role.MEDICAL_DIRECTOR)
    entry = {"full_name": director.full_name, "role": "medical_director", **LICENCE}
    assert sign_in(ada).post(page_of(director), entry).status_code == 302
    director.refresh_from_db()
    assert director.is_licensed_to_sign
    assert director.licence_number == "A12345"


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"role": "medical_director", "licensing_board": "medical_board"}, "needs its board"),
        ({"role": "medical_director", "licence_number": "A1"}, "needs its board"),
        ({"role": "staff", **LICENCE}, "only for whoever signs"),
    ],
)
def test_a_licence_is_whole_and_a_directors(sign_in, ada, changes, sentence):
    response = invite(sign_in(ada), **changes)
    assert response.status_code == 409
    assert sentence in response.content.decode()
    assert not User.objects.filter(email="nell@imr.test").exists()


def test_nobody_changes_his_own_role(ada):
    entry = PersonEntry(ada.full_name, Role.AUDITOR)
    with pytest.raises(Refused, match="Nobody changes his own role"):
        actions.edit_user(ada, entry, by=ada, at=NOON)


def test_nobody_deactivates_himself(sign_in, ada):
    response = sign_in(ada).post(f"{page_of(ada)}deactivate/")
    assert response.status_code == 409
    assert "Nobody deactivates his own account" in response.content.decode()
    ada.refresh_from_db()
    assert ada.is_active


def test_whoever_holds_cases_keeps_the_role(ada, rita):
    CaseGrant.objects.create(case=make_case(), user=rita, scope="file", granted_at=NOON)
    with pytest.raises(Refused, match="still holds 1 case as a reviewer"):
        actions.edit_user(rita, PersonEntry("Rita", Role.QUALITY), by=ada, at=NOON)


def test_the_organization_does_not_lose_its_director(ada, max):
    with pytest.raises(Refused, match="Name another director"):
        actions.deactivate_user(max, by=ada, at=NOON)
    entry = PersonEntry(max.full_name, Role.MEDICAL_DIRECTOR)
    with pytest.raises(Refused, match="Name another director"):
        actions.edit_user(max, entry, by=ada, at=NOON)


def test_a_deactivated_person_cannot_come_in_and_comes_back_as_before(client, ada, cora):
    actions.deactivate_user(cora, by=ada, at=NOON)
    entry = {"email": "cora@imr.test", "password": PASSWORD}
    assert client.post("/accounts/sign-in/", entry).status_code == 200
    with pytest.raises(Refused, match="is deactivated already"):
        actions.deactivate_user(cora, by=ada, at=NOON)
    actions.reactivate_user(cora, by=ada, at=NOON)
    assert client.post("/accounts/sign-in/", entry).status_code == 302


def test_a_service_account_is_not_among_the_people(sign_in, ada):
    robot = make_user(Role.COORDINATOR, full_name="Case processor", is_service=True)
    client = sign_in(ada)
    assert "Case processor" not in client.get(USERS).content.decode()
    assert client.get(page_of(robot)).status_code == 404
    with pytest.raises(Refused, match="acts for commands"):
        actions.deactivate_user(robot, by=ada, at=NOON)


@pytest.mark.parametrize("who", ["cora", "rita", "quinn", "max", "stella", "audrey"])
def test_only_an_administrator_sees_the_users(sign_in, request, who):
    client = sign_in(request.getfixturevalue(who))
    person = make_user(Role.STAFF)
    pages = [USERS, f"{USERS}invite/", page_of(person)]
    assert [client.get(page).status_code for page in pages] == [403, 403, 403]
    for verb in ("deactivate", "reactivate", "send-link"):
        assert client.post(f"{page_of(person)}{verb}/").status_code == 403
