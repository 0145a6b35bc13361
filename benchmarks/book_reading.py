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
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import pikepdf
from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import connection
from PIL import Image
from playwright.sync_api import Page, sync_playwright

from cases import blobs
from cases.models import MedicalRecord, ReceivedFile
from imrportal.accounts.models import User
from imrportal.servers.addresses import Places
from imrportal.servers.ondemand import PROJECT, VAR
from imrportal.servers.portal import application_programs

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), "")
SAID = ("lumbar", "radiculopathy", "straight", "leg", "raise", "surgery", "therapy", "flexion")
STOPS, SECONDS_OF_A_DRAG = 200, 20
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
        "memory of the page's process, most, MiB": memory.renderer,
        "memory of the whole browser, most, MiB": memory.browser,
        "memory of the web server, most, MiB": memory.server,
    }


TURN = """
(to) => new Promise((done) => {
  const pages = document.querySelector("[data-book-pages]");
  const field = document.querySelector("[data-book-number]");
  const began = performance.now();
  if (to === "j") pages.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }));
  else if (to <= 1) pages.scrollTop = to * (pages.scrollHeight - pages.clientHeight);
  else { field.value = to; field.form.requestSubmit(); }
  const look = () => {
    const middle = pages.scrollTop + 60;
    const here = [...document.querySelectorAll(".sheet")].find(
      (s) => s.offsetTop <= middle && s.offsetTop + s.offsetHeight > middle);
    if (here?.classList.contains("is-shown")) done(performance.now() - began);
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
    """Looks twice a second at the proportional memory of the browser and of the web server."""

    def __init__(self, server: int) -> None:
        self.parent = server
        self.renderer = self.browser = self.server = 0.0
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
            self.server = max(self.server, sum(sizes.get(pid, 0.0) for pid in of_server))


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


def memory_of(pid: int) -> float:
    """Return the proportional memory of a process in MiB; nothing where it is gone."""
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) / 1024
    return 0.0


def command_of(pid: int) -> bytes:
    """Return the command line of a process."""
    with contextlib.suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


@contextlib.contextmanager
def website() -> Iterator[tuple[str, int]]:
    """Start the web server of `make run` before this database; yield its address and process."""
    at = connection.settings_dict
    parts = [quote(at[key], safe="") for key in ("USER", "PASSWORD", "NAME", "HOST")]
    database = "postgresql://{}:{}@/{}?host={}".format(*parts)
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen(1024)
        address = f"http://localhost:{door.getsockname()[1]}"
        web = application_programs(Places(VAR), door, address)[0]
        environment = {**os.environ, **web.environment, "DATABASE_URL": database}
        handles = web.handles
        server = subprocess.Popen(web.command, env=environment, cwd=PROJECT, pass_fds=handles)
        try:
            wait_for(address, server)
            yield address, server.pid
        finally:
            server.terminate()
            server.wait(30)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Wait until the site answers."""
    for _ in range(300):
        if server.poll() is not None:
            raise SystemExit("The web server ended.")
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"{address}/health/", timeout=5).close()  # noqa: S310
            return
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
