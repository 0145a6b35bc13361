"""The intake form: an application with everything that comes with it, saved as it is typed."""

from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST
from django_htmx.http import HttpResponseClientRedirect

from cases import access
from cases.actions import intake_drafts as actions
from cases.actions.disputes import letter_limits
from cases.actions.intake import case_of_submission
from cases.errors import EditConflict, Refused
from cases.forms.disputes import changed_list
from cases.forms.half_typed import (
    FILE_FIELD_BY_KIND,
    AttachmentsForm,
    laid_over,
    sent_key,
    sent_revision,
    stored_fields,
)
from cases.forms.intake import IntakePage, form_links
from cases.intake import ApplicationEntry, remainder_notes
from cases.models import IntakeAttachment, IntakeDraft, Transfer
from cases.pipelines.records import store_upload
from cases.search import decided_disputes
from cases.views.service_list import changed_list_of_intake
from cases.views.transfers import of_transfers

SAVE, ATTACH, DETACH = "save", "attach", "detach:"


@require_http_methods(["GET", "POST"])
def receive(request: HttpRequest, key: UUID | None = None) -> HttpResponse:
    """Take in an application; what is wrong is said at its field, and nothing typed is lost."""
    access.require(request.user, "cases.receive_application")
    if request.method == "GET":
        return _begin(request) if key is None else _resume(request, key)
    key = key or sent_key(request.POST)
    try:
        return _answer(request, key)
    except actions.AlreadyReceived as received:
        return _already(request, received)


@require_POST
def save_half_typed(request: HttpRequest, key: UUID) -> JsonResponse:
    """Save as typed, for the page's script; answers with the revision."""
    access.require(request.user, "cases.receive_application")
    draft = _save(request, key, laid_over(_stored(key), request.POST))
    saved_at = timezone.localtime(draft.saved_at)
    return JsonResponse({"revision": draft.revision, "saved_at": f"{saved_at:%H:%M:%S}"})


@require_POST
def attach_file(request: HttpRequest, key: UUID) -> HttpResponse:
    """Store a file that was chosen on the page, and show the files again."""
    access.require(request.user, "cases.receive_application")
    files = _files(request, key)
    draft = IntakeDraft.objects.filter(key=key).first()
    context = _context(IntakePage(key=key), draft, files) | {"is_piece": True}
    return render(request, "cases/intake/_attachments.html", context)


@require_POST
def discard_half_typed(request: HttpRequest, key: UUID) -> HttpResponse:
    """Throw a half-typed application away."""
    access.open_intake_draft(request.user, key)
    actions.discard_draft(key, by=request.user, at=timezone.now())
    messages.success(request, "The half-typed application is thrown away.")
    return redirect("cases:half_typed")


@require_http_methods(["GET"])
def half_typed(request: HttpRequest) -> HttpResponse:
    """List the half-typed applications, one's own first."""
    drafts = access.list_intake_drafts(request.user)
    return render(request, "cases/intake/half_typed.html", {"drafts": drafts})


def _begin(request: HttpRequest) -> HttpResponse:
    return _show(request, IntakePage(today=timezone.localdate()), None)


def _resume(request: HttpRequest, key: UUID) -> HttpResponse:
    earlier = case_of_submission(key)
    if earlier is not None:
        messages.info(request, f"This application was received as {earlier.case_number}.")
        return redirect(earlier)
    draft = access.open_intake_draft(request.user, key)
    page = _page(draft, stored_fields(draft.posted)) if draft.posted else IntakePage(key=key)
    page.leave_unjudged()
    return _show(request, page, draft)


def _answer(request: HttpRequest, key: UUID) -> HttpResponse:
    """Keep what was sent, then do what the button says: a change of the page, or receive it."""
    change = request.POST.get("do", "")
    files = _files(request, key, change)
    fields = laid_over(_stored(key), request.POST)
    if change:
        fields = changed_list(fields, change, settings.LETTER_MAX_SERVICES)
    try:
        draft = _save(request, key, fields)
    except EditConflict as conflict:
        return _show_conflict(request, key, fields, conflict)
    page = _page(draft, fields)
    if "do" in request.POST or files.errors:
        return _show_changed(request, page, draft, change, files)
    entry = page.entry(timezone.localdate(), letter_limits())
    if entry is None or page.asks_of_decided(decided_disputes(entry), is_known=_is_known(request)):
        return _show(request, page, draft)
    return _receive(request, page, draft, entry)


def _receive(
    request: HttpRequest, page: IntakePage, draft: IntakeDraft, entry: ApplicationEntry
) -> HttpResponse:
    try:
        case = actions.receive_draft(draft.key, entry, by=request.user, at=timezone.now())
    except Refused as refusal:
        page.faults += refusal.reasons
        return _show(request, page, draft, status=409)
    messages.success(request, f"Received as {case.case_number}.")
    for note in remainder_notes(entry.services):
        messages.info(request, note)
    for half_sent in case.transfers.filter(finished_at=None).select_related("sent_by"):
        messages.warning(request, _not_whole(half_sent, request.user))
    return redirect(case)


