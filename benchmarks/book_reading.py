"""Reads a long bundle in Chromium, through the web server that `make run` starts."""

import contextlib
import io
import os
import random
import shutil
import socket
import statistics
import subprocess
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pikepdf
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from PIL import Image
from playwright.sync_api import Page, Response, sync_playwright

from cases import blobs
from cases.models import MedicalRecord, ReceivedFile
from imrportal.accounts.models import User
from imrportal.servers.addresses import Places
from imrportal.servers.ondemand import PROJECT, VAR
from imrportal.servers.portal import application_programs
from imrportal.servers.supervisor import Program

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), "")
SAID = ("lumbar", "radiculopathy", "straight", "leg", "raise", "surgery", "therapy", "flexion")
STOPS, SECONDS_OF_A_DRAG = 200, 20
# What a program holds beside its own file, which the system may drop and read again.
OF_ITS_OWN = ("Pss_Anon:", "Pss_Shmem:")
Figures = dict[str, float]


@dataclass(frozen=True)
class Bundle:
    """A PDF of so many pages."""

    content: bytes
    pages: int


def bundle_of(file: Path | None, pages: int) -> Bundle:
    """Return the file, or a bundle made up here."""
    if file is None:
        return Bundle(made_up(pages), pages)
    with pikepdf.open(file) as pdf:
        return Bundle(file.read_bytes(), len(pdf.pages))


