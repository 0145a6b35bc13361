"""How a review ends undecided: the reviewer withdraws, or a silent one is recalled."""

from datetime import datetime
from typing import Any

from reviews.models import Review


def withdraw_review(review: Review, *, by: Any, at: datetime, reason: str) -> Review:
    """End one's own review with a reason; the case is ready for another reviewer."""
    raise NotImplementedError


def recall_review(review: Review, *, by: Any, at: datetime, reason: str) -> Review:
    """End a silent reviewer's work; the case is ready for another reviewer."""
    raise NotImplementedError
