"""Every answer: its headers, its reference, and how a person or a script is refused."""

import re

import psycopg
import pytest
from django.db import OperationalError
from django.test import RequestFactory
from django.urls import resolve

from cases.errors import EditConflict, Refused
from cases.models import AuditEvent
from imrportal.middleware import RefusalMiddleware, refusal
from tests.factories import PASSWORD, make_case

pytestmark = pytest.mark.django_db


def a_request(user, data, path="/cases/CM26-0000001/notes/", **headers):
    request = RequestFactory().post(path, data, headers=headers)
    request.user = user
    request.resolver_match = resolve(path)
    request.session = {}
    request._messages = []
    return request


@pytest.mark.parametrize("path", ["/", "/accounts/sign-in/", "/health/", "/nowhere/"])
def test_no_answer_may_be_cached(client, path):
    response = client.get(path)
    assert response["Cache-Control"] == "no-store, private"
    assert "camera=()" in response["Permissions-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Referrer-Policy"] == "same-origin"
    assert "script-src 'self'" in response["Content-Security-Policy"]
    assert "unsafe" not in response["Content-Security-Policy"]


def test_every_answer_has_its_own_reference(client):
    first, second = client.get("/health/"), client.get("/health/")
    assert len(first["X-Request-Id"]) == 36
    assert first["X-Request-Id"] != second["X-Request-Id"]


def answer_of(problem, client, cora, monkeypatch):
    def fail(*args, **kwargs):
        raise problem

    monkeypatch.setattr("cases.views.cases.search.find_cases", fail)
    client.raise_request_exception = False
    client.force_login(cora)
    return client.get("/cases/")


@pytest.mark.parametrize(
    ("cause", "status"),
    [
        (psycopg.OperationalError("connection refused"), 503),
        (psycopg.errors.AdminShutdown(), 503),
        (psycopg.errors.TooManyConnections(), 503),
        (psycopg.errors.QueryCanceled(), 500),
        (psycopg.errors.DiskFull(), 500),
    ],
)
def test_a_database_that_is_away_is_said_to_come_back(client, cora, monkeypatch, cause, status):
    problem = OperationalError()
    problem.__cause__ = cause
    answer = answer_of(problem, client, cora, monkeypatch)
    assert answer.status_code == status
    assert ("The database does not answer just now" in answer.content.decode()) == (status == 503)
    assert ("Retry-After" in answer) == (status == 503)


def test_an_audit_row_carries_the_reference(client, cora):
    response = client.post("/accounts/sign-in/", {"email": cora.email, "password": PASSWORD})
    assert AuditEvent.objects.get().request_id == response["X-Request-Id"]


def test_a_refusal_lists_its_sentences_and_keeps_what_was_typed(cora):
    request = a_request(cora, {"text": "Called the adjuster, who will send more."})
    response = refusal(request, Refused("The first reason.", "The second reason."))
    body = response.content.decode()
    assert response.status_code == 409
    assert "The first reason." in body
    assert "The second reason." in body
    assert "Called the adjuster, who will send more." in body
    assert "/cases/CM26-0000001/" in body


@pytest.mark.parametrize(
    ("sent", "said", "unsaid"),
    [
        (None, "Back<", "Back to the form"),
        ({"text": "Called the adjuster."}, "Back to the form", "This cannot be shown now"),
        ({"revision": "3"}, "Back to the page", "Back to the form"),
    ],
)
def test_the_way_back_is_named_for_where_it_leads(sent, said, unsaid, cora):
    request = a_request(cora, sent or {})
    request.method = "GET" if sent is None else "POST"
    body = refusal(request, Refused("The letter is not ready yet.")).content.decode()
    assert said in body
    assert unsaid not in body


def test_a_script_gets_a_refusal_as_json_with_what_is_stored(cora):
    request = a_request(cora, {}, accept="application/json")
    response = refusal(request, EditConflict("Somebody saved.", stored={"text": "Theirs."}))
    assert response.status_code == 409
    assert b'"reasons": ["Somebody saved."]' in response.content
    assert b'"stored": {"text": "Theirs."}' in response.content


def test_htmx_gets_a_refusal_as_a_piece_of_page(cora):
    request = a_request(cora, {}, hx_request="true")
    response = refusal(request, Refused("Not now."))
    assert response.status_code == 409
    assert b"<html" not in response.content
    assert b"Not now." in response.content


def test_what_is_no_refusal_is_left_alone(cora):
    wall = RefusalMiddleware(lambda request: None)
    assert wall.process_exception(a_request(cora, {}), ValueError("ours")) is None


def test_a_page_that_may_not_be_known_says_nothing_more(sign_in, otto):
    case = make_case()
    response = sign_in(otto).get(case.get_absolute_url())
    nowhere = sign_in(otto).get("/cases/CM99-9999999/")
    assert response.status_code == nowhere.status_code == 404
    assert "Not found, or not assigned to you." in response.content.decode()
    assert without_tokens(response) == without_tokens(nowhere)


def without_tokens(response):
    return re.sub(r'(X-CSRFToken": "|value=")\w{64}', "", response.content.decode())


def test_a_role_without_the_permission_is_told_so(sign_in, cora):
    response = sign_in(cora).get("/accounts/users/")
    assert response.status_code == 403
    assert "Your role does not include this step" in response.content.decode()


def test_health_fails_in_words_when_the_broker_is_gone(client, settings):
    settings.REDIS_URL = "redis://localhost:1/0"
    response = client.get("/health/")
    assert response.status_code == 503
    assert response.json() == {"database": "ok", "broker": "failed"}
