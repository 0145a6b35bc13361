"""The page of a conflict check that was opened again."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.access import NOT_FOUND
from cases.errors import Refused
from reviews import access
from reviews.actions import rechecks as actions
from reviews.conflicts.questions import MEANING
from reviews.credentials import unsworn_parties
from reviews.forms.attestations import AttestationForm
from reviews.models import Review


@require_http_methods(["GET", "POST"])
def answer_recheck(request: HttpRequest, case_number: str) -> HttpResponse:
    """Ask about the parties that came later; a clean answer opens the records again."""
    review = access.open_own_review(request.user, case_number)
    access.require(request.user, "reviews.attest_offer")
    recheck = review.rechecks.open().first()
    if recheck is None:
        raise Http404(NOT_FOUND)
    parties = unsworn_parties(review)
    if request.method == "GET":
        return _page(request, review, AttestationForm(parties=parties))
    form = AttestationForm(request.POST, parties=parties)
    if not form.is_valid():
        return _page(request, review, form, status=400)
    try:
        answered = actions.answer_recheck(
            recheck,
            by=request.user,
            at=timezone.now(),
            answers=form.answers(),
            explanation=form.cleaned_data["explanation"],
        )
    except Refused as refusal:
        form.add_error(None, list(refusal.reasons))
        return _page(request, review, form, status=409)
    if not answered.is_free_of_conflict:
        messages.info(request, "Thank you. The coordinator gives the case to another reviewer.")
        return redirect("home")
    messages.success(request, "Signed. The records are open to you again.")
    return redirect(review)


def _page(
    request: HttpRequest, review: Review, form: AttestationForm, status: int = 200
) -> HttpResponse:
    meanings = [(kind.value, words) for kind, words in MEANING.items()]
    context = {"review": review, "form": form, "meanings": meanings}
    return render(request, "reviews/attestations/recheck.html", context, status=status)
