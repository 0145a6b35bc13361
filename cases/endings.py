"""What an ending does, found before it is done and found again when it is: the page and the action
read the same plan.

A dispute ends for some services or for all. When the last one ends, the case ends: as withdrawn
where every service was withdrawn, as terminated otherwise.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.casedates import dispute_of_case
from cases.deadlines.clocks import midday
from cases.deadlines.counting import Event, due
from cases.deadlines.rules import NoSuchRule, choose_rule_set
from cases.intake.findings import places_words
from cases.lifecycle import CaseStatus
from cases.models import Case, Deadline, DisputedService, Ending, Party
from cases.rulebook import current_rulebook

R = Ending.Reason
Role = Party.Role
WITHDRAWALS = frozenset({R.WITHDRAWN_BY_APPLICANT, R.WITHDRAWN_BY_PHYSICIAN})
PERMISSION_BY_REASON = {
    R.WITHDRAWN_BY_APPLICANT: "cases.withdraw_case",
    R.WITHDRAWN_BY_PHYSICIAN: "cases.withdraw_case",
    R.AUTHORIZED: "cases.terminate_case",
    R.SETTLED: "cases.terminate_case",
}
# Whose word ends a dispute: the claims administrator has to tell of all but the applicant's own
# withdrawal (LC 4610.5(g)); a settlement is also heard from those who made it.
TOLD_BY = {
    R.WITHDRAWN_BY_APPLICANT: (Role.INJURED_WORKER, Role.ATTORNEY, Role.AGENT),
    R.WITHDRAWN_BY_PHYSICIAN: (Role.CLAIMS_ADMINISTRATOR,),
    R.AUTHORIZED: (Role.CLAIMS_ADMINISTRATOR,),
    R.SETTLED: (Role.CLAIMS_ADMINISTRATOR, Role.INJURED_WORKER, Role.ATTORNEY),
}
# What eligibility asks of a service that an ending answers.
FACT_BY_REASON = {
    R.WITHDRAWN_BY_APPLICANT: "request_withdrawn_on",
    R.WITHDRAWN_BY_PHYSICIAN: "request_withdrawn_on",
    R.AUTHORIZED: "authorized_on",
    R.SETTLED: "settled_on",
}
NOTICE_RULE = "C1"


@dataclass(frozen=True)
class EndingEntry:
    """One ending as it was told: why, by whom, when it happened and when it was heard of."""

    reason: str
    told_by: str
    happened_on: date
    noticed_on: date
    explanation: str
    service_ids: tuple[int, ...]


@dataclass(frozen=True)
class Fault:
    """What is wrong with an entry: the field and a sentence."""

    field: str
    sentence: str


@dataclass(frozen=True)
class Plan:
    """What an ending does: the services it takes out, those that stay, and what the case becomes.

    `notice_due_on` is the last day on which the claims administrator had to tell of it, where it
    had to; `clocks` are those that stop.
    """

    entry: EndingEntry
    ended: tuple[DisputedService, ...]
    staying: tuple[DisputedService, ...]
    step_name: str
    clocks: tuple[Deadline, ...]
    notice_due_on: date | None
    case_reason: str

    @property
    def is_whole(self) -> bool:
        """Whether the case ends with it."""
        return bool(self.step_name)

    @property
    def ends_as(self) -> str:
        """The words of the status the case comes to; empty while something stays in dispute."""
        return {"withdraw": "withdrawn", "terminate": "terminated"}.get(self.step_name, "")

    @property
    def days_to_notice(self) -> int:
        """How many days after the event the organization was told."""
        return (self.entry.noticed_on - self.entry.happened_on).days

    @property
    def told_by_words(self) -> str:
        """Who told of it."""
        return str(Role(self.entry.told_by).label).lower()

    @property
    def is_notice_late(self) -> bool:
        """Whether the claims administrator told of it after its last day."""
        return self.notice_due_on is not None and self.entry.noticed_on > self.notice_due_on

    @property
    def digest(self) -> str:
        """What was shown, so that a case that changed meanwhile is shown again."""
        seen = (
            [one.pk for one in self.ended],
            [one.pk for one in self.staying],
            self.step_name,
            self.entry,
        )
        return hashlib.sha256(repr(seen).encode()).hexdigest()


def may_end(case: Case) -> list[DisputedService]:
    """Return the services that an ending could take out, in order."""
    return list(case.services.still_disputed().order_by("position"))


def faults_of(case: Case, entry: EndingEntry, *, today: date) -> list[Fault]:
    """Return what is wrong with the entry, each at its field; empty when it can be recorded."""
    faults = []
    if entry.reason not in TOLD_BY:
        return [Fault("reason", "Choose why the dispute ends.")]
    if entry.told_by not in TOLD_BY[R(entry.reason)]:
        faults.append(Fault("told_by", _whose_word(R(entry.reason))))
    if not entry.explanation.strip():
        faults.append(Fault("explanation", "Say why it ends: the notice to the parties has it."))
    return [*faults, *_day_faults(case, entry, today), *_service_faults(case, entry)]


def plan_of(case: Case, entry: EndingEntry) -> Plan:
    """Return what the entry does to the case as it is now; the entry has no faults."""
    wanted = set(entry.service_ids)
    ended = tuple(one for one in may_end(case) if one.pk in wanted)
    staying = tuple(one for one in _going_on(case) if one.pk not in wanted)
    earlier = list(case.endings.standing())
    step_name = "" if staying else _step_of([*(one.reason for one in earlier), entry.reason])
    return Plan(
        entry=entry,
        ended=ended,
        staying=staying,
        step_name=step_name,
        clocks=tuple(case.deadlines.running()) if step_name else (),
        notice_due_on=notice_due_on(case, entry),
        case_reason=_case_reason(earlier, entry, ended),
    )


def notice_due_on(case: Case, entry: EndingEntry | Ending) -> date | None:
    """Count the five days of the claims administrator (LC 4610.5(g)); None for another's word."""
    if entry.told_by != Role.CLAIMS_ADMINISTRATOR:
        return None
    book = current_rulebook()
    event = Event(at=midday(entry.happened_on))
    try:
        rules = choose_rule_set(book.rule_sets, event.day)
        rule = rules.find(NOTICE_RULE, dispute_of_case(case), event.day)
    except NoSuchRule:
        return None
    return due(rule, event, book.counting).on


