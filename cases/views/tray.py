"""The tray: bundles that came without a case, and pages that no coversheet governs."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases import access
from cases.actions import tray as actions
from cases.actions.takingback import take_back
from cases.actions.transfers import receive_bundle
from cases.errors import Refused
from cases.forms.tray import AssignForm, BundlesForm, SetAsideForm
from cases.models import ReceivedFile
from cases.pipelines import page_images
from cases.pipelines.page_images import CannotBeShown, Wanted
from cases.views.transfers import begin, of_transfers


@require_http_methods(["GET", "POST"])
def tray(request: HttpRequest) -> HttpResponse:
    """List what waits for a person, and take bundles in."""
    access.require(request.user, "cases.upload_records")
    if request.method == "GET":
        return _show(request, BundlesForm())
    form = BundlesForm(request.POST, request.FILES)
    if not form.is_valid():
        return _show(request, form)
    received = 0
    for file in form.cleaned_data["files"]:
        try:
            receive_bundle(file.chunks(), file.name, by=request.user, at=timezone.now())
            received += 1
        except Refused as refusal:
            form.add_error("files", list(refusal.reasons))
    if form.errors:
        return _show(request, form, status=409)
    messages.success(request, f"Received: {received}. Coversheets are looked for in a moment.")
    return redirect("cases:tray")


@require_POST
def begin_bundle(request: HttpRequest) -> HttpResponse:
    """Announce a file for the tray, to a script of the page."""
    access.require(request.user, "cases.upload_records")
    return begin(request, None)


@require_GET
def tray_file(request: HttpRequest, tray_id: int) -> HttpResponse:
    """Show the pages of one bundle, and ask where they belong."""
    file = access.open_tray_file(request.user, tray_id)
    return _show_file(request, file, AssignForm(file=file), SetAsideForm())


@require_POST
def assign_from_tray(request: HttpRequest, tray_id: int) -> HttpResponse:
    """Send pages of a bundle to a case."""
    file = access.open_tray_file(request.user, tray_id)
    form = AssignForm(request.POST, file=file)
    status = 200
    if form.is_valid():
        try:
            part = actions.assign_from_tray(
                file, form.assignment(), by=request.user, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, list(refusal.reasons))
            status = 409
        else:
            assert part.case is not None
            messages.success(
                request,
                f"Pages {part.first_page} to {part.last_page} are with {part.case.case_number}.",
            )
            return redirect("cases:tray")
    return _show_file(request, file, form, SetAsideForm(), status=status)


@require_POST
def set_aside_from_tray(request: HttpRequest, tray_id: int) -> HttpResponse:
    """Take a bundle out of the tray that belongs to no case."""
    file = access.open_tray_file(request.user, tray_id)
    form = SetAsideForm(request.POST)
    if not form.is_valid():
        return _show_file(request, file, AssignForm(file=file), form)
    actions.set_aside_from_tray(
        file, form.cleaned_data["reason"], by=request.user, at=timezone.now()
    )
    messages.success(
        request,
        "Set aside. The pages are kept, with your reason; put them back below if that was wrong.",
    )
    return redirect("cases:tray")


@require_POST
def put_back_into_tray(request: HttpRequest, aside_id: int) -> HttpResponse:
    """Let pages that were set aside wait in the tray again."""
    aside = access.open_aside_file(request.user, aside_id)
    back = actions.put_back_into_tray(aside, by=request.user)
    messages.success(request, f"Pages {back.first_page} to {back.last_page} are in the tray again.")
    return redirect("cases:tray")


@require_POST
def take_back_to_tray(request: HttpRequest, sent_id: int) -> HttpResponse:
    """Take pages back from the case that they were sent to."""
    sent = access.open_sent_file(request.user, sent_id)
    back = take_back(sent, by=request.user, at=timezone.now())
    assert sent.case is not None
    messages.success(
        request,
        f"Pages {back.first_page} to {back.last_page} are in the tray again, and no longer with "
        f"{sent.case.case_number}.",
    )
    return redirect("cases:tray")


@require_GET
def tray_page(request: HttpRequest, tray_id: int, number: int, size: str) -> HttpResponse:
    """Answer with the picture of one page of a bundle."""
    file = access.open_tray_page(request.user, tray_id, number)
    if size not in ("thumb", "page"):
        raise Http404(access.NOT_FOUND)
    try:
        image = page_images.image_of(Wanted(file.working_sha256, number - 1, size))
    except CannotBeShown as fault:
        raise Refused(fault.reason) from None
    response = HttpResponse(image, content_type="image/jpeg")
    response["Content-Disposition"] = f'inline; filename="page-{number}.jpg"'
    return response


def _show(request: HttpRequest, form: BundlesForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        **access.list_tray(request.user),
        **of_transfers(request.user, None),
        "form": form,
    }
    return render(request, "cases/tray/page.html", context, status=status)


def _show_file(
    request: HttpRequest,
    file: ReceivedFile,
    form: AssignForm,
    aside: SetAsideForm,
    status: int = 200,
) -> HttpResponse:
    numbers = range(file.first_page, (file.last_page or 0) + 1)
    context = {"file": file, "form": form, "aside": aside, "numbers": numbers}
    return render(request, "cases/tray/file.html", context, status=status)
