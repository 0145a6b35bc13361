"""The review of a case as a section of its page, and filters of the workbench."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import template
from django.urls import reverse

from cases.access import may_view_records
from cases.actions.fees import Closure, fee_words
from cases.fees.rules import Stage
from cases.models import Case, DisputedService
from reviews.coverage import set_aside_for
from reviews.letters.outcome import decision_words
from reviews.lifecycle import OPEN_OFFERS, OPEN_REVIEWS, WORKING, ReviewStatus
from reviews.models import Determination, Review, ReviewOffer

register = template.Library()
APPROVED = (ReviewStatus.APPROVED, ReviewStatus.SIGNED)


@register.inclusion_tag("reviews/_panel.html", takes_context=True)
def review_panel(context: template.RequestContext, case: Case) -> dict[str, Any]:
    """Show who holds the case, how far the review is, and its decisions to those who may know."""
    user = context["request"].user
    offers = list(_offers(case))
    review = Review.objects.filter(case=case, status__in=OPEN_REVIEWS).first()
    is_own = review is not None and review.reviewer.user_id == user.pk
    return {
        "request": context["request"],
        "case": case,
        "may_see": is_own or user.has_perm("reviews.view_roster"),
        "may_see_names": user.has_perm("reviews.view_reviewer_names"),
        "may_recall": user.has_perm("reviews.recall_review"),
        "is_own": is_own,
        "review": review,
        "is_working": review is not None and review.status in WORKING,
        "offer": next((row for row in offers if row.status in OPEN_OFFERS), None),
        "ended": [row for row in offers if row.status not in OPEN_OFFERS],
        "version": _version_to_show(user, case, review, is_own),
    }


@register.simple_tag
def open_offer(case: Case) -> ReviewOffer | None:
    """Return the offer that a reviewer has in hand, if any."""
    return _offers(case).filter(status__in=OPEN_OFFERS).first()


@register.simple_tag(takes_context=True)
def evidence_address(context: template.RequestContext, case: Case) -> str:
    """Return where the book asks for evidence; nothing where there is no review to be seen."""
    reviews = Review.objects.visible_to(context["request"].user).filter(case=case)
    return reverse("reviews:evidence", args=[case.case_number]) if reviews.exists() else ""


@register.simple_tag(takes_context=True)
def reviewer_words(context: template.RequestContext, offer: ReviewOffer) -> str:
    """Name the reviewer of an offer as far as this person may know: name, pseudonym, or neither."""
    user = context["request"].user
    if offer.reviewer.user_id == user.pk:
        return "You"
    if user.has_perm("reviews.view_reviewer_names"):
        return f"{offer.reviewer.user.full_name} ({offer.reviewer})"
    return f"Reviewer {offer.reviewer}" if user.has_perm("reviews.view_roster") else "A reviewer"


@register.inclusion_tag("reviews/quality/_set_aside.html", takes_context=True)
def documents_set_aside(context: template.RequestContext, version: Determination) -> dict[str, Any]:
    """Show what the reviewer left unopened, and why, to those who may see the records."""
    may_see = may_view_records(context["request"].user, version.case)
    return {"case": version.case, "rows": set_aside_for(version) if may_see else []}


@register.simple_tag
def decision_in_words(service: DisputedService, outcome: str) -> str:
    """Say what is decided on a service, or that nothing is."""
    if not outcome:
        return "Not decided yet"
    return decision_words(outcome, ur_action=service.ur_action, modification=service.modification)


@register.simple_tag
def fee_at_ending(case: Case) -> str:
    """Say what fee an ending would leave, by whether a reviewer has had the case."""
    if case.assigned_on is None:
        return ""
    has_been_held = Review.objects.filter(case=case).exists()
    stage = Stage.AFTER_REVIEWER if has_been_held else Stage.BEFORE_REVIEWER
    return fee_words(case, Closure(stage))


@register.filter
def lines(values: Iterable[str]) -> str:
    """Write values one a line, as they are typed."""
    return "\n".join(values)


def _offers(case: Case) -> Any:
    return ReviewOffer.objects.filter(case=case).select_related(
        "reviewer__user", "offered_by", "review"
    )


def _version_to_show(
    user: Any, case: Case, review: Review | None, is_own: bool
) -> Determination | None:
    """Return the newest version if its decisions are for this user to know."""
    if review is None or review.status == ReviewStatus.DRAFTING:
        return None
    is_approved = review.status in APPROVED
    may_know = (
        is_own
        or user.has_perm("reviews.view_submitted_reviews")
        or (is_approved and user.has_perm("reviews.view_decisions_after_approval"))
    )
    if not may_know:
        return None
    return case.determinations.order_by("-version").first()


@register.filter
def of_key(values: Mapping[int, str], key: int) -> str:
    """Return what was typed under a key."""
    return values.get(key, "")
