"""Another claims administrator takes over (LC 4610.5(p)): the party is replaced, with its history.

What was done while the former one was there keeps naming it. What still has to be sent goes to the
new one, the conflict check is opened again by whoever listens, and the clocks are counted again.
"""

from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import access, audit
from cases.actions.clocks import EventEntry, note_event
from cases.actions.deadlines import refresh_deadlines
from cases.actions.disputes import letter_limits
from cases.actions.lifecycle import lock_case
from cases.actions.noticedesk import prepare_again
from cases.actions.parties import refuse_late_change
from cases.deadlines.clocks import midday
from cases.errors import Refused
from cases.freezing.notices import recipient_of
from cases.intake import PartyEntry, party_problems
from cases.intake.findings import day_words
from cases.messages import people_of
from cases.models import Case, Message, NoticeService, Party
from cases.pipelines.messages import tell
from cases.signals import Change, case_changed

ROLE = Party.Role.CLAIMS_ADMINISTRATOR


@dataclass(frozen=True)
class AdministratorChange:
    """The new claims administrator, from when on, and when we were told."""

    party: PartyEntry
    effective_on: date
    noticed_on: date


@transaction.atomic
def change_claims_administrator(
    case: Case, entry: AdministratorChange, *, by: Any, at: datetime
) -> Party:
    """Put the new claims administrator in the place of the former one, which stays on file."""
    case = lock_case(case)
    access.require(by, "cases.edit_parties")
    refuse_late_change(case)
    former = case.parties.select_for_update().filter(role=ROLE).first()
    faults = _faults(case, entry, former, today=timezone.localdate(at))
    if faults or former is None:
        raise Refused(*faults)
    former.replaced_on = entry.effective_on
    former.save(update_fields=["replaced_on"])
    party = Party.objects.create(case=case, since_on=entry.effective_on, **asdict(entry.party))
    audit.append("party.replaced", party, by=by, role=party.role, former=former.pk)
    notice = EventEntry("C2", midday(entry.effective_on), met_on=entry.noticed_on)
    note_event(case, notice, by=by, at=at)
    refresh_deadlines(case, by=by, at=at, reason="party.replaced")
    _readdress(case, by=by, at=at)
    _redirect(case, party, by=by, at=at)
    people = [person for person in people_of(case) if person != by]
    tell(people, Message.Kind.ADMINISTRATOR_CHANGED, case, key=f"party-{party.pk}", at=at)
    case_changed.send(sender=Case, case=case, change=Change.CLAIMS_ADMINISTRATOR, by=by, at=at)
    return party


def _readdress(case: Case, *, by: Any, at: datetime) -> None:
    """Prepare anew what nobody has been served with yet, so that it goes to the new one."""
    today = timezone.localdate(at)
    waiting = case.notices.current().exclude(services__served_on__isnull=False)
    for notice in waiting.order_by("number").distinct():
        prepare_again(notice, by=by, at=at, dated=max(notice.dated, today))


def _redirect(case: Case, party: Party, *, by: Any, at: datetime) -> None:
    """Send to the new one what others were served with already and the former was not.

    Such a notice stands as it is, with the names of its day.
    """
    waiting = NoticeService.objects.filter(
        notice__in=case.notices.current().filter(services__served_on__isnull=False),
        recipient_role=ROLE,
        served_on=None,
    )
    to = recipient_of(party)
    for service in waiting.select_for_update(of=("self",)).select_related("notice").order_by("pk"):
        service.recipient_name, service.address = to.name, to.address
        service.save(update_fields=["recipient_name", "address"])
        number = service.notice.number
        audit.append("notice.redirected", service, by=by, case=case, number=number, party=party.pk)


def former_administrators(case: Case) -> list[Party]:
    """Return who administered the claim before, the latest first."""
    former = Party.with_former.filter(case=case, role=ROLE, replaced_on__isnull=False)
    return list(former.order_by("-replaced_on", "-pk"))


def _faults(
    case: Case, entry: AdministratorChange, former: Party | None, *, today: date
) -> list[str]:
    problems = party_problems(entry.party, today, letter_limits(), injury=case.date_of_injury)
    faults = [problem.sentence for problem in problems]
    if former is None:
        return [*faults, "The case has no claims administrator yet: add the party instead."]
    if entry.party.role != ROLE:
        faults.append("This page changes the claims administrator alone.")
    if _same(entry.party.name, former.name):
        faults.append(
            "This is the claims administrator on file. To correct its address or contact, edit the "
            "party: a change keeps the former one and opens the conflict check again."
        )
    if entry.effective_on > today:
        faults.append(
            f"The change takes effect on {day_words(entry.effective_on)}, which is in the future: "
            "record it on that day, until then notices go to the present one."
        )
    if former.since_on and entry.effective_on < former.since_on:
        faults.append(
            f"The present one took over on {day_words(former.since_on)}; the next cannot have come "
            "before."
        )
    if entry.effective_on < case.date_of_injury:
        faults.append("The change cannot have taken effect before the injury. Check the day.")
    if entry.noticed_on > today:
        faults.append(f"{day_words(entry.noticed_on)} is in the future: when was the notice here?")
    return faults


def _same(one: str, other: str) -> bool:
    return " ".join(one.casefold().split()) == " ".join(other.casefold().split())
