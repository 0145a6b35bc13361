"""Telling people in the house: each once, by a list of their own, and by one mail in the hour.

The row is the truth. Reminders are found by asking which steps of the ladder are due and not taken;
mails by asking which messages have none. Both may run twice, at once, or after days of sleep.
"""

import logging
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import connection, transaction
from django.db.models import F, QuerySet
from django.template.loader import render_to_string
from django.utils import timezone

from cases import audit
from cases.deadlines.ladder import Duty, Ladder, LadderStep, mail_after, steps_due
from cases.deadlines.rules import Dispute
from cases.lifecycle import ENDINGS
from cases.messages import Staff
from cases.models import Case, Deadline, Message
from cases.rulebook import current_rulebook

log = logging.getLogger(__name__)

# One sweep of reminders at a time: the second waits and finds nothing left to do.
LOCK = 7_401_116
AT_ONCE = 500
MOST_ATTEMPTS = 12
FIRST_WAIT = timedelta(minutes=1)


def tell(
    people: Iterable[Any],
    kind: str,
    case: Case | None,
    *,
    key: str,
    at: datetime,
    deadline: Deadline | None = None,
    step: str = "",
) -> list[Message]:
    """Tell each of these people once of this occasion, and return what is new.

    Called inside the transaction of the action that has something to tell. `key` names the
    occasion: whoever was told of it is not told again, whoever asks and however often.
    """
    people = list(dict.fromkeys(people))
    knowing = set(Message.objects.filter(key=key, to__in=people).values_list("to", flat=True))
    is_urgent = case is not None and case.priority == Case.Priority.EXPEDITED
    after = mail_after(current_rulebook().ladder, at, is_urgent=is_urgent)
    rows = [
        Message(
            to=person,
            case=case,
            kind=kind,
            deadline=deadline,
            step=step,
            key=key,
            made_at=at,
            mail_after=after,
        )
        for person in people
        if person.pk not in knowing
    ]
    # Two at once: the constraint lets one of them tell.
    return Message.objects.bulk_create(rows, ignore_conflicts=True)


def remind(*, at: datetime) -> int:
    """Take every step of the ladder that is due, and return how many people were told."""
    total, last = 0, 0
    while True:
        made, last = _remind_some(at=at, after=last)
        total += made
        if not last:
            return total


@transaction.atomic
def _remind_some(*, at: datetime, after: int) -> tuple[int, int]:
    """Go through the next duties above the key `after`; zero for the last key when all are done."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
    ladder, staff = current_rulebook().ladder, Staff()
    duties = list(_duties(ladder, at).filter(pk__gt=after).order_by("pk")[:AT_ONCE])
    taken = _taken(duties)
    made = sum(
        _take(row, step, staff, at=at)
        for row in duties
        for step in steps_due(ladder, _duty(row), at)
        if (row.pk, step.name) not in taken
    )
    return made, duties[-1].pk if len(duties) == AT_ONCE else 0


def _duties(ladder: Ladder, at: datetime) -> QuerySet[Deadline]:
    """Return the running duties of open cases that a step may be due for."""
    ahead = max([0, *(-(step.days or 0) for step in ladder.steps)]) + 1
    soon = timezone.localdate(at) + timedelta(days=ahead)
    rows = Deadline.objects.running().duties().exclude(case__status__in=ENDINGS)
    return rows.filter(target_on__lte=soon).select_related("case")


def _duty(row: Deadline) -> Duty:
    return Duty(Dispute(row.dispute), row.target_on, row.due_at, row.counted_at)


def _taken(duties: Sequence[Deadline]) -> set[tuple[int, str]]:
    """Return which steps of these duties were taken."""
    kept = Message.objects.filter(deadline__in=duties, kind=Message.Kind.REMINDER)
    return set(kept.values_list("deadline", "step"))


def _take(row: Deadline, step: LadderStep, staff: Staff, *, at: datetime) -> int:
    people = [person for whom in step.to for person in staff.of(row.case, whom)]
    # The occasion is the day, not the row: a date counted again to the same day is no news.
    when = row.due_at.isoformat() if row.due_at else row.target_on.isoformat()
    key = f"due-{row.case_id}-{row.clock}-{when}-{step.name}"
    kind = Message.Kind.REMINDER
    made = tell(people, kind, row.case, key=key, at=at, deadline=row, step=step.name)
    if made:
        audit.append(
            "reminder.made", row, by=None, rule=row.rule_id, step=step.name, people=len(made)
        )
    return len(made)


def send_mails(*, at: datetime) -> int:
    """Send each person one mail on what is new, and return how many mails went out."""
    people = _mailable(at).values_list("to", flat=True).order_by("to").distinct()
    return sum(_send_to(person, at=at) for person in list(people))


def _mailable(at: datetime) -> QuerySet[Message]:
    """Return what waits for a mail: unread, its quiet hours over, its attempts not spent."""
    rows = Message.objects.unmailed().unread().filter(mail_after__lte=at, to__is_active=True)
    return rows.filter(mail_attempts__lt=MOST_ATTEMPTS)


@transaction.atomic
def _send_to(person_id: int, *, at: datetime) -> bool:
    """Send one person's mail with the rows locked: another worker finds them taken, or sent.

    A worker that dies between sending and committing sends again; a mail is never left out.
    """
    rows = list(
        _mailable(at)
        .filter(to=person_id)
        .select_for_update(skip_locked=True, of=("self",))
        .select_related("to", "case", "deadline")
        .order_by("pk")
    )
    current = [row for row in rows if not _is_over(row)]
    keys = [row.pk for row in rows]
    if current and not _send(current):
        wait = FIRST_WAIT * 2 ** current[0].mail_attempts
        Message.objects.filter(pk__in=keys).update(
            mail_attempts=F("mail_attempts") + 1, mail_after=at + wait
        )
        return False
    over = [row.pk for row in rows if _is_over(row)]
    Message.objects.filter(pk__in=over).update(read_at=at)
    Message.objects.filter(pk__in=[row.pk for row in current]).update(mailed_at=at)
    return bool(current)


def _is_over(message: Message) -> bool:
    """Whether what it reminds of was done, or has become another date, before its mail went out."""
    row = message.deadline
    if row is None or message.kind != Message.Kind.REMINDER:
        return False
    return any((row.met_on, row.stopped_at, row.superseded_at))


def _send(messages: Sequence[Message]) -> bool:
    """Hand one mail over: case numbers, the reader's role and a link; nothing of the case."""
    person = messages[0].to
    numbers = sorted({message.case.case_number for message in messages if message.case})
    context = {
        "site": settings.SITE_ADDRESS,
        "role": person.get_role_display(),
        "numbers": numbers,
        "has_rules": any(message.case is None for message in messages),
    }
    mail = EmailMessage(
        subject="Something waits for you in IMR Portal",
        body=render_to_string("mail/messages.txt", context),
        to=[person.email],
        headers={"X-IMR-Portal-Message": str(messages[-1].pk)},
    )
    try:
        mail.send()
    except OSError as error:
        log.warning("A mail was not handed over (%s); it is tried again.", type(error).__name__)
        return False
    return True
