"""Pages of offers: choosing a reviewer for a case, recalling, and the reviewer's answer."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.access import NOT_FOUND, open_case
from cases.errors import Refused
from cases.lifecycle import CASE
from cases.models import Case
from reviews import access, candidates, credentials
from reviews.actions import offers as actions
from reviews.forms.offers import OfferForm, ReasonForm
from reviews.lifecycle import OFFER, OPEN_OFFERS, OfferStatus
from reviews.matching.rank import Candidate
from reviews.models import Reviewer, ReviewOffer


@require_http_methods(["GET", "POST"])
def offer_review(request: HttpRequest, case_number: str) -> HttpResponse:
    """Show who may judge the case and who may not, and offer it to the one chosen."""
    case = open_case(request.user, case_number, permission="reviews.offer_review")
    chosen = request.POST.get("reviewer") or request.GET.get("reviewer", "")
    if request.method == "GET":
        return _assign_page(request, case, chosen)
    reviewer = Reviewer.objects.filter(pseudonym=chosen).first()
    if reviewer is None:
        messages.error(request, "Choose a reviewer in the list first; then offer the case.")
        return _assign_page(request, case, "", status=400)
    form = OfferForm(request.POST, specialties=_fitting(case, reviewer))
    if not form.is_valid():
        return _assign_page(request, case, chosen, form, status=400)
    try:
        actions.offer_review(
            case, reviewer, by=request.user, at=timezone.now(), **form.cleaned_data
        )
    except Refused as refusal:
        form.add_error(None, list(refusal.reasons))
        return _assign_page(request, case, chosen, form, status=409)
    messages.success(request, f"{case.case_number} is offered to {reviewer.user.full_name}.")
    return redirect(case)


@require_http_methods(["GET", "POST"])
def recall_offer(request: HttpRequest, case_number: str) -> HttpResponse:
    """Take an offer back."""
    case = open_case(request.user, case_number, permission="reviews.recall_review")
    offer = _open_offer(case)
    form = ReasonForm(request.POST) if request.method == "POST" else ReasonForm()
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.recall_offer(offer, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
            status = 409
        else:
            messages.success(request, "The offer is recalled: choose another reviewer.")
            return redirect("reviews:offer_review", case.case_number)
    context = {"case": case, "offer": offer, "form": form}
    return render(request, "reviews/offers/recall_offer.html", context, status=status)


@require_GET
def offer(request: HttpRequest, case_number: str) -> HttpResponse:
    """Show a reviewer what is offered: parties and services, and nothing else of the case."""
    open_offer = access.open_own_offer(request.user, case_number)
    if open_offer.status == OfferStatus.ACCEPTED:
        return redirect("reviews:attest_offer", open_offer.case.case_number)
    if open_offer.status == OfferStatus.ATTESTED:
        return redirect("reviews:workbench", open_offer.case.case_number)
    return _offer_page(request, open_offer, ReasonForm(hint=DECLINE_HINT))


@require_POST
def answer_offer(request: HttpRequest, case_number: str) -> HttpResponse:
    """Take the offer, or decline it with a reason."""
    open_offer = access.open_own_offer(request.user, case_number)
    access.require(request.user, "reviews.answer_offer")
    if request.POST.get("answer") == "accept":
        actions.accept_offer(open_offer, by=request.user, at=timezone.now())
        return redirect("reviews:attest_offer", open_offer.case.case_number)
    form = ReasonForm(request.POST, hint=DECLINE_HINT)
    if not form.is_valid():
        return _offer_page(request, open_offer, form, status=400)
    try:
        actions.decline_offer(open_offer, by=request.user, at=timezone.now(), **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, list(refusal.reasons))
        return _offer_page(request, open_offer, form, status=409)
    messages.success(request, f"You declined {open_offer.case.case_number}. Thank you for telling.")
    return redirect("home")


DECLINE_HINT = "For instance no time, another specialty would fit better. The coordinator reads it."


def _open_offer(case: Case) -> ReviewOffer:
    sources = OFFER.named("recall").sources
    found = ReviewOffer.objects.filter(case=case, status__in=sources).select_related(
        "reviewer__user"
    )
    if not found:
        raise Refused("No offer of this case waits for an answer: there is nothing to recall.")
    return found[0]


def _assign_page(
    request: HttpRequest, case: Case, chosen: str, form: OfferForm | None = None, status: int = 200
) -> HttpResponse:
    found = candidates.candidates(case, on=timezone.localdate())
    names = {row.pk: row.user.full_name for row in Reviewer.objects.select_related("user")}
    one = next((row for row in found if row.pseudonym == chosen), None)
    if chosen and one is None:
        raise Http404(NOT_FOUND)
    context: dict[str, Any] = {
        "case": case,
        "services": case.services.in_review(),
        "hindrance": _hindrance(case),
        "eligible": [(row, names[row.reviewer_id]) for row in found if row.is_eligible],
        "excluded": [(row, names[row.reviewer_id]) for row in found if not row.is_eligible],
        "total": len(found),
        "chosen": one,
        "chosen_name": names[one.reviewer_id] if one else "",
        "form": form or (_offer_form(case, one) if one else None),
    }
    is_panel = request.method == "GET" and request.htmx
    template = "reviews/offers/_choice.html" if is_panel else "reviews/offers/offer_review.html"
    return render(request, template, context, status=status)


def _hindrance(case: Case) -> str:
    """Return why the case cannot be offered at all now; empty if it can."""
    if "begin_review" not in {step.name for step in CASE.open_steps(case.status)}:
        return (
            f"The case is {case.get_status_display().lower()}. It can be offered when its records "
            "are complete and nobody reviews it."
        )
    held = ReviewOffer.objects.filter(case=case, status__in=OPEN_OFFERS).first()
    if held is not None:
        return f"The case is offered to {held.reviewer} already. Recall that offer first."
    return ""


def _offer_form(case: Case, one: Candidate) -> OfferForm:
    specialties = _fitting(case, Reviewer.objects.get(pk=one.reviewer_id))
    is_said = one.fit.specialty in specialties
    initial = {
        "fit_specialty": one.fit.specialty if is_said else "",
        "fit_reason": one.fit.words if is_said and one.fit.is_close else "",
    }
    return OfferForm(initial=initial, specialties=specialties)


def _fitting(case: Case, reviewer: Reviewer) -> tuple[str, ...]:
    facts = candidates.reviewer_facts(reviewer)
    question = candidates.question_for(case, on=timezone.localdate())
    return credentials.fitting_specialties(facts, question)


def _offer_page(
    request: HttpRequest, open_offer: ReviewOffer, form: ReasonForm, status: int = 200
) -> HttpResponse:
    context = {
        "offer": open_offer,
        "parties": open_offer.case.parties.order_by("pk"),
        "services": open_offer.case.services.in_review(),
        "form": form,
    }
    return render(request, "reviews/offers/offer.html", context, status=status)
