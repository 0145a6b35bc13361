"""Asks for records item by item, settles what became of each, goes on without what is silent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import access, audit
from cases.actions.lifecycle import lock_case
from cases.characters import character_refusal
from cases.errors import Refused
from cases.expected.rules import Item, shipped_record_rules
from cases.expected.suggest import Document, suggested
from cases.lifecycle import BEFORE_SIGNATURE, CaseStatus
from cases.models import Case, ExpectedRecord, MedicalRecord, RecordsSilence
from cases.pipelines.silences import end_silence
from cases.silences import is_open, is_over, items_of, lacking, not_received, records_deadline

SETTLE = "cases.upload_records"
State = ExpectedRecord.State
WITH_REASON = (State.MISSING, State.ILLEGIBLE, State.NOT_APPLICABLE)
MAY_BE_SETTLED = BEFORE_SIGNATURE - {CaseStatus.APPROVED}


@dataclass(frozen=True)
class Settled:
    """What became of one item: its code, the state, the documents that tick it, and the reason."""

    code: str
    state: str
    record_ids: tuple[int, ...] = ()
    reason: str = ""


def begin_checklist(case: Case, *, by: Any, at: datetime) -> list[ExpectedRecord]:
    """Write the items that a request made at `at` asks for; those that are there stay.

    Called inside the transaction of the request, with the case locked.
    """
    day, there = timezone.localdate(at), set(case.expected_records.values_list("code", flat=True))
    items = [
        _row(case, place, item, at)
        for place, item in enumerate(shipped_record_rules().items_on(day), start=1)
        if item.code not in there
    ]
    ExpectedRecord.objects.bulk_create(items)
    if items:
        audit.append("checklist.begun", case, by=by, items=len(items))
    return items


@transaction.atomic
def settle_items(case: Case, settled: Sequence[Settled], *, by: Any, at: datetime) -> Case:
    """Say what became of items; with the last required one, a silence is over."""
    case = lock_case(case)
    access.require(by, SETTLE)
    _refuse_late(case)
    rows = {row.code: row for row in case.expected_records.select_for_update(of=("self",))}
    _refuse_faults(case, settled, rows)
    lines_before = not_received(items_of(case))
    for one in settled:
        _settle(rows[one.code], one, by=by, at=at)
    states = sorted({f"{one.code}: {one.state}" for one in settled})
    audit.append("checklist.settled", case, by=by, states=states)
    items = items_of(case)
    if case.status != CaseStatus.AWAITING_RECORDS:
        _keep_letter_true(case, lines_before, not_received(items))
    elif not lacking(items):
        _end_if_late(case, by=by, at=at)
    return case


@transaction.atomic
def settle_all(case: Case, *, by: Any, at: datetime, reason: str) -> Case:
    """Settle every open item: received where a document fits, else not applicable for `reason`."""
    suggestions = suggestions_of(case)
    settled = [
        Settled(item.code, State.RECEIVED, tuple(suggestions[item.code]))
        if suggestions[item.code]
        else Settled(item.code, State.NOT_APPLICABLE, reason=reason)
        for item in items_of(case)
        if is_open(item)
    ]
    return settle_items(case, settled, by=by, at=at) if settled else case


def suggestions_of(case: Case) -> dict[str, Sequence[int]]:
    """Return the keys of the documents that may tick each item, by its code."""
    rules = {item.code: item for item in shipped_record_rules().items}
    documents = [
        Document(record.pk, record.kind, record.source, record.date_of_service)
        for record in case.records.current().exclude(file_sha256="").order_by("position", "pk")
    ]
    decision: Any = getattr(case, "ur_decision", None)
    request_on = decision.rfa_on if decision is not None else None
    return {
        code: suggested(rules[code], documents, request_on=request_on) if code in rules else []
        for code in case.expected_records.values_list("code", flat=True)
    }


def go_on(case: Case, *, by: Any, at: datetime, without_reason: str) -> str:
    """Return what the letter names as not received, once the case may stop waiting for records.

    With everything settled it may at once. With something lacking it may only after the last day,
    for a recorded reason; what is open then counts as missing (8 CCR 9792.10.6(b)(2)). Called
    inside the transaction that completes the records, with the case locked.
    """
    owed = lacking(items_of(case))
    if not owed:
        end_silence(case, by=by, at=at, what=RecordsSilence.End.CAME)
        return ""
    _refuse_going_on(case, owed, at, without_reason)
    reason = without_reason.strip()
    end_silence(case, by=by, at=at, what=RecordsSilence.End.WENT_ON, reason=reason)
    for item in owed:
        if is_open(item):
            _settle(item, Settled(item.code, State.MISSING, reason=reason), by=by, at=at)
    audit.append("records.went_on_without", case, by=by, items=sorted(i.code for i in owed))
    return "\n".join(not_received(items_of(case)))


def _row(case: Case, place: int, item: Item, at: datetime) -> ExpectedRecord:
    return ExpectedRecord(
        case=case,
        position=place,
        code=item.code,
        what=item.what,
        owed_by=item.owed_by,
        is_required=item.is_required,
        cite=item.cite,
        statute=item.statute,
        is_verified=item.is_verified_on(timezone.localdate(at)),
        note=item.note,
        asked_at=at,
    )


def _settle(row: ExpectedRecord, one: Settled, *, by: Any, at: datetime) -> None:
    row.state, row.reason = one.state, one.reason.strip()
    is_expected = one.state == State.EXPECTED
    row.settled_by, row.settled_at = (None, None) if is_expected else (by, at)
    row.save()
    row.records.set(one.record_ids if one.state in (State.RECEIVED, State.ILLEGIBLE) else ())


def _refuse_late(case: Case) -> None:
    if case.status in MAY_BE_SETTLED:
        return
    words = case.get_status_display().lower()
    more = " Return it to the reviewer first." if case.status == CaseStatus.APPROVED else ""
    raise Refused(f"The case is {words}: what was asked for is settled no more.{more}")


def _refuse_faults(case: Case, settled: Sequence[Settled], rows: dict[str, ExpectedRecord]) -> None:
    keys = set(case.records.current().values_list("pk", flat=True))
    faults: list[str] = []
    for one in settled:
        row = rows.get(one.code)
        if row is None:
            faults.append("An item of the page is not on this case's list: open the page again.")
            continue
        faults += _faults(row, one, keys)
    if faults:
        raise Refused(*dict.fromkeys(faults))


def _faults(row: ExpectedRecord, one: Settled, keys: set[int]) -> list[str]:
    place = f"Item {row.position}"
    if one.state not in State.values:
        return [f"{place}: choose what became of it."]
    if not set(one.record_ids) <= keys:
        return [f"{place}: a document you ticked has been superseded. Look at the list again."]
    if one.state == State.RECEIVED and not one.record_ids:
        return [f"{place}: tick the document that it came with."]
    if one.state in WITH_REASON and not one.reason.strip():
        label = State(one.state).label.lower()
        return [f"{place}: say why it is {label}."]
    refusal = character_refusal(f"The reason of item {row.position}", one.reason)
    return [refusal] if refusal else []


def _refuse_going_on(
    case: Case, owed: Sequence[ExpectedRecord], at: datetime, without_reason: str
) -> None:
    places = ", ".join(str(item.position) for item in owed)
    word = "Item" if len(owed) == 1 else "Items"
    deadline = records_deadline(case)
    if deadline is not None and not is_over(deadline, at):
        day = deadline.due_on
        raise Refused(
            f"{word} {places} of the list are still to come, and the claims administrator has "
            f"until {day:%a} {day.day} {day:%b %Y} to send them. Say what came and what does not "
            "apply, or keep waiting.",
            fix_url_name="cases:expected_records",
        )
    refusal = character_refusal("The reason", without_reason)
    if not without_reason.strip() or refusal:
        raise Refused(
            refusal
            or f"{word} {places} of the list did not come. Say why the review goes on without: "
            "the letter names what is missing, and the reason stays in the file."
        )


def _end_if_late(case: Case, *, by: Any, at: datetime) -> None:
    if case.silences.filter(ended_at=None).exists():
        end_silence(case, by=by, at=at, what=RecordsSilence.End.CAME)


def _keep_letter_true(case: Case, before: Sequence[str], after: Sequence[str]) -> None:
    """Take out of the letter's list what has come since, and add what turned out to be missing."""
    kept = [line for line in case.records_not_received.splitlines() if line not in before]
    case.records_not_received = "\n".join([*after, *kept])
    case.save(update_fields=["records_not_received"])


def current_documents(case: Case) -> list[MedicalRecord]:
    """Return the documents that can tick an item, in the order of the file."""
    return list(case.records.current().exclude(file_sha256="").order_by("position", "pk"))
