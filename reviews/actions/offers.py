"""Offers: a case is offered to a reviewer, who takes it, declines it, or has it recalled."""

from datetime import datetime
from typing import Any

from cases.models import Case
from reviews.models import Reviewer, ReviewOffer


def offer_review(
    case: Case, reviewer: Reviewer, *, by: Any, at: datetime, fit_specialty: str, fit_reason: str
) -> ReviewOffer:
    """Offer the case; refused unless every gate is open and the fit is recorded."""
    raise NotImplementedError


def accept_offer(offer: ReviewOffer, *, by: Any, at: datetime) -> ReviewOffer:
    """Take the offer; the conflict attestation follows."""
    raise NotImplementedError


def decline_offer(offer: ReviewOffer, *, by: Any, at: datetime, reason: str) -> ReviewOffer:
    """Decline the offer with a reason; the coordinator offers it to another."""
    raise NotImplementedError


def recall_offer(offer: ReviewOffer, *, by: Any, at: datetime, reason: str) -> ReviewOffer:
    """Take an unanswered or unattested offer back."""
    raise NotImplementedError
