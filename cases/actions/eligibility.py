"""The finding on each service of an application: taken up, put off, asked about, or not taken up.

A partly eligible application goes on with what is eligible (LC 4610.5(k), 8 CCR 9792.10.3). The
checklist proposes and a person decides; what it found is kept beside the decision.
"""

import hashlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import access, audit
from cases.actions.deadlines import refresh_deadlines
from cases.actions.lifecycle import lock_case, transition_case
from cases.actions.notices import notify_of_decisions
from cases.actions.priority import note_downgrade
from cases.actions.screening import application_facts
from cases.eligibility import JudgedService, Judgement, judge
from cases.eligibility.checklist import Outcome
from cases.eligibility.facts import ApplicationFacts
from cases.eligibility.findings import Finding
from cases.errors import EditConflict, Refused
from cases.intake.findings import places_words
from cases.lifecycle import CASE, CaseStatus
from cases.models import Case, DisputedService, EligibilityDecision, EligibilityFinding
from cases.models.eligibility import OUTCOME_LABELS

WITH_CODE = (Outcome.INELIGIBLE, Outcome.DEFERRED)
DESIGNEE = EligibilityDecision.MadeBy.DESIGNEE


@dataclass(frozen=True)
class ServiceFinding:
    """What is decided on one service; an empty reason takes over the proposal's."""

    service_id: int
    outcome: str
    code: str = ""
    reason: str = ""


@dataclass(frozen=True)
class EligibilityEntry:
    """The decision on every service, whose it is, and when it was received (None: now).

    `is_downgraded` lets an expedited application go on as a regular one. An empty `summary` is
    made of the reasons. `revision` is the digest of the page that was decided on, if there was one.
    """

    services: tuple[ServiceFinding, ...]
    made_by: str = DESIGNEE
    received_at: datetime | None = None
    is_downgraded: bool = False
    summary: str = ""
    revision: str = ""


@dataclass(frozen=True)
class Decided:
    """One service with its finding, and what had been proposed for it."""

    service: DisputedService
    finding: ServiceFinding
    judged: JudgedService

    @property
    def is_override(self) -> bool:
        """Whether the decision departs from the proposal."""
        proposal = self.judged.proposal
        return (self.finding.outcome, self.finding.code) != (proposal.outcome, proposal.code)

    @property
    def reason(self) -> str:
        """The reason as it is kept."""
        return self.finding.reason.strip() or self.judged.proposal.reason


@transaction.atomic
def decide_eligibility(case: Case, entry: EligibilityEntry, *, by: Any, at: datetime) -> Case:
    """Record the decision on every service, and move the case on with what is eligible.

    While something is asked, or everything is put off, the case stays where it is. Nothing eligible
    and nothing open ends it.
    """
    case = _lock(case, by)
    facts = application_facts(case, on=timezone.localdate(at))
    judgement = judge(facts)
    if entry.revision and entry.revision != judgement_digest(case, judgement):
        raise EditConflict(
            "Somebody changed the file or decided on this case after the page was opened. What you "
            "chose is still here; read what is found now, and record it again."
        )
    decided = _decided(case, entry, judgement)
    _refuse_faults(case, entry, facts, decided, at)
    _keep(case, entry, judgement, decided, by=by, at=at)
    audit.append("eligibility.decided", case, by=by, **_controlled(entry, decided))
    case = _move_on(case, entry, decided, by=by, at=at)
    notify_of_decisions(case, by=by, at=at)
    return case


def judgement_digest(case: Case, judgement: Judgement) -> str:
    """Return a digest of what is found and decided, to see whether a page is still true."""
    decided = EligibilityDecision.objects.current().filter(service__case=case)
    seen = (sorted(decided.values_list("pk", flat=True)), judgement)
    return hashlib.sha256(repr(seen).encode()).hexdigest()


def find_eligible(case: Case, *, by: Any, at: datetime, reason: str) -> Case:
    """Find that every service can be reviewed."""
    return _find_all(case, Outcome.ELIGIBLE, "", by=by, at=at, reason=reason)


def find_ineligible(case: Case, *, by: Any, at: datetime, reason: str, code: str) -> Case:
    """Find that no service can be reviewed, which ends the case."""
    return _find_all(case, Outcome.INELIGIBLE, code, by=by, at=at, reason=reason)


