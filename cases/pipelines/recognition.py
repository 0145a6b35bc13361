"""Reads the pages that have no text from their pictures, a few at a time, over all cores.

Each page that waits is a row. Whoever takes some holds them for a while; what could not be read
three times is given up, and says so. A page that was tried before is taken alone, so that it does
not take its neighbours with it. With the last page of a file, in one transaction, goes what all of
them say. Without Tesseract the pages go on waiting, and say that.
"""

import base64
import shutil
import time
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import Count, F, Min, Q, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from cases import audit, blobs
from cases.bundles.lifecycle import FileStep
from cases.models import Case, MedicalRecord, PageText, ReceivedFile, RecordPage, UnreadPage
from cases.pipelines import pagewriting
from cases.pipelines.assessing import Findings, assess, look_through
from cases.pipelines.faults import faultpoint
from cases.pipelines.walled import MEGABYTE, Bounds, Died, run_child

PAGES_AT_A_TIME = 6
HELD_FOR = timedelta(seconds=150)
MOST_ATTEMPTS = 3
# After a turn others may have the worker; pages that were taken together are read to their end, but
# for those that would last longer than they are held.
SECONDS_A_TURN, SECONDS_TOGETHER = 12.0, 40.0
SECONDS_OF_PROCESSOR = 120
LONGEST_TEXT = 400_000
RECENT, FEWEST_TO_RECKON = timedelta(minutes=5), 3
WHY_GIVEN_UP = "The picture of this page could not be read."


def program() -> str:
    """Return where the reader of pictures is; empty where there is none."""
    return shutil.which("tesseract") or ""


def files_to_recognize() -> list[int]:
    """Return the files with pages that nobody reads just now, those with the fewest first."""
    if not program():
        return []
    free = UnreadPage.objects.filter(_free()).filter(file__step="ready")
    counted = free.values("file").annotate(pages=Count("pk")).order_by("pages", "file")
    return [row["file"] for row in counted]


def recognize(file_id: int, *, seconds: float = SECONDS_A_TURN) -> bool:
    """Read pages of one file for a while; True while more wait."""
    end = time.monotonic() + seconds
    while program():
        pages = _taken(file_id)
        if not pages:
            return False
        _read(pages)
        if time.monotonic() > end:
            return UnreadPage.objects.filter(_free(), file=file_id).exists()
    return False


def _free() -> Q:
    return Q(given_up_at=None) & (Q(lease_until=None) | Q(lease_until__lt=Now()))


