"""Reminders of offers that wait for their answer: never before the offer itself was delivered."""

from datetime import datetime, timedelta

from django.db import transaction

from cases import audit
from cases.models import Case, Message
from cases.pipelines.messages import tell
from reviews.candidates import WAITING_OFFERS
from reviews.models import ReviewOffer

BEFORE_THE_END = {
    Case.Priority.STANDARD: timedelta(hours=12),
    Case.Priority.EXPEDITED: timedelta(hours=1),
}


def remind_of_offers(*, at: datetime) -> int:
    """Remind each reviewer once before the end of an offer and once after; the latter us, too."""
    offers = ReviewOffer.objects.filter(status__in=WAITING_OFFERS, respond_by__isnull=False)
    longest = max(BEFORE_THE_END.values())
    offers = offers.filter(respond_by__lte=at + longest).values_list("pk", flat=True)
    return sum(_remind(pk, at=at) for pk in list(offers))


@transaction.atomic
def _remind(offer_id: int, *, at: datetime) -> int:
    """Take the steps that are due of one offer, locked, so that two sweeps take them once."""
    offer = (
        ReviewOffer.objects.select_for_update(of=("self",), skip_locked=True)
        .select_related("case", "reviewer__user", "offered_by")
        .filter(pk=offer_id, status__in=WAITING_OFFERS)
        .first()
    )
    if offer is None or offer.respond_by is None or not _was_delivered(offer):
        return 0
    made = 0
    before = offer.respond_by - BEFORE_THE_END[Case.Priority(offer.case.priority)]
    if before <= at:
        made += _tell(offer, "before the answer is due", [offer.reviewer.user], at=at)
    if offer.respond_by <= at:
        people = [offer.reviewer.user, offer.offered_by]
        made += _tell(offer, "the answer is overdue", people, at=at)
    return made


def _was_delivered(offer: ReviewOffer) -> bool:
    """Whether the offer reached the reviewer: its mail went out, or it was read in the list."""
    told = Message.objects.filter(key=f"offer-{offer.pk}", to=offer.reviewer.user_id)
    return told.exclude(mailed_at=None, read_at=None).exists()


def _tell(offer: ReviewOffer, step: str, people: list, *, at: datetime) -> int:
    key = f"offer-{offer.pk}-{offer.respond_by.isoformat()}-{step}"
    kind = Message.Kind.OFFER_REMINDER
    made = tell(people, kind, offer.case, key=key, at=at, step=step)
    if made:
        audit.append("offer.reminded", offer, by=None, case=offer.case, step=step)
    return len(made)
