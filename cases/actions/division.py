"""Splits a disputed service into several and puts several together, until a review begins.

Nothing is added to the dispute or taken out of it, so clocks stay as they are. Eligibility stays
too: the parts have what was found on the whole, and a whole keeps what was found on all its parts
alike; where they differ, it is asked again. Every change keeps what was there before.
"""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.db import transaction

from cases import access, audit
from cases.actions.deadlines import refresh_deadlines
from cases.actions.disputes import change_service, create_service, refuse_problems
from cases.actions.duplicates import suspect_duplicates
from cases.actions.lifecycle import lock_case
from cases.characters import character_refusal
from cases.entries import entry_digest, plain_entry, service_entries
from cases.errors import EditConflict, Refused
from cases.intake import ServiceEntry
from cases.lifecycle import SERVICES_MAY_BE_DIVIDED, SERVICES_MAY_CHANGE, CaseStatus
from cases.models import Case, DisputedService, EligibilityDecision, ServiceChange
from cases.models.disputes import ELIGIBILITY_FACTS

LONGEST_REASON = 2000


@transaction.atomic
def split_service(
    case: Case,
    place: int,
    parts: Sequence[ServiceEntry],
    *,
    by: Any,
    at: datetime,
    reason: str,
    revision: str,
) -> ServiceChange:
    """Put `parts` in the place of one service; what hung on it hangs on the first of them."""
    case, rows, entries = _lock(case, revision, by)
    if not 1 <= place <= len(rows):
        raise Refused("There is no such service on this case any more; open the case again.")
    if len(parts) < 2:
        raise Refused("Enter at least two services: splitting into one changes nothing.")
    _refuse_ended(rows[place - 1 : place])
    more = len(parts) - 1
    hung_on = entries[place - 1].depends_on
    after = [
        *(_moved(one, place, more) for one in entries[: place - 1]),
        *(replace(part, depends_on=_shift(hung_on, place, more)) for part in parts),
        *(_moved(one, place, more) for one in entries[place:]),
    ]
    refuse_problems(case, tuple(after), at)
    whole, facts = rows[place - 1], facts_of(rows[place - 1])
    before = _snapshot([whole], entries[place - 1 : place])
    for row in reversed(rows[place:]):
        _place(row, (row.position or 0) + more)
    made = [
        change_service(whole, place, parts[0], keeps_answers=True),
        *(
            create_service(case, place + number, part, answers=facts)
            for number, part in enumerate(parts[1:], start=1)
        ),
    ]
    for new in made[1:]:
        copy_decision(whole, new)
    _join(case, after)
    return _record(
        case, ServiceChange.Kind.SPLIT, before, _snapshot(made, parts), reason, by=by, at=at
    )


@transaction.atomic
def merge_services(
    case: Case,
    places: Sequence[int],
    whole: ServiceEntry,
    *,
    by: Any,
    at: datetime,
    reason: str,
    revision: str,
) -> ServiceChange:
    """Put one service in the place of several; the first row stays, the others stand in it."""
    case, rows, entries = _lock(case, revision, by)
    chosen = sorted(set(places))
    if len(chosen) < 2 or not 1 <= chosen[0] <= chosen[-1] <= len(rows):
        raise Refused("Choose at least two services of this case to put together.")
    merging = [rows[place - 1] for place in chosen]
    _refuse_ended(merging)
    is_asked_again = _refuse_unlike(case, merging)
    new_place = _new_places(len(rows), chosen)
    kept = [place for place in range(1, len(rows) + 1) if place not in chosen[1:]]
    after = [
        _renumbered(whole if place == chosen[0] else entries[place - 1], new_place, number)
        for number, place in enumerate(kept, start=1)
    ]
    refuse_problems(case, tuple(after), at)
    before = _snapshot(merging, [entries[place - 1] for place in chosen])
    row = _stand_together(merging, at, is_asked_again=is_asked_again)
    change_service(row, row.position or 1, whole, keeps_answers=True)
    for number, place in enumerate(kept, start=1):
        _place(rows[place - 1], number)
    _join(case, after)
    return _record(
        case,
        ServiceChange.Kind.MERGED,
        before,
        _snapshot([row], [whole]),
        reason,
        by=by,
        at=at,
        is_asked_again=is_asked_again,
    )


def refuse_late_division(case: Case) -> None:
    """Raise Refused when a reviewer has the services, or the case has ended."""
    if case.status in SERVICES_MAY_BE_DIVIDED:
        return
    words = CaseStatus(case.status).label.lower()
    way = " Recall the review first." if case.status == CaseStatus.IN_REVIEW else ""
    raise Refused(
        f"The services of {case.case_number} cannot be split or put together: the case is {words}, "
        f"and each service has its place in what is decided.{way}"
    )


def _lock(
    case: Case, revision: str, by: Any
) -> tuple[Case, list[DisputedService], tuple[ServiceEntry, ...]]:
    case = lock_case(case)
    access.require(by, "cases.edit_services")
    refuse_late_division(case)
    entries = service_entries(case)
    if entry_digest(entries) != revision:
        raise EditConflict(
            "Somebody changed the services of this case after this page was opened. What you typed "
            "is still here; open the case in another window, compare, and save again."
        )
    return case, list(case.services.select_for_update().order_by("position")), entries


