"""Rings the workers for rows that wait; the row is the truth, and a sweep finds what is lost."""

import functools
import logging
from typing import Any

from celery import current_app
from django.db import transaction

log = logging.getLogger(__name__)

SECONDS_TO_QUEUE = 1.0


def ring_on_commit(task: Any, *row_ids: int) -> None:
    """Ring once the transaction is committed; a broker that is away stops nobody."""
    transaction.on_commit(functools.partial(ring, task, *row_ids))


def ring(task: Any, *row_ids: int) -> None:
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
            for row_id in row_ids:
                task.apply_async((row_id,), connection=connection, retry=False)
    except Exception as error:  # noqa: BLE001 - whatever ails the broker, the row is the truth
        log.warning("Rows were not queued (%s); a sweep will find them.", type(error).__name__)
