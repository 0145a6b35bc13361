"""The organization's page."""

import base64

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases import access
from cases.actions import organization as actions
from cases.errors import Refused
from cases.forms.organization import OrganizationForm
from cases.models import Organization


@require_http_methods(["GET", "POST"])
def organization(request: HttpRequest) -> HttpResponse:
    """What stands on every letter, and who signs."""
    access.require(request.user, actions.EDIT)
    own, status = access.own_organization(), 200
    if request.method == "POST":
        form = OrganizationForm(own, request.POST, request.FILES)
        if form.is_valid():
            try:
                actions.save_organization(form.entry, by=request.user, at=timezone.now())
            except Refused as refusal:
                form.add_error(None, list(refusal.reasons))
                status = 409
            else:
                _say_saved(request, form)
                return redirect("cases:organization")
    else:
        form = OrganizationForm(own, initial=_initial(own))
    context = {"organization": own, "form": form, "logo": _image(own)}
    return render(request, "cases/organization/page.html", context, status=status)


def _say_saved(request: HttpRequest, form: OrganizationForm) -> None:
    messages.success(request, "Saved. It counts for letters signed from now on.")
    if form.left_out:
        messages.warning(
            request, f"Left out of the logo, because it is not printed: {', '.join(form.left_out)}."
        )


def _initial(own: Organization | None) -> dict[str, object]:
    if own is None:
        return {"director_title": "Medical Director"}
    return {name: getattr(own, name) for name in actions.NAMES if name != "logo_svg"}


def _image(own: Organization | None) -> str:
    """The logo as an address for an image, where nothing in it can run."""
    if own is None or not own.logo_svg:
        return ""
    return "data:image/svg+xml;base64," + base64.b64encode(own.logo_svg.encode()).decode()
