"""The only way to fetch offers and reviews for a user: fetch, check, and leave an audit row."""

from typing import Any

from django.db import transaction
from django.http import Http404

from cases import audit
from cases.access import NOT_FOUND, require
from reviews.lifecycle import OPEN_OFFERS
from reviews.models import Review, Reviewer, ReviewOffer


@transaction.atomic
def open_review(user: Any, case_number: str, *, permission: str = "") -> Review:
    """Return the newest review of the case that the user may see; Http404 for any other.

    A reviewer sees his own while it is open; quality staff and director see submitted ones. With
    `permission`, a user who may see it but lacks the permission gets PermissionDenied.
    """
    review = (
        Review.objects.visible_to(user)
        .select_related("case__organization", "case__ur_decision", "reviewer__user", "offer")
        .filter(case__case_number=case_number.strip().upper())
        .order_by("-began_at", "-pk")
        .first()
    )
    if review is None:
        raise Http404(NOT_FOUND)
    if permission:
        require(user, permission)
    audit.append("review.viewed", review, by=user)
    return review


@transaction.atomic
def open_own_review(user: Any, case_number: str) -> Review:
    """Return the review as the reviewer who writes it; Http404 for everybody else."""
    review = open_review(user, case_number)
    if review.reviewer.user_id != user.pk:
        raise Http404(NOT_FOUND)
    return review


@transaction.atomic
def open_own_offer(user: Any, case_number: str) -> ReviewOffer:
    """Return the open offer of the case to this user; Http404 for everybody else."""
    offer = (
        ReviewOffer.objects.select_related("case__organization", "reviewer__user")
        .filter(
            case__case_number=case_number.strip().upper(),
            reviewer__user=user,
            status__in=OPEN_OFFERS,
        )
        .first()
    )
    if offer is None:
        raise Http404(NOT_FOUND)
    audit.append("offer.viewed", offer, by=user)
    return offer


@transaction.atomic
def open_reviewer(
    user: Any, pseudonym: str, *, permission: str = "reviews.view_roster"
) -> Reviewer:
    """Return a reviewer of the roster to one who may see it."""
    require(user, permission)
    reviewer = Reviewer.objects.select_related("user").filter(pseudonym=pseudonym).first()
    if reviewer is None:
        raise Http404(NOT_FOUND)
    audit.append("reviewer.viewed", reviewer, by=user)
    return reviewer


def require_holder(holder: Reviewer, user: Any) -> None:
    """Raise Http404 unless the user is this reviewer, or the service account of a command."""
    if holder.user_id != user.pk and not user.is_service:
        raise Http404(NOT_FOUND)
