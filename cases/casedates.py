"""The dates of cases as the engine of deadlines asks for them: of one case, or of many."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.utils import timezone

from cases.deadlines.addresses import Route, place_of
from cases.deadlines.clocks import CaseDates, NotedEvent, Pause, midday
from cases.deadlines.counting import Extension as ApprovedExtension
from cases.deadlines.counting import Method, Place, Toll
from cases.deadlines.rules import Dispute
from cases.lifecycle import CaseStatus
from cases.models import (
    Application,
    Case,
    ClockEvent,
    ClockToll,
    Ending,
    Extension,
    Party,
    PriorityChange,
)

APPROVED_BY = "approved by the Administrative Director"
ENDS_OF_UR_MAIL = (Party.Role.CLAIMS_ADMINISTRATOR, Party.Role.INJURED_WORKER)


@dataclass
class FileFacts:
    """What stands in the rows beside a case and moves its clocks."""

    places: dict[str, Place | None] = field(default_factory=dict)
    form: tuple[Any, ...] = (None, None, None)
    pauses: list[Pause] = field(default_factory=list)
    events: list[NotedEvent] = field(default_factory=list)
    extensions: dict[str, ApprovedExtension] = field(default_factory=dict)
    expedited_at: datetime | None = None

    @property
    def ur_route(self) -> Route:
        """The way of the UR decision: from the claims administrator to the worker."""
        return Route(*(self.places.get(role) for role in ENDS_OF_UR_MAIL))


def facts_by_case(cases: Iterable[Case]) -> Mapping[int, FileFacts]:
    """Return the facts of each case by its key; the queries are as many for one as for many."""
    keys = [case.pk for case in cases]
    found: dict[int, FileFacts] = defaultdict(FileFacts)
    _read_places(keys, found)
    _read_forms(keys, found)
    _read_pauses(keys, found)
    _read_events(keys, found)
    _read_endings(keys, found)
    _read_extensions(keys, found)
    changes = PriorityChange.objects.filter(case__in=keys).order_by("changed_at", "pk")
    for case, received_at in changes.values_list("case", "received_at"):
        found[case].expedited_at = received_at
    return found


def case_dates(case: Case, facts: FileFacts | None = None) -> CaseDates:
    """Return the dates of the file that clocks start from or stop at."""
    facts = facts_by_case([case])[case.pk] if facts is None else facts
    decision = getattr(case, "ur_decision", None)
    is_issued = case.status == CaseStatus.ISSUED and case.ended_at is not None
    is_expedited = case.priority == Case.Priority.EXPEDITED
    is_given, given_on, resolved_on = facts.form
    return CaseDates(
        is_expedited=is_expedited,
        is_formulary=bool(case.is_formulary_dispute),
        ur_served_on=decision.served_on if decision else None,
        ur_service_method=decision.service_method if decision else "",
        ur_route=facts.ur_route,
        form_given_on=given_on,
        is_form_missing=is_given is False and given_on is None,
        dispute_resolved_on=resolved_on,
        application_received_on=case.application_received_on,
        eligible_at=case.eligible_at,
        assigned_on=case.assigned_on,
        records_requested_at=case.records_requested_at,
        records_complete_on=case.records_complete_on,
        issued_on=timezone.localdate(case.ended_at) if is_issued else None,
        information_asked_at=case.information_asked_at,
        information_answered_on=case.information_answered_on,
        expedited_at=facts.expedited_at if is_expedited else None,
        extension=facts.extensions.get(dispute_of_case(case)),
        pauses=tuple(facts.pauses),
        events=tuple(facts.events),
    )


def dispute_of_case(case: Case) -> Dispute:
    """Return the clock the case runs on: expedited before formulary before regular."""
    if case.priority == Case.Priority.EXPEDITED:
        return Dispute.EXPEDITED
    return Dispute.FORMULARY if case.is_formulary_dispute else Dispute.REGULAR


def _read_places(keys: list[int], found: dict[int, FileFacts]) -> None:
    parties = Party.objects.filter(case__in=keys, role__in=ENDS_OF_UR_MAIL)
    for case, role, place, address in parties.values_list("case", "role", "place", "address"):
        found[case].places[role] = Place(place) if place else place_of(address)


def _read_forms(keys: list[int], found: dict[int, FileFacts]) -> None:
    rows = Application.objects.filter(case__in=keys)
    for case, *form in rows.values_list(
        "case", "is_form_given", "form_given_on", "dispute_resolved_on"
    ):
        found[case].form = tuple(form)


def _read_pauses(keys: list[int], found: dict[int, FileFacts]) -> None:
    for row in ClockToll.objects.valid().filter(case__in=keys):
        words = row.get_ground_display()
        words = words[0].lower() + words[1:]
        toll = Toll(row.first_on, row.last_on, words) if row.last_on else None
        found[row.case_id].pauses.append(Pause(row.rule_id, toll))


def _read_events(keys: list[int], found: dict[int, FileFacts]) -> None:
    for row in ClockEvent.objects.current().filter(case__in=keys):
        ends = (Place(end) if end else None for end in (row.sent_from, row.sent_to))
        found[row.case_id].events.append(
            NotedEvent(
                rule_id=row.rule_id,
                subject=row.subject,
                at=row.happened_at,
                method=Method(row.method),
                route=Route(*ends),
                met_on=row.met_on,
                owed_by=_words(row.subject),
            )
        )


def _read_endings(keys: list[int], found: dict[int, FileFacts]) -> None:
    """The administrator tells of an authorization, settlement or withdrawal (LC 4610.5(g)).

    Each ending of a part of the case has its own clock. The clocks of one reason are numbered over
    the endings that were taken back too, so that none takes the name of another.
    """
    rows = Ending.objects.filter(case__in=keys, told_by=Party.Role.CLAIMS_ADMINISTRATOR)
    seen: Counter[tuple[int, str]] = Counter()
    for row in rows.order_by("pk"):
        seen[row.case_id, row.reason] += 1
        if row.taken_back_at is not None:
            continue
        number = seen[row.case_id, row.reason]
        subject = f"{row.reason}-{number}" if number > 1 else str(row.reason)
        event = NotedEvent("C1", subject, midday(row.happened_on), met_on=row.noticed_on)
        found[row.case_id].events.append(event)


def _read_extensions(keys: list[int], found: dict[int, FileFacts]) -> None:
    rows = Extension.objects.approved().filter(case__in=keys)
    for case, dispute, days, day in rows.values_list(
        "case", "dispute", "days_approved", "decided_on"
    ):
        found[case].extensions[dispute] = ApprovedExtension(days, APPROVED_BY, day)


def _words(subject: str) -> str:
    """Return whose clock it is, in words; empty where the rule says so itself."""
    return Party.Role(subject).label.lower() if subject in Party.Role.values else ""
