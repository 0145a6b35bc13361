"""What may be said of a reviewer on a day: the letter's claims, and why one cannot be made."""

from datetime import date

from reviews.letters.content import ReviewerContent
from reviews.models import Review


def reviewer_content(review: Review, *, on: date) -> ReviewerContent:
    """Return what the letter says of the review's expert reviewer on a day, true on record."""
    raise NotImplementedError


def shortcomings(review: Review, *, on: date) -> list[str]:
    """Return why the review may not be submitted or signed on a day, in sentences; or nothing.

    Licence, board certification, clean record, QME, attestation of every party, and the fit.
    """
    raise NotImplementedError
