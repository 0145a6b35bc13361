"""Measures the reading of records: from the end of an upload to pages that can be found.

    .venv/bin/python benchmarks/records.py BUNDLE.pdf [--scans 20] [--then ANOTHER.pdf]

Forge a bundle with `manage.py forge_records BUNDLE.pdf --pages 3000`; its key beside it says whose
case it is. With `--then` another file comes to the same case, and is compared with what is there.
Works in a database and a store of its own beside the embedded ones and drops them at the end. Each
step is timed by itself, as a worker takes it: what the cores of a busy machine do besides is in the
figures, so its load is printed too. Prints a table and one line of JSON.
"""

import argparse
import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))
os.environ["DJANGO_SETTINGS_MODULE"] = "imrportal.settings"
os.environ["IMRPORTAL_DEMO"], os.environ["IMRPORTAL_HTTPS"] = "1", "0"
SCRATCH = Path(tempfile.mkdtemp(prefix="records-benchmark-"))
os.environ["BLOB_DIR"], os.environ["PAGE_CACHE_DIR"] = str(SCRATCH / "b"), str(SCRATCH / "p")

import django  # noqa: E402

django.setup()

import pypdfium2 as pdfium  # noqa: E402
from celery import current_app  # noqa: E402
from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.utils import timezone  # noqa: E402

from cases import blobs  # noqa: E402
from cases.actions.transfers import (  # noqa: E402
    Announced,
    Destination,
    add_part,
    begin_transfer,
    finish_transfer,
)
from cases.intake.records import RecordEntry  # noqa: E402
from cases.models import (  # noqa: E402
    Case,
    Organization,
    PageText,
    Party,
    ReceivedFile,
    UnreadPage,
)
from cases.models.transfers import PART_BYTES  # noqa: E402
from cases.packets.dedupe import find_twins  # noqa: E402
from cases.pipelines import filesteps, page_images, pagereading, recognition  # noqa: E402
from cases.pipelines.leases import Claim, claim  # noqa: E402
from cases.pipelines.pagewriting import as_page  # noqa: E402
from imrportal.accounts.models import User  # noqa: E402
from imrportal.servers.addresses import Places  # noqa: E402
from imrportal.servers.ondemand import VAR, servers  # noqa: E402

Figures = dict[str, Any]
DPI = 300
# The tool alone is stopped at a page that takes so many seconds.
LONGEST = 60


