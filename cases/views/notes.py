"""The note of a call."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases import access
from cases.actions import notes as actions
from cases.errors import Refused
from cases.forms.notes import ContactNoteForm


@require_http_methods(["GET", "POST"])
def note_contact(request: HttpRequest, case_number: str) -> HttpResponse:
    """Keep what was said, with whom."""
    case = access.open_case(request.user, case_number, permission="cases.note_contact")
    status = 200
    if request.method == "POST":
        form = ContactNoteForm(case, request.POST)
        if form.is_valid():
            try:
                actions.note_contact(case, by=request.user, at=timezone.now(), **form.cleaned_data)
            except Refused as refusal:
                form.add_error("text", list(refusal.reasons))
                status = 409
            else:
                messages.success(request, "The note is kept.")
                return redirect(f"{case.get_absolute_url()}#notes")
    else:
        form = ContactNoteForm(case)
    return render(request, "cases/notes/note.html", {"case": case, "form": form}, status=status)
