"""The public page that says whether a PDF is a letter of ours, unchanged and in force."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.errors import Refused
from cases.pipelines.broker import asks_too_often
from cases.press.seal import SealRefused
from reviews.forms.verification import VerifyForm
from reviews.pipelines.verification import verify_letter

TOO_OFTEN = "Too many files came from your place on the network. Wait a minute and try again."
NO_SEAL_HERE = "Files cannot be verified at the moment. Please try again later."


@login_not_required
@require_http_methods(["GET", "POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """Take a file, say what it is, and keep nothing of it."""
    if request.method == "GET":
        return render(request, "reviews/verification/verify.html", {"form": VerifyForm()})
    form = VerifyForm(request.POST, request.FILES)
    verdict, status = None, 200
    if asks_too_often(
        "verify", _place_of(request), at=timezone.now(), most=settings.VERIFY_PER_MINUTE
    ):
        form.add_error(None, TOO_OFTEN)
        status = 429
    elif form.is_valid():
        try:
            verdict = verify_letter(form.cleaned_data["file"].read())
        except Refused as refused:
            form.add_error(None, list(refused.reasons))
            status = 503
        except SealRefused:
            form.add_error(None, NO_SEAL_HERE)
            status = 503
    context = {"form": form, "verdict": verdict}
    return render(request, "reviews/verification/verify.html", context, status=status)


def _place_of(request: HttpRequest) -> str:
    """Return the asker's address: behind N proxies of ours, the Nth from the right."""
    chain = request.headers.get("X-Forwarded-For", "").replace(" ", "").split(",")
    if settings.TRUSTED_PROXIES and len(chain) >= settings.TRUSTED_PROXIES:
        return chain[-settings.TRUSTED_PROXIES] or request.META.get("REMOTE_ADDR", "")
    return request.META.get("REMOTE_ADDR", "")
