"""An application read from its rows, as the checklist of eligibility is asked about it."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q

from cases.casedates import case_dates
from cases.eligibility import Judgement, judge
from cases.eligibility.checklist import shipped_checklist
from cases.eligibility.facts import ApplicationFacts, EarlierDispute, Rules, ServiceFacts
from cases.lifecycle import CaseStatus
from cases.models import Case, DisputedService, DuplicateSuspicion, Party
from cases.rulebook import current_rulebook

DECIDED = (CaseStatus.SIGNED, CaseStatus.SEALED, CaseStatus.ISSUED)
ENDED_UNDECIDED = (CaseStatus.INELIGIBLE, CaseStatus.WITHDRAWN, CaseStatus.TERMINATED)
ANSWER_CLOCK = "E2"


def judge_case(case: Case, *, on: date) -> Judgement:
    """Ask every rule of the checklist about the case as it is on file."""
    return judge(application_facts(case, on=on))


def application_facts(case: Case, *, on: date) -> ApplicationFacts:
    """Return what the file says of the application and of each service, in order."""
    application, decision, book = case.application, case.ur_decision, current_rulebook()
    dates = case_dates(case)
    route = dates.ur_route
    is_signed = application.is_signed
    parties = {party.role: party for party in case.parties.all()}
    agent = parties.get(Party.Role.AGENT)
    return ApplicationFacts(
        judged_on=on,
        rules=Rules(book.rule_sets, book.counting, shipped_checklist()),
        received_on=case.application_received_on,
        date_of_injury=case.date_of_injury_to or case.date_of_injury,
        services=_services(case),
        ur_decided_on=decision.decided_on,
        ur_served_on=decision.served_on,
        ur_service_method=decision.service_method,
        ur_place=route.place,
        is_ur_place_known=route.is_known,
        filing_pauses=dates.pauses,
        rfa_on=decision.rfa_on,
        is_formulary=case.is_formulary_dispute,
        is_expedited=case.priority == Case.Priority.EXPEDITED,
        is_ur_decision_attached=application.has_ur_decision_attached,
        is_signed=True if is_signed is None and application.signed_on else is_signed,
        signed_on=application.signed_on,
        filer=application.filed_by,
        agent_designated_on=agent.designated_on if agent else None,
        is_form_given=application.is_form_given,
        form_given_on=application.form_given_on,
        has_liability_dispute=application.has_outside_dispute,
        dispute_resolved_on=application.dispute_resolved_on,
        is_review_agreed=application.is_review_agreed,
        is_ur_expedited=decision.is_expedited,
        is_threat_certified=application.is_threat_certified,
        missing=tuple(_missing(case, parties)),
        answer_due_on=_answer_due_on(case),
    )


def _services(case: Case) -> tuple[ServiceFacts, ...]:
    others = _same_dispute(case)
    return tuple(
        _service(service, others.get(_plain(service.requested)))
        for service in case.services.order_by("position")
    )


def _service(service: DisputedService, earlier: EarlierDispute | None) -> ServiceFacts:
    provided = service.is_provided
    return ServiceFacts(
        position=service.position,
        is_in_ur_decision=service.is_in_ur_decision,
        rests_on_necessity=service.rests_on_necessity,
        is_conditional=service.is_conditional,
        is_provided=True if provided is None and service.dates_of_service else provided,
        has_liability_dispute=service.has_liability_dispute,
        authorized_on=service.authorized_on,
        settled_on=service.settled_on,
        withdrawn_on=service.request_withdrawn_on,
        earlier=earlier,
    )


def _same_dispute(case: Case) -> dict[str, EarlierDispute]:
    """Return by treatment what came before of the same worker, injury and UR decision.

    A case that a person linked counts whatever its fields say; one that was dismissed does not.
    """
    worker = case.parties.filter(role=Party.Role.INJURED_WORKER).first()
    if worker is None:
        return {}
    is_alike = Q(
        date_of_injury=case.date_of_injury,
        ur_decision__decided_on=case.ur_decision.decided_on,
        parties__role=Party.Role.INJURED_WORKER,
        parties__name__iexact=worker.name,
    )
    settled = DuplicateSuspicion.State
    linked, dismissed = (
        case.suspicions.filter(state=state).values("other")
        for state in (settled.LINKED, settled.DISMISSED)
    )
    before = (
        Case.objects.filter(is_alike | Q(pk__in=linked), pk__lt=case.pk)
        .exclude(Q(status__in=ENDED_UNDECIDED) | Q(pk__in=dismissed))
        .order_by("pk")
        .distinct()
    )
    found: dict[str, EarlierDispute] = {}
    for other in before:
        earlier = EarlierDispute(other.case_number, other.status in DECIDED)
        for requested in other.services.in_review().values_list("requested", flat=True):
            kept = found.get(_plain(requested))
            if kept is None or not kept.is_decided:
                found[_plain(requested)] = earlier
    return found


def _plain(requested: str) -> str:
    return " ".join(requested.casefold().split())


def _missing(case: Case, parties: dict[str, Party]) -> Iterable[str]:
    """Name what the form asks for and the file does not have."""
    for role in (Party.Role.INJURED_WORKER, Party.Role.CLAIMS_ADMINISTRATOR):
        if role not in parties or not parties[role].address:
            yield f"address of the {role.label.lower()}"
    for role in (Party.Role.REQUESTING_PHYSICIAN, Party.Role.EMPLOYER):
        if role not in parties:
            yield role.label.lower()
    if not case.claim_number:
        yield "claim number"


def _answer_due_on(case: Case) -> date | None:
    if case.information_asked_at is None or case.information_answered_on is not None:
        return None
    deadline = case.deadlines.current().filter(clock=ANSWER_CLOCK).first()
    return deadline.due_on if deadline else None
