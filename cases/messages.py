"""Who is told of something, and what a message says: made from the case as it is when shown."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth import get_user_model
from django.db.models import QuerySet
from django.urls import reverse

from cases.duedates import due_words
from cases.models import Case, CaseGrant, Message

COORDINATOR, ESCALATION = "coordinator", "escalation"
PERMISSION_BY_WHOM = {
    COORDINATOR: "cases.receive_application",
    ESCALATION: "cases.receive_escalations",
}
WORDS_BY_KIND = {
    Message.Kind.DUE_DATE_CHANGED: "{what} is due {day} now",
    Message.Kind.RULES_CHANGED: "Due dates changed with the rules or a calendar",
    Message.Kind.EXPEDITED: "The case is expedited now: look at its due dates",
    Message.Kind.STANDARD: "The case is a regular one now: look at its due dates",
    Message.Kind.ADMINISTRATOR_CHANGED: (
        "The claims administrator changed: answer for conflicts with the new one before going on"
    ),
    Message.Kind.CONFLICT_DECLARED: (
        "A conflict with the new claims administrator was declared: the case needs another reviewer"
    ),
    Message.Kind.OFFER: "A case is offered to you",
    Message.Kind.OFFER_REMINDER: "Your answer to an offer is awaited",
}


@dataclass(frozen=True)
class Told:
    """A message as its reader sees it; the page of an offer is named by the template."""

    message: Message
    words: str
    badge: str
    tone: str
    url: str

    @property
    def is_offer(self) -> bool:
        """Whether it leads to an offer: whoever has not answered it does not see the case."""
        return self.message.kind in (Message.Kind.OFFER, Message.Kind.OFFER_REMINDER)


class Staff:
    """Who is told what, read once for many cases."""

    def __init__(self) -> None:
        people = list(get_user_model().objects.filter(is_active=True, is_service=False))
        self._by_key = {person.pk: person for person in people}
        self._by_whom = {
            whom: [person for person in people if person.has_perm(permission)]
            for whom, permission in PERMISSION_BY_WHOM.items()
        }

    def of(self, case: Case, whom: str) -> list[Any]:
        """Return the people: of coordinators whoever has the case in hand, else all of them."""
        able = self._by_whom[whom]
        if whom != COORDINATOR:
            return able or self._by_whom[COORDINATOR]
        for key in (case.assigned_by_id, case.created_by_id):
            if self._by_key.get(key) in able:
                return [self._by_key[key]]
        return able


def people_of_cases(cases: QuerySet[Case]) -> list[Any]:
    """Return who works on any of these cases; asked of many at once, in three queries."""
    staff, found = Staff(), {}
    for assigned_by, created_by in cases.values_list("assigned_by", "created_by").distinct():
        case = Case(assigned_by_id=assigned_by, created_by_id=created_by)
        found |= dict.fromkeys(staff.of(case, COORDINATOR))
    grants = CaseGrant.objects.filter(case__in=cases, ended_at=None, user__is_active=True)
    holders = get_user_model().objects.filter(pk__in=grants.values("user"))
    return [*found, *(person for person in holders if person not in found)]


def people_of(case: Case) -> list[Any]:
    """Return who works on the case: its coordinator, and whoever holds a grant of it."""
    grants = CaseGrant.objects.filter(case=case, ended_at=None, user__is_active=True)
    holders = [grant.user for grant in grants.select_related("user")]
    return list(dict.fromkeys([*Staff().of(case, COORDINATOR), *holders]))


def unread(user: Any) -> QuerySet[Message]:
    """Return what this person has not marked as read, newest first."""
    return user.messages.unread().select_related("case", "deadline")


def told(messages: Iterable[Message], today: date) -> list[Told]:
    """Return the messages as they are read."""
    return [_told(message, today) for message in messages]


def _told(message: Message, today: date) -> Told:
    badge, tone = _badge(message, today)
    return Told(message, _words(message), badge, tone, _url(message))


def _words(message: Message) -> str:
    if message.deadline is None:
        return WORDS_BY_KIND[Message.Kind(message.kind)]
    what = message.deadline.what
    what = what[0].upper() + what[1:]
    if message.kind == Message.Kind.REMINDER:
        return f"{what}, owed by {_owed_by(message)}"
    day = message.deadline.target_on
    return WORDS_BY_KIND[Message.Kind(message.kind)].format(
        what=what, day=f"{day:%a} {day.day} {day:%b %Y}"
    )


def _owed_by(message: Message) -> str:
    return "us" if message.deadline.is_ours else f"the {message.deadline.owed_by}"


def _badge(message: Message, today: date) -> tuple[str, str]:
    row = message.deadline
    if row is None:
        return "", "info"
    if row.met_on is not None:
        return "Done", "good"
    if row.stopped_at is not None or row.superseded_at is not None:
        return "No longer so", "info"
    return due_words(row.target_on, today)


def _url(message: Message) -> str:
    if message.case is None:
        return reverse("cases:rules")
    number = message.case.case_number
    if message.deadline is not None and message.deadline.superseded_at is None:
        return reverse("cases:deadline", args=[number, message.deadline.clock])
    return reverse("cases:case", args=[number])