def main() -> None:
    """Send the bundle, work it step by step, read some scans, and say how long each took."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("bundle", type=Path)
    parser.add_argument("--scans", type=int, default=20, help="how many scanned pages to read")
    parser.add_argument("--then", type=Path, help="a file that comes to the case afterwards")
    wanted = parser.parse_args()
    with servers(Places(VAR)):
        name = f"benchmark_{os.getpid()}"
        main_name = connection.settings_dict["NAME"]
        on_database(main_name, f"create database {name}")
        try:
            connection.settings_dict["NAME"] = name
            figures = measure(wanted.bundle, wanted.scans, wanted.then)
        finally:
            on_database(main_name, f"drop database {name} with (force)")
            shutil.rmtree(SCRATCH, ignore_errors=True)
    for words, figure in figures.items():
        said = f"{figure:>12,.2f}" if isinstance(figure, float) else f"{figure:>12,}"
        print(f"{words:<56} {said}")
    print(json.dumps(figures))


def on_database(name: str, statement: str) -> None:
    """Say something to the server that cannot be said from within a database in use."""
    connection.close()
    connection.settings_dict["NAME"] = name
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


def measure(bundle: Path, scans: int, another: Path | None) -> Figures:
    """Return seconds, rates and sizes."""
    call_command("migrate", verbosity=0)
    current_app.conf.broker_url = "memory://"  # nobody is rung: the steps are taken here
    content = bundle.read_bytes()
    case, by = case_of(bundle), a_sender()
    sent = send(bundle.name, content, case, by)
    load = os.getloadavg()[0]
    start = time.perf_counter()
    file = sent()
    whole = time.perf_counter() - start
    held = claim(ReceivedFile.objects.all(), file.pk)
    assert held is not None
    seconds = {step: take(held, step) for step in ("received", "scanned", "sanitised")}
    worked: dict[str, float] = {}
    before = time.perf_counter()
    page_images.image_of(page_images.Wanted(held.row.working_sha256, 0))
    drawn = time.perf_counter() - before
    first_page = time.perf_counter() - start
    for step in ("paged", "read"):
        worked[step] = -processor()
        seconds[step] = take(held, step)
        worked[step] += processor()
    worked["compared"] = -processor()
    seconds["compared"] = timed(lambda: pagereading.index(held))
    worked["compared"] += processor()
    assert take(held, "indexed") < 60
    return {
        "pages": held.row.pages,
        "with a text layer": PageText.objects.filter(source="layer").count(),
        "scanned": UnreadPage.objects.count(),
        "megabytes": len(content) / 1e6,
        "cores": settings.RECORD_CORES,
        "load of the machine at the start": load,
        "first page readable after the last part, s": first_page,
        "  parts put together and counted, s": whole,
        "  scanned and sanitised, s": seconds["received"] + seconds["scanned"],
        "  pages numbered, s": seconds["sanitised"],
        "  first page drawn, s": drawn,
        **rates(held.row.pages, seconds, worked),
        **of_the_index(),
        **of_scans(file, scans),
        **(of_another(another, case, by) if another else {}),
    }


def rates(pages: int, seconds: dict[str, float], worked: dict[str, float]) -> Figures:
    """Return how many pages a second go through each part, and what the processors did for it."""
    layers = PageText.objects.filter(source="layer").count()
    read, looked = seconds["paged"], seconds["read"]
    both = worked["paged"] + worked["read"]
    return {
        "text layers read and indexed, s": read,
        "  of processors, s": worked["paged"],
        "  pages with a text layer a second": layers / read,
        "thumbnails and looks, s": looked,
        "  of processors, s ": worked["read"],
        "  pages a second": pages / looked,
        "text, index, thumbnails and looks, pages a second": pages / (read + looked),
        "  if all cores were free": pages * settings.RECORD_CORES / both,
        "blanks, covers, copies and strangers found, s": seconds["compared"],
        "  of processors, s  ": worked["compared"],
        "everything but scans, pages a second": pages / sum(seconds.values()),
    }


def processor() -> float:
    """Return the seconds of processors that this process, its children and its database used."""
    used = [resource.getrusage(of) for of in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    with connection.cursor() as cursor:
        cursor.execute("select pg_backend_pid()")
        words = Path(f"/proc/{cursor.fetchone()[0]}/stat").read_text().rpartition(")")[2].split()
    ticks = int(words[11]) + int(words[12])
    return sum(one.ru_utime + one.ru_stime for one in used) + ticks / os.sysconf("SC_CLK_TCK")


def case_of(bundle: Path) -> Case:
    """Make the case of the worker whom the key beside the bundle names."""
    key = bundle.with_suffix(".key.json")
    subject = json.loads(key.read_text())["subject"] if key.exists() else None
    organization = Organization.objects.create(name="Benchmark", short_name="B", is_own=True)
    case = Case.objects.create(
        case_number="CM26-0000001",
        organization=organization,
        date_of_injury=date(2024, 1, 1),
        application_received_on=date(2026, 1, 1),
        claim_number=subject["claim_number"] if subject else "",
    )
    if subject:
        worker = subject["worker"]
        Party.objects.create(
            case=case,
            role=Party.Role.INJURED_WORKER,
            name=f"{worker['first']} {worker['last']}",
            date_of_birth=date.fromisoformat(worker["born_on"]),
        )
    return case


def a_sender() -> User:
    """Make somebody who may send records."""
    by = User(role="coordinator", email="sender@benchmark.test", full_name="A Sender")
    by.set_unusable_password()
    by.save()
    return by


def send(name: str, content: bytes, case: Case, by: User) -> Callable[[], ReceivedFile]:
    """Send the file in parts; return what its sender does when the last one has come."""
    at = timezone.now()
    announced = Announced(name, len(content), hashlib.sha256(content).hexdigest())
    transfer = begin_transfer(announced, case=case, by=by, at=at)
    for start in range(0, len(content), PART_BYTES):
        part = content[start : start + PART_BYTES]
        add_part(transfer.key, start, part, hashlib.sha256(part).hexdigest(), by=by, at=at)
    to = Destination(entry=RecordEntry("other", "claims_administrator"))
    return lambda: finish_transfer(transfer.key, to, by=by, at=timezone.now())


def take(held: Claim, step: str) -> float:
    """Take a step as often as it needs, but for the last part of the looks; return seconds."""
    start = time.perf_counter()
    while held.row.step == step:
        if step == "read" and not held.row.record_pages.filter(thumbnail_sha256="").exists():
            break
        filesteps.STEPS[step](held)
    assert held.row.step != "rejected", held.row.rejection
    return time.perf_counter() - start


def timed(work: Callable[[], Any]) -> float:
    """Return how long something took, in seconds."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def of_the_index() -> Figures:
    """Return what the index of words costs: the texts written again without and with it."""
    columns = [field.column for field in PageText._meta.concrete_fields]
    listed = ", ".join(columns)
    copy = f"insert into again ({listed}) select {listed} from cases_pagetext"
    seconds = []
    with connection.cursor() as cursor:
        for index in ("", "create index on again using gin (search_vector) with (fastupdate=off)"):
            cursor.execute("create table again (like cases_pagetext)")
            if index:
                cursor.execute(index)
            seconds.append(timed(lambda: cursor.execute(copy)))
            cursor.execute("drop table again")
        cursor.execute("select pg_relation_size('pages_by_words')")
        size = cursor.fetchone()[0]
    return {
        "of it the index of words (GIN), s": max(0.0, seconds[1] - seconds[0]),
        "index of words, bytes a page": size / PageText.objects.count(),
    }


