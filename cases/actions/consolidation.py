"""Consolidates eligible applications into one case, and separates them again.

The joining case keeps its number, its rows and its history; the leading case is given copies of
what it needs to decide: services with what was found on them, records, parties it lacked.
"""

from collections.abc import Iterable, Iterator
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from cases import access, audit
from cases.actions.deadlines import refresh_deadlines
from cases.actions.disputes import create_service, letter_limits
from cases.actions.division import copy_decision, facts_of, sound_reason
from cases.actions.lifecycle import transition_case
from cases.actions.records import add_record, supersede_record, take_over_pages
from cases.consolidations import faults_against, led_by
from cases.entries import party_entry, service_entries
from cases.errors import Refused
from cases.intake.records import RecordEntry
from cases.lifecycle import CASE, MAY_LEAD, CaseStatus
from cases.models import (
    Case,
    Consolidation,
    DisputedService,
    MedicalRecord,
    Party,
    ReceivedFile,
    ServiceChange,
)
from cases.pipelines.records import StoredFile

SEVERAL = frozenset({Party.Role.FACILITY, Party.Role.MANUFACTURER})


@transaction.atomic
def consolidate_cases(
    leading: Case, case: Case, *, by: Any, at: datetime, reason: str
) -> Consolidation:
    """Let `leading` decide what `case` asks for; Refused with every reason against it."""
    leading, case = _lock_both(leading, case)
    access.require(by, CASE.named("consolidate").permission)
    faults = [*faults_against(leading, case), *_size_faults(leading, case)]
    if faults:
        raise Refused(*faults)
    consolidation = Consolidation(
        leading=leading, case=case, reason=sound_reason(reason), consolidated_by=by
    )
    consolidation.consolidated_at = at
    consolidation.copied = {
        "services": _copy_services(case, leading),
        "parties": _copy_parties(case, leading),
        "records": _copy_records(case, leading, by=by, at=at),
    }
    consolidation.save()
    words = f"Decided with {leading.case_number} (8 CCR 9792.10.4(a))."
    transition_case(case, "consolidate", by=by, at=at, ending_reason=words)
    _tell_both(consolidation, "consolidated", by=by, at=at)
    return consolidation


@transaction.atomic
def separate_cases(
    consolidation: Consolidation, *, by: Any, at: datetime, reason: str
) -> Consolidation:
    """Let each be decided alone again, as long as no reviewer writes on what they share."""
    leading, case = _lock_both(consolidation.leading, consolidation.case)
    access.require(by, CASE.named("separate").permission)
    consolidation = Consolidation.objects.select_for_update().get(pk=consolidation.pk)
    if consolidation.separated_at is not None:
        raise Refused("These two are separated already; reload to see by whom.")
    if leading.status not in MAY_LEAD:
        words = CaseStatus(leading.status).label.lower()
        raise Refused(
            f"{leading.case_number} is {words}: what was joined is decided as one. Cases are "
            "separated until a review begins; recall the review first if that has to be."
        )
    CASE.step("separate", case.status)
    _refuse_divided(consolidation, leading)
    consolidation.separated_by, consolidation.separated_at = by, at
    consolidation.separated_reason = sound_reason(reason)
    consolidation.save()
    _give_back(consolidation, leading, by=by, at=at)
    case.deadlines.current().filter(stopped_at=case.ended_at).update(stopped_at=None)
    transition_case(case, "separate", by=by, at=at, ending_reason="", ended_at=None)
    _tell_both(consolidation, "separated", by=by, at=at)
    return consolidation


def _lock_both(leading: Case, case: Case) -> tuple[Case, Case]:
    """Lock the two in one order, so that two such steps never wait for each other."""
    keys = sorted({leading.pk, case.pk})
    locked = {
        one.pk: one
        for one in Case.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    }
    return locked[leading.pk], locked[case.pk]


def _size_faults(leading: Case, case: Case) -> list[str]:
    most = letter_limits().services
    count = leading.services.count() + case.services.in_review().count()
    if count <= most:
        return []
    return [f"Together they have {count} services; one determination can hold at most {most}."]


def _copy_services(case: Case, leading: Case) -> list[int]:
    """Give the leading case what goes on to review, in its order, behind its own services."""
    rows = list(case.services.order_by("position"))
    wanted = set(case.services.in_review().values_list("pk", flat=True))
    place_by_old: dict[int, int] = {}
    hung_on: list[tuple[int, int]] = []
    made: list[int] = []
    place = leading.services.count()
    for row, entry in zip(rows, service_entries(case), strict=True):
        if row.pk not in wanted:
            continue
        place += 1
        copy = create_service(leading, place, entry, answers=facts_of(row))
        DisputedService.objects.filter(pk=copy.pk).update(taken_over_from=row)
        copy_decision(row, copy)
        place_by_old[row.position or 0] = place
        hung_on += [(place, entry.depends_on)] if entry.depends_on else []
        made.append(copy.pk)
    by_place = {one.position: one for one in leading.services.all()}
    for own, primary in hung_on:
        if primary in place_by_old:
            target = by_place[place_by_old[primary]]
            DisputedService.objects.filter(pk=by_place[own].pk).update(depends_on=target)
    return made


