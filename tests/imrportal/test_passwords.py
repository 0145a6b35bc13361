"""Choosing a password: once by a link, or with the old one; and what a password may not be."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.password_validation import validate_password
from django.core import mail
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases.models import AuditEvent
from imrportal.accounts.mail import RESET, send_link
from imrportal.accounts.tasks.mail import send_reset_link
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
NEW = "seven green kayaks drift by"


def link_in_mail():
    return re.search(r"https?://[^/]+(/accounts/choose-password/\S+)", mail.outbox[-1].body)[1]


def choose(client, link, password=NEW):
    page = client.get(link, follow=True)
    if page.status_code != 200:
        return page
    entry = {"new_password1": password, "new_password2": password}
    return client.post(page.redirect_chain[-1][0], entry)


def test_a_link_sets_a_password_once(client, cora):
    send_link(cora, RESET)
    link = link_in_mail()
    assert choose(client, link)["Location"] == "/accounts/sign-in/"
    cora.refresh_from_db()
    assert cora.check_password(NEW)
    assert choose(client, link).status_code == 410
    assert AuditEvent.objects.get().kind == "account.password_changed"


def test_the_token_leaves_the_address_at_once(client, cora):
    send_link(cora, RESET)
    link = link_in_mail()
    response = client.get(link)
    assert response.status_code == 302
    assert link.split("/")[-2] not in response["Location"]


def test_a_link_is_good_for_a_day(client, cora):
    send_link(cora, RESET)
    with time_machine.travel(timezone.now() + timedelta(hours=24, minutes=1)):
        assert choose(client, link_in_mail()).status_code == 410


def test_a_deactivated_account_has_no_link(client, cora):
    send_link(cora, RESET)
    type(cora).objects.filter(pk=cora.pk).update(is_active=False)
    assert choose(client, link_in_mail()).status_code == 410


@pytest.mark.parametrize("name", ["x", "LTE", "OTk5OTk5OTk", "é"])
def test_a_made_up_link_is_only_over(client, name):
    assert client.get(f"/accounts/choose-password/{name}/abc-def/").status_code == 410


def test_choosing_ends_every_session(client, cora, sign_in):
    elsewhere = sign_in(cora)
    send_link(cora, RESET)
    choose(client, link_in_mail())
    assert elsewhere.get("/").status_code == 302


def test_asking_for_a_link_says_the_same_to_everybody(client, cora, monkeypatch):
    queued = []
    monkeypatch.setattr(send_reset_link, "delay", queued.append)
    make_user("staff", email="gone@imr.test", is_active=False)
    waiting = make_user("staff", email="invited@imr.test")
    type(waiting).objects.filter(pk=waiting.pk).update(password="!")
    pages = {
        client.post("/accounts/password-reset/", {"email": email}).content
        for email in ("cora@imr.test", "nobody@imr.test", "gone@imr.test", "invited@imr.test")
    }
    assert len({re.sub(rb'"\w{64}"', b"", page) for page in pages}) == 1
    assert queued == [cora.pk]


def test_nobody_is_flooded_with_links(client, cora, monkeypatch):
    queued = []
    monkeypatch.setattr(send_reset_link, "delay", queued.append)
    for _ in range(9):
        client.post("/accounts/password-reset/", {"email": "cora@imr.test"})
    assert len(queued) == 5


def test_the_task_sends_the_link_and_no_word_of_a_case(cora):
    send_reset_link(cora.pk)
    assert mail.outbox[0].to == ["cora@imr.test"]
    assert "CM2" not in mail.outbox[0].body
    assert cora.full_name not in mail.outbox[0].body


def test_changing_it_needs_the_old_one(sign_in, cora):
    client = sign_in(cora)
    entry = {"old_password": "wrong", "new_password1": NEW, "new_password2": NEW}
    assert client.post("/accounts/change-password/", entry).status_code == 200
    cora.refresh_from_db()
    assert cora.check_password(PASSWORD)


def test_changing_it_ends_the_other_sessions_and_tells_the_owner(sign_in, cora):
    here, elsewhere = sign_in(cora), sign_in(cora)
    entry = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert here.post("/accounts/change-password/", entry)["Location"] == "/"
    assert here.get("/").status_code == 200
    assert elsewhere.get("/").status_code == 302
    assert mail.outbox[0].subject == "Your IMR Portal password was changed"


@pytest.mark.parametrize(
    "password",
    [
        "fourteen chars",
        "password12345678",
        "IMR-Portal-2026-Review!",
        "Independent Medical Review 99",
        "cora.coordinator@imr",
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(cora, password):
    with pytest.raises(ValidationError):
        validate_password(password, cora)


@pytest.mark.parametrize(
    "password", [NEW, "x7 " * 60, "чай с малиной на веранде 🍵", " kayak lemon slate "]
)
def test_a_long_or_foreign_password_is_welcome(cora, password):
    validate_password(password, cora)