def of_another(bundle: Path, case: Case, by: User) -> Figures:
    """Return how long a file that comes later is compared, and how long all with all would be."""
    held = claim(ReceivedFile.objects.all(), send(bundle.name, bundle.read_bytes(), case, by)().pk)
    assert held is not None
    for step in ("received", "scanned", "sanitised", "paged", "read"):
        take(held, step)
    compared = timed(lambda: pagereading.index(held))
    rows = case.record_pages.live().with_words().order_by("number")
    pages = [as_page(row, row.text) for row in rows]
    return {
        "pages of another file": held.row.pages,
        "  compared with those there, s": compared,
        "  all pages compared with all, s": timed(lambda: find_twins(pages)),
    }


def of_scans(row: ReceivedFile, scans: int) -> Figures:
    """Return how fast scans are read: one at a time, on all cores, and by the tool alone."""
    if not recognition.program() or not scans:
        return {}
    one, _ = read_scans(row.pk, max(1, scans // 4), 1)
    cores = settings.RECORD_CORES
    every, pages = read_scans(row.pk, scans, cores)
    alone, beyond = tool_alone(row, pages, cores)
    return {
        "scans read one after another, pages a second": one,
        "scans read on all cores, pages a second": every,
        "the tool alone on the same pages, pages a second": alone,
        f"  given up by it after {LONGEST} s": beyond,
        "load of the machine at the end": os.getloadavg()[0],
    }


def read_scans(file: int, scans: int, at_once: int) -> tuple[float, list[int]]:
    """Read some scans as so many workers do; return pages a second, and their numbers."""
    before = dict(UnreadPage.objects.values_list("pk", "page__number_in_file"))
    wanted = len(before) - min(scans, len(before))

    def work(_: int) -> None:
        try:
            while UnreadPage.objects.count() > wanted:
                if not recognition.recognize(file, seconds=0):
                    return
        finally:
            connection.close()

    seconds = timed(lambda: list(ThreadPoolExecutor(at_once).map(work, range(at_once))))
    left = set(UnreadPage.objects.values_list("pk", flat=True))
    read = [number for key, number in before.items() if key not in left]
    return len(read) / seconds, read


def tool_alone(row: ReceivedFile, numbers: list[int], cores: int) -> tuple[float, int]:
    """Return how many of these pages a second Tesseract reads alone, and how many it could not.

    They are drawn for it beforehand; the time of those that it could not read is counted too.
    """
    row.refresh_from_db()
    document = pdfium.PdfDocument(blobs.path_of(row.working_sha256))
    places = [SCRATCH / f"{number}.ppm" for number in numbers]
    for number, place in zip(numbers, places, strict=True):
        document[number - 1].render(scale=DPI / 72).to_pil().convert("L").save(place)

    def is_read(place: Path) -> bool:
        command = [recognition.program(), str(place), "stdout", "--dpi", str(DPI), "tsv"]
        environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
        try:
            subprocess.run(
                command, capture_output=True, check=True, env=environment, timeout=LONGEST
            )
        except subprocess.TimeoutExpired:
            return False
        return True

    pool = ThreadPoolExecutor(cores)
    began = time.perf_counter()
    read = sum(pool.map(is_read, places))
    return read / (time.perf_counter() - began), len(places) - read


if __name__ == "__main__":
    main()
