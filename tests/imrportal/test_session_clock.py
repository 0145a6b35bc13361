"""The session's clock: it runs while nobody types, and its end loses no text."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from cases.models import AuditEvent
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db
START = timezone.now().replace(microsecond=0)
BACKGROUND = {"X-Background": "1", "Accept": "application/json"}


@pytest.fixture
def clock():
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.fixture
def page(clock, cora):
    client = Client()
    client.post("/accounts/sign-in/", {"email": "cora@imr.test", "password": PASSWORD})
    client.get("/")
    return client


def test_fifteen_minutes_without_input_end_it(page, clock):
    clock.move_to(START + timedelta(minutes=15, seconds=2))
    response = page.get("/cases/?status=all")
    assert response["Location"] == "/accounts/sign-in/?next=%2Fcases%2F%3Fstatus%3Dall&ended=idle"
    assert AuditEvent.objects.filter(kind="account.session_ended", data={"reason": "idle"}).exists()


def test_somebody_who_types_stays(page, clock):
    for minutes in range(10, 60, 10):
        clock.move_to(START + timedelta(minutes=minutes))
        assert page.post("/accounts/still-here/").status_code == 204
    assert page.get("/").status_code == 200


def test_what_a_page_does_by_itself_does_not_count(page, clock):
    for minutes in (5, 10, 14):
        clock.move_to(START + timedelta(minutes=minutes))
        assert page.post("/accounts/still-here/", headers=BACKGROUND).status_code == 204
    clock.move_to(START + timedelta(minutes=16))
    assert page.post("/accounts/still-here/", headers=BACKGROUND).status_code == 401


def test_twelve_hours_end_it_however_busy(page, clock):
    for minutes in range(10, 721, 10):
        clock.move_to(START + timedelta(minutes=minutes))
        assert page.post("/accounts/still-here/").status_code == 204
    clock.move_to(START + timedelta(hours=12, seconds=2))
    assert page.get("/").status_code == 302


def test_a_script_is_told_in_json(page, clock):
    clock.move_to(START + timedelta(minutes=16))
    response = page.post("/accounts/still-here/", headers=BACKGROUND)
    assert response.status_code == 401
    assert response["X-Signed-Out"] == "idle"
    assert response.json()["reasons"][0].startswith("You were signed out because nothing")


def test_htmx_is_told_in_a_fragment(page, clock):
    clock.move_to(START + timedelta(minutes=16))
    response = page.get("/", headers={"HX-Request": "true"})
    assert response.status_code == 401
    body = response.content.decode()
    assert "<html" not in body
    assert "sign in, then go on here" in body


def kept_in(response):
    return re.search(r'name="kept" value="([^"]+)"', response.content.decode())[1]


def test_a_form_sent_too_late_is_kept_and_sent_again(page, clock):
    clock.move_to(START + timedelta(minutes=16))
    text = "A long explanation, “quoted”, typed by hand.\nTwo lines."
    response = page.post("/cases/CM26-0000001/notes/", {"text": text, "password": "secret word"})
    assert response.status_code == 401
    entry = {
        "email": "cora@imr.test",
        "password": PASSWORD,
        "kept": kept_in(response),
        "next": "/cases/CM26-0000001/notes/",
    }
    again = page.post("/accounts/sign-in/", entry).content.decode()
    assert "A long explanation, “quoted”, typed by hand.\nTwo lines." in again
    assert 'action="/cases/CM26-0000001/notes/"' in again
    assert "secret word" not in again


def test_a_kept_form_is_not_given_to_another_person(page, clock, stella):
    clock.move_to(START + timedelta(minutes=16))
    response = page.post("/cases/CM26-0000001/notes/", {"text": "Of one person alone."})
    entry = {"email": "stella@imr.test", "password": PASSWORD, "kept": kept_in(response)}
    again = page.post("/accounts/sign-in/", entry)
    assert again.status_code == 302
    assert "Of one person" not in again.content.decode()


def test_a_forged_form_is_refused_before_it_is_kept(clock, cora):
    client = Client(enforce_csrf_checks=True)
    response = client.post("/cases/CM26-0000001/notes/", {"text": "Not typed here by anybody."})
    assert response.status_code == 403
    assert 'name="kept"' not in response.content.decode()


def test_an_edited_kept_form_is_nobodys(page, cora):
    page.post("/accounts/sign-out/")
    entry = {"email": "cora@imr.test", "password": PASSWORD, "kept": "forged:value"}
    assert page.post("/accounts/sign-in/", entry).status_code == 302


def test_a_deactivated_account_loses_its_sessions(page, cora, ada):
    admin = Client()
    admin.force_login(ada)
    admin.post(f"/accounts/users/{cora.pk}/deactivate/")
    assert page.get("/").status_code == 302
    admin.post(f"/accounts/users/{cora.pk}/reactivate/")
    assert page.get("/").status_code == 302
