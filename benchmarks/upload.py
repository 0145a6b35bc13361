"""Sends a large file through the page of a browser to the real web server, and has it worked.

    .venv/bin/python benchmarks/upload.py FILE.pdf [--keep NAME] [--minutes 30]

Starts the web server and the workers of `make run` on a database of their own (`--keep` names one
that stays), chooses the file on the page for records in Chromium, and waits until the file is
ready or the minutes are over: its checksum is computed in the browser, its parts are sent, put
together, compared, and the file walks its steps. Prints a table and one line of JSON: seconds, and
the most memory of the page, the web server, the workers and what they start, in MiB. Recognition
of scans goes on behind, and is not waited for.
"""

import argparse
import contextlib
import hashlib
import json
import os
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import book  # brings Django up on a scratch store
import book_filling
import book_reading
from django.conf import settings
from playwright.sync_api import Page, expect, sync_playwright

from cases.models import Case, ReceivedFile
from imrportal.servers.addresses import Places
from imrportal.servers.ondemand import PROJECT, VAR, servers
from imrportal.servers.portal import application_programs

LATE = 600_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("file", type=Path)
    parser.add_argument("--keep", metavar="NAME", default="")
    parser.add_argument("--minutes", type=float, default=30)
    wanted = parser.parse_args()
    with servers(Places(VAR)), book.database(wanted.keep):
        figures = measure(wanted.file, wanted.minutes)
    figures["load of the machine"] = os.getloadavg()[1]
    print("\n".join(f"{words:<52} {figure:>12,.1f}" for words, figure in figures.items()))
    print(json.dumps(figures))


def measure(file: Path, minutes: float) -> dict[str, float]:
    """Send the file, watch it walk its steps, say how long each took."""
    organization = book.prepared()
    number = 8_000_000 + Case.objects.count()
    case = book_filling.case_of(organization, number)
    case.save()
    case.parties.create(role="injured_worker", name="Ada Zzyzx", place=1)
    clerk = book.person("coordinator")
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with (
        book_reading.website() as (address, web),
        workers() as working,
        sync_playwright() as playwright,
    ):
        chromium = playwright.chromium.launch(executable_path=book_reading.CHROMIUM, args=arguments)
        page = chromium.new_page(viewport={"width": 1440, "height": 900})
        cookie = {
            "name": settings.SESSION_COOKIE_NAME,
            "value": book_reading.session_of(clerk),
        }
        page.context.add_cookies([cookie | {"url": address}])
        with book_reading.Memory(web, working) as memory:
            figures = send(page, f"{address}/cases/{case.case_number}/records/upload/", file)
            chromium.close()
            figures |= walk(case, file, minutes)
    return figures | {
        "memory of the page's process, most, MiB": memory.renderer,
        "memory of the web server, most, MiB": memory.server,
        "memory of the workers and their children, most, MiB": memory.workers,
        "memory of one child of a worker, most, MiB": memory.child,
    }


def send(page: Page, address: str, file: Path) -> dict[str, float]:
    """Choose the file and send it; return the seconds of each part."""
    page.goto(address)
    page.get_by_label("Title").fill("Bundle")
    for name in ("kind", "source"):
        choice = page.locator(f"select[name={name}]")
        if choice.count():
            choice.select_option(index=1)
    page.locator("input[type=file]").first.set_input_files(file)
    began = time.perf_counter()
    page.locator("form[data-transfer] [type=submit]").last.click()
    row = page.locator("[data-transfer-list] > [data-state]").first
    expect(row).to_have_attribute("data-state", "sending", timeout=LATE)
    hashed = time.perf_counter()
    expect(row).to_have_attribute("data-state", "done", timeout=LATE)
    return {
        "MiB of the file": file.stat().st_size / 2**20,
        "seconds until its checksum is known": hashed - began,
        "seconds until it is sent and taken in": time.perf_counter() - hashed,
    }


def walk(case: Case, file: Path, minutes: float) -> dict[str, float]:
    """Wait until the file is ready; return the seconds until each step, from its arrival."""
    began, reached = time.perf_counter(), {}
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    while time.perf_counter() - began < minutes * 60:
        received = ReceivedFile.objects.get(case=case)
        if received.sha256 != digest:
            raise SystemExit("What came is not what was sent.")
        reached.setdefault(f"seconds until {received.step}", time.perf_counter() - began)
        if received.step in ("ready", "rejected"):
            break
        time.sleep(0.5)
    return reached | {"pages": float(received.pages or 0)}


@contextlib.contextmanager
def workers() -> Iterator[list[int]]:
    """Start the workers and the clock of `make run` before this database; yield their processes."""
    with book_reading.door() as (door, address):
        programs = application_programs(Places(VAR), door, address)[1:5]
    with contextlib.ExitStack() as ended:
        running = []
        for program in programs:
            worker = subprocess.Popen(
                program.command,
                env=book_reading.environment_of(program),
                cwd=PROJECT,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            ended.callback(worker.wait, 60)
            ended.callback(worker.terminate)
            running.append(worker.pid)
        yield running


if __name__ == "__main__":
    main()
