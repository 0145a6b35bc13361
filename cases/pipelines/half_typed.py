"""Old half-typed applications without a word in them: removed, each with its row of the audit."""

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from cases import audit
from cases.models import IntakeDraft


def remove_old_empty(at: datetime) -> int:
    """Remove what was left empty for longer than the setting says; return how many.

    What somebody typed or attached stays until a person throws it away.
    """
    before = at - timedelta(days=settings.HALF_TYPED_EMPTY_DAYS)
    old = IntakeDraft.objects.filter(is_empty=True, saved_at__lt=before)
    return sum(_remove(key, before) for key in list(old.values_list("pk", flat=True)))


@transaction.atomic
def _remove(key: int, before: datetime) -> bool:
    """Remove one that is still empty and old once it is locked."""
    draft = (
        IntakeDraft.objects.select_for_update()
        .filter(pk=key, is_empty=True, saved_at__lt=before)
        .first()
    )
    if draft is None or draft.attachments.exists():
        return False
    audit.append("intake_draft.tidied", draft, by=None, revision=draft.revision)
    draft.delete()
    return True
