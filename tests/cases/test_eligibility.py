"""The finding on each service: what is kept of it, who may make it, and where it leads."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import PermissionDenied

from cases.actions.assignment import assign_case
from cases.actions.disputes import edit_services
from cases.actions.eligibility import (
    EligibilityEntry,
    ServiceFinding,
    decide_eligibility,
    find_eligible,
    find_ineligible,
)
from cases.entries import entry_digest, service_entries
from cases.errors import Refused, StepNotAllowed
from cases.models import (
    Application,
    AuditEvent,
    DisputedService,
    EligibilityDecision,
    EligibilityFinding,
)
from tests.factories import NOON, make_case, make_service

pytestmark = pytest.mark.django_db
LATER = NOON + timedelta(days=1)


def all_eligible(case, **values):
    return find_eligible(case, **({"at": NOON, "reason": "In time."} | values))


def none_eligible(case, **values):
    known = {"at": NOON, "reason": "Not signed.", "code": "NO_SIGNATURE"}
    return find_ineligible(case, **(known | values))


FINDERS = [all_eligible, none_eligible]


def decide(case, cora, *findings, at=NOON, **values):
    """Decide on the services in their order; a finding is its outcome, code and reason."""
    services = case.services.order_by("position")
    entry = EligibilityEntry(
        tuple(ServiceFinding(s.pk, *found) for s, found in zip(services, findings, strict=True)),
        **values,
    )
    return decide_eligibility(case, entry, by=cora, at=at)


ELIGIBLE = ("eligible",)
CNC = ("ineligible", "CNC", "UR asked for the MRI report twice and never had it.")
DEFERRED = ("deferred", "DEFERRED_LIABILITY", "The knee is not accepted.")
ASKED = ("needs_information", "", "The signed page is missing.")


def test_an_eligible_case_keeps_the_reason(cora):
    case = all_eligible(make_case(), by=cora, reason=" In time and signed. ")
    case.refresh_from_db()
    assert (case.status, case.eligibility_reason) == ("eligible", "In time and signed.")
    kinds = set(AuditEvent.objects.values_list("kind", flat=True))
    assert {"eligibility.decided", "case.find_eligible"} <= kinds


def test_an_ineligible_case_ends_with_the_reason(cora):
    case = none_eligible(make_case(), by=cora)
    case.refresh_from_db()
    assert (case.status, case.ending_reason, case.ended_at) == ("ineligible", "Not signed.", NOON)


def test_an_eligible_case_can_still_be_found_ineligible(cora):
    case = none_eligible(make_case("eligible"), by=cora, reason="Decided before.")
    assert case.status == "ineligible"


@pytest.mark.parametrize("find", FINDERS)
def test_a_finding_without_a_reason_is_refused(find, cora):
    case = make_case()
    with pytest.raises(Refused, match="what the finding rests on"):
        find(case, by=cora, reason="  \n ")
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize("find", FINDERS)
def test_an_assigned_case_is_past_that(find, cora):
    with pytest.raises(StepNotAllowed, match="the case is assigned"):
        find(make_case("assigned"), by=cora)


@pytest.mark.parametrize("find", FINDERS)
def test_others_may_not(find, quinn, max, ada):
    for person in (quinn, max, ada):
        with pytest.raises(PermissionDenied):
            find(make_case(), by=person)


def test_a_partly_eligible_application_goes_on_with_what_is_eligible(cora):
    case = decide(make_case(services=3), cora, ELIGIBLE, CNC, DEFERRED)
    case.refresh_from_db()
    assert case.status == "eligible"
    assert [one.position for one in case.services.in_review()] == [1]
    assert "Service 2: ineligible (CNC). UR asked for the MRI report" in case.eligibility_reason


def test_one_reason_of_several_services_is_said_once(cora):
    case = decide(make_case(services=5), cora, ELIGIBLE, ELIGIBLE, ELIGIBLE, CNC, ELIGIBLE)
    case.refresh_from_db()
    first, second = case.eligibility_reason.split("\n")
    assert first.startswith("Services 1 to 3, 5: eligible. ")
    assert second.startswith("Service 4: ineligible (CNC). ")


def test_what_was_found_and_proposed_is_kept_beside_the_decision(cora):
    case = make_case()
    decide(case, cora, ELIGIBLE, CNC)
    kept, overridden = EligibilityDecision.objects.order_by("service__position")
    assert (kept.outcome, kept.proposed_outcome, kept.is_override) == (
        "eligible",
        "eligible",
        False,
    )
    assert (overridden.code, overridden.proposed_code, overridden.is_override) == ("CNC", "", True)
    timely = EligibilityFinding.objects.get(case=case, rule="The application came in time")
    assert timely.verdict == "passes"
    assert [line["day"] for line in timely.lines][-1] == "2025-07-11"
    assert EligibilityFinding.objects.filter(case=case).count() == 8 + 2 * 6


def test_asking_leaves_the_case_received_and_starts_five_working_days(cora):
    case = decide(make_case(), cora, ELIGIBLE, ASKED)
    case.refresh_from_db()
    assert (case.status, case.information_asked_at) == ("received", NOON)
    [clock] = case.deadlines.current().filter(clock="E2")
    assert clock.what == "answer to a request for information on eligibility"
    decide(case, cora, ELIGIBLE, ELIGIBLE, at=LATER)
    case.refresh_from_db()
    assert (case.status, case.information_answered_on) == ("eligible", LATER.date())


def test_a_case_put_off_as_a_whole_waits_where_it_is(cora):
    case = decide(make_case(), cora, DEFERRED, DEFERRED)
    case.refresh_from_db()
    assert case.status == "received"
    assert not case.services.in_review().exists()


def test_the_notice_clock_starts_when_the_finding_was_received(cora):
    earlier = NOON - timedelta(hours=3)
    by_director = {"received_at": earlier, "made_by": "administrative_director"}
    case = decide(make_case(), cora, ELIGIBLE, ELIGIBLE, **by_director)
    assert case.eligible_at == earlier
    [clock] = case.deadlines.current().filter(clock="N1")
    assert clock.event_at == earlier
    made = EligibilityDecision.objects.first()
    assert (made.made_by, made.received_at, made.decided_by) == (
        "administrative_director",
        earlier,
        cora,
    )


def test_a_later_decision_replaces_and_keeps_the_earlier(cora):
    case = make_case()
    decide(case, cora, ELIGIBLE, ELIGIBLE)
    decide(case, cora, ELIGIBLE, CNC, at=LATER)
    case.refresh_from_db()
    assert case.status == "eligible"
    assert [one.position for one in case.services.in_review()] == [1]
    assert EligibilityDecision.objects.filter(superseded_at=LATER).count() == 2


def test_an_unsupported_expedited_review_goes_on_as_a_regular_one(cora):
    case = make_case(priority="expedited")
    case = decide(case, cora, ELIGIBLE, ELIGIBLE, is_downgraded=True)
    case.refresh_from_db()
    assert (case.priority, case.status) == ("standard", "eligible")


REFUSALS = [
    ((ELIGIBLE, ("ineligible", "CNC")), {}, "say why you depart"),
    ((ELIGIBLE, ("ineligible", "", "Late.")), {}, "choose the reason of the checklist"),
    ((ELIGIBLE, ("deferred", "CNC", "No.")), {}, "choose the reason of the checklist"),
    ((ELIGIBLE, ("ineligible", "UR_UNTIMELY", "UR was late.")), {}, "reason of the checklist"),
    ((ELIGIBLE, ("eligible", "CNC", "Both.")), {}, "only for what is not taken up"),
    ((ELIGIBLE, ("maybe", "", "Both.")), {}, "choose eligible, ineligible, deferred"),
    ((ELIGIBLE, ELIGIBLE), {"received_at": LATER}, "in the future"),
    ((ELIGIBLE, ELIGIBLE), {"received_at": NOON - timedelta(days=90)}, "before the application"),
    ((ELIGIBLE, ELIGIBLE), {"made_by": "somebody"}, "whose finding"),
]


@pytest.mark.parametrize(("findings", "values", "sentence"), REFUSALS)
def test_what_cannot_be_recorded_is_refused_in_a_sentence(findings, values, sentence, cora):
    case = make_case()
    with pytest.raises(Refused, match=sentence):
        decide(case, cora, *findings, **values)
    assert not EligibilityDecision.objects.exists()


def test_a_late_application_is_found_late_only_with_a_reason_of_ones_own(cora):
    case = make_case(application_received_on=date(2025, 7, 14))
    late = ("ineligible", "UNTIMELY")
    at = NOON + timedelta(days=60)
    with pytest.raises(Refused, match="proposed, never automatic"):
        decide(case, cora, late, late, at=at)
    late = (*late, "The envelope is postmarked 12 July.")
    assert decide(case, cora, late, late, at=at).status == "ineligible"
    assert not EligibilityDecision.objects.filter(is_override=True).exists()


def test_a_late_application_may_be_taken_up_with_a_reason(cora):
    case = make_case(application_received_on=date(2025, 7, 14))
    taken = ("eligible", "", "The fax log shows receipt on 10 July.")
    case = decide(case, cora, taken, taken, at=NOON + timedelta(days=60))
    assert case.status == "eligible"
    assert EligibilityDecision.objects.filter(is_override=True).count() == 2


def test_every_service_is_decided_on(cora):
    case = make_case()
    entry = EligibilityEntry((ServiceFinding(case.services.first().pk, "eligible"),))
    with pytest.raises(Refused, match="services of this case were changed"):
        decide_eligibility(case, entry, by=cora, at=NOON)


def test_a_found_case_cannot_be_put_off_or_asked_about(cora):
    case = all_eligible(make_case(), by=cora)
    for findings in ((DEFERRED, DEFERRED), (ELIGIBLE, ASKED)):
        with pytest.raises(Refused, match="found eligible already"):
            decide(case, cora, *findings, at=LATER)


def test_a_judged_service_stays_on_file_and_a_new_one_is_judged_first(cora):
    case = all_eligible(make_case(), by=cora)
    stored = service_entries(case)
    digest = entry_digest(stored)
    with pytest.raises(Refused, match="Eligibility was decided on service 2"):
        edit_services(case, stored[:1], by=cora, at=LATER, revision=digest)
    make_service(case, requested="A third one")
    with pytest.raises(Refused, match="Service 3 was added after"):
        assign_case(case, by=cora, at=LATER, assigned_on=NOON.date())


def test_another_treatment_in_the_same_place_is_not_stated(cora):
    case = make_case()
    DisputedService.objects.filter(case=case).update(is_conditional=True)
    stored = service_entries(case)
    entries = (stored[1], stored[1])
    edit_services(case, entries, by=cora, at=NOON, revision=entry_digest(stored))
    assert [one.is_conditional for one in case.services.order_by("position")] == [None, True]


def test_the_same_dispute_in_an_earlier_case_is_found(cora):
    make_case("in_review")
    make_case("issued")
    case = make_case()
    decide(case, cora, *[("eligible", "", "Asked again.")] * 2)
    proposed = EligibilityDecision.objects.values_list("proposed_code", flat=True)
    assert set(proposed) == {"PREVIOUSLY_DECIDED"}


def test_the_audit_keeps_counts_and_codes_alone(cora):
    case = make_case()
    Application.objects.filter(case=case).update(filed_by="worker")
    decide(case, cora, ELIGIBLE, CNC)
    data = AuditEvent.objects.get(kind="eligibility.decided").data
    assert data["outcomes"] == {"eligible": 1, "ineligible": 1}
    assert (data["codes"], data["overrides"]) == (["CNC"], 1)
    assert "MRI" not in str(AuditEvent.objects.values_list("data", flat=True))
