"""Pages of the director: what waits for a signature, and the signature."""

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods

from cases import audit
from cases.errors import Refused
from reviews import access, queues
from reviews.actions import determination as actions
from reviews.actions.duties import signing_director
from reviews.actions.findings import may_answer
from reviews.findings import check_version
from reviews.forms.determination import WRONG_PASSWORD, SignDeterminationForm
from reviews.freezing import build_content, changes_of, latest_version
from reviews.lifecycle import REVIEW
from reviews.models import Determination, Review

MAY_SIGN = "reviews.sign_determination"
# So many wrong passwords in one session, and whoever sits there has to come in by the door.
MOST_WRONG_PASSWORDS = 5
WRONG = "wrong_passwords_at_signing"


@require_GET
def to_sign(request: HttpRequest) -> HttpResponse:
    """List every approved version that waits for a signature."""
    access.require(request.user, MAY_SIGN)
    shown = queues.to_sign(request.user, timezone.now())
    return render(request, "reviews/determination/to_sign.html", {"list": shown})


@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_determination(request: HttpRequest, case_number: str) -> HttpResponse:
    """Show the letter that would be frozen, and sign it."""
    review = access.open_review(request.user, case_number, permission=MAY_SIGN)
    if request.method == "GET":
        return signing_page(request, review)
    form = _form(request, review, request.POST)
    if not form.is_valid():
        return _refused_form(request, review, form)
    try:
        actions.sign_determination(
            review,
            by=request.user,
            at=timezone.now(),
            read_sha256=form.cleaned_data["read_sha256"],
        )
    except Refused as refused:
        form.add_error(None, list(refused.reasons))
        return signing_page(request, review, form, status=409)
    request.session.pop(WRONG, None)
    messages.success(request, f"The determination of {review.case.case_number} is signed.")
    return redirect("reviews:letters", review.case.case_number)


def _form(request: HttpRequest, review: Review, data: object = None) -> SignDeterminationForm:
    return SignDeterminationForm(
        data,
        request=request,
        organization=review.case.organization.name,
        case_number=review.case.case_number,
    )


def _refused_form(
    request: HttpRequest, review: Review, form: SignDeterminationForm
) -> HttpResponse:
    if WRONG_PASSWORD not in form.errors.get("password", []):
        return signing_page(request, review, form)
    audit.append("account.presence_not_shown", request.user, by=request.user)
    request.session[WRONG] = request.session.get(WRONG, 0) + 1
    if request.session[WRONG] >= MOST_WRONG_PASSWORDS:
        logout(request)
        messages.error(request, "The password was wrong five times. Sign in again to sign.")
        return redirect("accounts:sign_in")
    return signing_page(request, review, form)


def signing_page(
    request: HttpRequest,
    review: Review,
    form: SignDeterminationForm | None = None,
    status: int = 200,
    layout: str = "",
) -> HttpResponse:
    """Show the letter with the form that signs it; in a `layout` of its own what is left now."""
    now, version = timezone.now(), latest_version(review)
    director = signing_director(request.user, review.case.organization)
    today = timezone.localdate(now)
    content = build_content(
        version, signed_at=now, letter_date=today, decision_on=today, signer=director
    )
    read_sha256 = actions.content_as_read(content)
    context = {
        "case": review.case,
        "version": version,
        "content": content,
        "checked": check_version(version, on=today),
        "may_keep": may_answer(review, request.user),
        "changes": changes_of(version, at=now),
        "form": form or _form(request, review),
        "read_sha256": read_sha256,
        "reasons_not_to": _reasons(version, review, request),
        "layout": layout,
    }
    if layout and request.GET.get("read") != read_sha256:
        context["reasons_not_to"].append(actions.READ_AGAIN)
    return render(request, "reviews/determination/sign_determination.html", context, status=status)


def _reasons(version: Determination, review: Review, request: HttpRequest) -> list[str]:
    if not any(step.name == "sign" for step in REVIEW.open_steps(review.status)):
        return [f"The review is {REVIEW.words_by_status[review.status]}: nothing waits here."]
    today = timezone.localdate(timezone.now())
    return actions.reasons_not_to_decide(version, request.user, today=today)
