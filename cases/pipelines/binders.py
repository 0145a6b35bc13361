"""How a binder is made: a plan of pages from rows, bound by a walled child, kept under its digest.

Pages that are folded away or withheld are left out, and the first sheet says so. What the child
reads are the sanitised working copies, never the originals.
"""

import json
import textwrap
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from cases import audit, blobs
from cases.lifecycle import BINDER, LetterStatus
from cases.models import Binder, Case, MedicalRecord, RecordPage
from cases.pipelines import printing
from cases.pipelines.faults import faultpoint
from cases.pipelines.printing import Made, Press
from cases.pipelines.records import size_in_words
from cases.pipelines.walled import MEGABYTE, Bounds, Died, run_child
from cases.press.limits import LetterRefused

KEPT_FOR = timedelta(days=7)
COLUMNS = 92
SECONDS = 600
# What a child may have, in bytes: it holds each picture that it copies until the file is written.
LEAST_MEMORY, MOST_MEMORY = 1536 * MEGABYTE, 4096 * MEGABYTE
# How often the child says how far it is, in seconds.
TOLD_EVERY = 0.5
NOTHING_TO_BIND = "No page of these documents can be bound: none is read, or all are withheld."
TOO_LARGE = (
    "These pages are too many bytes for one copy: about {most} can be bound. Copy the documents "
    "one by one."
)
NOT_BOUND = "The pages could not be bound: a file is damaged. Copy the documents one by one."


def produce(binder_id: int) -> None:
    """Make one binder, if it waits for somebody; called twice it does nothing the second time."""
    printing.produce(BINDERS, binder_id)


def remove_old(at: datetime) -> int:
    """Forget the binders that were asked for long ago; their files go with the leftovers."""
    old = Binder.objects.filter(requested_at__lt=at - KEPT_FOR).exclude(status="queued")
    return old.delete()[0]


def documents_by_date(case: Case) -> list[MedicalRecord]:
    """Return the documents that count, by date of service; undated ones last."""
    ordered = F("date_of_service").asc(nulls_last=True)
    return list(case.records.current().order_by(ordered, "position", "pk"))


def plan_of(binder: Binder) -> tuple[dict[str, Any], list[str]]:
    """Return what the child is to bind, and the digests of the copies that it reads."""
    records = [binder.record] if binder.record else documents_by_date(binder.case)
    digests: list[str] = []
    documents, left_out = [], 0
    for record in records:
        pages = list(record.record_pages.open().select_related("file").order_by("place"))
        bound = [page for page in pages if not page.is_folded]
        left_out += len(pages) - len(bound)
        if bound:
            rows = [_page(page, binder.case, digests) for page in bound]
            documents.append({"title": title_of(record), "pages": rows})
    if not documents:
        raise LetterRefused(NOTHING_TO_BIND)
    front = [] if binder.record else _front(binder, documents, left_out)
    return {"documents": documents, "front": front, "mark": binder.mark}, digests


def title_of(record: MedicalRecord) -> str:
    """Return how a document is called in the list and the bookmarks."""
    day = f"{record.date_of_service:%m/%d/%Y}" if record.date_of_service else "Not dated"
    return ", ".join(filter(None, [f"{day} {record.title}", record.author]))


def _page(page: RecordPage, case: Case, digests: list[str]) -> list[Any]:
    digest = page.file.working_sha256
    if digest not in digests:
        digests.append(digest)
    label = f"{case.case_number}-{page.number:06d}"
    return [digests.index(digest), page.number_in_file, label, page.rotation]


def _front(binder: Binder, documents: Sequence[dict[str, Any]], left_out: int) -> list[str]:
    pages = sum(len(document["pages"]) for document in documents)
    local = timezone.localtime(binder.requested_at)
    lines = [
        f"Records of {binder.case.case_number}",
        f"{len(documents)} documents, {pages:,} pages, by date; bound {local:%m/%d/%Y %H:%M}",
        f"{left_out:,} duplicate or blank pages are folded away and left out." if left_out else "",
        "",
    ]
    for document in documents:
        first, last = document["pages"][0][2], document["pages"][-1][2]
        numbers = first if first == last else f"{first} to {last[-6:]}"
        lines += textwrap.wrap(f"{document['title']}: {numbers}", COLUMNS, subsequent_indent="    ")
    return lines


