"""The pages of eligibility: the findings, the decision on each service, what is asked."""

import re
from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import Application, AuditEvent, DisputedService, EligibilityDecision
from tests.factories import make_case

pytestmark = pytest.mark.django_db


def url(case, name="eligibility") -> str:
    return reverse(f"cases:{name}", args=[case.case_number])


def posted(case, *decisions, **more) -> dict[str, str]:
    """What a coordinator sends: a decision and a reason a service, in their order."""
    today = timezone.localdate()
    values = {"made_by": "designee", "received_on": f"{today:%m/%d/%Y}"} | more
    services = case.services.order_by("position")
    for service, (decision, reason) in zip(services, decisions, strict=True):
        values[f"service-{service.pk}-decision"] = decision
        values[f"service-{service.pk}-reason"] = reason
    return values


def seen(client, case, name="answer_eligibility") -> dict[str, str]:
    """The digest of the page as it is now."""
    page = client.get(url(case, name)).content.decode()
    return {"revision": re.search('name="revision" value="([0-9a-f]+)"', page)[1]}


def text_of(response) -> str:
    return re.sub(r"\s+", " ", response.content.decode())


ELIGIBLE = ("eligible:", "")


def test_the_page_shows_the_arithmetic_and_the_proposal(cora, sign_in):
    page = text_of(sign_in(cora).get(url(make_case())))
    assert "2 services; the checklist proposes 2 eligible." in page
    assert "Received Mon 16 Jun 2025; the last day was Fri 11 Jul 2025." in page
    assert "30 calendar days: Sun 2025-07-06" in page
    assert "5 calendar days for mail within California: Fri 2025-07-11" in page
    assert page.count('value="eligible:" selected') == 2
    assert page.count("btn-primary") == 1


def test_confirming_the_proposals_takes_the_case_on(cora, sign_in):
    case = make_case()
    response = sign_in(cora).post(url(case), posted(case, ELIGIBLE, ELIGIBLE))
    case.refresh_from_db()
    assert (response.url, case.status) == (case.get_absolute_url(), "eligible")
    assert "No check fails. Not stated in the case file" in case.eligibility_reason


def test_one_service_may_be_left_out_with_a_reason(cora, sign_in):
    case = make_case()
    cnc = ("ineligible:CNC", "UR asked for the report and never had it.")
    client = sign_in(cora)
    client.post(url(case), posted(case, ELIGIBLE, cnc))
    case.refresh_from_db()
    assert case.status == "eligible"
    assert [one.position for one in case.services.in_review()] == [1]
    assert "Ineligible (CNC)" in text_of(client.get(case.get_absolute_url()))


def test_a_departure_without_a_reason_is_said_at_its_field_and_nothing_is_lost(cora, sign_in):
    case = make_case()
    typed = ("eligible:", "A reason that is kept.")
    response = sign_in(cora).post(url(case), posted(case, typed, ("ineligible:CNC", "")))
    page = text_of(response)
    assert response.status_code == 200
    assert "Say why you depart from what is proposed." in page
    assert "A reason that is kept." in page
    assert 'value="ineligible:CNC" selected' in page
    assert not EligibilityDecision.objects.exists()


def test_a_late_application_wants_a_reason_even_when_confirmed(cora, sign_in):
    case = make_case(application_received_on=date(2025, 7, 14))
    late = ("ineligible:UNTIMELY", "")
    response = sign_in(cora).post(url(case), posted(case, late, late))
    assert text_of(response).count("Say why it applies here: it never follows by itself.") >= 2
    assert "3 days after the last day, Fri 11 Jul 2025" in text_of(response)


def test_a_finding_from_the_future_is_said_and_kept(cora, sign_in):
    case = make_case()
    tomorrow = f"{timezone.localdate() + timedelta(days=2):%m/%d/%Y}"
    response = sign_in(cora).post(url(case), posted(case, ELIGIBLE, ELIGIBLE, received_on=tomorrow))
    assert response.status_code == 409
    assert "cannot be received in the future" in text_of(response)
    assert tomorrow in text_of(response)


def test_a_case_that_asked_or_is_put_off_says_what_it_waits_for(cora, sign_in):
    client, put_off = sign_in(cora), ("deferred:DEFERRED_LIABILITY", "The knee is not accepted.")
    asked, waiting = make_case(), make_case()
    client.post(url(asked), posted(asked, ELIGIBLE, ("needs_information:", "The signed page.")))
    client.post(url(waiting), posted(waiting, put_off, put_off))
    assert "Wait for what was asked" in text_of(client.get(asked.get_absolute_url()))
    assert "Wait until the other dispute is over" in text_of(client.get(waiting.get_absolute_url()))