def is_notice_late(case: Case, ending: Ending) -> bool:
    """Whether the claims administrator told of it after its last day."""
    due_on = notice_due_on(case, ending)
    return due_on is not None and ending.noticed_on > due_on


def _going_on(case: Case) -> Sequence[DisputedService]:
    """Return what keeps the case open: before eligibility is found, all that may still be."""
    services = case.services.order_by("position")
    is_undecided = case.status == CaseStatus.RECEIVED
    return list(services.still_disputed() if is_undecided else services.in_review())


def _step_of(reasons: Iterable[str]) -> str:
    return "withdraw" if set(reasons) <= WITHDRAWALS else "terminate"


def _whose_word(reason: Ending.Reason) -> str:
    roles = [Role(role).label.lower() for role in TOLD_BY[reason]]
    words = f"{', '.join(roles[:-1])} or {roles[-1]}" if roles[1:] else roles[0]
    more = ""
    if reason == R.WITHDRAWN_BY_PHYSICIAN:
        more = " A physician who calls is asked to have the claims administrator write."
    return f"“{reason.label}” is told by the {words} (LC 4610.5(g)).{more}"


def _day_faults(case: Case, entry: EndingEntry, today: date) -> list[Fault]:
    faults = []
    if entry.noticed_on > today:
        faults.append(Fault("noticed_on", "You cannot have been told in the future."))
    if entry.happened_on > entry.noticed_on:
        faults.append(Fault("happened_on", "You were told before it happened: check both days."))
    decision: Any = getattr(case, "ur_decision", None)
    if decision is not None and entry.happened_on < decision.decided_on:
        day = decision.decided_on
        faults.append(
            Fault(
                "happened_on",
                f"This is before the UR decision of {day:%a} {day.day} {day:%b %Y}: nothing was "
                "disputed yet.",
            )
        )
    return faults


def _service_faults(case: Case, entry: EndingEntry) -> list[Fault]:
    if not entry.service_ids:
        return [Fault("services", "Choose at least one service.")]
    if set(entry.service_ids) <= {one.pk for one in may_end(case)}:
        return []
    return [
        Fault(
            "services",
            "A service you chose is not in dispute any more: somebody ended it or found it "
            "ineligible meanwhile. Look at the list again.",
        )
    ]


def _case_reason(
    earlier: Sequence[Ending], entry: EndingEntry, ended: Sequence[DisputedService]
) -> str:
    """Return why the case ended, service by service where they ended one after another."""
    if not earlier:
        return entry.explanation.strip()
    lines = [
        _line([row.service.position for row in one.ended_services.all()], one.explanation)
        for one in earlier
    ]
    lines.append(_line([one.position for one in ended], entry.explanation))
    return "\n".join(lines)


def _line(places: Sequence[int], explanation: str) -> str:
    return f"{places_words(places)}: {explanation.strip()}"
