"""The door: signing in and out."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from imrportal import typed
from imrportal.accounts import sessions
from imrportal.accounts.forms import SignInForm


@login_not_required
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """Ask for address and password; then on to the page that was wanted."""
    wanted = sessions.safe_next(request, reverse("home"))
    if request.method == "GET":
        if request.user.is_authenticated:
            return redirect(wanted)
        return _ask(request, SignInForm(), wanted)
    form = SignInForm(request.POST)
    if not form.is_valid():
        return _ask(request, form, wanted)
    try:
        user = sessions.begin_session(request, **form.cleaned_data, at=timezone.now())
    except sessions.TooManyAttempts as wait:
        return _ask(request, form, wanted, wait=wait.seconds)
    if user is None:
        form.add_error(None, sessions.FAILED)
        return _ask(request, form, wanted)
    kept = typed.kept_form(request.POST.get("kept", ""), user)
    if kept is not None:
        return render(request, "registration/send_again.html", {"kept": kept})
    return redirect(wanted)


def _ask(request: HttpRequest, form: SignInForm, wanted: str, wait: int = 0) -> HttpResponse:
    context = {
        "form": form,
        "next": wanted,
        "kept": request.POST.get("kept", ""),
        "reason": request.GET.get("ended", ""),
        "wait_minutes": -(-wait // 60),
    }
    response = render(request, "registration/sign_in.html", context, status=429 if wait else 200)
    if wait:
        response["Retry-After"] = str(wait)
    return response


@login_not_required
@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    """End the session, and have the browser forget what it kept of it."""
    sessions.end_session(request)
    response = redirect("accounts:sign_in")
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


@require_POST
def still_here(request: HttpRequest) -> HttpResponse:
    """Somebody is typing on a page: the middleware has set the session's clock back."""
    return HttpResponse(status=204)