def measure(record: MedicalRecord, bundle: Bundle, reader: User, turns: int) -> Figures:
    """Read the document in Chromium: turn, jump, drag the bar from end to end, stop on the way."""
    sha256, size = blobs.store([bundle.content])
    ReceivedFile.objects.filter(pk=record.received_file_id).update(working_sha256=sha256)
    with website() as (address, server), sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        page = chromium.new_page(viewport={"width": 1440, "height": 900})
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(reader)}
        page.context.add_cookies([cookie | {"url": address}])
        with Memory(server) as memory:
            page.goto(f"{address}/health/")
            page.wait_for_timeout(1500)
            before, own_before = memory.browser, memory.own
            began = time.perf_counter()
            page.goto(f"{address}/cases/{record.case.case_number}/book/")
            page.wait_for_selector("[data-book][data-state=open] .sheet.is-shown")
            opened = time.perf_counter() - began
            turned = [turn_to(page, "j") for _ in range(turns)]
            chance = random.Random(7)
            jumps = [turn_to(page, chance.randint(1, record.pages)) for _ in range(turns // 2)]
            dragged = page.evaluate(DRAG, SECONDS_OF_A_DRAG)
            stops = [turn_to(page, share / STOPS) for share in range(STOPS + 1)]
            last = page.input_value("[data-book-number]")
            sheets = page.evaluate("document.querySelectorAll('.sheet').length")
            alone = open_document(
                page, f"{address}/cases/{record.case.case_number}/records", record
            )
        chromium.close()
    if int(last) != record.pages:
        raise SystemExit(f"The end of the book is page {record.pages}, not {last}.")
    return {
        "pages of the bundle": record.pages,
        "bundle in MiB": size / 2**20,
        "seconds to open the book": opened,
        **percentiles("page turn", turned),
        **percentiles("jump to any page", jumps),
        **percentiles("stop on the way from end to end", stops),
        "frames a second while dragged from end to end": dragged["frames"] / SECONDS_OF_A_DRAG,
        "page elements in the document, most": max(dragged["most"], sheets),
        **alone,
        "memory of the page's process, most, MiB": memory.renderer,
        "memory of the whole browser, before the book, MiB": before,
        "memory of the whole browser, most, MiB": memory.browser,
        "the same without the program's own file, before the book, MiB": own_before,
        "the same without the program's own file, most, MiB": memory.own,
        "memory of the web server, most, MiB": memory.server,
    }


def open_document(page: Page, address: str, record: MedicalRecord) -> Figures:
    """Open the document alone, by pdf.js: every answer is a range, and none is to be kept."""
    ranges: list[int] = []

    def note(answer: Response) -> None:
        if answer.url.endswith("/file/"):
            said = answer.headers
            if answer.status != 206 or "no-store" not in said.get("cache-control", ""):
                faults.append(f"{answer.status}, {said.get('cache-control')}")
            ranges.append(int(said["content-length"]))

    faults: list[str] = []
    page.on("response", note)
    began = time.perf_counter()
    page.goto(f"{address}/{record.pk}/")
    page.wait_for_selector("canvas[data-drawn]")
    opened = time.perf_counter() - began
    page.evaluate("document.querySelector('[data-document-file]').scrollTop = 1e9")
    began = time.perf_counter()
    page.wait_for_selector(f"canvas[data-drawn][aria-label^='Page {record.pages} ']")
    ended = time.perf_counter() - began
    # The first answer is the whole file, which pdf.js stops when it has read that there are ranges.
    if len(faults) > 1:
        raise SystemExit(f"The document is not answered by ranges: {faults}.")
    return {
        "seconds to open the document alone": opened,
        "seconds to its last page": ended,
        "ranges of the document": float(len(ranges)),
        "MiB in these ranges": sum(each for each in ranges if each < 2**23) / 2**20,
    }


TURN = """
(to) => new Promise((done, fail) => {
  const pages = document.querySelector("[data-book-pages]");
  const field = document.querySelector("[data-book-number]");
  const began = performance.now();
  if (to === "j") pages.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }));
  else if (to <= 1) pages.scrollTop = to * (pages.scrollHeight - pages.clientHeight);
  else { field.value = to; field.form.requestSubmit(); }
  const look = () => {
    const middle = pages.scrollTop + 60;
    const here = [...document.querySelectorAll(".sheet")]
      .sort((a, b) => a.offsetTop - b.offsetTop)
      .find((sheet) => sheet.offsetTop + sheet.offsetHeight > middle);
    if (here?.classList.contains("is-shown")) done(performance.now() - began);
    else if (performance.now() - began > 20000) fail(new Error(`${to}: ${here?.textContent}`));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
})
"""
DRAG = """
(seconds) => new Promise((done) => {
  const pages = document.querySelector("[data-book-pages]");
  const began = performance.now();
  let most = 0, frames = 0;
  const step = () => {
    const share = (performance.now() - began) / 1000 / seconds;
    pages.scrollTop = Math.min(share, 1) * (pages.scrollHeight - pages.clientHeight);
    most = Math.max(most, document.querySelectorAll(".sheet").length);
    frames += 1;
    if (share < 1) requestAnimationFrame(step);
    else done({ most, frames });
  };
  requestAnimationFrame(step);
})
"""


def turn_to(page: Page, to: str | float) -> float:
    """Turn a page, jump to one or to a share of the way; return the milliseconds until seen."""
    spent = float(page.evaluate(TURN, to))
    page.wait_for_timeout(250)  # somebody looks at it, if only shortly
    return spent


def percentiles(words: str, spent: list[float]) -> Figures:
    late = sorted(spent)[int(len(spent) * 0.95)]
    return {f"{words}, median ms": statistics.median(spent), f"{words}, p95 ms": late}


class Memory:
    """Looks twice a second at the proportional memory of browser, web server and workers."""

    def __init__(self, server: int, workers: Sequence[int] = ()) -> None:
        self.parent, self.working = server, workers
        self.renderer = self.browser = self.server = self.workers = self.child = 0.0
        self.own = 0.0  # of the browser, without the program itself
        self.ended = threading.Event()
        self.thread = threading.Thread(target=self._watch, daemon=True)

    def __enter__(self) -> "Memory":
        self.thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.ended.set()
        self.thread.join()

    def _watch(self) -> None:
        while not self.ended.wait(0.5):
            sizes = {pid: memory_of(pid) for pid in family(os.getpid())}
            of_server = set(family(self.parent))
            of_browser = [pid for pid in sizes if b"chrom" in command_of(pid)[:80]]
            drawn = [sizes[p] for p in of_browser if b"--type=renderer" in command_of(p)]
            self.renderer = max(self.renderer, max(drawn, default=0.0))
            self.browser = max(self.browser, sum(sizes[pid] for pid in of_browser))
            self.own = max(self.own, sum(memory_of(pid, OF_ITS_OWN) for pid in of_browser))
            self.server = max(self.server, sum(sizes.get(pid, 0.0) for pid in of_server))
            busy = {pid for worker in self.working for pid in family(worker)}
            self.workers = max(self.workers, sum(sizes.get(pid, 0.0) for pid in busy))
            walled = [sizes.get(pid, 0.0) for pid in busy if b"celery" not in command_of(pid)]
            self.child = max(self.child, max(walled, default=0.0))


def family(pid: int) -> list[int]:
    """Return the process and all that descend from it."""
    children: dict[int, list[int]] = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            parent = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
            children.setdefault(parent, []).append(int(folder.name))
    found = [pid]
    for one in found:
        found += children.get(one, [])
    return found


def memory_of(pid: int, kinds: tuple[str, ...] = ("Pss:",)) -> float:
    """Return the proportional memory of a process in MiB; nothing where it is gone.

    Memory that processes share is counted in shares, so that a sum of several counts it once.
    """
    with contextlib.suppress(OSError):
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return sum(int(line.split()[1]) for line in lines if line.startswith(kinds)) / 1024
    return 0.0


def command_of(pid: int) -> bytes:
    """Return the command line of a process."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


@contextlib.contextmanager
def website() -> Iterator[tuple[str, int]]:
    """Start the web server of `make run` before this database; yield its address and process."""
    with door() as (opened, address):
        web = application_programs(Places(VAR), opened, address)[0]
        server = subprocess.Popen(
            web.command, env=environment_of(web), cwd=PROJECT, pass_fds=web.handles
        )
        try:
            wait_for(address, server)
            yield address, server.pid
        finally:
            server.terminate()
            server.wait(30)


@contextlib.contextmanager
def door() -> Iterator[tuple[socket.socket, str]]:
    """Yield a socket that listens, and the address before which it does."""
    with socket.socket() as opened:
        opened.bind(("127.0.0.1", 0))
        opened.listen(1024)
        yield opened, f"http://localhost:{opened.getsockname()[1]}"


def environment_of(program: Program) -> dict[str, str]:
    """Return the environment in which a program of `make run` sees this database."""
    at = connection.settings_dict
    parts = [quote(at[key], safe="") for key in ("USER", "PASSWORD", "NAME", "HOST")]
    database = "postgresql://{}:{}@/{}?host={}".format(*parts)
    return {**os.environ, **program.environment, "DATABASE_URL": database}


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the site answers."""
    for _ in range(300):
        if server.poll() is not None:
            raise SystemExit("The web server ended.")
        try:
            urllib.request.urlopen(f"{address}/health/", timeout=5).close()  # noqa: S310
            return
        except urllib.error.HTTPError:
            return  # it answers, if only that nobody sweeps
        except OSError:
            time.sleep(0.2)
    raise SystemExit("The web server does not answer.")


def session_of(user: User) -> str:
    """Return the key of a session in which this person is signed in."""
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def made_up(pages: int) -> bytes:
    """Return a bundle: typed pages, and every third a scan of 200 dots an inch."""
    chance = random.Random(2)
    with pikepdf.new() as pdf:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
        )
        fonts = pikepdf.Dictionary(F1=pdf.make_indirect(font))
        scans = [scan_of(pdf) for _ in range(20)]
        for number in range(pages):
            page = pdf.add_blank_page(page_size=(612, 792))
            if number % 3 == 0:
                page.Resources = pikepdf.Dictionary(
                    XObject=pikepdf.Dictionary(I=scans[number % 20])
                )
                page.Contents = pdf.make_stream(b"q 612 0 0 792 0 0 cm /I Do Q")
                continue
            lines = (" ".join(chance.choices(SAID, k=9)) for _ in range(45))
            drawn = " ".join(f"({line}) Tj T*" for line in lines)
            page.Resources = pikepdf.Dictionary(Font=fonts)
            page.Contents = pdf.make_stream(f"BT /F1 10 Tf 14 TL 50 740 Td {drawn} ET".encode())
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def scan_of(pdf: pikepdf.Pdf) -> pikepdf.Object:
    """Return a grey page with the noise of a scanner."""
    out = io.BytesIO()
    Image.effect_noise((1700, 2200), 24).save(out, "JPEG", quality=30)
    image = pdf.make_stream(out.getvalue())
    image.Type, image.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    image.Width, image.Height, image.BitsPerComponent = 1700, 2200, 8
    image.ColorSpace, image.Filter = pikepdf.Name.DeviceGray, pikepdf.Name.DCTDecode
    return pdf.make_indirect(image)
