"""Pages of a review that ends undecided: the reviewer withdraws, the coordinator recalls."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.access import open_case
from cases.errors import Refused
from cases.models import Case
from reviews import access
from reviews.actions import endings as actions
from reviews.forms.offers import ReasonForm
from reviews.lifecycle import REVIEW
from reviews.models import Review


@require_http_methods(["GET", "POST"])
def withdraw_review(request: HttpRequest, case_number: str) -> HttpResponse:
    """Let a reviewer give the case back."""
    review = access.open_own_review(request.user, case_number)
    form, status = _ended(request, review, actions.withdraw_review)
    if form is None:
        messages.success(request, f"You withdrew from {review.case.case_number}.")
        return redirect("home")
    context = {"review": review, "form": form}
    return render(request, "reviews/endings/withdraw_review.html", context, status=status)


@require_http_methods(["GET", "POST"])
def recall_review(request: HttpRequest, case_number: str) -> HttpResponse:
    """Take the case back from a reviewer who does not go on."""
    case = open_case(request.user, case_number, permission="reviews.recall_review")
    review = _running(case)
    form, status = _ended(request, review, actions.recall_review)
    if form is None:
        messages.success(request, "The review is recalled: choose another reviewer.")
        return redirect("reviews:offer_review", case.case_number)
    context = {"case": case, "review": review, "form": form}
    return render(request, "reviews/endings/recall_review.html", context, status=status)


def _running(case: Case) -> Review:
    sources = REVIEW.named("recall").sources
    found = Review.objects.filter(case=case, status__in=sources).select_related(
        "case", "reviewer__user"
    )
    if not found:
        raise Refused("Nobody is writing a review of this case: there is nothing to recall.")
    return found[0]


def _ended(
    request: HttpRequest, review: Review, end: Callable[..., Any]
) -> tuple[ReasonForm | None, int]:
    """End the review if a reason came; else return the form to show, and the answer's status."""
    if request.method == "GET":
        return ReasonForm(), 200
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return form, 400
    try:
        end(review, by=request.user, at=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, list(refusal.reasons))
        return form, 409
    return None, 200
