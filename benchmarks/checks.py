"""How many slips the checks catch, how often they are wrong, and how long they take.

    .venv/bin/python benchmarks/checks.py [--case-files FOLDER] [--demonstration] [--seed N]

Case files with a determination are read, and each is spoiled by every operator of mutations.py. The
table gives for each operator how many letters it could spoil, and the share of those in which the
checks then find something they did not find before: by severity, and caught at all (for a blocking
kind a stop or a question; a note counts for the other kinds alone). Letters left alone give the
false alarms. The demonstration's letters are always among them; `--case-files` adds others.

Last, the checks on a letter of 21 services made of all of them are timed. The last line is JSON.
"""

import argparse
import json
import random
import statistics
import sys
import time
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from benchmarks import mutations_asking  # noqa: E402, F401
from benchmarks.mutations import BLOCKING, OPERATORS, mutated  # noqa: E402
from reviews.checks import CHECKS, Outcome, run  # noqa: E402
from reviews.checks.casefile import view_of_case_file  # noqa: E402
from reviews.checks.reading import absences, anatomy, conclusions, requests  # noqa: E402
from reviews.checks.reading import sentences as cutting  # noqa: E402

DEMONSTRATION = PROJECT / "cases" / "demonstration"
SEVERITIES = ("blocks", "asks", "notes")
ROUNDS = 3


def letters(folder: Path) -> list[dict[str, Any]]:
    """Return the case files of a folder whose every service is decided and reasoned."""
    read = (json.loads(path.read_text(encoding="utf-8")) for path in sorted(folder.glob("*.json")))
    return [
        each
        for each in read
        if each.get("determination") and all(map(is_finished, each["determination"]["decisions"]))
    ]


def is_finished(decision: dict[str, Any]) -> bool:
    """Whether a decision concludes: the demonstration has one that is being written."""
    return bool(conclusions.conclusions(decision["rationale"]))


def outcome(document: dict[str, Any]) -> Outcome:
    view = view_of_case_file(document)
    assert view is not None
    return run(view)


def tally(before: Outcome, after: Outcome) -> Counter[str]:
    """Count the findings that are new, by severity."""
    known = Counter((each.check_id, each.severity) for each in before.findings)
    known_keys = {each.key for each in before.findings}
    found: Counter[str] = Counter()
    for each in after.findings:
        if each.key not in known_keys:
            known[(each.check_id, each.severity)] -= 0
            found[each.severity.value] += 1
    return found


def measure(name: str, documents: list[dict[str, Any]], seed: int) -> dict[str, Any]:
    """Spoil every letter with one operator and count what is caught."""
    spoiled, by_severity, caught, missed = 0, Counter(), 0, []
    for document in documents:
        before = outcome(document)
        for number in range(ROUNDS):
            dice = random.Random(f"{seed} {name} {document['case_number']} {number}")
            changed = mutated(name, document, dice, documents)
            if changed is None or changed == document:
                continue
            spoiled += 1
            new = tally(before, outcome(changed))
            by_severity.update({each: 1 for each in SEVERITIES if new[each]})
            counts = ("blocks", "asks") if name in BLOCKING else SEVERITIES
            is_caught = any(new[each] for each in counts)
            caught += is_caught
            if not is_caught:
                missed.append(document["case_number"])
    return {
        "operator": name,
        "blocking": name in BLOCKING,
        "spoiled": spoiled,
        "caught": caught,
        **{each: by_severity[each] for each in SEVERITIES},
        "missed": sorted(set(missed)),
    }


def alarms(documents: list[dict[str, Any]]) -> dict[str, Any]:
    """Count the findings on letters that were left alone."""
    outcomes = {each["case_number"]: outcome(each) for each in documents}
    return {
        "letters": len(outcomes),
        **{each: sum(len(found.of(each)) for found in outcomes.values()) for each in SEVERITIES},
        "most_asks": max((len(found.asks) for found in outcomes.values()), default=0),
        "by_check": dict(
            Counter(
                f"{finding.severity.value} {finding.check_id}"
                for found in outcomes.values()
                for finding in found.findings
            ).most_common()
        ),
    }


