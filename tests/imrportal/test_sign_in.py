"""The door: who comes in, what is said to those who do not, and how often one may try."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from cases.models import AuditEvent
from imrportal.accounts.models import SignInFailure
from imrportal.accounts.roles import Role
from tests.factories import PASSWORD, make_user

pytestmark = pytest.mark.django_db
SIGN_IN = "/accounts/sign-in/"
FAILED = "Sign-in failed. Check the e-mail address and the password."


def enter(client, email, password=PASSWORD, **fields):
    return client.post(SIGN_IN, {"email": email, "password": password, **fields})


def kinds():
    return list(AuditEvent.objects.order_by("pk").values_list("kind", flat=True))


def test_the_right_password_opens_the_door(client, cora):
    response = enter(client, "Cora@IMR.test")
    assert response["Location"] == "/"
    assert client.get("/").status_code == 200
    assert kinds() == ["account.signed_in"]


def test_everybody_who_may_not_come_in_is_told_the_same(client, cora):
    make_user(Role.STAFF, email="gone@imr.test", is_active=False)
    make_user(Role.COORDINATOR, email="robot@imr.test", is_service=True)
    attempts = [
        ("cora@imr.test", "not the password"),
        ("nobody@imr.test", PASSWORD),
        ("gone@imr.test", PASSWORD),
        ("robot@imr.test", PASSWORD),
    ]
    for email, password in attempts:
        response = enter(client, email, password)
        assert response.status_code == 200
        assert FAILED in response.content.decode()
    assert kinds() == ["account.sign_in_failed"] * 4


def test_the_audit_of_a_failure_holds_no_address(client):
    enter(client, "nobody@imr.test")
    event = AuditEvent.objects.get()
    assert "nobody" not in str(event.data)
    assert event.actor is None


def test_the_sixth_attempt_has_to_wait(client, cora):
    for _ in range(5):
        enter(client, "cora@imr.test", "wrong")
    response = enter(client, "cora@imr.test")
    assert response.status_code == 429
    assert int(response["Retry-After"]) > 200
    assert "Wait 5 minutes" in response.content.decode()


def test_the_wait_ends(client, cora):
    for _ in range(5):
        enter(client, "cora@imr.test", "wrong")
    with time_machine.travel(timezone.now() + timedelta(minutes=6)):
        assert enter(client, "cora@imr.test").status_code == 302


def test_a_stranger_elsewhere_locks_nobody_out(client, cora):
    for _ in range(8):
        client.post(
            SIGN_IN, {"email": "cora@imr.test", "password": "wrong"}, REMOTE_ADDR="203.0.113.9"
        )
    assert enter(client, "cora@imr.test").status_code == 302


def test_one_place_may_not_try_many_addresses(client):
    for number in range(30):
        enter(client, f"guess{number}@imr.test", "wrong")
    assert enter(client, "another@imr.test", "wrong").status_code == 429


def test_what_a_client_says_of_its_own_address_counts_only_behind_a_proxy(client, cora, settings):
    for number in range(5):
        client.post(
            SIGN_IN,
            {"email": "cora@imr.test", "password": "wrong"},
            headers={"X-Forwarded-For": f"198.51.100.{number}"},
        )
    assert enter(client, "cora@imr.test").status_code == 429
    settings.TRUSTED_PROXIES = 1
    entry = {"email": "cora@imr.test", "password": PASSWORD}
    response = client.post(SIGN_IN, entry, headers={"X-Forwarded-For": "8.8.8.8, 198.51.100.7"})
    assert response.status_code == 302


def test_coming_in_forgets_the_failures(client, cora):
    enter(client, "cora@imr.test", "wrong")
    enter(client, "cora@imr.test")
    assert not SignInFailure.objects.exists()


@pytest.mark.parametrize(
    "wanted", ["//evil.example/", "https://evil.example/", "javascript:alert(1)", "https:evil"]
)
def test_nobody_is_sent_to_another_site(client, cora, wanted):
    assert enter(client, "cora@imr.test", next=wanted)["Location"] == "/"


def test_the_page_that_was_wanted_is_next(client, cora):
    assert enter(client, "cora@imr.test", next="/cases/?status=all")["Location"] == (
        "/cases/?status=all"
    )


def test_the_session_key_changes_at_the_door(client, cora):
    client.get(SIGN_IN)
    client.session["mark"] = 1
    client.session.save()
    before = client.session.session_key
    enter(client, "cora@imr.test")
    assert client.session.session_key != before


def test_signing_out_ends_the_session_and_clears_the_browser(client, cora):
    enter(client, "cora@imr.test")
    key = client.session.session_key
    response = client.post("/accounts/sign-out/")
    assert response["Clear-Site-Data"] == '"cache", "storage"'
    assert not client.session.exists(key)
    assert client.get("/").status_code == 302
    assert kinds() == ["account.signed_in", "account.signed_out"]


def test_nobody_is_signed_out_by_a_link(client, cora):
    enter(client, "cora@imr.test")
    assert client.get("/accounts/sign-out/").status_code == 405
    assert client.get("/").status_code == 200


def test_who_was_sent_a_letter_finds_where_to_verify_it(client, cora, sign_in):
    link = f'href="{reverse("verify")}"'
    assert link in client.get("/accounts/sign-in/").content.decode()
    assert sign_in(cora).get("/").content.decode().count(link) == 1
