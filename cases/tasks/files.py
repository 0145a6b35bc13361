"""Received files in the background: a key in, one call; the row remembers how far it came."""

import functools
import logging

from celery import shared_task
from django.db import transaction

log = logging.getLogger(__name__)


@shared_task
def work_file(file_id: int) -> None:
    """Take the steps of one file."""


def queue_on_commit(*file_ids: int) -> None:
    """Ring the worker once the transaction is committed."""
    transaction.on_commit(functools.partial(queue, *file_ids))


def queue(*file_ids: int) -> None:
    """Ring the worker; a broker that is away stops nobody, the sweep finds the row."""
    try:
        for file_id in file_ids:
            work_file.apply_async((file_id,), retry=False)
    except Exception as error:  # noqa: BLE001 - whatever ails the broker, the row is the truth
        log.warning("Files were not queued (%s); a sweep will find them.", type(error).__name__)