def test_that_ur_was_late_cannot_be_chosen(cora, sign_in):
    case = make_case()
    response = sign_in(cora).post(
        url(case), posted(case, ELIGIBLE, ("ineligible:UR_UNTIMELY", "UR was late."))
    )
    assert response.status_code == 200
    assert "Whether UR was in time is for the Appeals Board" in text_of(response)
    assert not EligibilityDecision.objects.exists()


def test_an_expedited_review_without_support_is_proposed_as_regular(cora, sign_in):
    case = make_case(priority="expedited")
    Application.objects.filter(case=case).update(is_threat_certified=False)
    type(case.ur_decision).objects.filter(case=case).update(is_expedited=False)
    client = sign_in(cora)
    assert "it goes on as regular." in text_of(client.get(url(case)))
    client.post(url(case), posted(case, ELIGIBLE, ELIGIBLE, is_downgraded="on"))
    case.refresh_from_db()
    assert case.priority == "standard"


def test_answers_are_kept_and_change_what_is_found(cora, sign_in):
    case = make_case()
    first = case.services.get(position=1)
    answers = {"filed_by": "worker", "is_signed": "yes", "signed_on": "06/12/2025"}
    answers |= {"has_ur_decision_attached": "yes", "has_outside_dispute": "no"}
    answers |= {f"service-{first.pk}-is_conditional": "yes"}
    client = sign_in(cora)
    response = client.post(url(case, "answer_eligibility"), answers | seen(client, case))
    assert response.url == url(case)
    assert DisputedService.objects.get(pk=first.pk).is_conditional is True
    page = text_of(client.get(url(case)))
    assert "Proposed: Ineligible (CNC)." in page
    assert "The worker filed." in page
    event = AuditEvent.objects.get(kind="eligibility.answered")
    assert event.changed_fields == ["filed_by", "is_conditional", "is_signed"]


def test_answers_on_a_page_that_is_not_true_any_more_are_kept_and_not_saved(cora, cyrus, sign_in):
    case, client, other = make_case(), sign_in(cora), sign_in(cyrus)
    page = seen(client, case)
    other.post(url(case, "answer_eligibility"), {"filed_by": "worker"} | page)
    response = client.post(url(case, "answer_eligibility"), {"filed_by": "agent"} | page)
    assert response.status_code == 409
    assert "Somebody answered for this case" in text_of(response)
    assert 'value="agent" selected' in text_of(response)
    case.application.refresh_from_db()
    assert case.application.filed_by == "worker"


def test_a_decision_on_a_page_that_is_not_true_any_more_is_refused(cora, cyrus, sign_in):
    case, client, other = make_case(), sign_in(cora), sign_in(cyrus)
    page = seen(client, case, "eligibility")
    cnc = ("ineligible:CNC", "UR asked for the report and never had it.")
    other.post(url(case), posted(case, ELIGIBLE, cnc))
    response = client.post(url(case), posted(case, ELIGIBLE, ELIGIBLE, **page))
    assert response.status_code == 409
    assert "decided on this case after the page was opened" in text_of(response)
    assert [one.position for one in case.services.in_review()] == [1]
    case.refresh_from_db()


WRONG = [
    ({"signed_on": "02/30/2025"}, "February 2025 does not exist"),
    ({"is_signed": "no", "signed_on": "06/12/2025"}, "said not to be signed"),
    ({"form_given_on": "01/01/2214"}, "is in the future"),
    ({"form_given_on": "01/01/2001"}, "is before the date of injury"),
    ({"has_outside_dispute": "no", "dispute_resolved_on": "06/12/2025"}, "no other dispute"),
    ({"signed_on": "06/17/2025"}, "is after the application was received"),
]


@pytest.mark.parametrize(("answers", "sentence"), WRONG)
def test_an_impossible_answer_is_said_at_its_field_and_nothing_is_saved(
    answers, sentence, cora, sign_in
):
    case = make_case()
    response = sign_in(cora).post(url(case, "answer_eligibility"), answers)
    page = text_of(response)
    assert response.status_code == 200
    assert sentence in page
    assert all(f'value="{day}"' in page for day in answers.values() if "/" in day)
    case.application.refresh_from_db()
    assert case.application.signed_on == date(2025, 6, 12)


@pytest.mark.parametrize("name", ["eligibility", "answer_eligibility"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_behind_eligibility_the_page_says_where_the_case_is(name, method, cora, sign_in):
    response = getattr(sign_in(cora), method)(url(make_case("assigned"), name))
    assert response.status_code == 409
    assert "is not possible now" in response.content.decode()
