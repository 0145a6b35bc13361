"""What somebody was told is marked as read, by the one who was told."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.http import Http404

from cases import audit
from cases.access import NOT_FOUND
from cases.models import Message


@transaction.atomic
def read_messages(user: Any, *, at: datetime, message_id: int | None = None) -> int:
    """Mark one message of this person as read, or all of them."""
    rows = Message.objects.unread().filter(to=user)
    if message_id is not None:
        if not Message.objects.filter(to=user, pk=message_id).exists():
            raise Http404(NOT_FOUND)
        rows = rows.filter(pk=message_id)
    count = rows.update(read_at=at)
    if count:
        audit.append("message.read", by=user, messages=count)
    return count
