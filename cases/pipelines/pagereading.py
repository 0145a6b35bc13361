"""Reads the pages of a file in batches: the text layer first, searchable as it arrives, then looks.

What a batch has written stays: a worker that ends is followed by one that takes the pages left.
"""

import base64
import itertools
from collections.abc import Iterable, Iterator
from typing import Any, TypeVar

from django.utils import timezone

from cases import blobs
from cases.models import PageText, ReceivedFile, RecordPage, UnreadPage
from cases.packets.blank import why_blank
from cases.packets.faxes import without_stamps
from cases.pipelines import fileholds, pagewriting
from cases.pipelines.assessing import assess, look_through
from cases.pipelines.faults import faultpoint
from cases.pipelines.fileholds import take_step
from cases.pipelines.leases import Claim
from cases.pipelines.pagestreams import answers

Asked = TypeVar("Asked")

# The first pages can be found before the others are read.
FIRST_BATCH, BATCH = 40, 250
SECONDS_A_TURN = 30.0
LONGEST_TEXT, LONGEST_THUMBNAIL = 400_000, 200_000
FAULTS = ("unreadable", "too_large")


def read(held: Claim) -> None:
    """Paged → read: text layers for a while, or the step when all are there."""
    file = held.row
    keys = _keys(file, text=None)
    if not keys:
        with fileholds.writing(held) as row:
            take_step(row, "read")
        return
    is_first = not PageText.objects.filter(page__file=file).exists()
    found = answers("text_reader", file, list(keys), seconds=SECONDS_A_TURN)
    said = (_checked(keys[number], answer) for number, answer in found)
    for batch in _batches(said, FIRST_BATCH if is_first else BATCH):
        _write(held, batch)


def _write(held: Claim, batch: list[pagewriting.Said]) -> None:
    with fileholds.writing(held):
        pagewriting.add_texts(batch, held.row.case_id, at=timezone.now())
        pagewriting.turn([(said.page_id, said.turned) for said in batch])
        pagewriting.note_faults([(said.page_id, said.fault) for said in batch if said.fault])
        UnreadPage.objects.bulk_create(
            [UnreadPage(page_id=said.page_id, file=held.row) for said in batch if said.is_scan],
            ignore_conflicts=True,
        )
        faultpoint("files.batch")


def index(held: Claim) -> None:
    """Read → indexed: looks for a while, then what they and the words say."""
    file = held.row
    keys = _keys(file, thumbnail_sha256="", display_fault="")
    if not keys:
        found = look_through(file)
        faultpoint("files.looked_through")
        with fileholds.writing(held) as row:
            row.remarks = {**row.remarks, **assess(row, at=timezone.now(), found=found)}
            take_step(row, "index")
        return
    found = answers("picture_maker", file, list(keys), seconds=SECONDS_A_TURN)
    for batch in _batches(found, BATCH):
        _look(held, [(keys[number], answer) for number, answer in batch])


def _look(held: Claim, batch: list[tuple[int, dict[str, Any]]]) -> None:
    """Write the looks of these pages; their thumbnails are one stored pack."""
    looks, thumbnails, offset = [], [], 0
    for key, answer in batch:
        thumbnail = base64.b64decode(answer.get("thumbnail", ""))[:LONGEST_THUMBNAIL]
        looks.append(pagewriting.Look.of(key, offset, len(thumbnail), answer))
        thumbnails.append(thumbnail)
        offset += len(thumbnail)
    pack = blobs.store(thumbnails)[0] if offset else ""
    with fileholds.writing(held):
        pagewriting.add_looks(looks, pack)
        faultpoint("files.looks")
    _let_blank_scans_be([look.page_id for look in looks])


def _let_blank_scans_be(keys: list[int]) -> None:
    """Take blank scans off the list of pages to recognize."""
    waiting = UnreadPage.objects.filter(page__in=keys).select_related("page__text")
    blank = [row.pk for row in waiting if why_blank(pagewriting.as_page(row.page, row.page.text))]
    UnreadPage.objects.filter(pk__in=blank).delete()


def _keys(file: ReceivedFile, **wanting: Any) -> dict[int, int]:
    """Return the keys of the pages of the file that want something, by their number in it."""
    pages = RecordPage.objects.filter(file=file, **wanting).order_by("number_in_file")
    return dict(pages.values_list("number_in_file", "pk"))


def _batches(found: Iterable[Asked], first: int) -> Iterator[list[Asked]]:
    """Yield what is found in batches, of which the first has its own length."""
    found = iter(found)
    batch = list(itertools.islice(found, first))
    while batch:
        yield batch
        batch = list(itertools.islice(found, BATCH))


def _checked(page_id: int, answer: dict[str, Any]) -> pagewriting.Said:
    """Return what the child said, bounded: a child that was taken over may say anything."""
    fault = answer.get("fault", "")
    text = str(answer.get("text", ""))[:LONGEST_TEXT].replace("\x00", "")
    boxes = base64.b64decode(answer.get("boxes", ""))
    says_something = bool(without_stamps(text).split())
    turned = answer.get("turned", 0)
    return pagewriting.Said(
        page_id=page_id,
        text=text,
        boxes=boxes,
        source=PageText.Source.LAYER if text else PageText.Source.NONE,
        turned=turned if turned in (90, 180, 270) else 0,
        is_scan=not says_something and not fault,
        fault=fault if fault in FAULTS else "",
    )
