"""Pages of the release desk: which letters wait, and the proof of service of each recipient."""

from csp.decorators import csp_replace
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_safe

from cases import audit
from cases.errors import Refused
from cases.forms.notices import ReturnedForm
from cases.notices.proof import ProofContent
from cases.pipelines.papers import proof_pdf, sender_of, served_content
from cases.views.record_files import VIEWER_POLICY
from reviews import access, queues
from reviews.actions import deliveries as actions
from reviews.forms.deliveries import ServeLetterForm
from reviews.models import Delivery, DeterminationLetter

PAPER = "Final Determination of independent medical review"


@require_GET
def release_desk(request: HttpRequest) -> HttpResponse:
    """List the sealed letters with the recipients who still wait for theirs."""
    access.require(request.user, "reviews.serve_letter")
    letters = queues.unserved_letters(request.user).prefetch_related("deliveries__served_by")
    return render(request, "reviews/deliveries/release_desk.html", {"letters": letters})


@require_http_methods(["GET", "POST"])
def serve_letter(request: HttpRequest, case_number: str, position: int) -> HttpResponse:
    """Record that one recipient was served."""
    delivery = access.open_delivery(request.user, case_number, position)
    status = 200
    if request.method == "POST":
        form = ServeLetterForm(request.POST)
        if form.is_valid():
            try:
                _serve(request, delivery, form)
            except Refused as refused:
                form.add_error(None, list(refused.reasons))
                status = 409
            else:
                return redirect("reviews:release_desk")
    else:
        today = timezone.localdate()
        form = ServeLetterForm(initial={"served_on": today, "address": _address(delivery)})
    context = {"case": delivery.letter.determination.case, "delivery": delivery, "form": form}
    return render(request, "reviews/deliveries/serve_letter.html", context, status=status)


@require_http_methods(["GET", "POST"])
def letter_returned(request: HttpRequest, case_number: str, position: int) -> HttpResponse:
    """Record that the letter came back from one recipient."""
    delivery = access.open_delivery(request.user, case_number, position, is_served=True)
    form = ReturnedForm(request.POST if request.method == "POST" else None)
    status = 200
    if form.is_bound and form.is_valid():
        try:
            actions.return_letter(delivery, by=request.user, at=timezone.now(), **form.cleaned_data)
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
            status = 409
        else:
            words = f"The letter for {delivery.recipient_name} came back. Find the right address"
            messages.warning(request, f"{words} and serve it again.")
            return redirect("reviews:release_desk")
    context = {"case": delivery.letter.determination.case, "delivery": delivery, "form": form}
    return render(request, "reviews/deliveries/letter_returned.html", context, status=status)


@require_safe
@csp_replace(VIEWER_POLICY)
def letter_proof(request: HttpRequest, case_number: str) -> HttpResponse:
    """Print the proof of service of the determination, to be signed by who served it."""
    letter = access.open_letter(request.user, case_number, DeterminationLetter.Form.SERVED)
    version = letter.determination
    services = list(letter.deliveries.select_related("served_by"))
    content = ProofContent(
        case_number=version.case.case_number,
        paper=PAPER,
        dated=timezone.localdate(version.signed_at),
        pages=letter.pages or 0,
        file_sha256=letter.file_sha256,
        sender=sender_of(version.case.organization),
        services=served_content(services),
        unserved=tuple(s.recipient_name for s in services if s.served_on is None),
    )
    pdf = proof_pdf(content)
    audit.append("letter.proof_opened", letter, by=request.user, case=version.case)
    response = HttpResponse(pdf, content_type="application/pdf")
    name = f"Proof-of-service-{version.case.case_number}-v{version.version}.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _address(delivery: Delivery) -> str:
    """Return the address of the letter; what came back goes to the one the file has today."""
    if delivery.attempt == 1:
        return delivery.address
    case = delivery.letter.determination.case
    party = case.parties.filter(role=delivery.recipient_role).first()
    return (party.address if party else "") or delivery.address


def _serve(request: HttpRequest, delivery: Delivery, form: ServeLetterForm) -> None:
    served = actions.serve_letter(delivery, by=request.user, at=timezone.now(), **form.cleaned_data)
    case = served.letter.determination.case
    left = served.letter.deliveries.filter(served_on=None).count()
    words = f"{served.recipient_name} is recorded as served."
    if left:
        words += f" {left} more for {case.case_number}."
    else:
        words += f" Everybody was served: {case.case_number} is issued."
    messages.success(request, words)
