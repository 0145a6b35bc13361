"""How long a letter takes and how much memory: rendered, sealed, and by WeasyPrint alone.

    .venv/bin/python benchmarks/letters.py [FOLDER OF CASE FILES] [--repeats N]

For letters of 1, 3, 10 and 40 services it prints milliseconds (median) and peak memory of rendering
and of sealing, in one process and in two at once, beside a bare WeasyPrint call on the same HTML.
Given a folder of case files (the 30 real determinations), it prints at what rate the pipeline
(render, then seal) and the bare call make them, letter by letter in turn, in the same run.

The bare call is the strictest we could think of: `HTML(string=...).write_pdf(...)` in a warm
process, with typefaces and parsed stylesheet kept from call to call as ours are, no tags, no
PDF/A, no fixed identifier, no checks. "Naive" is the call of WeasyPrint's documentation, which
unpacks the typefaces and parses the stylesheet each time. Each figure comes from a fresh process.

The last line is one JSON object with everything above.
"""

import argparse
import json
import multiprocessing
import resource
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

PROJECT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(PROJECT))

from weasyprint import CSS, HTML  # noqa: E402
from weasyprint.text.fonts import FontConfiguration  # noqa: E402

from cases.press.fetching import ClosedFetcher  # noqa: E402
from cases.press.keys import make_keys  # noqa: E402
from cases.press.printing import warm_up  # noqa: E402
from cases.press.seal import Sealer  # noqa: E402
from cases.press.typefaces import faces, font_face_rules  # noqa: E402
from reviews.letters.render import STYLESHEET, Form, render_html, render_letter  # noqa: E402
from tests.reviews.letter_contents import (  # noqa: E402
    ASSETS,
    SIGNED_AT,
    content_of_case_file,
    make_content,
    make_service,
)

SERVICES = (1, 3, 10, 40)
STAGES = ("render", "seal", "bare", "naive")
FACTS = {
    "signed_at": SIGNED_AT,
    "director_name": "Maxine Okafor, MD",
    "meaning": "Final determination approved",
}


def letter_of(services: int):
    """Return a letter of so many services, with a summary and a rationale of the usual length."""
    content = make_content()
    rationale = " ".join([content.services[0].decision_rationale] * 3)
    return make_content(
        clinical_case_summary=" ".join([content.clinical_case_summary] * 6),
        documents=content.documents * 4,
        services=tuple(
            make_service(number, decision_rationale=rationale) for number in range(1, services + 1)
        ),
    )


def make_sealer() -> Sealer:
    keys = make_keys("Golden Coast Medical Review", at=SIGNED_AT + timedelta(hours=1))
    return Sealer.from_pkcs12(keys.pkcs12, keys.password, ASSETS)


def bare(html: str) -> bytes:
    """WeasyPrint alone, with all that can be kept kept."""
    shop = ASSETS.workshop
    return HTML(string=html, url_fetcher=ClosedFetcher({})).write_pdf(
        font_config=shop.fonts, stylesheets=shop.stylesheets(STYLESHEET)
    )


def naive(html: str) -> bytes:
    """WeasyPrint as its documentation begins: typefaces and stylesheet anew."""
    fonts = FontConfiguration()
    files = {
        each.address: (each.file.read_bytes(), "font/woff2") for each in faces(ASSETS.packages)
    }
    sheet = (ASSETS.stylesheets / "final_determination.css").read_text()
    css = CSS(
        string=font_face_rules(ASSETS.packages) + sheet,
        font_config=fonts,
        url_fetcher=ClosedFetcher(files),
    )
    return HTML(string=html, url_fetcher=ClosedFetcher({})).write_pdf(
        font_config=fonts, stylesheets=[css]
    )


def stage(name: str, services: int) -> Callable[[], object]:
    """Return one stage of a letter's making as something to call again and again."""
    content = letter_of(services)
    if name == "render":
        return lambda: render_letter(content, Form.SERVED, ASSETS)
    if name == "seal":
        sealer, pdf = make_sealer(), render_letter(content, Form.SERVED, ASSETS).pdf
        return lambda: sealer.seal_pdf(pdf, **FACTS)
    html = render_html(content, Form.SERVED, ASSETS)
    return lambda: (bare if name == "bare" else naive)(html)


def measure(name: str, services: int, repeats: int, start) -> tuple[float, float]:
    """Return the median in milliseconds and the peak memory in MiB, of this process."""
    warm_up(ASSETS, STYLESHEET)
    once = stage(name, services)
    once()
    start.wait()
    return statistics.median(1000 * timed(once) for _ in range(repeats)), peak_mebibytes()


