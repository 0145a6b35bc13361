"""Received files in the background: a key in, one call; the row remembers how far it came."""

import functools
import logging
from collections.abc import Iterable

from celery import Task, current_app, shared_task
from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from cases.bundles.lifecycle import TRAY
from cases.models import ReceivedFile
from cases.pipelines import importing
from cases.pipelines.filesteps import parts_to_work, work
from cases.pipelines.recognition import files_to_recognize, recognize
from cases.pipelines.suggesting import files_to_suggest_from, suggest

log = logging.getLogger(__name__)

SECONDS_TO_QUEUE = 1.0
FILES_A_SWEEP = 200
# Of one turn. A step that compares ten thousand pages takes half a minute of a processor: on a busy
# machine longer than other tasks may take, and five such ends would reject a sound file.
LONGEST = 900


@shared_task(soft_time_limit=LONGEST, time_limit=LONGEST + 30)
def work_file(file_id: int) -> None:
    """Take the steps of one file for a while, then queue the rest."""
    if work(file_id):
        queue(file_id)
    elif file_id in files_to_recognize():
        queue_pages(*[file_id] * settings.RECORD_CORES)
    else:
        queue(*parts_to_work(file_id))
        _ring(suggest_documents, files_to_suggest_from(file_id))


@shared_task(soft_time_limit=LONGEST, time_limit=LONGEST + 30)
def recognize_pages(file_id: int) -> None:
    """Read scanned pages for a while, then queue the rest: of the file with the fewest that wait.

    The bell is rung for `file_id`, but behind the bells of a bundle, which are many, a fax of two
    pages would wait for as long as the bundle takes.
    """
    for shortest in files_to_recognize()[:1]:
        if recognize(shortest):
            queue_pages(shortest)


@shared_task
def recognize_waiting_pages() -> None:
    """Queue the files with pages to be read from their pictures, once for each core."""
    for file_id in files_to_recognize()[:FILES_A_SWEEP]:
        queue_pages(*[file_id] * settings.RECORD_CORES)


@shared_task
def work_waiting_files() -> None:
    """Queue again what nobody works on: what the broker lost, or a killed worker left."""
    waiting = ReceivedFile.objects.waiting(Now()).exclude(case=None, step=TRAY, tray_reason__gt="")
    queue(*waiting.order_by("pk").values_list("pk", flat=True)[:FILES_A_SWEEP])


@shared_task(soft_time_limit=LONGEST, time_limit=LONGEST + 30)
def suggest_documents(file_id: int) -> None:
    """Look for a while where documents begin in one file, then queue the rest behind others."""
    if suggest(file_id):
        _ring(suggest_documents, [file_id])


@shared_task
def suggest_waiting_documents() -> None:
    """Queue the files whose documents were not looked for yet, or not in all their pages."""
    _ring(suggest_documents, files_to_suggest_from()[:FILES_A_SWEEP])


@shared_task
def take_in_folder() -> None:
    """Take finished files out of the import folder, where one is set, and ring for them."""
    queue(*importing.take_in_folder(timezone.now()))


def queue_on_commit(*file_ids: int) -> None:
    """Ring the worker once the transaction is committed."""
    transaction.on_commit(functools.partial(queue, *file_ids))


def queue_pages_on_commit(*file_ids: int) -> None:
    """Ring the worker for scanned pages once the transaction is committed."""
    transaction.on_commit(functools.partial(queue_pages, *file_ids))


def queue(*file_ids: int) -> None:
    """Ring the worker for files."""
    _ring(work_file, file_ids)


def queue_pages(*file_ids: int) -> None:
    """Ring the worker for scanned pages."""
    _ring(recognize_pages, file_ids)


def _ring(task: Task, file_ids: Iterable[int]) -> None:
    """Ring for a second at most; the sweep finds the rows if this fails."""
    options = {
        "socket_timeout": SECONDS_TO_QUEUE,
        "socket_connect_timeout": SECONDS_TO_QUEUE,
        "connect_retries_timeout": SECONDS_TO_QUEUE,
        "max_retries": 1,
        "interval_start": 0,
    }
    try:
        with current_app.connection_for_write(transport_options=options) as connection:
            for file_id in file_ids:
                task.apply_async((file_id,), connection=connection, retry=False)
    except Exception as error:  # noqa: BLE001 - whatever ails the broker, the row is the truth
        log.warning("Files were not queued (%s); a sweep will find them.", type(error).__name__)
