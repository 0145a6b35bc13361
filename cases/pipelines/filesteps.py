"""Takes a received file through its steps; called twice it does nothing twice.

The row is the work: a worker claims it, takes steps for a while and lets go; killed anywhere, the
next one goes on from the step that was written last. Files are opened by children alone.
"""

import logging
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from cases import blobs
from cases.bundles.lifecycle import TRAY, UNFINISHED, FileStep
from cases.models import ReceivedFile
from cases.pipelines import fileholds, pagereading, paging, virusscan
from cases.pipelines.faults import faultpoint
from cases.pipelines.fileholds import PAUSE, Lost, Rejected, Stuck, Waits, let_go, reject, take_step
from cases.pipelines.leases import Claim, claim, renewed
from cases.pipelines.routing import route
from cases.pipelines.walled import MEGABYTE, Bounds, Died, run_child

log = logging.getLogger(__name__)

# Well below the time limit of a task; what is left goes on in the next one.
SECONDS_A_TURN = 40.0
SECONDS_TO_SANITISE = 80


def work(file_id: int, *, seconds: float = SECONDS_A_TURN) -> bool:
    """Take the steps of one file for a while; True while there is more to do at once."""
    held = claim(ReceivedFile.objects.all(), file_id)
    if held is None:
        _give_up_if_spent(file_id)
        return False
    try:
        with renewed(held):
            return _turn(held, time.monotonic() + seconds)
    except Lost:
        log.warning("%s is another worker's by now.", held.row)
    except Rejected as refusal:
        _reject(held, refusal)
    except Waits as wait:
        fileholds.pause(held, wait.sentence, wait.pause, attempts=0)
    except Stuck as stuck:
        _try_later(held, stuck.sentence, stuck.attempts)
    except Exception as error:  # noqa: BLE001 - a worker answers for every file, in its row
        _try_later(held, _in_words(error), held.row.attempts)
    return False


def _try_later(held: Claim, sentence: str, attempts: int) -> None:
    log.warning("%s, attempt %s: %s", held.row, attempts, sentence)
    fileholds.pause(held, sentence, PAUSE * attempts, attempts=attempts)


def work_to_the_end(file_id: int) -> ReceivedFile:
    """Take every step that can be taken now; what a command and a test call."""
    while work(file_id):
        pass
    for part in parts_to_work(file_id):
        work_to_the_end(part)
    return ReceivedFile.objects.get(pk=file_id)


def parts_to_work(file_id: int) -> list[int]:
    """Return the parts of a bundle that have a case and steps ahead."""
    parts = ReceivedFile.objects.filter(origin_id=file_id, step=TRAY).exclude(case=None)
    return list(parts.order_by("pk").values_list("pk", flat=True))


def _turn(held: Claim, end: float) -> bool:
    place, attempts = _place(held.row), held.row.attempts
    while held.row.step in UNFINISHED:
        if _is_in_tray(held.row):
            break
        step = route if _is_to_be_routed(held.row) else STEPS[held.row.step]
        step(held)
        faultpoint(f"files.{held.row.step}")
        before, place = place, _place(held.row)
        if place == before:
            # Whatever was written on the way set the attempts back: they are counted on.
            raise Stuck(FileStep(held.row.step), attempts)
        attempts = 1
        if time.monotonic() > end:
            break
    is_unfinished = held.row.step in UNFINISHED and not _is_in_tray(held.row)
    let_go(held)
    return is_unfinished


def _place(file: ReceivedFile) -> tuple[Any, ...]:
    """Return how far the file has come: each step changes this, or would be taken for ever."""
    ahead = {
        FileStep.PAGED: file.record_pages.filter(text=None),
        FileStep.READ: file.record_pages.filter(thumbnail_sha256="", display_fault=""),
    }.get(FileStep(file.step))
    left = 0 if ahead is None else ahead.count()
    return file.step, file.codes_read, file.tray_reason, left


def _is_to_be_routed(file: ReceivedFile) -> bool:
    return file.step == TRAY and file.case_id is None


