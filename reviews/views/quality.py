"""Pages of the quality check: the letter as it will print, and the two ways it can go."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cases.errors import Refused
from reviews import access, passages, queues
from reviews.actions import quality as actions
from reviews.actions.determination import faults_of_version
from reviews.actions.duties import reasons_not_to_check
from reviews.actions.findings import may_answer
from reviews.evidence.sequence import search_from, search_words
from reviews.findings import check_version
from reviews.forms.quality import ReturnReviewForm
from reviews.freezing import build_content, changes_of, latest_version
from reviews.lifecycle import REVIEW
from reviews.models import Determination, Review

MAY_READ = "reviews.view_submitted_reviews"


@require_GET
def to_check(request: HttpRequest) -> HttpResponse:
    """List every version that waits for its quality check."""
    access.require(request.user, "reviews.approve_review")
    shown = queues.to_check(request.user, timezone.now())
    return render(request, "reviews/quality/to_check.html", {"list": shown})


@require_GET
def quality_check(request: HttpRequest, case_number: str) -> HttpResponse:
    """Show the version that was submitted last, beside what can be done with it."""
    review = access.open_review(request.user, case_number, permission=MAY_READ)
    return _page(request, review, ReturnReviewForm())


@require_POST
def return_review(request: HttpRequest, case_number: str) -> HttpResponse:
    """Give the version back with reasons."""
    review = access.open_review(request.user, case_number, permission="reviews.return_review")
    form = ReturnReviewForm(request.POST)
    if not form.is_valid():
        return _page(request, review, form)
    try:
        actions.return_review(review, by=request.user, at=timezone.now(), **form.cleaned_data)
    except Refused as refused:
        form.add_error(None, list(refused.reasons))
        return _page(request, review, form, status=409)
    messages.success(request, f"{review.case.case_number} went back to the reviewer.")
    return redirect("home")


@require_POST
def approve_review(request: HttpRequest, case_number: str) -> HttpResponse:
    """Approve the version for the director's signature."""
    review = access.open_review(request.user, case_number, permission="reviews.approve_review")
    actions.approve_review(review, by=request.user, at=timezone.now())
    messages.success(request, f"{review.case.case_number} is approved and waits for a signature.")
    return redirect("home")


def _page(
    request: HttpRequest, review: Review, form: ReturnReviewForm, status: int = 200
) -> HttpResponse:
    now, version = timezone.now(), latest_version(review)
    director = review.case.organization.medical_director
    today = timezone.localdate(now)
    context: dict[str, Any] = {
        "cited": passages.cited_sentences(version),
        "case": review.case,
        "review": review,
        "version": version,
        "content": build_content(
            version, signed_at=now, letter_date=today, decision_on=today, signer=director
        ),
        "searches": _searches(version),
        "changes": changes_of(version, at=now),
        "check": getattr(version, "quality_check", None),
        "form": form,
        "steps": _open_steps(request.user, review),
        "faults": faults_of_version(version),
        "checked": check_version(version, on=today),
        "may_keep": may_answer(review, request.user),
        "reasons_not_to": reasons_not_to_check(version, request.user),
    }
    return render(request, "reviews/quality/quality_check.html", context, status=status)


def _searches(version: Determination) -> list[tuple[str, list[str]]]:
    """Return how the reviewer says the evidence was searched, for each service that says so."""
    told = [
        (f"Service {one.service.position}", search_words(search_from(one.evidence_search)))
        for one in version.decisions.select_related("service")
    ]
    return [(service, words) for service, words in told if words]


def _open_steps(user: Any, review: Review) -> set[str]:
    steps = REVIEW.open_steps(review.status)
    return {step.name for step in steps if step.permission and user.has_perm(step.permission)}
