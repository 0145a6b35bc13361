"""Pages of the release desk: which letters wait, and the proof of service of each recipient."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from cases.errors import Refused
from reviews import access, queues
from reviews.actions import deliveries as actions
from reviews.forms.deliveries import ServeLetterForm
from reviews.models import Delivery


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
        form = ServeLetterForm(initial={"served_on": today, "address": delivery.address})
    context = {"case": delivery.letter.determination.case, "delivery": delivery, "form": form}
    return render(request, "reviews/deliveries/serve_letter.html", context, status=status)


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
