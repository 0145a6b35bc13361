"""Reads the pages of a file in batches: the text layer first, searchable as it arrives, then looks.

What a batch has written stays: a worker that ends is followed by one that takes the pages left. A
page on which the child dies is tried alone once; then it says that it cannot be displayed, and the
others go on.
"""

import base64
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from django.utils import timezone

from cases import blobs
from cases.models import PageText, ReceivedFile, RecordPage, UnreadPage
from cases.packets.blank import why_blank
from cases.packets.faxes import without_stamps
from cases.pipelines import fileholds, pagewriting
from cases.pipelines.assessing import assess
from cases.pipelines.faults import faultpoint
from cases.pipelines.fileholds import Rejected, take_step
from cases.pipelines.leases import Claim
from cases.pipelines.walled import MEGABYTE, Bounds, Died, run_child

FIRST_BATCH, BATCH = 40, 500
CORES = max(1, os.cpu_count() or 1)
SECONDS_A_BATCH, SECONDS_A_PAGE = 40, 15
LONGEST_TEXT = 400_000
FAULTS = ("unreadable", "too_large")


def read(held: Claim) -> None:
    """Paged → read: the next batch of text layers, or the step when all are there."""
    file = held.row
    unread = RecordPage.objects.filter(file=file, text=None).order_by("number_in_file")
    is_first = not PageText.objects.filter(page__file=file).exists()
    batch = list(unread[: FIRST_BATCH if is_first else BATCH])
    if not batch:
        with fileholds.writing(held) as row:
            take_step(row, "read")
        return
    answers = dict(_answers("text_reader", file, batch))
    texts, turned, scans, faults = [], [], [], []
    for page in batch:
        said = _checked(page, answers.get(page.number_in_file, {"fault": "unreadable"}))
        texts.append(said)
        if said.turned:
            turned.append((page.pk, said.turned))
        if said.is_scan:
            scans.append(page.pk)
        if said.fault:
            faults.append((page.pk, said.fault))
    with fileholds.writing(held):
        pagewriting.add_texts(texts, file.case_id, at=timezone.now())
        pagewriting.turn(turned)
        pagewriting.note_faults(faults)
        UnreadPage.objects.bulk_create(
            [UnreadPage(page_id=key, file=file) for key in scans], ignore_conflicts=True
        )
        faultpoint("files.batch")


def index(held: Claim) -> None:
    """Read → indexed: the next batch of looks, then what they and the words say."""
    file = held.row
    unseen = RecordPage.objects.filter(file=file, thumbnail_sha256="", display_fault="")
    batch = list(unseen.order_by("number_in_file")[:BATCH])
    if batch:
        _look(held, batch)
        return
    with fileholds.writing(held) as row:
        row.remarks = {**row.remarks, **assess(row, at=timezone.now())}
        take_step(row, "index")


def _look(held: Claim, batch: list[RecordPage]) -> None:
    looks: list[pagewriting.Look] = []
    with ThreadPoolExecutor(CORES) as pool:
        parts = pool.map(lambda part: _looked(held.row, part), _parts(batch, CORES))
        for part in parts:
            looks += part
    with fileholds.writing(held):
        pagewriting.add_looks(looks)
        faultpoint("files.looks")
    _let_blank_scans_be(held.row, batch)


def _let_blank_scans_be(file: ReceivedFile, batch: list[RecordPage]) -> None:
    """Take blank scans off the list of pages to recognize."""
    waiting = UnreadPage.objects.filter(page__in=batch).select_related("page__text")
    blank = [row.pk for row in waiting if why_blank(pagewriting.as_page(row.page, row.page.text))]
    UnreadPage.objects.filter(pk__in=blank).delete()


def _looked(file: ReceivedFile, part: list[RecordPage]) -> list[pagewriting.Look]:
    """Return the looks of these pages; their thumbnails are one stored pack."""
    key_by_number = {page.number_in_file: page.pk for page in part}
    with blobs.incoming() as pack:
        wanted = {"output": pack.fileno(), "bounds": MEGABYTE * (len(part) + 8)}
        answers = list(_answers("picture_maker", file, part, wanted=wanted))
        sha256, _ = blobs.adopt(pack)
    return [
        pagewriting.Look.of(key_by_number[number], sha256, answer)
        for number, answer in answers
        if number in key_by_number
    ]


def _answers(
    program: str, file: ReceivedFile, batch: list[RecordPage], wanted: dict[str, int] | None = None
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Yield number and answer of each page; a run of text is shared among the cores."""
    if wanted is not None:
        yield from _asked(program, file, batch, wanted)
        return
    with ThreadPoolExecutor(CORES) as pool:
        parts = _parts(batch, CORES if len(batch) > FIRST_BATCH else 1)
        for part in pool.map(lambda pages: list(_asked(program, file, pages, {})), parts):
            yield from part


def _asked(
    program: str, file: ReceivedFile, batch: list[RecordPage], wanted: dict[str, int]
) -> Iterator[tuple[int, dict[str, Any]]]:
    """Ask about a run of pages; after a death, the page in question alone, then the rest."""
    first, last = batch[0].number_in_file, batch[-1].number_in_file
    tried_alone = 0
    while first <= last:
        is_alone = tried_alone == first
        try:
            for answer in _run(program, file, first, first if is_alone else last, wanted, is_alone):
                yield first, answer
                first += 1
        except Died:
            if is_alone:
                yield first, {"fault": "unreadable"}
                first += 1
            else:
                tried_alone = first


def _run(
    program: str,
    file: ReceivedFile,
    first: int,
    last: int,
    wanted: dict[str, int],
    is_alone: bool,
) -> Iterator[dict[str, Any]]:
    size = file.working_size or 0
    bounds = Bounds(
        memory=1536 * MEGABYTE + size,
        seconds=SECONDS_A_PAGE if is_alone else SECONDS_A_BATCH,
        written=wanted.get("bounds", 0),
    )
    asked = {"first": first, "last": last}
    source = blobs.path_of(file.working_sha256)
    for answer in run_child(
        program, asked, source=source, bounds=bounds, output=wanted.get("output")
    ):
        if answer.get("fault") == "no_wall":
            raise Rejected("no_wall")
        yield answer


def _parts(batch: list[RecordPage], count: int) -> list[list[RecordPage]]:
    length = -(-len(batch) // count)
    return [batch[at : at + length] for at in range(0, len(batch), length)]


def _checked(page: RecordPage, answer: dict[str, Any]) -> pagewriting.Said:
    """Return what the child said, bounded: a child that was taken over may say anything."""
    fault = answer.get("fault", "")
    text = str(answer.get("text", ""))[:LONGEST_TEXT].replace("\x00", "")
    boxes = base64.b64decode(answer.get("boxes", ""))
    says_something = bool(without_stamps(text).split())
    turned = answer.get("turned", 0)
    return pagewriting.Said(
        page_id=page.pk,
        text=text,
        boxes=boxes,
        source=PageText.Source.LAYER if text else PageText.Source.NONE,
        turned=turned if turned in (90, 180, 270) else 0,
        is_scan=not says_something and not fault,
        fault=fault if fault in FAULTS else "",
    )
