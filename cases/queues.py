"""Work lists of the file: what waits for a coordinator, most pressing first, one sentence a row."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any


@dataclass(frozen=True)
class WorkRow:
    """One thing to do: what, why now, where. `badge_tone` is info, good, warn or stop."""

    sentence: str
    detail: str
    url: str
    badge: str = ""
    badge_tone: str = "info"
    action: str = "Open"


@dataclass(frozen=True)
class WorkList:
    """A list of things to do; `empty` says what would fill it, `total` counts all of them."""

    title: str
    rows: tuple[WorkRow, ...]
    empty: str
    total: int
    url: str = ""


def work_lists(user: Any, now: datetime) -> list[WorkList]:
    """Return the lists of the file that `user` may act on; empty for others."""
    return []