@transaction.atomic
def _taken(file_id: int) -> list[RecordPage]:
    """Take some pages, counting the attempt; give up those that were tried often enough.

    Of the last ones only a share, so that every core has some to the end.
    """
    waiting = UnreadPage.objects.filter(_free(), file=file_id)
    if waiting.filter(attempts__gte=MOST_ATTEMPTS).exists():
        _give_up(file_id)
    shared = -(-waiting.count() // (2 * settings.RECORD_CORES))
    rows = list(
        waiting.filter(attempts__lt=MOST_ATTEMPTS)
        .select_for_update(skip_locked=True)
        .order_by("attempts", "pk")[: max(1, min(PAGES_AT_A_TIME, shared))]
    )
    keys = [row.pk for row in rows if row.attempts == 0] or [row.pk for row in rows[:1]]
    UnreadPage.objects.filter(pk__in=keys).update(
        attempts=F("attempts") + 1, lease_until=Now() + HELD_FOR
    )
    pages = RecordPage.objects.filter(pk__in=keys).select_related("file")
    return list(pages.order_by("number_in_file"))


def _give_up(file_id: int) -> None:
    file = _locked(file_id)
    spent = UnreadPage.objects.filter(_free(), file=file_id, attempts__gte=MOST_ATTEMPTS)
    # What could not be read anew keeps the words that it had.
    kept, _ = spent.filter(page__text__source=PageText.Source.OCR).delete()
    if spent.update(given_up_at=Now(), lease_until=None, last_error=WHY_GIVEN_UP) or kept:
        _settle(file)


def _read(pages: list[RecordPage]) -> None:
    file = pages[0].file
    left = {page.number_in_file: page for page in pages}
    wanted = {
        "pages": [(page.number_in_file, page.skew) for page in pages],
        "program": program(),
    }
    bounds = Bounds(
        memory=1536 * MEGABYTE + (file.working_size or 0), seconds=SECONDS_OF_PROCESSOR, files=64
    )
    source = blobs.path_of(file.working_sha256)
    end = time.monotonic() + SECONDS_TOGETHER
    begun, untried = 0, []
    try:
        for answer in run_child("recognizer", wanted, source=source, bounds=bounds):
            begun = answer.get("begins", begun)
            page = left.pop(answer.get("number", 0), None)
            if page is None:
                continue
            _write(page, answer)
            if time.monotonic() > end:
                untried = list(left.values())
                break
    except Died:
        # The page in question was counted as an attempt, and is tried again or given up.
        guilty = begun if begun in left else next(iter(left), 0)
        untried = [page for number, page in left.items() if number != guilty]
    _let_go(pages, untried)


def _write(page: RecordPage, answer: dict[str, Any]) -> None:
    if "fault" in answer:
        return
    text = str(answer.get("text", ""))[:LONGEST_TEXT].replace("\x00", "")
    said = pagewriting.Said(
        page_id=page.pk,
        text=text,
        boxes=base64.b64decode(answer.get("boxes", "")),
        source=PageText.Source.OCR,
        confidence=min(100, max(0, int(answer.get("confidence", 0)))),
    )
    others = UnreadPage.objects.filter(file=page.file_id, given_up_at=None).exclude(pk=page.pk)
    found = None if others.exists() else look_through(page.file, said)
    with transaction.atomic():
        file = _locked(page.file_id)
        pagewriting.add_texts([said], page.case_id, at=timezone.now())
        if answer.get("turned") in (90, 180, 270):
            RecordPage.objects.filter(pk=page.pk).update(rotation=answer["turned"], skew=0.0)
        UnreadPage.objects.filter(pk=page.pk).delete()
        _settle(file, found, said)
        faultpoint("scans.read")


def _let_go(pages: list[RecordPage], untried: list[RecordPage]) -> None:
    """Let others have what is left; a page that was not come to was not tried."""
    rows = UnreadPage.objects.filter(pk__in=[page.pk for page in pages])
    rows.filter(pk__in=[page.pk for page in untried]).update(attempts=F("attempts") - 1)
    rows.update(lease_until=None)


def _locked(file_id: int) -> ReceivedFile:
    """Return the file, locked after its case: whoever writes the last page knows that it is."""
    Case.objects.select_for_update(of=("self",)).get(received_files=file_id)
    return ReceivedFile.objects.select_for_update(of=("self",)).get(pk=file_id)


def _settle(
    file: ReceivedFile, found: Findings | None = None, said: pagewriting.Said | None = None
) -> None:
    """Once no page of the file waits, say again what its pages are, now that they have words.

    `found` is what was made of them before, with what its last page `said`.
    """
    if UnreadPage.objects.filter(file=file, given_up_at=None).exists():
        return
    remarks = assess(file, at=timezone.now(), found=found, said=said)
    file.remarks = {**file.remarks, **remarks}
    file.suggested_through = 0
    file.save(update_fields=["remarks", "suggested_through"])
    read = PageText.objects.filter(page__file=file, source=PageText.Source.OCR).count()
    audit.append("file.recognized", file, by=None, pages=read)


def scans_to_reread(record: MedicalRecord) -> QuerySet[RecordPage]:
    """Return the pages of a document that were read from their pictures or given up: none waits."""
    pages = RecordPage.objects.live().filter(record=record, file__step=FileStep.READY)
    was_read = Q(text__source=PageText.Source.OCR, unread=None)
    return pages.filter(was_read | Q(unread__given_up_at__isnull=False))


@dataclass(frozen=True)
class Progress:
    """How far the scanned pages of a file are read; `seconds_left` is None where nobody knows.

    `again` of those that wait were read before, and have the words of then.
    """

    read: int
    waiting: int
    given_up: int
    seconds_left: float | None
    again: int = 0

    @property
    def total(self) -> int:
        """All pages that came without text."""
        return self.read + self.waiting + self.given_up


def progress(files: Any, *, at: datetime) -> Progress:
    """Count the scanned pages of files, or of one; what is left is reckoned from the last minutes.

    `files` is a file, or a query of their keys.
    """
    among = "file" if isinstance(files, ReceivedFile) else "file__in"
    rows = UnreadPage.objects.filter(**{among: files})
    waiting = rows.filter(given_up_at=None).count()
    again = rows.filter(page__text__source=PageText.Source.OCR).count()
    read = PageText.objects.filter(source=PageText.Source.OCR, **{f"page__{among}": files})
    read = read.filter(page__unread=None)
    recent = read.filter(read_at__gt=at - RECENT).aggregate(count=Count("pk"), first=Min("read_at"))
    left = None
    if waiting and recent["count"] >= FEWEST_TO_RECKON:
        left = waiting * (at - recent["first"]).total_seconds() / recent["count"]
    return Progress(read.count(), waiting, rows.count() - waiting, left, again)
