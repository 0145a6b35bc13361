"""A case as a story: what was done and by whom, from the audit, in words that name no patient."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.deadlines.clocks import CLOCK_WORDS
from cases.lifecycle import MAIN_LINE, REOPENED_AS, CaseStatus
from cases.models import AuditEvent, Case, Ending, Party
from cases.nextsteps import ASK_BY_STATUS

LOOKS = (".viewed", ".listed", ".downloaded", ".previewed", ".opened", "_opened")
NEWEST = 60

WORDS_BY_KIND = {
    "application.received": "Application received",
    "application.corrected": "Application corrected",
    "eligibility.decided": "Eligibility decided",
    "case.find_eligible": "Found eligible",
    "case.find_ineligible": "Found ineligible",
    "case.assign": "Assigned",
    "case.request_records": "Records requested",
    "case.complete_records": "Records complete",
    "case.begin_review": "Review begun",
    "case.end_review": "Review ended without a determination",
    "case.submit": "Submitted for quality check",
    "case.return": "Returned to the reviewer",
    "case.approve": "Approved in quality check",
    "case.sign": "Determination signed",
    "case.seal": "Letter sealed",
    "case.issue": "Determination issued",
    "case.withdraw": "Case withdrawn",
    "case.terminate": "Case terminated",
    **{f"case.reopen_as_{status}": "Case open again" for status in REOPENED_AS.values()},
    "record.split": "A bundle split into its documents",
    "record.confirmed": "A document confirmed",
    "record.joined": "Two documents joined",
    "pages.reread": "Scanned pages read anew",
    "pages.folded": "Pages folded away",
    "pages.unfolded": "Pages brought back",
    "pages.withheld": "Pages withheld as another patient's",
    "pages.released": "Pages said to be this patient's",
    "binder.requested": "A copy of records asked for",
    "binder.ready": "A copy of records made",
    "binder.failed": "A copy of records could not be made",
    "ending.recorded": "Dispute ended",
    "ending.taken_back": "Ending taken back",
    "checklist.begun": "Records asked for, item by item",
    "checklist.settled": "What was asked for, settled",
    "silence.noted": "Records overdue",
    "silence.ended": "End of the wait for overdue records",
    "records.went_on_without": "Went on without what did not come",
    "fee.raised": "Fee noted",
    "fee.corrected": "Fee corrected",
    "services.edited": "Services changed",
    "notice.prepared": "Notice prepared",
    "notice.served": "Notice served",
    "notice.returned": "Notice came back",
    "notice.redirected": "Notice goes to the new claims administrator",
    "letter.returned": "Letter came back",
    "services.split": "A service split",
    "services.merged": "Services put together",
    "case.consolidate": "Consolidated with another case",
    "case.separate": "Separated from the other case",
    "consolidation.consolidated": "Consolidated (8 CCR 9792.10.4(a))",
    "consolidation.separated": "Separated again",
    "note.added": "Contact noted",
    "duplicate.suspected": "Possible duplicate found",
    "duplicate.linked": "Linked as the same dispute",
    "duplicate.dismissed": "Found to be a different dispute",
    "clock.started": "A clock started",
    "clock.done": "Noted as done",
    "clock.stopped": "A clock stands still",
    "clock.resumed": "A clock runs again",
    "clock.stop_withdrawn": "A pause was taken back",
    "extension.asked": "Extension asked for",
    "extension.approved": "Extension approved",
    "extension.refused": "Extension refused",
    "extension.withdrawn": "Request for an extension taken back",
    "case.expedited": "Converted to expedited",
    "case.standard": "Goes on as a regular review",
    "party.added": "Party added",
    "party.changed": "Party corrected",
    "party.removed": "Party removed",
    "party.replaced": "Claims administrator changed",
    "reminder.made": "Reminder",
    "recheck.asked": "Conflict check opened again",
    "recheck.answered": "Conflict check answered again",
    "offer.hastened": "Quicker answer asked for",
    "offer.reminded": "Reviewer reminded of the offer",
    "deadline.counted": "Due dates counted again",
    "deadline.recounted": "Due dates counted again",
    "rules.changed": "The rules or a calendar changed",
}
ANONYMOUS_ROLE = "reviewer"


@dataclass(frozen=True)
class Happening:
    """One line of the story."""

    at: datetime
    words: str
    detail: str
    actor: str


@dataclass(frozen=True)
class Stage:
    """One stage of the main line: what it waits for, reached at an instant or not yet."""

    status: str
    words: str
    ask: str
    state: str
    at: datetime | None


def happenings(case: Case) -> list[Happening]:
    """Return what was done in the case, newest first; looks are left to the auditor."""
    events = AuditEvent.objects.filter(case_number=case.case_number).select_related("actor")
    for suffix in LOOKS:
        events = events.exclude(kind__endswith=suffix)
    # Counting the due dates again follows from a step; their own pages keep what they were.
    events = events.exclude(kind="deadline.counted")
    return [
        Happening(event.at, _words(event.kind), _detail(event), _actor(event))
        for event in events.order_by("-pk")[:NEWEST]
    ]


def stages(case: Case) -> list[Stage]:
    """Return the main line with what is done, now and next; an ended case stops where it ended."""
    reached = _reached(case)
    line: list[str] = [str(status) for status in MAIN_LINE]
    if case.status not in line:
        line = [status for status in line if status in reached] + [case.status]
    here = line.index(case.status)
    return [
        Stage(
            status=status,
            words=CaseStatus(status).label,
            ask=ASK_BY_STATUS[CaseStatus(status)],
            state="now" if place == here else "done" if place < here else "next",
            at=reached.get(status) if place <= here else None,
        )
        for place, status in enumerate(line)
    ]


def _reached(case: Case) -> dict[str, datetime]:
    """Return when each status last began."""
    steps = AuditEvent.objects.filter(
        case_number=case.case_number, data__has_key="reached"
    ).order_by("pk")
    instants = {event.data["reached"]: event.at for event in steps}
    if case.status_at:
        instants[case.status] = case.status_at
    return instants


def _words(kind: str) -> str:
    noun, _, verb = kind.partition(".")
    return WORDS_BY_KIND.get(kind) or f"{noun} {verb}".replace("_", " ").capitalize()


def _detail(event: AuditEvent) -> str:
    return ", ".join(_details(event))


def _details(event: AuditEvent) -> Iterator[str]:
    data: dict[str, Any] = event.data
    for key in ("role", "with_party"):
        if data.get(key) in Party.Role.values:
            yield Party.Role(data[key]).label.lower()
    if data.get("ending") in Ending.Reason.values:
        yield Ending.Reason(data["ending"]).label.lower()
    if data.get("rule"):
        yield CLOCK_WORDS.get(data["rule"], data["rule"]).lower()
    if isinstance(data.get("days"), int):
        yield f"{data['days']} day{'' if data['days'] == 1 else 's'}"
    if data.get("step"):
        yield data["step"]
    if isinstance(data.get("services"), int):
        yield f"{data['services']} service{'' if data['services'] == 1 else 's'}"
    if not event.kind.startswith("case."):
        yield from (name.replace("_", " ") for name in event.changed_fields)


def _actor(event: AuditEvent) -> str:
    if event.actor is None:
        return "The system"
    if event.actor_role == ANONYMOUS_ROLE:
        return "The reviewer"
    if event.operator:
        return f"By command, {event.operator}"
    return event.actor.full_name
