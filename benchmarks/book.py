"""How fast the book of records turns its pages and finds words, and how much memory it takes.

    .venv/bin/python benchmarks/book.py [--pages 1000000] [--bundle 10000] [--turns 300]

It makes a database of its own beside the embedded one and drops it at the end. `--pages` pages of
invented words are divided into cases of a hundred, and the searches of one case and of all cases
are asked with marked passages; `--pages 0` leaves that out. Then a bundle of `--bundle` pages, a
third of them scans, is read in Chromium: page by page by key, and by jumps to any page; `--bundle
0` leaves that out. The vocabulary for misread words is filled for the cases that are searched.

The last line is one JSON object with the figures.
"""

import argparse
import io
import itertools
import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))
os.environ["DJANGO_SETTINGS_MODULE"] = "imrportal.settings"
os.environ["IMRPORTAL_DEMO"] = "1"
os.environ["IMRPORTAL_DEBUG"] = "1"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop
SCRATCH = Path(tempfile.mkdtemp(prefix="book-benchmark-"))
os.environ["BLOB_DIR"], os.environ["PAGE_CACHE_DIR"] = str(SCRATCH / "b"), str(SCRATCH / "p")

import django  # noqa: E402

django.setup()

import pikepdf  # noqa: E402
from django.conf import settings  # noqa: E402
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY  # noqa: E402
from django.contrib.sessions.backends.db import SessionStore  # noqa: E402
from django.contrib.staticfiles.handlers import StaticFilesHandler  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler  # noqa: E402
from django.core.wsgi import get_wsgi_application  # noqa: E402
from django.db import connection  # noqa: E402
from PIL import Image  # noqa: E402
from playwright.sync_api import Page, sync_playwright  # noqa: E402

from cases import blobs, pagesearch  # noqa: E402
from cases.models import Case, MedicalRecord, Organization, ReceivedFile, RecordPage  # noqa: E402
from imrportal.accounts.models import User  # noqa: E402
from imrportal.servers.addresses import Places  # noqa: E402
from imrportal.servers.ondemand import VAR, servers  # noqa: E402

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=ZoneInfo("America/Los_Angeles"))
PER_CASE, WORDS_A_PAGE, VOCABULARY = 100, 300, 20_000
AT_ONCE = 5000
ASKED = 200
KNOWN = ["lumbar", "radiculopathy", "straight", "leg", "raise", "surgery", "therapy"]
KNOWN += ["tramadol", "flexion", "stenosis"]
QUERIES = (*KNOWN, '"straight leg"', "leg raise -surgery", "therapy NEAR/5 leg")
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser"))), "")
Figures = dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=1_000_000)
    parser.add_argument("--bundle", type=int, default=10_000)
    parser.add_argument("--turns", type=int, default=300)
    wanted = parser.parse_args()
    with servers(Places(VAR)):
        name = f"benchmark_{os.getpid()}"
        main_name = connection.settings_dict["NAME"]
        on_database(main_name, f"create database {name}")
        try:
            connection.settings_dict["NAME"] = name
            result = measure(wanted.pages, wanted.bundle, wanted.turns)
        finally:
            connection.close()
            on_database(main_name, f"drop database {name} with (force)")
            shutil.rmtree(SCRATCH, ignore_errors=True)
    print(json.dumps(result))