def _copy_parties(case: Case, leading: Case) -> list[int]:
    """Give the leading case the parties it lacks; the letter and the conflict check read them."""
    own = set(leading.parties.values_list("role", flat=True))
    names = set(leading.parties.filter(role__in=SEVERAL).values_list("role", "name"))
    made = []
    for party in case.parties.order_by("pk"):
        is_new = (party.role, party.name) not in names if party.role in SEVERAL else False
        if party.role not in own or is_new:
            copy = Party.objects.create(case=leading, **asdict(party_entry(party)))
            made.append(copy.pk)
    return made


def _copy_records(case: Case, leading: Case, *, by: Any, at: datetime) -> list[int]:
    """Give the leading case every page that people read here and that it does not hold already."""
    records = case.records.current().select_related("received_file").order_by("position", "pk")
    return [copy.pk for one in records for copy in _copies_of(one, leading, by=by, at=at)]


def _copies_of(
    record: MedicalRecord, leading: Case, *, by: Any, at: datetime
) -> Iterator[MedicalRecord]:
    """Yield a document for each run of pages; of a document without pages, itself unless held."""
    numbers = record.record_pages.open().order_by("number_in_file")
    found = list(numbers.values_list("number_in_file", flat=True))
    file = record.received_file
    if file is None or not record.record_pages.exists():
        same = leading.records.current().filter(file_sha256=record.file_sha256)
        if not record.file_sha256 or not same.exists():
            yield add_record(leading, _entry_of(record), by=by, at=at, content=_file_of(record))
        return
    held = _pages_held(leading, file)
    for pages in _runs(number for number in found if number not in held):
        listed = add_record(leading, _entry_of(record), by=by, at=at)
        listed.facility = record.facility
        yield take_over_pages(listed, file, pages, by=by, at=at)


def _pages_held(case: Case, file: ReceivedFile) -> set[int]:
    """Return which pages of these bytes the case has taken in."""
    same = case.received_files.current().filter(sha256=file.sha256)
    held = {number for one in same for number in range(one.first_page, (one.last_page or 0) + 1)}
    is_whole = same.filter(last_page=None).exists() or (
        case.records.current().filter(file_sha256=file.sha256, received_file=None).exists()
    )
    return held | set(range(1, (file.last_page or 0) + 1)) if is_whole else held


def _runs(numbers: Iterable[int]) -> Iterator[range]:
    """Yield the stretches of numbers without a gap."""
    start = last = 0
    for number in numbers:
        if start and number != last + 1:
            yield range(start, last + 1)
            start = 0
        start, last = start or number, number
    if start:
        yield range(start, last + 1)


def _refuse_divided(consolidation: Consolidation, leading: Case) -> None:
    """Refuse where what was taken over has been mixed with something else since."""
    copied = set(consolidation.copied["services"])
    merged = DisputedService.everything.filter(pk__in=copied).exclude(stands_in=None)
    standing = set(leading.services.values_list("pk", flat=True))
    parts = {
        one["service"]
        for change in leading.service_changes.filter(kind=ServiceChange.Kind.SPLIT)
        if copied & {one["service"] for one in change.before}
        for one in change.after
    }
    if merged.exists() or (parts & standing) - copied:
        raise Refused(
            "A service that was taken over has been split or put together with another since. "
            "Undo that first, so that each case gets back what it had."
        )


def _give_back(consolidation: Consolidation, leading: Case, *, by: Any, at: datetime) -> None:
    copied, number = consolidation.copied, consolidation.case.case_number
    for service in leading.services.filter(pk__in=copied["services"]):
        _stand_back(service, at)
    for place, service in enumerate(leading.services.order_by("position"), start=1):
        DisputedService.objects.filter(pk=service.pk).update(position=place)
    for record in leading.records.current().filter(pk__in=copied["records"]):
        words = f"Separated: it belongs to {number}."
        supersede_record(record, by=by, at=at, reason=words)
    for party in leading.parties.filter(pk__in=copied["parties"]):
        if not party.contact_notes.exists():
            audit.append("party.removed", party, by=by, case=leading, role=party.role)
            party.delete()


def _stand_back(service: DisputedService, at: datetime) -> None:
    """Let the copy stand in the row it was made of, which has its place in its own case."""
    service.eligibility_decisions.current().update(superseded_at=at)
    DisputedService.everything.filter(depends_on=service).update(depends_on=None)
    service.stands_in, service.position, service.depends_on = service.taken_over_from, None, None
    service.save(update_fields=["stands_in", "position", "depends_on"])


def _tell_both(consolidation: Consolidation, verb: str, *, by: Any, at: datetime) -> None:
    """Write the row of the trail in both cases, and count the leading case's clocks again."""
    leading, case = consolidation.leading, consolidation.case
    counts = {name: len(keys) for name, keys in consolidation.copied.items()}
    for each, other in ((leading, case), (case, leading)):
        audit.append(
            f"consolidation.{verb}",
            consolidation,
            by=by,
            case=each,
            other=other.case_number,
            leads=each.pk == leading.pk,
            together_with=len(led_by(leading)),
            copied=counts,
        )
    refresh_deadlines(leading, by=by, at=at, reason=f"consolidation.{verb}")


def _entry_of(record: MedicalRecord) -> RecordEntry:
    return RecordEntry(
        kind=record.kind,
        source=record.source,
        title=record.title,
        author=record.author,
        date_of_service=record.date_of_service,
        received_on=record.received_on,
    )


def _file_of(record: MedicalRecord) -> StoredFile | None:
    if not record.file_sha256:
        return None
    return StoredFile(
        record.file_sha256, record.file_size or 0, record.pages or 0, record.file_name
    )
