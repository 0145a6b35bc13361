"""What is typed on the form reaches the rules of eligibility: one answer, one verdict."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions.screening import judge_case
from cases.eligibility.checklist import Outcome
from cases.eligibility.findings import Code
from cases.models import Case, UrDecision
from tests.cases.test_intake_form import URL, answers, service
from tests.factories import make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def site(db):
    return make_organization()


def proposed(client, posted: dict) -> list[tuple[str, str]]:
    """The outcome and code that are proposed for each service of the form."""
    client.post(URL, posted)
    judgement = judge_case(Case.objects.get(), on=timezone.localdate())
    return [(one.proposal.outcome, one.proposal.code) for one in judgement.services]


TYPED = [
    ({}, "eligible", ""),
    ({"is_signed": "no", "signed_on": ""}, "ineligible", "NO_SIGNATURE"),
    ({"has_ur_decision_attached": "no"}, "ineligible", "UR_NOT_ATTACHED"),
    ({"filed_by": "claims_administrator"}, "ineligible", "NO_STANDING"),
    ({"filed_by": "agent", "agent-name": "Aunt Agnes"}, "needs_information", ""),
    (
        {"filed_by": "agent", "agent-name": "Aunt Agnes", "agent-designated_on": "02/01/2026"},
        "ineligible",
        "DESIGNATION_PREDATES_UR",
    ),
    ({"served_on": "02/24/2026", "service_method": "personal"}, "eligible", ""),
    (
        {"decided_on": "01/05/2026", "served_on": "01/05/2026", "rfa_on": "01/02/2026"}
        | {"is_form_given": "yes"},
        "ineligible",
        "UNTIMELY",
    ),
    (
        {"decided_on": "01/05/2026", "served_on": "01/05/2026", "rfa_on": "01/02/2026"}
        | {"is_form_given": "no"},
        "eligible",
        "",
    ),
    (
        {"decided_on": "01/05/2026", "served_on": "01/05/2026", "rfa_on": "01/02/2026"}
        | {"is_form_given": "no", "form_given_on": "02/20/2026"},
        "eligible",
        "",
    ),
    ({"served_on": "02/24/2026", "is_formulary_dispute": "yes"}, "eligible", ""),
    (
        {"decided_on": "02/10/2026", "served_on": "02/10/2026", "rfa_on": "02/09/2026"}
        | {"is_formulary_dispute": "yes", "is_form_given": "yes"},
        "ineligible",
        "UNTIMELY",
    ),
    ({"has_outside_dispute": "yes"}, "deferred", "DEFERRED_LIABILITY"),
    ({"has_outside_dispute": "yes", "is_review_agreed": "yes"}, "eligible", ""),
    ({"is_conditional": "yes"}, "ineligible", "CNC"),
    (service(0, rests_on_necessity="no"), "ineligible", "NOT_NECESSITY"),
    (service(0, is_in_ur_decision="no"), "ineligible", "NO_UR_DECISION"),
    (service(0, has_liability_dispute="yes"), "deferred", "DEFERRED_LIABILITY"),
]
COMPLETE = {
    "claims_administrator-address": "PO Box 7\nSacramento, CA 95814",
    "requesting_physician-name": "Pauline Physician, MD",
    "employer-name": "Acme Works",
    "filed_by": "worker",
    "is_signed": "yes",
}


@pytest.mark.parametrize(
    ("typed", "outcome", "code"), TYPED, ids=[str(number) for number in range(len(TYPED))]
)
def test_an_answer_on_the_form_is_judged(typed, outcome, code, cora, sign_in):
    assert proposed(sign_in(cora), answers(1) | COMPLETE | typed) == [(outcome, code)]


def test_one_bad_service_does_not_sink_the_application(cora, sign_in):
    posted = answers(3) | COMPLETE | {"is_conditional": "no"} | service(1, is_conditional="yes")
    found = proposed(sign_in(cora), posted)
    assert found == [("eligible", ""), ("ineligible", "CNC"), ("eligible", "")]


@pytest.mark.parametrize(
    ("typed", "is_downgraded"),
    [
        ({"is_expedited": "yes"}, False),
        ({"is_expedited": "no", "is_threat_certified": "yes"}, False),
        ({"is_expedited": "no", "is_threat_certified": "no"}, True),
        ({"is_expedited": "yes"} | service(0, is_provided="yes"), True),
    ],
)
def test_an_expedited_review_is_supported_by_what_was_typed(typed, is_downgraded, cora, sign_in):
    sign_in(cora).post(URL, answers(1) | COMPLETE | {"priority": "expedited"} | typed)
    judgement = judge_case(Case.objects.get(), on=timezone.localdate())
    assert (judgement.downgrade is not None) is is_downgraded


def test_every_box_of_the_paper_form_is_kept(cora, sign_in):
    typed = {
        "jurisdictional_claim_number": "123456789012",
        "primary_diagnosis": "Lumbar radiculopathy, M54.16",
        "adj_number": "ADJ1234567",
        "has_records_consent": "yes",
        "is_expedited": "no",
        "is_threat_certified": "no",
    }
    sign_in(cora).post(URL, answers(1) | COMPLETE | typed)
    case = Case.objects.get()
    application = case.application
    assert (application.jurisdictional_claim_number, case.adj_number) == (
        "123456789012",
        "ADJ1234567",
    )
    assert application.primary_diagnosis == "Lumbar radiculopathy, M54.16"
    assert (application.has_records_consent, application.filed_by) == (True, "worker")
    assert UrDecision.objects.get().is_expedited is False
    page = sign_in(cora).get(case.get_absolute_url()).content.decode()
    assert "Lumbar radiculopathy, M54.16" in page
    assert "123456789012" in page


def test_late_utilization_review_is_never_an_outcome(cora, sign_in):
    """The Appeals Board decides that (Dubon II); no choice of the page and no code names it."""
    posted = answers(1) | COMPLETE | {"rfa_on": "12/01/2025"}
    assert proposed(sign_in(cora), posted) == [("eligible", "")]
    case = Case.objects.get()
    page = sign_in(cora).get(reverse("cases:eligibility", args=[case.case_number]))
    choices = [
        value
        for judged in page.context["rows"]
        for _, group in judged.form.fields["decision"].choices
        for value, _ in (group if isinstance(group, list) else [])
    ]
    assert choices
    assert not [one for one in choices if "UR" in one and "TIME" in one]
    assert {str(one) for one in Outcome} == {
        "eligible",
        "ineligible",
        "deferred",
        "needs_information",
    }
    assert not [code for code in Code if "UR_" in code and ("LATE" in code or "TIME" in code)]