def refuse_unjudged(case: Case) -> None:
    """Raise Refused when a service was added after the others were judged."""
    judged = set(
        EligibilityDecision.objects.current()
        .filter(service__case=case)
        .values_list("service_id", flat=True)
    )
    places = [str(one.position) for one in case.services.all() if judged and one.pk not in judged]
    if places:
        raise Refused(
            f"Service {', '.join(places)} was added after eligibility was decided. Decide on it "
            "first.",
            fix_url_name="cases:eligibility",
        )


def _find_all(
    case: Case, outcome: Outcome, code: str, *, by: Any, at: datetime, reason: str
) -> Case:
    reason = reason.strip()
    services = tuple(
        ServiceFinding(pk, outcome, code, reason)
        for pk in case.services.values_list("pk", flat=True)
    )
    entry = EligibilityEntry(services, summary=reason)
    with transaction.atomic():
        _lock(case, by)
        if not reason:
            raise Refused("Say what the finding rests on: an appeal will ask for it.")
        return decide_eligibility(case, entry, by=by, at=at)


def _lock(case: Case, by: Any) -> Case:
    """Ask permission and state with the case locked; a found one may be judged again."""
    case = lock_case(case)
    access.require(by, CASE.named("find_eligible").permission)
    if case.status != CaseStatus.ELIGIBLE:
        CASE.step("find_eligible", case.status)
    return case


def _decided(case: Case, entry: EligibilityEntry, judgement: Judgement) -> list[Decided]:
    services = list(case.services.select_for_update().order_by("position"))
    finding_by_id = {finding.service_id: finding for finding in entry.services}
    if len(entry.services) != len(services) or set(finding_by_id) != {s.pk for s in services}:
        raise Refused(
            "The services of this case were changed after the page was opened. What you chose is "
            "still here; open the page again and decide on every service."
        )
    pairs = zip(services, judgement.services, strict=True)
    return [Decided(service, finding_by_id[service.pk], judged) for service, judged in pairs]


def _refuse_faults(
    case: Case,
    entry: EligibilityEntry,
    facts: ApplicationFacts,
    decided: Sequence[Decided],
    at: datetime,
) -> None:
    faults = [fault for one in decided for fault in _faults(one, facts)]
    received = entry.received_at or at
    if received > at:
        faults.append("The finding cannot be received in the future. Check the day and the time.")
    if timezone.localdate(received) < case.application_received_on:
        faults.append("The finding cannot be received before the application. Check the day.")
    if entry.made_by not in EligibilityDecision.MadeBy.values:
        faults.append("Say whose finding it is: the Administrative Director's or the designee's.")
    faults += _faults_of_found_case(case, decided)
    if faults:
        raise Refused(*faults)


def _faults(one: Decided, facts: ApplicationFacts) -> list[str]:
    place, finding = f"Service {one.service.position}", one.finding
    if finding.outcome not in OUTCOME_LABELS:
        return [f"{place}: choose eligible, ineligible, deferred or needs information."]
    codes = {reason.code for reason in allowed_reasons(facts, finding.outcome)}
    if finding.outcome in WITH_CODE and finding.code not in codes:
        return [f"{place}: choose the reason of the checklist by which it is {finding.outcome}."]
    if finding.outcome not in WITH_CODE and finding.code:
        return [f"{place}: a reason of the checklist is given only for what is not taken up."]
    if finding.reason.strip():
        return []
    if one.is_override:
        return [f"{place}: say why you depart from what is proposed."]
    if one.judged.proposal.is_for_judgement:
        return [f"{place}: {finding.code} is proposed, never automatic. Say why it applies here."]
    return []


def allowed_reasons(facts: ApplicationFacts, outcome: str) -> tuple[Any, ...]:
    """Return the reasons of the checklist by which a service may have that outcome."""
    return facts.rules.checklist.leading_to(outcome, facts.received_on)


def _faults_of_found_case(case: Case, decided: Sequence[Decided]) -> list[str]:
    outcomes = {one.finding.outcome for one in decided}
    if case.status != CaseStatus.ELIGIBLE:
        return []
    if Outcome.NEEDS_INFORMATION in outcomes:
        return ["The case was found eligible already: nothing is asked on eligibility any more."]
    if Outcome.ELIGIBLE not in outcomes and Outcome.DEFERRED in outcomes:
        return [
            "The case was found eligible already and cannot be put off as a whole. Find each "
            "service ineligible, or terminate the case."
        ]
    return []


