"""Receiving an application: the rows, the number, the refusals, and twice the same form."""

import uuid
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.core.exceptions import PermissionDenied

from cases.actions.intake import receive_application
from cases.actions.numbers import next_case_number
from cases.entries import application_entry
from cases.errors import Refused
from cases.models import AuditEvent, Case, CaseNumberCounter, Organization
from tests.factories import make_case
from tests.factories.application import DENIED, MODIFIED, application
from tests.races import THREADS, all_at_once, refusals

AT = datetime(2026, 3, 16, 18, tzinfo=UTC)


@pytest.fixture
def site(organization) -> Organization:
    return organization


@pytest.mark.django_db
def test_everything_of_the_application_is_kept(site, cora):
    entry = application(services=(DENIED, replace(MODIFIED, depends_on=1)))
    case = receive_application(entry, by=cora, at=AT)
    case = Case.objects.get(pk=case.pk)
    assert application_entry(case) == replace(
        entry, case_number=case.case_number, organization_id=site.pk
    )
    assert (case.status, case.created_by, case.status_at) == ("received", cora, AT)


@pytest.mark.django_db
def test_one_row_of_the_audit_tells_of_it_without_names(site, cora):
    case = receive_application(application(), by=cora, at=AT)
    event = AuditEvent.objects.get(kind="application.received")
    assert event.case_number == case.case_number
    assert event.data == {
        "reached": "received",
        "priority": "standard",
        "services": 2,
        "document_sha256": "",
    }


@pytest.mark.django_db
def test_only_those_who_may_receive(site, quinn, rita, ada):
    for stranger in (quinn, rita, ada):
        with pytest.raises(PermissionDenied):
            receive_application(application(), by=stranger, at=AT)
    assert not Case.objects.exists()


@pytest.mark.django_db
def test_nothing_is_saved_of_an_application_with_a_problem(site, cora):
    services = (DENIED,) * 20 + (replace(DENIED, requested=""),)
    with pytest.raises(Refused, match="Service 21: enter what was requested"):
        receive_application(application(services=services), by=cora, at=AT)
    assert not Case.objects.exists()
    assert not CaseNumberCounter.objects.filter(last__gt=0).exists()
    assert not AuditEvent.objects.exists()


@pytest.mark.django_db
def test_without_an_organization_the_way_out_is_named(db, cora):
    with pytest.raises(Refused, match="no organization yet") as refused:
        receive_application(application(), by=cora, at=AT)
    assert refused.value.fix_url_name == "cases:organization"


@pytest.mark.django_db
def test_numbers_follow_and_begin_again_each_year(site, cora, settings):
    settings.CASE_NUMBER_PREFIX = "DM"
    numbers = [receive_application(application(), by=cora, at=AT).case_number for _ in range(2)]
    next_year = datetime(2027, 1, 1, 9, tzinfo=UTC)
    numbers.append(receive_application(application(), by=cora, at=next_year).case_number)
    assert numbers == ["DM26-0000001", "DM26-0000002", "DM27-0000001"]


@pytest.mark.django_db
def test_the_year_of_a_number_is_the_pacific_one(site, cora):
    """At 07:59 UTC of 1 January it is still New Year's Eve in California."""
    eve = datetime(2027, 1, 1, 7, 59, tzinfo=UTC)
    assert receive_application(application(), by=cora, at=eve).case_number == "CM26-0000001"


@pytest.mark.django_db
def test_a_given_number_is_kept_and_the_next_ones_pass_it_over(site, cora):
    for number in ("CM26-0000001", "CM26-0000002", "CM26-0000004"):
        receive_application(application(case_number=number), by=cora, at=AT)
    taken = [receive_application(application(), by=cora, at=AT).case_number for _ in range(2)]
    assert taken == ["CM26-0000003", "CM26-0000005"]


@pytest.mark.django_db
def test_a_run_of_taken_numbers_is_walked_over(site, monkeypatch):
    monkeypatch.setattr("cases.actions.numbers.CHUNK", 3)
    for number in range(1, 8):
        make_case(case_number=f"CM26-{number:07d}", services=0)
    assert next_case_number("CM", 2026) == "CM26-0000008"


@pytest.mark.django_db
def test_a_taken_number_is_refused(site, cora):
    make_case(case_number="CM15-0900001")
    with pytest.raises(Refused, match="already a case CM15-0900001"):
        receive_application(application(case_number="CM15-0900001"), by=cora, at=AT)


@pytest.mark.django_db
def test_the_last_number_of_a_year_is_the_last(site, cora):
    CaseNumberCounter.objects.create(prefix="CM", year=2026, last=9_999_999)
    with pytest.raises(Refused, match="All 9,999,999 case numbers of 2026"):
        receive_application(application(), by=cora, at=AT)


@pytest.mark.django_db
def test_the_same_form_twice_is_one_case(site, cora):
    entry = application(submission_key=uuid.uuid4())
    first = receive_application(entry, by=cora, at=AT)
    assert receive_application(entry, by=cora, at=AT) == first
    received = AuditEvent.objects.filter(kind="application.received")
    assert (Case.objects.count(), received.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_the_same_form_from_eight_threads_is_one_case(site, cora):
    entry = application(submission_key=uuid.uuid4())
    results = all_at_once(lambda _: receive_application(entry, by=cora, at=AT).case_number)
    assert results == ["CM26-0000001"] * THREADS
    received = AuditEvent.objects.filter(kind="application.received")
    assert (Case.objects.count(), received.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_eight_applications_at_once_get_eight_numbers(site, cora):
    results = all_at_once(lambda _: receive_application(application(), by=cora, at=AT).case_number)
    assert sorted(results) == [f"CM26-000000{n}" for n in range(1, THREADS + 1)]


@pytest.mark.django_db(transaction=True)
def test_one_given_number_at_once_is_given_once(site, cora):
    entry = application(case_number="CM15-0900001")
    results = all_at_once(lambda _: receive_application(entry, by=cora, at=AT))
    assert len(refusals(results)) == THREADS - 1
    assert Case.objects.count() == 1