def _refuse_ended(rows: Iterable[DisputedService]) -> None:
    ended = [str(row.position) for row in rows if row.endings.filter(taken_back_at=None).exists()]
    if ended:
        raise Refused(
            f"The dispute on service {', '.join(ended)} has ended, so it is not split or put "
            "together. If it was ended by mistake, take that back first."
        )


def _refuse_unlike(case: Case, rows: Sequence[DisputedService]) -> bool:
    """Say whether eligibility has to be asked again; refuse where that is behind the case."""
    found = {_current(row) and (_current(row).outcome, _current(row).code) for row in rows}
    if len(found) == 1:
        return False
    if case.status in SERVICES_MAY_CHANGE:
        return True
    raise Refused(
        "These services were found differently on eligibility, and that is behind this case: they "
        "cannot become one. Leave each as it is."
    )


def _stand_together(
    rows: Sequence[DisputedService], at: datetime, *, is_asked_again: bool
) -> DisputedService:
    """Let the others stand in the first row, which keeps what is stated of all of them alike."""
    first, others = rows[0], rows[1:]
    for name in ELIGIBILITY_FACTS:
        stated = {getattr(row, name) for row in rows}
        setattr(first, name, stated.pop() if len(stated) == 1 else None)
    ends = rows if is_asked_again else others
    EligibilityDecision.objects.current().filter(service__in=ends).update(superseded_at=at)
    DisputedService.everything.filter(depends_on__in=rows).update(depends_on=None)
    for row in others:
        row.stands_in, row.position, row.depends_on = first, None, None
        row.save(update_fields=["stands_in", "position", "depends_on"])
    return first


def copy_decision(whole: DisputedService, part: DisputedService) -> None:
    """Let a part have what was found on the whole: it is the same request of the same decision."""
    decision = _current(whole)
    if decision is not None:
        decision.pk, decision.service, decision._state.adding = None, part, True
        decision.save(force_insert=True)


def _current(row: DisputedService) -> EligibilityDecision | None:
    return row.eligibility_decisions.current().first()


def facts_of(row: DisputedService) -> dict[str, Any]:
    """Return what eligibility was told of a service."""
    return {name: getattr(row, name) for name in ELIGIBILITY_FACTS}


def _place(row: DisputedService, number: int) -> None:
    DisputedService.objects.filter(pk=row.pk).update(position=number)
    row.position = number


def _join(case: Case, entries: Sequence[ServiceEntry]) -> None:
    rows = list(case.services.order_by("position"))
    for row, entry in zip(rows, entries, strict=True):
        primary = rows[entry.depends_on - 1] if entry.depends_on else None
        DisputedService.objects.filter(pk=row.pk).update(depends_on=primary)


def _shift(place: int | None, split: int, more: int) -> int | None:
    return place + more if place is not None and place > split else place


def _moved(entry: ServiceEntry, split: int, more: int) -> ServiceEntry:
    return replace(entry, depends_on=_shift(entry.depends_on, split, more))


def _new_places(count: int, chosen: Sequence[int]) -> dict[int, int]:
    """Return the place of each service afterwards; those put together share the first's."""
    kept = [place for place in range(1, count + 1) if place not in chosen[1:]]
    number_by_place = {place: number for number, place in enumerate(kept, start=1)}
    return number_by_place | dict.fromkeys(chosen[1:], number_by_place[chosen[0]])


def _renumbered(entry: ServiceEntry, new_place: dict[int, int], own: int) -> ServiceEntry:
    hung_on = new_place.get(entry.depends_on or 0)
    return replace(entry, depends_on=None if hung_on == own else hung_on)


def _snapshot(
    rows: Sequence[DisputedService], entries: Sequence[ServiceEntry]
) -> list[dict[str, Any]]:
    return [
        {"service": row.pk, "place": row.position, "entry": plain_entry(asdict(entry))}
        for row, entry in zip(rows, entries, strict=True)
    ]


def _record(
    case: Case,
    kind: str,
    before: list[dict[str, Any]],
    after: list[dict[str, Any]],
    reason: str,
    *,
    by: Any,
    at: datetime,
    is_asked_again: bool = False,
) -> ServiceChange:
    change = ServiceChange.objects.create(
        case=case,
        kind=kind,
        before=before,
        after=after,
        reason=sound_reason(reason),
        is_asked_again=is_asked_again,
        changed_by=by,
        changed_at=at,
    )
    audit.append(
        f"services.{kind}",
        change,
        by=by,
        places=change.places_before,
        became=change.places_after,
        is_asked_again=is_asked_again,
    )
    refresh_deadlines(case, by=by, at=at, reason=f"services.{kind}")
    suspect_duplicates(case, by=by, at=at)
    return change


def sound_reason(reason: str) -> str:
    """Return the reason as it is kept; Refused for none, one too long, one that cannot print."""
    reason = reason.strip()
    if not reason:
        raise Refused("Say why: the reason stays with the history of the case.")
    if len(reason) > LONGEST_REASON:
        raise Refused(
            f"The reason has {len(reason):,} characters; at most {LONGEST_REASON:,} are kept."
        )
    unprintable = character_refusal("The reason", reason)
    if unprintable:
        raise Refused(unprintable)
    return reason
