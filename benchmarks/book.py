"""How fast the book of records finds words and turns its pages, and how much memory it takes.

    .venv/bin/python benchmarks/book.py [--pages 1000000] [--bundle 10000] [--turns 300]
        [--file BUNDLE.pdf] [--keep NAME]

It makes a database beside the embedded one and drops it at the end; with `--keep` the database has
this name, stays, and is used again by the next run that names it. `--pages` pages of invented words
are divided into cases of 100 to 10,000 (`book_filling.py`), and every kind of query is asked of one
case, a large one and all of them, by people of three kinds; `--pages 0` leaves that out. Then a
bundle of `--bundle` pages, a third of them scans, or the file that is named, is read in Chromium
through the web server that `make run` starts (`book_reading.py`): page by page by key, by jumps to
any page, and scrolled from end to end; `--bundle 0` leaves that out. The vocabulary for misread
words is filled for the cases that are searched, as the pipeline fills it.

The last line is one JSON object with the figures.
"""

import argparse
import contextlib
import json
import os
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))
os.environ["DJANGO_SETTINGS_MODULE"] = "imrportal.settings"
os.environ["IMRPORTAL_DEMO"] = "1"
os.environ["IMRPORTAL_HTTPS"] = "0"
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # the browser's driver runs a loop
SCRATCH = Path(tempfile.mkdtemp(prefix="book-benchmark-"))
os.environ["BLOB_DIR"], os.environ["PAGE_CACHE_DIR"] = str(SCRATCH / "b"), str(SCRATCH / "p")

import django  # noqa: E402

django.setup()

import book_filling  # noqa: E402
import book_reading  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import ProgrammingError, connection  # noqa: E402

from cases import pagesearch  # noqa: E402
from cases.models import Case, CaseGrant, MedicalRecord, Organization  # noqa: E402
from imrportal.accounts.models import User  # noqa: E402
from imrportal.servers.addresses import Places  # noqa: E402
from imrportal.servers.ondemand import VAR, servers  # noqa: E402

ASKED, LARGE, GRANTED, TIMES = 20, 5, 30, 4
KINDS = {
    "a word": ("pain", "lumbar", "radiculopathy", "stenosis", "arthroscopy", "scheuermann"),
    "words": ("lumbar stenosis", "pain left leg", "arthroscopy therapy", "tramadol pain flexion"),
    "a phrase": ('"straight leg"', '"straight leg raise"', '"left leg"', '"lumbar stenosis"'),
    "and, or, not": (
        "leg raise -surgery", "(stenosis OR arthroscopy) lumbar", "pain -left -patient",
        'tramadol NOT "tramadol therapy"', "scheuermann OR arthroscopy OR tramadol",
    ),
    "near": (
        "therapy NEAR/5 leg", "pain NEAR/3 arthroscopy", "left NEAR leg", "flexion NEAR/20 lumbar",
        "scheuermann NEAR/5 pain",
    ),
    "synonyms and misread": ("SLR", "MRI lumbar", "ROM", "hydrocodone", "lumbar tramadol stenosis"),
    "a beginning": ("radicul*", "st*", "arthro*", "le* pain"),
}  # fmt: skip
Figures = dict[str, float]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=1_000_000)
    parser.add_argument("--bundle", type=int, default=10_000)
    parser.add_argument("--turns", type=int, default=300)
    parser.add_argument("--file", type=Path)
    parser.add_argument("--keep", metavar="NAME", default="")
    wanted = parser.parse_args()
    with servers(Places(VAR)), database(wanted.keep):
        result = measure(wanted) | {"load of the machine": os.getloadavg()[1]}
    print("\n".join(f"{words:<52} {figure:>12,.1f}" for words, figure in result.items()))
    print(json.dumps(result))


@contextlib.contextmanager
def database(kept: str) -> Iterator[None]:
    """Work on a database beside the embedded one: on the one that is kept, or on one for now."""
    name, main_name = kept or f"benchmark_{os.getpid()}", connection.settings_dict["NAME"]
    if not is_there(name):
        on_database(main_name, f"create database {name}")
    connection.close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        connection.close()
        if not kept:
            drop(main_name, name)
        shutil.rmtree(SCRATCH, ignore_errors=True)


def drop(main_name: str, name: str) -> None:
    """Drop the database once nobody works in it: the server's own sweep of it ends by itself."""
    for _ in range(60):
        try:
            return on_database(main_name, f"drop database {name} with (force)")
        except ProgrammingError:  # the server tidies a table of it, and may not be ended
            time.sleep(2)
    print(f"The database {name} is left: it was in use for two minutes.", file=sys.stderr)
    return None


def prepared() -> Organization:
    """Make the tables, where they are not there, and return whose site it is."""
    call_command("migrate", verbosity=0)
    organization, _ = Organization.objects.get_or_create(
        is_own=True, defaults={"name": "Benchmark", "short_name": "B"}
    )
    return organization


