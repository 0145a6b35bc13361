"""The disputed services of a case: written at intake, corrected until the case is assigned."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cases import access, audit
from cases.actions.duplicates import suspect_duplicates
from cases.actions.lifecycle import lock_case
from cases.entries import entry_digest, service_entries
from cases.errors import EditConflict, Refused
from cases.intake import CitationEntry, Limits, ServiceEntry, service_problems
from cases.intake.dates import dates_of_service_problems
from cases.lifecycle import SERVICES_MAY_CHANGE, CaseStatus
from cases.models import AdministratorCitation, Case, DisputedService, EndedService
from cases.models.disputes import ELIGIBILITY_FACTS


@transaction.atomic
def edit_services(
    case: Case, entries: Sequence[ServiceEntry], *, by: Any, at: datetime, revision: str
) -> Case:
    """Put `entries` in place of the case's services, in their order.

    `revision` is the digest of the services that were on the page; EditConflict when they are not
    the stored ones any more.
    """
    case = lock_case(case)
    access.require(by, "cases.edit_services")
    refuse_late_edit(case)
    stored, wanted = service_entries(case), tuple(entries)
    if entry_digest(stored) != revision:
        raise EditConflict(
            "Somebody changed the services of this case after this page was opened. What you typed "
            "is still here; open the case in another window, compare, and save again."
        )
    refuse_problems(case, wanted, at)
    changed = _changed_fields(stored, wanted)
    _refuse_changing_ended(case, stored, wanted)
    if changed:
        _put_services(case, wanted)
        audit.append(
            "services.edited", case, by=by, changed=changed, before=len(stored), after=len(wanted)
        )
        suspect_duplicates(case, by=by, at=at)
    return case


def _refuse_changing_ended(
    case: Case, stored: tuple[ServiceEntry, ...], wanted: tuple[ServiceEntry, ...]
) -> None:
    """Raise Refused where a service that left the dispute would become another in its place."""
    ended = EndedService.objects.filter(service__case=case).order_by("service__position")
    for place in ended.values_list("service__position", flat=True):
        if wanted[place - 1 : place] != stored[place - 1 : place]:
            raise Refused(
                f"The dispute on service {place} was ended, so it stays as it is in its place. "
                "Correct the others, and add new ones at the end."
            )


def refuse_late_edit(case: Case) -> None:
    """Raise Refused when the services may not be corrected any more."""
    if case.status in SERVICES_MAY_CHANGE:
        return
    words = CaseStatus(case.status).label.lower()
    raise Refused(
        f"The services of {case.case_number} cannot be changed: the case is {words}. They can be "
        "corrected while it is received or eligible; after that the parties have been told of them."
    )


def letter_limits() -> Limits:
    """Return how much one case may hold, as set for this site."""
    return Limits(services=settings.LETTER_MAX_SERVICES, text=settings.LETTER_MAX_TEXT)


def write_services(case: Case, entries: Sequence[ServiceEntry]) -> None:
    """Write the services of a case that has none yet; what hangs on what is joined at the end."""
    _join(
        [create_service(case, place, entry) for place, entry in enumerate(entries, start=1)],
        entries,
    )


def _put_services(case: Case, entries: Sequence[ServiceEntry]) -> None:
    """Change the rows in their places, add what is new, remove what is left over."""
    rows = list(case.services.order_by("position"))
    _refuse_removing_judged(rows[len(entries) :])
    case.services.update(depends_on=None)
    for row in rows[len(entries) :]:
        row.delete()
    kept = [
        change_service(row, place, entry)
        for place, (row, entry) in enumerate(zip(rows, entries, strict=False), start=1)
    ]
    added = [
        create_service(case, place, entry)
        for place, entry in enumerate(entries[len(kept) :], start=len(kept) + 1)
    ]
    _join(kept + added, entries)


def _refuse_removing_judged(rows: Sequence[DisputedService]) -> None:
    joined = [str(row.position) for row in rows if row.standing_for.exists()]
    if joined:
        raise Refused(
            f"Service {', '.join(joined)} is what others were put together into, so it stays on "
            "file. Split it again first."
        )
    places = [str(row.position) for row in rows if row.eligibility_decisions.exists()]
    if places:
        raise Refused(
            f"Eligibility was decided on service {', '.join(places)}, so it stays on file. Find it "
            "ineligible with the reason instead of taking it out."
        )


def create_service(
    case: Case, place: int, entry: ServiceEntry, *, answers: Mapping[str, Any] | None = None
) -> DisputedService:
    """Write a new service with its guidelines; `answers` are what eligibility was told of it."""
    said = answers or (asdict(entry.answers) if entry.answers else {})
    service = DisputedService.objects.create(case=case, position=place, **_columns(entry), **said)
    _write_citations(service, entry.administrator_citations)
    return service


def change_service(
    service: DisputedService, place: int, entry: ServiceEntry, *, keeps_answers: bool = False
) -> DisputedService:
    """Write the entry over a service; another treatment forgets what was told of the one before."""
    service.position, service.depends_on = place, None
    if service.requested != entry.requested and not keeps_answers:
        _forget_answers(service)
    for name, value in _columns(entry).items():
        setattr(service, name, value)
    service.save()
    service.administrator_citations.all().delete()
    _write_citations(service, entry.administrator_citations)
    return service


def _forget_answers(service: DisputedService) -> None:
    """Another treatment: what eligibility had been told of the one before is not stated of it."""
    for name in ELIGIBILITY_FACTS:
        setattr(service, name, None)


def _columns(entry: ServiceEntry) -> dict[str, Any]:
    columns = asdict(replace(entry, administrator_citations=()))
    for name in ("depends_on", "administrator_citations", "answers"):
        del columns[name]
    return columns | {
        "codes": list(entry.codes),
        "dates_of_service": list(entry.dates_of_service),
    }


def _write_citations(service: DisputedService, citations: Sequence[CitationEntry]) -> None:
    for place, citation in enumerate(citations, start=1):
        columns = asdict(citation) | {
            "sections": list(citation.sections),
            "pages": list(citation.pages),
        }
        AdministratorCitation.objects.create(service=service, position=place, **columns)


def _join(services: Sequence[DisputedService], entries: Sequence[ServiceEntry]) -> None:
    for service, entry in zip(services, entries, strict=True):
        if entry.depends_on is not None:
            service.depends_on = services[entry.depends_on - 1]
            service.save(update_fields=["depends_on"])


def refuse_problems(case: Case, entries: tuple[ServiceEntry, ...], at: datetime) -> None:
    """Raise Refused with all that is wrong with the services of the case as they would be."""
    today = timezone.localdate(at)
    found = [
        *service_problems(entries, today, letter_limits()),
        *dates_of_service_problems(entries, case.date_of_injury, today),
    ]
    if found:
        raise Refused(*[problem.sentence for problem in found])


def _changed_fields(stored: tuple[ServiceEntry, ...], wanted: tuple[ServiceEntry, ...]) -> set[str]:
    changed = {"services"} if len(stored) != len(wanted) else set()
    for before, after in zip(stored, wanted, strict=False):
        old, new = asdict(before), asdict(replace(after, answers=None))
        changed |= {name for name in old if old[name] != new[name]}
    return changed
