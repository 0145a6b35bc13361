"""The finder of guidelines beside the writing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from reviews import access
from reviews.guidelines.finder import find_sources
from reviews.library import current_library


@require_POST
def find_guideline(request: HttpRequest, case_number: str, position: int) -> HttpResponse:
    """List what of the library holds the words, with what is in force on the days that count."""
    review = access.open_own_review(request.user, case_number, is_look=False)
    decision = getattr(review.case, "ur_decision", None)
    words = request.POST.get("words", "").strip()[:100]
    found = find_sources(
        current_library(),
        words,
        ur_day=decision.decided_on if decision else None,
        today=timezone.localdate(),
    )
    number = review.case.case_number
    context = {"found": found, "words": words, "case": review.case}
    context["save_url"] = reverse("reviews:save_service", args=[number, position])
    return render(request, "reviews/guidelines/_found.html", context)
