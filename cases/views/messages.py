"""What a person was told: read, and marked as read."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from cases import messages as reader
from cases.actions.messages import read_messages

SHOWN = 100


@require_safe
def messages(request: HttpRequest) -> HttpResponse:
    """List what this person has not marked as read, newest first."""
    unread = reader.unread(request.user)
    context = {
        "told": reader.told(unread[:SHOWN], timezone.localdate()),
        "total": unread.count(),
    }
    return render(request, "cases/messages/list.html", context)


@require_POST
def read_message(request: HttpRequest, message_id: int) -> HttpResponse:
    """Mark one message as read."""
    read_messages(request.user, at=timezone.now(), message_id=message_id)
    return redirect("cases:messages")


@require_POST
def read_all_messages(request: HttpRequest) -> HttpResponse:
    """Mark every message as read."""
    read_messages(request.user, at=timezone.now())
    return redirect("cases:messages")