def _rows() -> QuerySet[Binder]:
    return Binder.objects.select_related("case", "record")


def _make(binder: Binder) -> Made:
    plan, digests = plan_of(binder)
    in_all = sum(len(document["pages"]) for document in plan["documents"])
    note_progress(binder, in_all=in_all)
    faultpoint("binders.binding")
    pages, sha256, size = _bound(binder, plan, [blobs.path_of(digest) for digest in digests])
    return Made(
        pdf=b"",
        pages=pages,
        unsealed_sha256="",
        certificate_sha256="",
        versions={},
        stored=(sha256, size),
    )


def note_progress(binder: Binder, *, in_all: int, bound: int = 0, written: int = 0) -> None:
    """Write down how far a binder is, for whoever waits: unless it is another worker's by now."""
    held = Binder.objects.filter(pk=binder.pk, lease_token=binder.lease_token)
    binder.pages_in_all = in_all
    held.filter(status=LetterStatus.QUEUED).update(
        pages_in_all=in_all, pages_bound=min(bound, in_all), percent_written=min(written, 100)
    )


def _bound(binder: Binder, plan: dict[str, Any], paths: Sequence[Path]) -> tuple[int, str, int]:
    total = sum(path.stat().st_size for path in paths)
    bounds = Bounds(
        memory=min(_enough_memory(total), MOST_MEMORY),
        seconds=SECONDS,
        written=total + 128 * MEGABYTE,
        files=32 + len(paths),
    )
    with ExitStack() as files:
        sources = [files.enter_context(path.open("rb")).fileno() for path in paths]
        told = files.enter_context(blobs.incoming())
        told.write(json.dumps(plan | {"sources": sources}).encode())
        told.flush()
        out = files.enter_context(blobs.incoming())
        try:
            pages = _watched(binder, Path(told.name), bounds, out.fileno(), sources)
        except Died as ended:
            is_short = _enough_memory(total) > MOST_MEMORY
            most = size_in_words(MOST_MEMORY * 3 // 4)
            sentence = TOO_LARGE.format(most=most) if is_short else NOT_BOUND
            raise LetterRefused(sentence) from ended
        sha256, size = blobs.adopt(out)
    return pages, sha256, size


def _enough_memory(total: int) -> int:
    """Return with how much memory copies of so many bytes can be bound, whatever they hold."""
    return LEAST_MEMORY + 2 * total


def _watched(binder: Binder, told: Path, bounds: Bounds, output: int, inputs: Iterable[int]) -> int:
    """Let the child bind, writing down what it says on the way; return the sheets of the file."""
    more: dict[str, Any] = {"source": told, "bounds": bounds, "output": output}
    in_all, pages = binder.pages_in_all or 0, 0
    for answer in run_child("binder_maker", {"every": TOLD_EVERY}, inputs=tuple(inputs), **more):
        pages = int(answer.get("pages", 0))
        if "bound" in answer:
            bound, written = int(answer["bound"]), int(answer["written"])
            note_progress(binder, in_all=in_all, bound=bound, written=written)
    if not pages:
        raise LetterRefused(NOT_BOUND)
    return pages


def _lock(binder: Binder) -> None:
    Case.objects.select_for_update(of=("self",)).get(pk=binder.case_id)


def _note(binder: Binder, what: str) -> None:
    digest = {"file_sha256": binder.file_sha256} if what == "ready" else {}
    audit.append(f"binder.{what}", binder, by=None, download=binder.number, **digest)


BINDERS = Press(
    name="binders",
    noun="binder",
    lifecycle=BINDER,
    rows=_rows,
    make=_make,
    lock=_lock,
    note=_note,
)
