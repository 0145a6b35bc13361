"""How far files have come, for pages that keep themselves current: counted from rows each time."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count, Q

from cases.bundles.lifecycle import UNFINISHED, FileStep
from cases.models import Case, ReceivedFile, RecordPage, UnreadPage
from cases.pipelines import recognition
from cases.pipelines.recognition import Progress


@dataclass(frozen=True)
class Counted:
    """Of the files of a case: all that count, and those that are ready; and their scanned pages.

    `pages` are those of the files that are not ready: how many of them were read, and looked at.
    `waits_for` is what holds a file back (the virus scan, room on the disk), where something does.
    """

    files: int
    ready: int
    scans: Progress
    pages: int = 0
    read: int = 0
    looked_at: int = 0
    waits_for: str = ""

    @property
    def steps(self) -> int:
        """How many looks at pages are behind: each is read once and looked at once."""
        return self.read + self.looked_at

    @property
    def steps_in_all(self) -> int:
        """How many there will be."""
        return 2 * self.pages

    @property
    def is_under_way(self) -> bool:
        """Whether more is to come by itself."""
        return self.ready < self.files or is_reading(self.scans)


def is_reading(scans: Progress) -> bool:
    """Whether scanned pages wait, and somebody is there to read them."""
    return bool(scans.waiting and recognition.program())


def is_under_way(file: ReceivedFile, scans: Progress) -> bool:
    """Whether the file goes on by itself."""
    return file.step in UNFINISHED or (file.step == FileStep.READY and is_reading(scans))


def count_files(case: Case, *, at: datetime) -> Counted:
    """Count what the files of a case have behind them and before them."""
    files = case.received_files.current()
    ahead = files.filter(step__in=UNFINISHED)
    held = ahead.exclude(last_error="").values_list("last_error", flat=True).first()
    unread = UnreadPage.objects.filter(file__in=files, given_up_at=None)
    count = files.count()
    pages = RecordPage.objects.filter(file__in=ahead).aggregate(
        pages=Count("pk"),
        read=Count("text"),
        looked_at=Count("pk", filter=~Q(thumbnail_sha256="", display_fault="")),
    )
    return Counted(
        **pages,
        files=count,
        ready=count - ahead.count(),
        scans=recognition.progress(unread.values("file"), at=at),
        waits_for=held or "",
    )


def quarter(done: int, total: int) -> int:
    """Return how much is done in percent, by quarters: what is said aloud each time it changes."""
    return 25 * (4 * done // total) if total else 100