def _keep(
    case: Case,
    entry: EligibilityEntry,
    judgement: Judgement,
    decided: Sequence[Decided],
    *,
    by: Any,
    at: datetime,
) -> None:
    """Write what was found and what is decided; earlier decisions are replaced and stay."""
    EligibilityDecision.objects.current().filter(service__case=case).update(superseded_at=at)
    rows = [_finding_row(case, None, finding) for finding in judgement.findings]
    for one in decided:
        rows += [_finding_row(case, one.service, finding) for finding in one.judged.findings]
        proposal = one.judged.proposal
        EligibilityDecision.objects.create(
            service=one.service,
            outcome=one.finding.outcome,
            code=one.finding.code,
            reason=one.reason,
            proposed_outcome=proposal.outcome,
            proposed_code=proposal.code,
            is_override=one.is_override,
            made_by=entry.made_by,
            received_at=entry.received_at or at,
            decided_by=by,
            decided_at=at,
        )
    for position, row in enumerate(rows, start=1):
        row.position, row.judged_at = position, at
    EligibilityFinding.objects.bulk_create(rows)


def _finding_row(
    case: Case, service: DisputedService | None, finding: Finding
) -> EligibilityFinding:
    return EligibilityFinding(
        case=case,
        service=service,
        rule=finding.rule,
        verdict=finding.verdict,
        code=finding.code or "",
        reason=finding.reason,
        cite=finding.cite,
        lines=[{**asdict(line), "day": line.day.isoformat()} for line in finding.lines],
    )


def _controlled(entry: EligibilityEntry, decided: Sequence[Decided]) -> dict[str, Any]:
    """Return what the audit keeps: counts and codes, no words."""
    return {
        "outcomes": dict(sorted(Counter(str(one.finding.outcome) for one in decided).items())),
        "codes": sorted({str(one.finding.code) for one in decided if one.finding.code}),
        "overrides": sum(one.is_override for one in decided),
        "made_by": str(entry.made_by),
        "is_downgraded": entry.is_downgraded,
    }


def _move_on(
    case: Case, entry: EligibilityEntry, decided: Sequence[Decided], *, by: Any, at: datetime
) -> Case:
    outcomes = {one.finding.outcome for one in decided}
    summary = entry.summary or _summary(decided)
    _note_request(case, is_asked=Outcome.NEEDS_INFORMATION in outcomes, at=at)
    case.save()
    if entry.is_downgraded and case.priority == Case.Priority.EXPEDITED:
        note_downgrade(case, by=by, at=at)
    steps = {"by": by, "at": at, "eligibility_reason": summary}
    if outcomes <= {Outcome.INELIGIBLE}:
        return transition_case(case, "find_ineligible", ending_reason=summary, **steps)
    is_going_on = Outcome.ELIGIBLE in outcomes and Outcome.NEEDS_INFORMATION not in outcomes
    if is_going_on and case.status == CaseStatus.RECEIVED:
        received = entry.received_at or at
        return transition_case(case, "find_eligible", eligible_at=received, **steps)
    case.eligibility_reason = summary
    case.save()
    refresh_deadlines(case, by=by, at=at, reason="eligibility.decided")
    return case


def _note_request(case: Case, *, is_asked: bool, at: datetime) -> None:
    """Begin the five working days of a request for information, or end them."""
    is_open = case.information_asked_at is not None and case.information_answered_on is None
    if is_asked and not is_open:
        case.information_asked_at, case.information_answered_on = at, None
    elif is_open and not is_asked:
        case.information_answered_on = timezone.localdate(at)


def _summary(decided: Sequence[Decided]) -> str:
    """Return the reasons in one text; one that holds for several services is said once."""
    places_by_reason: dict[tuple[str, str, str], list[int]] = {}
    for one in decided:
        key = (str(one.finding.outcome), str(one.finding.code), one.reason)
        places_by_reason.setdefault(key, []).append(one.service.position)
    if len(places_by_reason) == 1:
        return decided[0].reason
    return "\n".join(
        f"{places_words(places)}: {OUTCOME_LABELS[Outcome(outcome)].lower()}"
        f"{f' ({code})' if code else ''}. {reason}"
        for (outcome, code, reason), places in places_by_reason.items()
    )
