"""Where notices stand, in words; and the work lists of whoever serves them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from cases.lifecycle import LetterStatus
from cases.models import Case, Notice, NoticeService

UNSERVED = Q(services__served_on=None)


@dataclass(frozen=True)
class NoticeState:
    """One notice with what is said of it in a list."""

    notice: Notice
    words: str
    tone: str
    unserved: int
    came_back: int

    @property
    def is_to_serve(self) -> bool:
        """Whether somebody still waits for it."""
        return self.notice.status == LetterStatus.READY and bool(self.unserved)


def states_of(notices: Iterable[Notice]) -> list[NoticeState]:
    """Return notices, with their services fetched ahead, as a list shows them."""
    found = list(notices)
    replaced = {each.replaces_id for each in found if each.replaces_id}
    return [_state(notice, is_replaced=notice.pk in replaced) for notice in found]


def _state(notice: Notice, *, is_replaced: bool) -> NoticeState:
    services = list(notice.services.all())
    unserved = [each for each in services if each.served_on is None]
    came_back = sum(each.attempt > 1 for each in unserved)
    words, tone = _words(notice, services, len(unserved), came_back)
    if is_replaced:
        words, tone, unserved = "Replaced", "quiet", []
    elif notice.cancelled_at is not None:
        words, tone, unserved = "Not sent", "quiet", []
    return NoticeState(notice, words, tone, len(unserved), came_back)


def _words(
    notice: Notice, services: list[NoticeService], unserved: int, came_back: int
) -> tuple[str, str]:
    if notice.status == LetterStatus.QUEUED:
        return "Being prepared", "info"
    if notice.status == LetterStatus.FAILED:
        return "Failed", "stop"
    if came_back:
        return "Came back", "warn"
    if unserved:
        recipients = len({each.position for each in services})
        return f"{unserved} of {recipients} to serve", "warn"
    return "Served", "good"


def notices_to_serve(user: Any) -> QuerySet[Notice]:
    """Return the sealed notices with a recipient who waits, the earliest day first."""
    return (
        Notice.objects.visible_to(user)
        .current()
        .filter(status=LetterStatus.READY)
        .annotate(waiting=Count("services", filter=UNSERVED))
        .filter(waiting__gt=0)
        .select_related("case")
        .prefetch_related("services")
        .order_by("dated", "pk")
    )


def notices_in_trouble(user: Any) -> QuerySet[Notice]:
    """Return the notices that could not be made."""
    failed = Notice.objects.visible_to(user).current().filter(status=LetterStatus.FAILED)
    return failed.select_related("case").prefetch_related("services").order_by("queued_at", "pk")


def returned_services(user: Any) -> QuerySet[NoticeService]:
    """Return what came back and waits to be served at another address, longest first."""
    return (
        NoticeService.objects.filter(
            notice__in=Notice.objects.visible_to(user).current(),
            served_on=None,
            attempt__gt=1,
        )
        .select_related("notice__case")
        .order_by("pk")
    )


def returned_on(service: NoticeService) -> Any:
    """Return the day on which the attempt before this one came back."""
    earlier = NoticeService.objects.filter(
        notice=service.notice_id, position=service.position, attempt=service.attempt - 1
    )
    return earlier.values_list("returned_on", flat=True).first()


def page_of(notice: Notice) -> str:
    """Return the address of a notice's page."""
    return reverse("cases:notice", args=[notice.case.case_number, notice.number])


def days_to_serve(notice: Notice, now: datetime) -> int:
    """Return how many days are left until the day from which the notice counts."""
    return (notice.dated - timezone.localdate(now)).days


def address_now(case: Case, service: NoticeService) -> str:
    """Return the address that the file has today for a recipient, as one would serve it."""
    party = case.parties.filter(role=service.recipient_role).first()
    if party is None:
        return service.address
    by_method = {"electronic": party.email, "fax": party.fax}
    return by_method.get(service.planned_method) or party.address or service.address