def long_letter(documents: list[dict[str, Any]], services: int = 21) -> Any:
    """Return a view of so many services, taken from all letters in turn."""
    views = [view for each in documents if (view := view_of_case_file(each))]
    pool = [service for view in views for service in view.services]
    chosen = [replace(pool[n % len(pool)], position=n + 1) for n in range(services)]
    longest = max(views, key=lambda view: len(view.summary))
    return replace(longest, services=tuple(chosen))


def forget() -> None:
    """Empty what the engines remember, so that a timed run reads every text anew."""
    for module in (absences, anatomy, conclusions, requests, cutting):
        for value in vars(module).values():
            of = getattr(value, "cache_parameters", dict)()
            if of.get("maxsize") is not None:
                value.cache_clear()


def timing(documents: list[dict[str, Any]]) -> dict[str, float]:
    """Return milliseconds for 21 services: with every text new, and with one text changed."""
    view = long_letter(documents)
    run(view)
    cold, warm = [], []
    for number in range(9):
        forget()
        cold.append(timed(view))
        first = replace(view.services[0], rationale=f"{view.services[0].rationale} {number}.")
        warm.append(timed(replace(view, services=(first, *view.services[1:]))))
    return {"cold_ms": statistics.median(cold), "typing_ms": statistics.median(warm)}


def timed(view: Any) -> float:
    started = time.perf_counter()
    run(view)
    return 1000 * (time.perf_counter() - started)


def show(rows: list[dict[str, Any]]) -> None:
    print(
        f"{'operator':46} {'kind':9} {'spoiled':>7} {'caught':>7} {'blocks':>7} {'asks':>6} "
        f"{'notes':>6}"
    )
    for row in rows:
        share = row["caught"] / row["spoiled"] if row["spoiled"] else 0
        kind = "blocking" if row["blocking"] else "asking"
        print(
            f"{row['operator']:46} {kind:9} {row['spoiled']:7} {share:7.0%} {row['blocks']:7} "
            f"{row['asks']:6} {row['notes']:6}"
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--case-files", type=Path, help="a folder of case files")
    parser.add_argument("--seed", type=int, default=5)
    parser.add_argument("--missed", action="store_true", help="name the letters that were missed")
    given = parser.parse_args()
    documents = letters(DEMONSTRATION)
    own = len(documents)
    if given.case_files:
        documents += letters(given.case_files)
    rows = [measure(name, documents, given.seed) for name in OPERATORS]
    show(rows)
    blocking = [row for row in rows if row["blocking"]]
    share = sum(r["caught"] for r in blocking) / max(1, sum(r["spoiled"] for r in blocking))
    quiet = alarms(documents)
    print(f"\nblocking kinds caught: {share:.1%}")
    print(
        f"letters left alone: {quiet['letters']} ({own} of the demonstration); per letter "
        + ", ".join(f"{quiet[each] / quiet['letters']:.2f} {each}" for each in SEVERITIES)
        + f"; at most {quiet['most_asks']} asks in one"
    )
    for what, count in quiet["by_check"].items():
        print(f"  {count:4} {what}")
    if given.missed:
        for row in rows:
            print(row["operator"], row["missed"])
    took = timing(documents)
    print(
        f"21 services: {took['cold_ms']:.0f} ms, {took['typing_ms']:.0f} ms after one text changed"
    )
    result = {
        "checks": len(CHECKS), "operators": len(rows), "blocking_caught": round(share, 4),
        "rows": [{k: v for k, v in row.items() if k != "missed"} for row in rows],
        "untouched": quiet, **{k: round(v, 1) for k, v in took.items()},
    }  # fmt: skip
    print(json.dumps(result))


if __name__ == "__main__":
    main()
