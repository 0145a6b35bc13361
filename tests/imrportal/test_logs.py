"""What an error leaves in the log: its kind and its place, and nobody's words."""

import logging

import pytest
from django.conf import settings
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils.log import DEFAULT_LOGGING

from cases.models import Party
from imrportal.logs import PrivateFormatter
from tests.factories import make_case

WORDS = "Wolka Patientcanary"


def line_of(error: BaseException, name: str = "imrportal", *args: object) -> str:
    """The line that the site writes of an error."""
    info = (type(error), error, error.__traceback__)
    record = logging.LogRecord(name, logging.ERROR, __file__, 1, "It failed", args, info)
    return PrivateFormatter("%(levelname)s %(message)s").format(record)


@pytest.mark.django_db
def test_a_refused_row_is_not_quoted():
    case = make_case()
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        Party.objects.create(case=case, role="employer", name=WORDS, designated_on="2025-01-01")
    assert "Patientcanary" in str(refused.value)
    line = line_of(refused.value)
    assert "Patientcanary" not in line
    assert "cases_one_party_a_role" in line or "cases_only_an_agent_is_designated" in line
    assert "test_logs.py" in line


def test_the_causes_of_an_error_are_named_without_their_words():
    try:
        try:
            raise KeyError(WORDS)
        except KeyError as cause:
            raise ValueError(WORDS) from cause
    except ValueError as error:
        line = line_of(error)
    assert "ValueError at:" in line
    assert "KeyError at:" in line
    assert "Patientcanary" not in line.replace("raise", "")


def test_celery_does_not_quote_the_error_of_a_task():
    context = {"name": "reviews.tasks.letters.produce_letter", "exc": f"ValueError('{WORDS}')"}
    record = logging.LogRecord(
        "celery.app.trace", logging.ERROR, "", 1, "%(name)s raised %(exc)s", (context,), None
    )
    record.exc_info = (ValueError, ValueError(WORDS), None)
    line = PrivateFormatter("%(message)s").format(record)
    assert "Task reviews.tasks.letters.produce_letter failed" in line
    assert "Patientcanary" not in line


def test_nothing_is_mailed_to_administrators_and_everything_goes_through_the_one_formatter():
    assert "mail_admins" in DEFAULT_LOGGING["loggers"]["django"]["handlers"]
    assert logging.getLogger("django").handlers == []
    assert settings.LOGGING["formatters"]["line"]["()"] == "imrportal.logs.PrivateFormatter"


@pytest.mark.django_db
def test_an_error_page_does_not_quote_the_error(cora, monkeypatch):
    def fail(*args, **kwargs):
        raise ValueError(WORDS)

    monkeypatch.setattr("cases.views.cases.search.find_cases", fail)
    client = Client(raise_request_exception=False)
    client.force_login(cora)
    response = client.get("/cases/")
    assert response.status_code == 500
    assert b"Patientcanary" not in response.content
