"""How long it takes to count the clocks of all open cases again after a calendar changed.

    .venv/bin/python benchmarks/deadlines.py [NUMBER OF OPEN CASES]

It makes a database of its own beside the embedded one and drops it at the end: so many open cases
with five clocks each, counted by the calendars that ship; then a version with one more holiday is
added and every open case is counted again by the pipeline that the worker runs; then every holiday
is verified, which rewrites nearly every clock: the worst case, and the one in the figures below.
Memory is that of this process, before the first batch, after a tenth of the cases and at the end.

The last line is one JSON object with the figures.
"""

import argparse
import copy
import json
import os
import resource
import sys
import time
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))
os.environ["DJANGO_SETTINGS_MODULE"] = "imrportal.settings"
os.environ.setdefault("IMRPORTAL_DEMO", "1")

import django  # noqa: E402

django.setup()

from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from cases.deadlines import shipped  # noqa: E402
from cases.models import Case, Deadline, Organization, RuleDocument, UrDecision  # noqa: E402
from cases.pipelines.recounts import Recounted, recount_batch, recount_open_cases  # noqa: E402
from imrportal.servers.addresses import Places  # noqa: E402
from imrportal.servers.ondemand import VAR, servers  # noqa: E402

NOON = datetime(2026, 11, 2, 12, 0, tzinfo=ZoneInfo("America/Los_Angeles"))
FIRST, DAYS = date(2026, 9, 1), 60
HOLIDAY = date(2026, 10, 15)
AT_ONCE = 2000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("cases", nargs="?", type=int, default=100_000)
    cases = parser.parse_args().cases
    with servers(Places(VAR)):
        name = f"benchmark_{os.getpid()}"
        main_name = connection.settings_dict["NAME"]
        on_database(main_name, f"create database {name}")
        try:
            connection.settings_dict["NAME"] = name
            result = measure(cases)
        finally:
            connection.close()
            on_database(main_name, f"drop database {name}")
    print(json.dumps(result))


def on_database(name: str, statement: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = name
    with connection.cursor() as cursor:
        cursor.execute(statement)
    connection.close()


def measure(cases: int) -> dict[str, float]:
    """Make the cases, count them, change the calendar and count again; print a table."""
    call_command("migrate", verbosity=0)
    began = time.perf_counter()
    make_cases(cases)
    made = time.perf_counter() - began
    first_seconds, first, _ = timed_recount("benchmark.first")
    add_version(HOLIDAY)
    holiday_seconds, holiday, _ = timed_recount("benchmark.holiday")
    add_version()
    start = memory_now()
    seconds, done, early = timed_recount("benchmark.verified", at_tenth=cases // 10)
    again_seconds, again, _ = timed_recount("benchmark.again")
    check(holiday, done, again)
    result = {
        "cases": done.cases,
        "clocks": done.clocks,
        "changed": done.changed,
        "seconds": round(seconds, 2),
        "seconds_for_one_holiday": round(holiday_seconds, 2),
        "rows_per_second": round(done.clocks / seconds),
        "cases_per_second": round(done.cases / seconds),
        "memory_mebibytes_at_start": start,
        "memory_mebibytes_at_a_tenth": early,
        "memory_mebibytes_at_end": memory_now(),
        "peak_memory_mebibytes": peak_memory(),
    }
    print(f"{'what':<36} {'seconds':>8} {'cases':>8} {'clocks':>8} {'written':>8}")
    print(f"{'cases made':<36} {made:>8.1f} {cases:>8}")
    for words, spent, found in (
        ("counted the first time", first_seconds, first),
        ("counted again, a holiday was added", holiday_seconds, holiday),
        ("counted again, all were verified", seconds, done),
        ("counted again, nothing was changed", again_seconds, again),
    ):
        print(f"{words:<36} {spent:>8.1f} {found.cases:>8} {found.clocks:>8} {found.changed:>8}")
    print(
        f"memory in MiB: {start} before, {early} after a tenth, "
        f"{result['memory_mebibytes_at_end']} at the end, peak {peak_memory()}"
    )
    return result


def timed_recount(reason: str, at_tenth: int = 0) -> tuple[float, Recounted, float]:
    """Count all open cases; return seconds, what was done, and the memory after a tenth."""
    began, done = time.perf_counter(), Recounted()
    while at_tenth and done.cases < at_tenth:
        batch = recount_batch(by=None, at=NOON, reason=reason, after=done.last)
        if not batch.cases:
            break
        done = done.plus(batch)
    early = memory_now()
    done = done.plus(recount_open_cases(by=None, at=NOON, reason=reason, after=done.last))
    return time.perf_counter() - began, done, early


def check(holiday: Recounted, done: Recounted, again: Recounted) -> None:
    """End with an error where the figures would be of work that was not done."""
    current = Deadline.objects.current().count()
    is_done = holiday.changed and done.changed and not again.changed
    if not is_done or current != done.clocks:
        sys.exit(
            f"Not counted right: {holiday}, {done}, then {again}, {current} current deadlines."
        )


def make_cases(count: int) -> None:
    """Write open cases with a UR decision each, a few thousand at a time."""
    organization = Organization.objects.create(name="Benchmark", short_name="B", is_own=True)
    rows = (_case(number, organization) for number in range(1, count + 1))
    while some := list(islice(rows, AT_ONCE)):
        Case.objects.bulk_create(some)
        UrDecision.objects.bulk_create(_decisions(some))


def _case(number: int, organization: Organization) -> Case:
    day = FIRST + timedelta(days=number % DAYS)
    at = datetime.combine(day, NOON.time(), tzinfo=NOON.tzinfo) + timedelta(minutes=number % 300)
    return Case(
        case_number=f"BM26-{number:07d}",
        organization=organization,
        status="ready_for_review",
        priority="expedited" if number % 20 == 0 else "standard",
        is_formulary_dispute=number % 15 == 0,
        date_of_injury=date(2024, 5, 5),
        application_received_on=day,
        eligible_at=at,
        assigned_on=day + timedelta(days=1),
        records_requested_at=at + timedelta(days=1),
        records_complete_on=day + timedelta(days=14),
        status_at=at,
    )


def _decisions(cases: list[Case]) -> Iterator[UrDecision]:
    for case in cases:
        served = case.application_received_on - timedelta(days=20)
        yield UrDecision(case=case, decided_on=served, served_on=served, service_method="mail")


def add_version(day: date | None = None) -> None:
    """Add a version of both calendars: with one more holiday, or with all of them verified."""
    for (kind, name), shipped_plain in shipped.documents().items():
        if kind not in ("judicial_holidays", "working_days"):
            continue
        before = RuleDocument.objects.filter(kind=kind).order_by("version").last()
        plain = copy.deepcopy(before.document if before else shipped_plain)
        if day:
            more = {"name": "Benchmark Day", "form": "fixed", "month": day.month, "day": day.day}
            plain["holidays"].append({**more, "from_year": day.year, "to_year": day.year})
        else:
            plain["holidays"] = [{**each, "is_verified": True} for each in plain["holidays"]]
        RuleDocument.objects.create(
            kind=kind,
            name=name,
            version=before.version + 1 if before else 2,
            document=plain,
            reason="A benchmark.",
            added_at=NOON,
        )


def memory_now() -> float:
    """Return the resident memory of this process in MiB; its peak where /proc is not there."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except OSError:
        return peak_memory()
    return round(pages * resource.getpagesize() / 1024 / 1024, 1)


def peak_memory() -> float:
    """Return the peak of the resident memory in MiB."""
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (1024 * 1024 if sys.platform == "darwin" else 1024), 1)


if __name__ == "__main__":
    main()
