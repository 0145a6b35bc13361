"""The conflict attestation: a clean one begins the review, a declared conflict ends the offer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from reviews.conflicts.questions import Answer, Asked
from reviews.models import Review, ReviewOffer


def asked_parties(offer: ReviewOffer) -> tuple[Asked, ...]:
    """Return every party of the case, as the attestation asks about it."""
    return tuple(Asked(party.pk, party.role) for party in offer.case.parties.order_by("pk"))


def attest_offer(
    offer: ReviewOffer, *, by: Any, at: datetime, answers: Sequence[Answer], explanation: str = ""
) -> Review | None:
    """Sign the attestation: clean gives the review and its grant, a conflict gives None.

    `answers` must hold each party and each of the three affiliations; for a clean one,
    `questions.clean_answers(asked_parties(offer))`.
    """
    raise NotImplementedError
