"""Takes pages back into the tray from a wrong case, while nobody has seen them there.

The pages keep the numbers they had, in documents that nobody opens any more, and these are never
given again; what goes back is a file of its own, of the same bytes.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from cases import access, audit
from cases.actions.lifecycle import lock_case
from cases.actions.records import require_open_for_records
from cases.bundles.lifecycle import FileStep
from cases.bundles.routing import TAKEN_BACK
from cases.errors import Refused
from cases.models import (
    AuditEvent,
    Binder,
    Case,
    MedicalRecord,
    PageReading,
    ReceivedFile,
    RecordPage,
    UnreadPage,
)
from cases.pipelines.dividing import OF_THE_BUNDLE
from cases.pipelines.leaving import let_copies_stand

WORDS = "Taken back to the tray: the pages had been sent to this case by mistake."
INSTEAD = "Supersede the document with your reason instead, so that what was seen stays explained."
SEEN = f"Somebody else has opened these pages in this case. {INSTEAD}"
COPIED = f"A copy of these pages was asked for. {INSTEAD}"
TICKED = "The document is ticked in the list of what was asked for: take it off there first."
MIXED = (
    "These pages have been sorted into documents with other pages since. Supersede what is wrong "
    "there instead."
)
NOT_HERE = "These pages are not with this case any more: somebody took them away meanwhile."
# What is written of a document without anybody seeing it.
NO_LOOKS = ("record.added", "record.superseded")


@transaction.atomic
def take_back(sent: ReceivedFile, *, by: Any, at: datetime) -> ReceivedFile:
    """Take pages that came by the tray out of their case; return the row that waits in the tray."""
    assert sent.case is not None
    case = lock_case(sent.case)
    access.require(by, "cases.upload_records")
    require_open_for_records(case)
    rows = case.received_files.sent_from_tray().select_for_update(of=("self",))
    file = rows.filter(pk=sent.pk).first()
    if file is None:
        raise Refused(NOT_HERE)
    records = list(file.records.current().select_for_update().order_by("pk"))
    _require_unmixed(file, records)
    _require_unseen(case, file, records, by)
    back = _in_tray(file)
    _leave_case(file, records, by=by, at=at)
    audit.append("file.taken_back", file, by=by, back=back.pk, records=[one.pk for one in records])
    return back


def _require_unmixed(file: ReceivedFile, records: Sequence[MedicalRecord]) -> None:
    own, held = Q(file=file), Q(record__in=records)
    if RecordPage.objects.filter((own & ~held) | (held & ~own)).exists():
        raise Refused(MIXED)
    if MedicalRecord.objects.filter(pk__in=[one.pk for one in records]).exclude(expected_as=None):
        raise Refused(TICKED)


def _require_unseen(
    case: Case, file: ReceivedFile, records: Sequence[MedicalRecord], by: Any
) -> None:
    """Refuse where anybody but the one who takes them back saw the pages, or they left the house.

    Whoever cites a page has opened it.
    """
    whole = Q(record=None, requested_at__gte=file.received_at)
    if Binder.objects.filter(whole | Q(record__in=records), case=case).exists():
        raise Refused(COPIED)
    read = PageReading.objects.filter(page__file=file).exclude(user=by)
    if read.exists() or _looks(file, records, by):
        raise Refused(SEEN)


def _looks(file: ReceivedFile, records: Sequence[MedicalRecord], by: Any) -> bool:
    """Whether the trail has a look of another person at one of these pages or documents."""
    pages = dict(file.record_pages.values_list("pk", "number"))
    others = AuditEvent.objects.filter(at__gte=file.received_at, actor__isnull=False)
    others = others.exclude(actor=by)
    of_records = Q(
        object_type=MedicalRecord._meta.label_lower, object_id__in=[r.pk for r in records]
    )
    of_pages = Q(object_type=RecordPage._meta.label_lower, object_id__in=list(pages))
    looks = others.filter(of_records | of_pages, case_number=_number(file))
    if looks.exclude(kind__in=NO_LOOKS).exclude(data__has_key="nothing_shown").exists():
        return True
    in_book = others.filter(kind="book.searched", case_number=_number(file))
    found = [number for event in in_book for number in event.data.get("shown", ())]
    anywhere = others.filter(kind="records.searched")
    keys = [key for event in anywhere for key in event.data.get("shown", ())]
    return bool(set(found) & set(pages.values()) or set(keys) & set(pages))


def _number(file: ReceivedFile) -> str:
    assert file.case is not None
    return file.case.case_number


def _in_tray(file: ReceivedFile) -> ReceivedFile:
    """Make the row that waits in the tray: the same pages of the same bytes."""
    assert file.origin is not None
    kept = {name: getattr(file, name) for name in OF_THE_BUNDLE}
    return ReceivedFile.objects.create(
        origin=file,
        **kept | {"step": FileStep.SANITISED, "remarks": file.origin.remarks},
        received_at=file.origin.received_at,
        received_on=file.received_on,
        is_synthetic=file.is_synthetic,
        pages=(file.last_page or 0) - file.first_page + 1,
        first_page=file.first_page,
        last_page=file.last_page,
        codes=file.codes,
        codes_read=file.codes_read,
        tray_reason=TAKEN_BACK,
    )


def _leave_case(
    file: ReceivedFile, records: Sequence[MedicalRecord], *, by: Any, at: datetime
) -> None:
    for record in records:
        record.superseded_at, record.superseded_reason = at, WORDS
        record.save(update_fields=["superseded_at", "superseded_reason"])
        audit.append("record.superseded", record, by=by, replacement_id=None)
    file.set_aside_at = file.taken_back_at = at
    file.set_aside_reason = WORDS
    # A worker that holds it finds that it is not its own any more, and writes nothing.
    file.lease_token = file.lease_until = None
    file.save()
    UnreadPage.objects.filter(file=file).delete()
    let_copies_stand(file.record_pages.all())
