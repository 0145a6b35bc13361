"""Which applications may be decided together, and what stands against it, in words.

8 CCR 9792.10.4(a): eligible applications of one worker, one requesting physician and one date of
injury. The one that came first leads: it keeps its number and its clocks.
"""

from collections.abc import Iterable, Sequence

from cases.duplicates import folded_name
from cases.intake.findings import day_words
from cases.lifecycle import CASE, MAY_LEAD, CaseStatus
from cases.models import Case, Consolidation, DuplicateSuspicion, EligibilityDecision, Party

R = Party.Role
WAITING = ("deferred", "needs_information")
# A case has one of each; two of a name each are two addresses for one letter.
ROLES_SHARED = tuple(role for role in R if role not in (R.FACILITY, R.MANUFACTURER))
NAMED = ((R.INJURED_WORKER, "injured worker"), (R.REQUESTING_PHYSICIAN, "requesting physician"))
MOST = 20


def leading_of(case: Case, other: Case) -> tuple[Case, Case]:
    """Return the two as leading and joining: the earlier application leads, then the number."""
    first, second = sorted(
        (case, other), key=lambda one: (one.application_received_on, one.case_number)
    )
    return first, second


def candidates_of(case: Case) -> list[Case]:
    """Return the cases that could be decided with this one as they stand."""
    if case.status not in MAY_LEAD:
        return []
    alike = (
        Case.objects.filter(date_of_injury=case.date_of_injury, status__in=MAY_LEAD)
        .exclude(pk=case.pk)
        .filter(parties__role=R.INJURED_WORKER)
        .order_by("pk")
        .distinct()
    )
    return [other for other in alike[:200] if not faults_against(*leading_of(case, other))][:MOST]


def faults_against(leading: Case, case: Case) -> list[str]:
    """Return every reason for which `case` cannot be decided with `leading`."""
    if leading.pk == case.pk:
        return ["A case is not consolidated with itself. Enter the number of the other case."]
    return [
        *_status_faults(leading, case),
        *_identity_faults(leading, case),
        *_clock_faults(leading, case),
        *_party_faults(leading, case),
        *_service_faults(case),
    ]


def consolidation_of(case: Case) -> Consolidation | None:
    """Return the consolidation by which this case is decided with another, if it is."""
    return case.consolidated.filter(separated_at=None).select_related("leading").first()


def led_by(case: Case) -> Sequence[Consolidation]:
    """Return the consolidations that this case leads now, in the order of the applications."""
    return list(case.consolidations.filter(separated_at=None).select_related("case"))


def _status_faults(leading: Case, case: Case) -> Iterable[str]:
    if leading.status not in MAY_LEAD:
        yield (
            f"{leading.case_number} came first and would lead, but it is "
            f"{_words(leading)}. It leads while it is eligible and until its review begins."
        )
    if case.status not in CASE.named("consolidate").sources:
        yield (
            f"{case.case_number} is {_words(case)}. An application joins another once it is found "
            "eligible and before its records are asked for."
        )
    if case.consolidations.filter(separated_at=None).exists():
        yield f"{case.case_number} leads a consolidation itself. Separate that first."


def _identity_faults(leading: Case, case: Case) -> Iterable[str]:
    for role, words in NAMED:
        one, other = _party(leading, role), _party(case, role)
        if one is None or other is None:
            number = (leading if one is None else case).case_number
            yield f"{number} does not say who the {R(role).label.lower()} is."
        elif not _is_same(one, other):
            yield f"The two name a different {words}."
    if leading.date_of_injury != case.date_of_injury:
        yield (
            f"The dates of injury differ: {day_words(leading.date_of_injury)} and "
            f"{day_words(case.date_of_injury)}."
        )
    pair = sorted((leading, case), key=lambda one: one.pk)
    linked = DuplicateSuspicion.objects.filter(
        case=pair[1], other=pair[0], state=DuplicateSuspicion.State.LINKED
    )
    if linked.exists():
        yield "The two were linked as one dispute sent twice: a duplicate is not consolidated."


def _clock_faults(leading: Case, case: Case) -> Iterable[str]:
    if leading.priority != case.priority:
        yield (
            "One is expedited and the other is not, and they run on different clocks. Convert the "
            "standard one first, or decide each alone."
        )
    if bool(leading.is_formulary_dispute) != bool(case.is_formulary_dispute):
        yield (
            "One is a formulary dispute and the other is not, and they run on different clocks. "
            "Decide each alone."
        )
    if leading.organization_id != case.organization_id:
        yield "The two are at different review organizations."


def _party_faults(leading: Case, case: Case) -> Iterable[str]:
    own = {party.role: party for party in leading.parties.all()}
    for party in case.parties.exclude(role__in=(R.INJURED_WORKER, R.REQUESTING_PHYSICIAN)):
        other = own.get(party.role)
        if party.role in ROLES_SHARED and other is not None and not _is_same(party, other):
            yield (
                f"The two name a different {R(party.role).label.lower()}, and a case has one. "
                "Correct the one that is wrong; if both are right, decide each alone."
            )


def _service_faults(case: Case) -> Iterable[str]:
    waiting = EligibilityDecision.objects.current().filter(
        service__case=case, service__stands_in=None, outcome__in=WAITING
    )
    if waiting.exists():
        yield (
            f"On a service of {case.case_number} eligibility is still open. Decide it first: what "
            "is not decided cannot be taken along."
        )
    if not case.services.in_review().exists():
        yield f"{case.case_number} has no service that goes on to review."


def _is_same(one: Party, other: Party) -> bool:
    if one.npi and one.npi == other.npi:
        return True
    is_born_apart = (
        one.date_of_birth and other.date_of_birth and one.date_of_birth != other.date_of_birth
    )
    return folded_name(one.name) == folded_name(other.name) != "" and not is_born_apart


def _party(case: Case, role: str) -> Party | None:
    return next((party for party in case.parties.all() if party.role == role), None)


def _words(case: Case) -> str:
    return CaseStatus(case.status).label.lower()
