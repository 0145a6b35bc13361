"""Telling people in the house of something, each once; and marking it as read."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404

from cases import audit
from cases.access import NOT_FOUND
from cases.deadlines.ladder import mail_after
from cases.models import Case, Deadline, Message
from cases.rulebook import current_rulebook


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


@transaction.atomic
def read_messages(user: Any, *, at: datetime, message_id: int | None = None) -> int:
    """Mark one message of this person as read, or all of them."""
    rows = Message.objects.unread().filter(to=user)
    if message_id is not None:
        if not Message.objects.filter(to=user, pk=message_id).exists():
            raise Http404(NOT_FOUND)
        rows = rows.filter(pk=message_id)
    count = rows.update(read_at=at)
    if count:
        audit.append("message.read", by=user, messages=count)
    return count
