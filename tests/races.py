"""Eight threads with connections of their own, started together."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from django.db import connection

from cases.errors import Refused

THREADS = 8


def all_at_once(act: Callable[[int], object]) -> list[object]:
    """What each of eight threads got from `act`: a value or a refusal."""
    start = threading.Barrier(THREADS)

    def one(number: int) -> object:
        try:
            start.wait()
            return act(number)
        except Refused as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(one, range(THREADS)))


def refusals(results: list[object]) -> list[Refused]:
    """The refusals among what the threads got."""
    return [result for result in results if isinstance(result, Refused)]