def is_there(name: str) -> bool:
    return bool(rows("select 1 from pg_database where datname = %s", name))


def on_database(name: str, statement: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    rows(statement)
    connection.close()


def measure(wanted: argparse.Namespace) -> Figures:
    """Make what is wanted and is not there, and ask it."""
    organization = prepared()
    figures: Figures = {}
    if wanted.pages:
        if not Case.objects.filter(case_number__startswith=book_filling.PREFIX).exists():
            figures |= fill(organization, wanted.pages)
        figures |= measure_search()
    if wanted.bundle:
        bundle = book_reading.bundle_of(wanted.file, wanted.bundle)
        record = book_filling.one_document(organization, bundle.pages)
        figures |= book_reading.measure(record, bundle, person("coordinator"), wanted.turns)
    return figures


def person(role: str) -> User:
    found = User.objects.filter(role=role).first()
    return found or User.objects.create(
        role=role, email=f"{role}@benchmark.test", full_name="A Reader", password="!"
    )


def fill(organization: Organization, pages: int) -> Figures:
    """Fill the tables, then build the index of words."""
    began = time.perf_counter()
    rows("drop index pages_by_words")
    book_filling.fill(organization, pages)
    filled = time.perf_counter()
    rows("set maintenance_work_mem = '512MB'")
    rows(book_filling.INDEX)
    built = time.perf_counter()
    rows("vacuum analyze")
    return {"seconds to fill": filled - began, "seconds to build the index": built - filled}


def measure_search() -> Figures:
    """Ask one case and all of them, each kind of query by itself."""
    chance = random.Random(5)
    cases = [record.case for record in any_pages(chance, ASKED)]
    large = list(Case.objects.filter(received_files__pages__gte=10_000)[:LARGE])
    for case in {*cases, *large}:
        if not case.words.exists():
            book_filling.fill_vocabulary(case.pk)
    rows("analyze cases_caseword")
    coordinator, quality = person("coordinator"), person("quality")
    reviewer = with_grants(person("reviewer"), chance)
    everywhere = {"all cases": coordinator, "quality's cases": quality, "granted cases": reviewer}
    figures = {
        "pages searched": rows("select count(*) from cases_pagetext")[0][0],
        "index in MiB": size_of("pages_by_words") / 2**20,
        "texts in MiB": size_of("cases_pagetext") / 2**20,
    }
    for what, some in {"one case": cases, "a case of 10,000": large}.items():
        figures |= of_kinds(
            what, partial(pagesearch.search_book, coordinator), [(c,) for c in some]
        )
    for what, user in everywhere.items():
        figures |= of_kinds(what, partial(pagesearch.search_everywhere, user), [()] * TIMES)
    return figures


def any_pages(chance: random.Random, count: int) -> list[MedicalRecord]:
    """Return the documents of some pages: a large case comes as often as it has pages."""
    records = list(
        MedicalRecord.objects.filter(case__case_number__startswith=book_filling.PREFIX)
        .select_related("case")
        .order_by("pk")
    )
    return chance.choices(records, [record.pages for record in records], k=count)


def with_grants(reviewer: User, chance: random.Random) -> User:
    for record in any_pages(chance, GRANTED):
        CaseGrant.objects.get_or_create(
            case=record.case,
            user=reviewer,
            scope=CaseGrant.Scope.RECORDS,
            ended_at=None,
            defaults={"granted_at": book_filling.NOON, "reason": "benchmark"},
        )
    return reviewer


def of_kinds(what: str, ask: Callable[..., object], subjects: Sequence[tuple[Any, ...]]) -> Figures:
    """Ask every query of every subject; return the percentiles of each kind and of all."""
    figures: Figures = {}
    every: list[float] = []
    for kind, queries in KINDS.items():
        spent = []
        for query in queries:
            ask(*subjects[0], query)  # warms what is kept
            spent += [timed(partial(ask, *subject, query)) for subject in subjects]
        every += spent
        figures[f"{what}, {kind}, p95 ms"] = percentile(spent, 95)
    figures[f"{what}, median ms"] = statistics.median(every)
    figures[f"{what}, p95 ms"] = percentile(every, 95)
    figures[f"{what}, slowest ms"] = max(every)
    return figures


def timed(ask: Callable[[], object]) -> float:
    began = time.perf_counter()
    ask()
    return (time.perf_counter() - began) * 1000


def percentile(spent: Sequence[float], share: int) -> float:
    return sorted(spent)[min(len(spent) * share // 100, len(spent) - 1)]


def size_of(relation: str) -> float:
    return float(rows("select pg_total_relation_size(%s)", relation)[0][0])


def rows(sql: str, *values: object) -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute(sql, values or None)
        return cursor.fetchall() if cursor.description else []


if __name__ == "__main__":
    main()