def _not_whole(half_sent: Transfer, user: Any) -> str:
    """Say which file did not come with the application, and how it still comes."""
    begun = f"“{half_sent.name}” was sent only to {half_sent.percent} %"
    if half_sent.sent_by_id == user.pk:
        return (
            f"{begun}, so it is not with the case yet. Choose it again where records of the case "
            "are uploaded: it goes on from where it stopped."
        )
    return (
        f"{begun} by {half_sent.sent_by}, so it is not with the case yet. Upload it there, or ask "
        "for it: whoever began goes on from where it stopped."
    )


def _is_known(request: HttpRequest) -> bool:
    """Whether the page has said already that a dispute was decided, and is sent all the same."""
    return request.POST.get("known") == "yes"


def _already(request: HttpRequest, received: actions.AlreadyReceived) -> HttpResponse:
    messages.info(
        request,
        f"This form had been sent already, as {received.case.case_number}. What you changed on it "
        "since was not saved; correct it here.",
    )
    if request.htmx:
        return HttpResponseClientRedirect(received.case.get_absolute_url())
    return redirect(received.case)


def _save(request: HttpRequest, key: UUID, fields: QueryDict) -> IntakeDraft:
    save = actions.Save(
        posted=dict(fields.lists()),
        revision=sent_revision(request.POST),
        window=request.POST.get("window", ""),
    )
    return actions.save_draft(key, save, by=request.user, at=timezone.now())


def _files(request: HttpRequest, key: UUID, change: str = "") -> AttachmentsForm:
    """Keep each file that came, take one off if that was asked; faults stand at their fields."""
    form = AttachmentsForm({}, {})
    form.full_clean()
    if change.startswith(DETACH):
        actions.detach_from_draft(
            key, change.removeprefix(DETACH), by=request.user, at=timezone.now()
        )
    for kind, name in FILE_FIELD_BY_KIND.items():
        file = request.FILES.get(name)
        if file is None:
            continue
        try:
            stored = store_upload(file.chunks(), file.name)
            actions.attach_to_draft(key, kind, stored, by=request.user, at=timezone.now())
        except actions.AlreadyReceived:
            raise
        except Refused as refusal:
            form.add_error(name, list(refusal.reasons))
    return form


def _stored(key: UUID) -> dict[str, list[str]]:
    draft = IntakeDraft.objects.filter(key=key).first()
    return draft.posted if draft else {}


def _page(draft: IntakeDraft, fields: QueryDict) -> IntakePage:
    kinds = set(draft.attachments.values_list("kind", flat=True))
    return IntakePage(fields, key=draft.key, attached=kinds)


def _show_changed(
    request: HttpRequest, page: IntakePage, draft: IntakeDraft, change: str, files: AttachmentsForm
) -> HttpResponse:
    """Show the page again, as typed, with what the button changed."""
    page.leave_unjudged()
    page.services.note_change(change, settings.LETTER_MAX_SERVICES)
    if request.htmx:
        return changed_list_of_intake(request, page.services, draft.revision)
    if change == SAVE:
        messages.success(request, "Saved as typed. It waits for you on the home page.")
        return redirect(draft)
    return _show(request, page, draft, files=files)


def _show_conflict(
    request: HttpRequest, key: UUID, fields: QueryDict, conflict: EditConflict
) -> HttpResponse:
    """Show what was typed with the newer revision, so that sending it again is a decision."""
    draft = IntakeDraft.objects.get(key=key)
    page = _page(draft, fields)
    page.leave_unjudged()
    page.faults += conflict.reasons
    return _show(request, page, draft, status=409)


def _show(
    request: HttpRequest,
    page: IntakePage,
    draft: IntakeDraft | None,
    *,
    status: int = 200,
    files: AttachmentsForm | None = None,
) -> HttpResponse:
    of_draft = {"beside": Transfer.Beside.INTAKE, "draft": page.submission_key}
    context = {**_context(page, draft, files), **of_transfers(request.user, None, **of_draft)}
    return render(request, "cases/intake/receive.html", context, status=status)


def _context(
    page: IntakePage, draft: IntakeDraft | None, files: AttachmentsForm | None
) -> dict[str, Any]:
    files = files or AttachmentsForm()
    attached = {one.kind: one for one in draft.attachments.all()} if draft else {}
    return {
        "page": page,
        "services": page.services,
        "errors": [*page.error_links, *form_links(files)],
        "draft": draft,
        "files": [
            (kind, files[name], attached.get(kind)) for kind, name in FILE_FIELD_BY_KIND.items()
        ],
        "kinds": IntakeAttachment.Kind,
    }
