"""Measures the reading of records: from the end of an upload to pages that can be found.

    .venv/bin/python benchmarks/records.py BUNDLE.pdf [--scans 20]

Forge a bundle with `manage.py forge_records BUNDLE.pdf --pages 3000`. Prints a table and one line
of JSON. Works on a case of its own in the database of the demonstration, and leaves it there: use
a checkout of which nothing else is wanted.
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "imrportal.settings")
os.environ.setdefault("IMRPORTAL_DEMO", "1")
os.environ.setdefault("IMRPORTAL_HTTPS", "0")

import django  # noqa: E402

from imrportal.servers.ondemand import servers_for_command  # noqa: E402


def main() -> None:
    """Work the file step by step, then read some scans, and say how long each took."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--scans", type=int, default=20, help="how many scanned pages to read")
    options = parser.parse_args()
    with servers_for_command(["manage.py", "benchmark"]):
        django.setup()
        found = measure(options.bundle, options.scans)
    for what, value in found.items():
        print(f"{what:<44} {value:>12,.2f}" if isinstance(value, float) else f"{what:<44} {value}")
    print(json.dumps(found))


def measure(bundle: Path, scans: int) -> dict[str, Any]:
    """Return seconds and rates."""
    from django.utils import timezone

    from cases import blobs
    from cases.models import Case, ReceivedFile, UnreadPage
    from cases.pipelines import filesteps, recognition
    from cases.pipelines.leases import claim

    sha256, size = blobs.store([bundle.read_bytes()])
    file = ReceivedFile.objects.create(
        case=Case.objects.order_by("pk").first(),
        sha256=sha256,
        size=size,
        source="claims_administrator",
        is_synthetic=True,
        received_at=timezone.now(),
    )
    held = claim(ReceivedFile.objects.all(), file.pk)
    assert held is not None
    seconds: dict[str, float] = {}
    start = time.perf_counter()
    while held.row.step not in ("ready", "rejected"):
        step, before = held.row.step, time.perf_counter()
        filesteps.STEPS[step](held)
        seconds[step] = seconds.get(step, 0.0) + time.perf_counter() - before
        if step == "sanitised":
            first_page = time.perf_counter() - start
    file.refresh_from_db()
    waiting = UnreadPage.objects.filter(file=file).count()
    before = time.perf_counter()
    while recognition.program() and waiting - left(file) < min(scans, waiting):
        recognition.recognize(file.pk, seconds=0)
    read, took = waiting - left(file), time.perf_counter() - before
    pages = file.pages or 0
    return {
        "pages": pages,
        "scanned pages": waiting,
        "megabytes": size / 1e6,
        "first page readable after, s": first_page,
        "text read and indexed, pages a second": pages / seconds["paged"],
        "looks and thumbnails, s": seconds["read"],
        "all but scans, pages a second": pages / sum(seconds.values()),
        "scans read one at a time, pages a second": read / took if read else 0.0,
        "cores": os.cpu_count(),
        "load of the machine": os.getloadavg()[0],
    }


def left(file: Any) -> int:
    """Return how many pages wait to be read."""
    return int(file.unread_pages.count())


if __name__ == "__main__":
    main()