def _is_in_tray(file: ReceivedFile) -> bool:
    return _is_to_be_routed(file) and file.tray_reason != ""


def _scan(held: Claim) -> None:
    """Received → scanned."""
    scan = ReceivedFile.Scan
    if not virusscan.is_set_up():
        verdict = scan.NONE
    else:
        try:
            found = virusscan.scan(blobs.path_of(held.row.sha256), now=timezone.now())
        except virusscan.ScannerAway as away:
            raise Waits(str(away)) from away
        verdict = scan.CLEAN if found.is_clean else scan.FOUND
    with fileholds.writing(held) as file:
        file.scan, file.scanned_at = verdict, timezone.now()
        if verdict != scan.FOUND:
            take_step(file, "scan", result=verdict.value)
    if verdict == scan.FOUND:
        raise Rejected("virus")


def _sanitise(held: Claim) -> None:
    """Scanned → sanitised."""
    source = _original(held.row)
    most = settings.RECORD_MAX_PAGES
    with blobs.incoming() as copy:
        answer = _asked_for_copy(source, copy.fileno(), most)
        if "fault" in answer:
            raise Rejected(answer["fault"], pages=int(answer.get("pages", 0)), most=most)
        faultpoint("files.copied")
        working_sha256, working_size = blobs.adopt(copy)
    with fileholds.writing(held) as file:
        file.medium, file.pages = answer["medium"], int(answer["pages"])
        file.last_page = file.last_page or file.pages
        file.remarks = {**file.remarks, **answer["remarks"]}
        file.working_sha256, file.working_size = working_sha256, working_size
        take_step(file, "sanitise", sha256=working_sha256, remarks=file.remarks, pages=file.pages)


def _asked_for_copy(source: Path, output: int, most: int) -> dict[str, Any]:
    size = source.stat().st_size
    bounds = Bounds(
        seconds=SECONDS_TO_SANITISE,
        written=2 * size + 64 * MEGABYTE,
    )
    wanted = {"most_pages": most}
    answers: list[dict[str, Any]] = []
    try:
        answers.extend(run_child("sanitiser", wanted, source=source, bounds=bounds, output=output))
    except Died:
        return {"fault": "bomb" if not answers else "damaged"}
    return answers[0] if answers else {"fault": "damaged"}


def _original(file: ReceivedFile) -> Path:
    path = blobs.path_of(file.sha256)
    if not path.is_file():
        raise blobs.BlobMissing(file.sha256)
    return path


def _finish(held: Claim) -> None:
    """Indexed → ready."""
    with fileholds.writing(held) as file:
        file.ready_at = timezone.now()
        take_step(file, "finish", pages=file.pages)
        file.lease_token = file.lease_until = None


STEPS: dict[str, Callable[[Claim], None]] = {
    FileStep.RECEIVED: _scan,
    FileStep.SCANNED: _sanitise,
    FileStep.SANITISED: paging.page,
    FileStep.PAGED: pagereading.read,
    FileStep.READ: pagereading.index,
    FileStep.INDEXED: _finish,
}


def _reject(held: Claim, refusal: Rejected) -> None:
    more = {"pages": refusal.pages, "most": refusal.most}
    try:
        with fileholds.writing(held) as file:
            reject(file, refusal.code, at=timezone.now(), **more)
    except Lost:
        log.warning("%s is another worker's by now.", held.row)


@transaction.atomic
def _give_up_if_spent(file_id: int) -> None:
    file = (
        ReceivedFile.objects.waiting(Now())
        .select_for_update(skip_locked=True, of=("self",))
        .filter(pk=file_id, attempts__gte=settings.LETTER_MAX_ATTEMPTS)
        .first()
    )
    if file is not None:
        code = "cannot_go_on" if file.last_error else "worker_ended"
        tried = {"attempts": file.attempts, "why": file.last_error}
        reject(file, code, at=timezone.now(), **tried)


def _in_words(error: Exception) -> str:
    """Name the kind of error and where it happened; never its message, which may quote a page."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}"
    return f"The file could not be worked ({type(error).__name__} at {place})."
