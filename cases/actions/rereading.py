"""Has scanned pages of a document read anew; what they said stays until they are read."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cases import access, audit
from cases.actions.lifecycle import lock_case
from cases.actions.pages import SORT
from cases.actions.records import require_open_for_records
from cases.errors import Refused
from cases.models import MedicalRecord, UnreadPage
from cases.pipelines import recognition
from cases.tasks import files as tasks

NO_READER = (
    "No program that reads scans is installed on this server, so nothing can be read anew. Tell "
    "your administrator."
)
NO_SCAN = "No page of this document was read from its picture, so there is nothing to read anew."
ON_THE_WAY = "The scanned pages of this document are being read already: wait until they are."


@transaction.atomic
def read_anew(record: MedicalRecord, *, by: Any, at: datetime) -> int:
    """Let the scanned pages of a document wait to be read once more; return how many.

    Pages that were given up are tried again. Marked passages are looked for in the new words.
    """
    case = lock_case(record.case)
    access.require(by, SORT)
    require_open_for_records(case)
    if not recognition.program():
        raise Refused(NO_READER)
    free = list(recognition.scans_to_reread(record).order_by("number"))
    if not free:
        waits = UnreadPage.objects.filter(page__record=record).exists()
        raise Refused(ON_THE_WAY if waits else NO_SCAN)
    UnreadPage.objects.filter(page__in=free).delete()
    UnreadPage.objects.bulk_create([UnreadPage(page=page, file_id=page.file_id) for page in free])
    audit.append("pages.reread", case, by=by, numbers=[page.number for page in free])
    tasks.queue_pages_on_commit(*{page.file_id for page in free})
    return len(free)