def timed(once: Callable[[], object]) -> float:
    began = time.perf_counter()
    once()
    return time.perf_counter() - began


def peak_mebibytes() -> float:
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak / (1024 * 1024 if sys.platform == "darwin" else 1024)


def in_fresh_processes(processes: int, work: Callable, *arguments: object) -> list:
    """Run the same work in so many new processes at once."""
    context = multiprocessing.get_context("spawn")
    with context.Manager() as manager:
        start = manager.Barrier(processes)
        with context.Pool(processes) as pool:
            jobs = [pool.apply_async(work, (*arguments, start)) for _ in range(processes)]
            return [job.get() for job in jobs]


def rates(folder: str, rounds: int, start) -> dict[str, float]:
    """Return letters a second, by the clock and by processor time, each letter by each in turn."""
    files = sorted(Path(folder).glob("*.json"))
    contents = [content_of_case_file(json.loads(file.read_text())) for file in files]
    pages = [render_html(content, Form.SERVED, ASSETS) for content in contents]
    sealer = make_sealer()
    warm_up(ASSETS, STYLESHEET)
    pipeline(contents[0], sealer)
    start.wait()
    spent = {"bare": [0.0, 0.0], "pipeline": [0.0, 0.0]}
    for content, html in list(zip(contents, pages, strict=True)) * rounds:
        add_time(spent["bare"], partial(bare, html))
        add_time(spent["pipeline"], partial(pipeline, content, sealer))
    letters = rounds * len(contents)
    return {
        f"{name}{clock}": letters / seconds
        for name, both in spent.items()
        for clock, seconds in zip(("", "_processor"), both, strict=True)
    }


def pipeline(content, sealer: Sealer) -> bytes:
    return sealer.seal_pdf(render_letter(content, Form.SERVED, ASSETS).pdf, **FACTS)


def add_time(spent: list[float], once: Callable[[], object]) -> None:
    began, began_processor = time.perf_counter(), time.process_time()
    once()
    spent[0] += time.perf_counter() - began
    spent[1] += time.process_time() - began_processor


def print_stages(repeats: int) -> list[dict]:
    print(f"{'services':>8} {'processes':>9} {'stage':<8} {'ms':>8} {'peak MiB':>9}")
    rows = []
    for services in SERVICES:
        for processes in (1, 2):
            for name in STAGES:
                found = in_fresh_processes(processes, measure, name, services, repeats)
                row = {
                    "services": services,
                    "processes": processes,
                    "stage": name,
                    "milliseconds": round(statistics.mean(ms for ms, _ in found), 1),
                    "peak_mebibytes": round(max(peak for _, peak in found), 1),
                }
                rows.append(row)
                print(
                    f"{services:>8} {processes:>9} {name:<8} {row['milliseconds']:>8} "
                    f"{row['peak_mebibytes']:>9}",
                    flush=True,
                )
    return rows


def print_rates(folder: str, rounds: int) -> list[dict]:
    print("\nLetters a second, a process; by processor time where the machine has other work:")
    print(f"{'processes':>9} {'by':<9} {'bare':>6} {'pipeline':>8} {'share':>6}")
    rows = []
    for processes in (1, 2):
        found = in_fresh_processes(processes, rates, folder, rounds)
        for by, suffix in (("clock", ""), ("processor", "_processor")):
            means = {
                name: statistics.mean(each[f"{name}{suffix}"] for each in found)
                for name in ("bare", "pipeline")
            }
            row = {"processes": processes, "by": by, **means}
            row["share"] = means["pipeline"] / means["bare"]
            rows.append({key: _rounded(value) for key, value in row.items()})
            print(
                f"{processes:>9} {by:<9} {row['bare']:>6.2f} {row['pipeline']:>8.2f} "
                f"{row['share']:>6.0%}",
                flush=True,
            )
    return rows


def _rounded(value: object) -> object:
    return round(value, 3) if isinstance(value, float) else value


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("folder", nargs="?", help="a folder of case files with determinations")
    parser.add_argument("--repeats", type=int, default=7)
    parser.add_argument("--rounds", type=int, default=2)
    options = parser.parse_args()
    result = {"stages": print_stages(options.repeats)}
    if options.folder:
        result["case_files"] = print_rates(options.folder, options.rounds)
    print(json.dumps(result))


if __name__ == "__main__":
    main()