def on_database(name: str, statement: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


def measure(pages: int, bundle: int, turns: int) -> Figures:
    """Make what is wanted, ask it, print a table."""
    call_command("migrate", verbosity=0)
    organization = Organization.objects.create(name="Benchmark", short_name="B", is_own=True)
    reader = User(role="coordinator", email="reader@benchmark.test", full_name="A Reader")
    reader.set_unusable_password()
    reader.save()
    figures: Figures = {}
    if pages:
        figures |= measure_search(organization, reader, pages)
    if bundle:
        figures |= measure_reading(organization, reader, bundle, turns)
    print("\n".join(f"{words:<44} {figure:>12,.1f}" for words, figure in figures.items()))
    return figures


def measure_search(organization: Organization, reader: User, pages: int) -> Figures:
    """Fill the tables, build the index, and ask one case and all of them."""
    began = time.perf_counter()
    execute("drop index pages_by_words")
    make_searchable(organization, pages)
    filled = time.perf_counter()
    execute(
        "create index pages_by_words on cases_pagetext using gin (search_vector) "
        "with (fastupdate = off)"
    )
    built = time.perf_counter()
    execute("vacuum analyze")
    cases = random.Random(5).sample(list(Case.objects.all()), min(ASKED, Case.objects.count()))
    for case in cases:
        fill_vocabulary(case)
    queries = itertools.cycle(QUERIES)
    one = timed(lambda case: pagesearch.search_book(reader, case, next(queries)), cases)
    every = timed(lambda _: pagesearch.search_everywhere(reader, next(queries)), cases)
    return {
        "pages searched": pages,
        "seconds to fill": filled - began,
        "seconds to build the index": built - filled,
        "index in MiB": size_of("pages_by_words") / 2**20,
        "texts in MiB": size_of("cases_pagetext") / 2**20,
        **percentiles("search of one case, ms", one),
        **percentiles("search of all cases, ms", every),
    }


def make_searchable(organization: Organization, pages: int) -> None:
    """Write cases of a hundred pages, with texts whose words are as common as words are."""
    chance = random.Random(1)
    words = [f"w{number:05d}" for number in range(VOCABULARY - len(KNOWN))]
    for place, word in enumerate(KNOWN):
        words.insert(60 + place * 90, word)
    weights = list(itertools.accumulate(1 / (rank + 3) for rank in range(VOCABULARY)))
    ids: Iterator[int] = itertools.count(1)
    for start in range(0, pages, AT_ONCE):
        some = range(start, min(start + AT_ONCE, pages))
        documents = [make_document(organization, number) for number in some[::PER_CASE]]
        rows = []
        for at, number in enumerate(some):
            record = documents[at // PER_CASE]
            text = " ".join(chance.choices(words, cum_weights=weights, k=WORDS_A_PAGE))
            rows.append((next(ids), record, number % PER_CASE + 1, text))
        write_pages(rows)


def write_pages(rows: list[tuple[int, MedicalRecord, int, str]]) -> None:
    """Write pages and their texts as the pipeline does, many at a time."""
    RecordPage.objects.bulk_create(
        RecordPage(
            case_id=record.case_id,
            number=place,
            file_id=record.received_file_id,
            number_in_file=place,
            record=record,
            place=place,
            width=612,
            height=792,
        )
        for _, record, place, _ in rows
    )
    execute(
        "insert into cases_pagetext (page_id, case_id, text, source, word_boxes, revision, "
        "has_hidden_text, read_at, search_vector) select p.id, p.case_id, t.words, 'layer', '', 1, "
        "false, %s, to_tsvector('english', t.words) || array_to_tsvector(array['case/' || "
        "p.case_id]) from unnest(%s::bigint[], %s::int[], %s::text[]) t(record, place, words) "
        "join cases_recordpage p on p.record_id = t.record and p.place = t.place",
        NOON,
        [record.pk for _, record, _, _ in rows],
        [place for _, _, place, _ in rows],
        [text for _, _, _, text in rows],
    )


def make_document(organization: Organization, number: int, pages: int = PER_CASE) -> MedicalRecord:
    """Write a case with one document and its file."""
    case = Case.objects.create(
        case_number=f"BM26-{number:07d}",
        organization=organization,
        date_of_injury=date(2024, 5, 5),
        application_received_on=date(2026, 9, 1),
        status_at=NOON,
    )
    digest = f"{number:064x}"
    file = ReceivedFile.objects.create(
        case=case,
        sha256=digest,
        size=1,
        source="claims_administrator",
        received_at=NOON,
        step="ready",
        scan="none",
        working_sha256=digest,
        pages=pages,
    )
    return MedicalRecord.objects.create(
        case=case,
        title="Bundle",
        source="claims_administrator",
        pages=pages,
        file_sha256=digest,
        received_file=file,
    )


def fill_vocabulary(case: Case) -> None:
    execute(
        "insert into cases_caseword (case_id, word) select distinct case_id, w "
        "from cases_pagetext, regexp_split_to_table(text, ' ') w "
        "where case_id = %s and search_vector @@ %s::tsquery",
        case.pk,
        pagesearch.of_case(case.pk),
    )


def measure_reading(organization: Organization, reader: User, bundle: int, turns: int) -> Figures:
    """Read a bundle in Chromium."""
    record = make_document(organization, 9_999_999, bundle)
    sha256, size = blobs.store([bundle_pdf(bundle)])
    ReceivedFile.objects.filter(pk=record.received_file_id).update(working_sha256=sha256)
    some = random.Random(3).choices(KNOWN, k=WORDS_A_PAGE)
    for start in range(0, bundle, AT_ONCE):
        places = range(start + 1, min(start + AT_ONCE, bundle) + 1)
        write_pages([(0, record, place, " ".join(some)) for place in places])
    with website() as address, sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=arguments)
        page = chromium.new_page(viewport={"width": 1440, "height": 900})
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": session_of(reader)}
        page.context.add_cookies([cookie | {"url": address}])
        began = time.perf_counter()
        page.goto(f"{address}/cases/{record.case.case_number}/book/")
        page.wait_for_selector("[data-book][data-state=open] .sheet.is-shown")
        opened = time.perf_counter() - began
        turned = [turn_to(page, "j") for _ in range(turns)]
        chance = random.Random(7)
        jumps = [turn_to(page, chance.randint(1, bundle)) for _ in range(turns // 2)]
        memory = renderer_memory()
        chromium.close()
    return {
        "pages of the bundle": bundle,
        "bundle in MiB": size / 2**20,
        "seconds to open the book": opened,
        **percentiles("page turn, ms", turned),
        **percentiles("jump to any page, ms", jumps),
        "memory of the page, MiB": memory,
    }


TURN = """
(to) => new Promise((done) => {
  const pages = document.querySelector("[data-book-pages]");
  const field = document.querySelector("[data-book-number]");
  const began = performance.now();
  if (to === "j") pages.dispatchEvent(new KeyboardEvent("keydown", { key: "j", bubbles: true }));
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


def turn_to(page: Page, to: str | int) -> float:
    """Turn a page, or jump to one; return the milliseconds until it is seen."""
    spent = float(page.evaluate(TURN, to))
    page.wait_for_timeout(250)  # somebody looks at it, if only shortly
    return spent


def renderer_memory() -> float:
    """Return the proportional memory of our Chromium's fattest renderer, in MiB."""
    found = [0.0]
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            if b"--type=renderer" not in (folder / "cmdline").read_bytes() or not is_ours(folder):
                continue
            lines = (folder / "smaps_rollup").read_text().splitlines()
        except OSError:
            continue
        found += [int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")]
    return max(found)


def is_ours(folder: Path) -> bool:
    """Whether the process descends from this one."""
    while folder.name not in ("0", "1", str(os.getpid())):
        folder = Path("/proc") / (folder / "stat").read_text().rpartition(")")[2].split()[1]
    return folder.name == str(os.getpid())


class website:
    """The site, answering on a port of its own from this process."""

    def __enter__(self) -> str:
        self.server = ThreadedWSGIServer(("127.0.0.1", 0), WSGIRequestHandler)
        self.server.set_app(StaticFilesHandler(get_wsgi_application()))
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{self.server.server_address[1]}"

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()


def session_of(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def bundle_pdf(pages: int) -> bytes:
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
            lines = (" ".join(chance.choices(KNOWN, k=9)) for _ in range(45))
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


def timed(ask: Callable[[Case], object], cases: list[Case]) -> list[float]:
    spent = []
    for case in cases:
        began = time.perf_counter()
        ask(case)
        spent.append((time.perf_counter() - began) * 1000)
    return spent[len(spent) // 10 :]  # the first ones warm what is kept


def percentiles(words: str, spent: list[float]) -> Figures:
    late = sorted(spent)[int(len(spent) * 0.95)]
    return {f"{words}, median": statistics.median(spent), f"{words}, p95": late}


def size_of(relation: str) -> float:
    return float(pagesearch._rows("select pg_total_relation_size(%s)", relation)[0][0])


def execute(sql: str, *values: object) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)


if __name__ == "__main__":
    main()
