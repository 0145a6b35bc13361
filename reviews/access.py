"""The only way to fetch offers and reviews for a user: fetch, check, and leave an audit row."""

from typing import Any

from django.db import transaction
from django.http import Http404

from cases import audit
from cases.access import NOT_FOUND, require
from cases.errors import Refused
from cases.lifecycle import CaseStatus
from cases.models import Case
from reviews.lifecycle import OPEN_OFFERS
from reviews.models import (
    Delivery,
    Determination,
    DeterminationLetter,
    Review,
    Reviewer,
    ReviewOffer,
)


@transaction.atomic
def open_review(user: Any, case_number: str, *, permission: str = "") -> Review:
    """Return the newest review of the case that the user may see; Http404 for any other.

    A reviewer sees his own while it is open; quality staff and director see submitted ones. With
    `permission`, a user who may see it but lacks the permission gets PermissionDenied.
    """
    review = _visible_review(user, case_number)
    if permission:
        require(user, permission)
    audit.append("review.viewed", review, by=user)
    return review


@transaction.atomic
def open_own_review(user: Any, case_number: str, *, is_look: bool = True) -> Review:
    """Return the review as the reviewer who writes it; Http404 for everybody else.

    A save is no look: the action that follows leaves its own row.
    """
    review = _visible_review(user, case_number)
    if review.reviewer.user_id != user.pk:
        raise Http404(NOT_FOUND)
    if is_look:
        audit.append("review.viewed", review, by=user)
    return review


def _visible_review(user: Any, case_number: str) -> Review:
    review = (
        Review.objects.visible_to(user)
        .select_related("case__organization", "case__ur_decision", "reviewer__user", "offer")
        .filter(case__case_number=case_number.strip().upper())
        .order_by("-began_at", "-pk")
        .first()
    )
    if review is None:
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


def own_record(user: Any) -> Reviewer:
    """Return the record of the reviewer who asks; PermissionDenied for every other role."""
    require(user, "reviews.draft_review")
    reviewer = Reviewer.objects.filter(user=user).first()
    if reviewer is None:
        raise Http404(NOT_FOUND)
    return reviewer


def require_holder(holder: Reviewer, user: Any) -> None:
    """Raise Http404 unless the user is this reviewer, or the service account of a command."""
    if holder.user_id != user.pk and not user.is_service:
        raise Http404(NOT_FOUND)


@transaction.atomic
def open_letter(
    user: Any, case_number: str, form: str, *, permission: str = "reviews.view_letters"
) -> DeterminationLetter:
    """Return the case's newest letter of this form to one who may see letters."""
    case = visible_case(user, case_number)
    require(user, permission)
    letter = (
        DeterminationLetter.objects.select_related("determination__case")
        .filter(determination__case=case, form=form)
        .order_by("-determination__version")
        .first()
    )
    if letter is None:
        raise Http404(NOT_FOUND)
    audit.append("letter.viewed", letter, by=user, case=case, form=form)
    return letter


@transaction.atomic
def open_version(user: Any, case_number: str) -> Determination:
    """Return the newest submitted version of a case, for a preview of its letter.

    Whoever checks or signs sees it from its submission on; who only sees letters, once it has been
    approved. Nobody else learns of it.
    """
    case = visible_case(user, case_number)
    may_check = user.has_perm("reviews.view_submitted_reviews")
    if not may_check:
        require(user, "reviews.view_letters")
    version = case.determinations.select_related("review", "signed_by").order_by("-version").first()
    if version is None or not (may_check or case.status in AFTER_APPROVAL):
        raise Refused("The letter can be read here once the review is approved in quality check.")
    audit.append("determination.previewed", version, by=user, version=version.version)
    return version


@transaction.atomic
def open_delivery(
    user: Any, case_number: str, position: int, *, is_served: bool = False
) -> Delivery:
    """Return one recipient's latest delivery of the case's letter, to those who serve letters.

    With `is_served` it is the latest that was recorded, if there is one.
    """
    letter = open_letter(
        user, case_number, DeterminationLetter.Form.SERVED, permission="reviews.serve_letter"
    )
    found = letter.deliveries.filter(position=position).order_by("-attempt")
    served = found.exclude(served_on=None).first() if is_served else None
    delivery = served or found.first()
    if delivery is None:
        raise Http404(NOT_FOUND)
    return delivery


def visible_case(user: Any, case_number: str) -> Case:
    """Return the case if the user may know of it; Http404 for any other."""
    case = Case.objects.visible_to(user).filter(case_number=case_number.strip().upper()).first()
    if case is None:
        raise Http404(NOT_FOUND)
    return case


AFTER_APPROVAL = (
    CaseStatus.APPROVED,
    CaseStatus.SIGNED,
    CaseStatus.SEALED,
    CaseStatus.ISSUED,
)
