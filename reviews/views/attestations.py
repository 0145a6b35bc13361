"""The page of the conflict attestation, party by party."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.errors import Refused
from reviews import access
from reviews.actions.attestations import attest_offer as attest
from reviews.conflicts.questions import MEANING
from reviews.forms.attestations import AttestationForm
from reviews.lifecycle import OfferStatus
from reviews.models import ReviewOffer


@require_http_methods(["GET", "POST"])
def attest_offer(request: HttpRequest, case_number: str) -> HttpResponse:
    """Ask about every party; a clean attestation opens the records."""
    offer = access.open_own_offer(request.user, case_number)
    access.require(request.user, "reviews.attest_offer")
    parties = offer.case.parties.order_by("pk")
    if request.method == "GET":
        if offer.status != OfferStatus.ACCEPTED:
            return redirect("reviews:offer", offer.case.case_number)
        return _page(request, offer, AttestationForm(parties=parties))
    form = AttestationForm(request.POST, parties=parties)
    if not form.is_valid():
        return _page(request, offer, form, status=400)
    try:
        review = attest(
            offer,
            by=request.user,
            at=timezone.now(),
            answers=form.answers(),
            explanation=form.cleaned_data["explanation"],
        )
    except Refused as refusal:
        form.add_error(None, list(refusal.reasons))
        return _page(request, offer, form, status=409)
    if review is None:
        messages.info(request, "Thank you. The offer has ended; the coordinator asks another.")
        return redirect("home")
    messages.success(request, "The attestation is signed. The records are open to you now.")
    return redirect(review)


def _page(
    request: HttpRequest, offer: ReviewOffer, form: AttestationForm, status: int = 200
) -> HttpResponse:
    meanings = [(kind.value, words) for kind, words in MEANING.items()]
    context = {"offer": offer, "form": form, "meanings": meanings}
    return render(request, "reviews/attestations/attest_offer.html", context, status=status)
