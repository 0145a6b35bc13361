"""What is wrong with the disputed services: what UR did, what is left, what hangs on what."""

from collections.abc import Sequence
from datetime import date

from cases.intake.entries import CitationEntry, ServiceEntry
from cases.intake.findings import Limits, Path, Problem, Problems
from cases.intake.remainders import remainder_refusal
from cases.intake.texts import is_blank, text_problems

EARLIEST_YEAR = 1900
BASIS_WORDS = {"mtus": "the MTUS", "outside_mtus": "sources outside the MTUS", "none": "nothing"}


def service_problems(services: Sequence[ServiceEntry], today: date, limits: Limits) -> Problems:
    """Yield what is wrong with the services of one case."""
    if not services:
        yield Problem(("services",), "Enter at least one disputed service.")
    if len(services) > limits.services:
        yield Problem(
            ("services",),
            f"{len(services)} services are entered; one determination can hold at most "
            f"{limits.services}. Receive the rest as a second application.",
        )
    for index, service in enumerate(services):
        path, place = ("services", index), f"Service {index + 1}"
        yield from text_problems(service, path, limits, place)
        yield from _ur_action_problems(service, path, place)
        yield from _guideline_problems(service, path, place)
        for row, citation in enumerate(service.administrator_citations):
            yield from _citation_problems(
                citation,
                (*path, "administrator_citations", row),
                f"{place}, guideline {row + 1}",
                today,
                limits,
            )
    yield from _dependence_problems(services)


def _ur_action_problems(service: ServiceEntry, path: Path, place: str) -> Problems:
    if is_blank(service.requested):
        yield Problem((*path, "requested"), f"{place}: enter what was requested.")
    if service.ur_action == "denied":
        for field in ("modification", "authorized", "eligible_portion"):
            if getattr(service, field):
                yield Problem(
                    (*path, field),
                    f"{place}: UR denied it, so nothing was authorized and the whole request is in "
                    "dispute. Choose “modified”, or take this out.",
                )
    if service.ur_action == "modified":
        yield from _modification_problems(service, path, place)


def _modification_problems(service: ServiceEntry, path: Path, place: str) -> Problems:
    if not service.modification:
        yield Problem(
            (*path, "modification"),
            f"{place}: UR modified it, so say whether a part was authorized or something else.",
        )
    if is_blank(service.authorized):
        yield Problem(
            (*path, "authorized"), f"{place}: UR modified it, so enter what UR authorized."
        )
    if service.modification == "remainder" and is_blank(service.eligible_portion):
        yield Problem(
            (*path, "eligible_portion"),
            f"{place}: a part was authorized, so enter what is left in dispute.",
        )
    if service.modification == "substituted" and service.eligible_portion:
        yield Problem(
            (*path, "eligible_portion"),
            f"{place}: UR authorized something else, so the whole request stays in dispute and "
            "nothing is entered as left.",
        )
    sentence = remainder_refusal(service, place)
    if sentence:
        yield Problem((*path, "eligible_portion"), sentence)


def _guideline_problems(service: ServiceEntry, path: Path, place: str) -> Problems:
    sources = {citation.source for citation in service.administrator_citations}
    start = f"{place}: the claims administrator's decision rests on"
    path = (*path, "administrator_basis")
    if service.administrator_basis == "none" and sources:
        yield Problem(
            path,
            f"{start} nothing, yet {len(service.administrator_citations)} guideline(s) are "
            "entered. Choose what it rests on, or take them out.",
        )
    if service.administrator_basis == "mtus" and "mtus" not in sources:
        yield Problem(path, f"{start} the MTUS, so enter the MTUS guideline it cites.")
    if service.administrator_basis == "outside_mtus" and "mtus" in sources:
        yield Problem(
            path,
            f"{start} sources outside the MTUS, yet an MTUS guideline is entered. Choose “MTUS”, "
            "or take it out.",
        )


def _citation_problems(
    citation: CitationEntry, path: Path, place: str, today: date, limits: Limits
) -> Problems:
    yield from text_problems(citation, path, limits, place)
    if citation.source == "mtus" and is_blank(citation.title):
        yield Problem((*path, "title"), f"{place}: enter the title of the MTUS guideline.")
    elif is_blank(citation.title) and is_blank(citation.text):
        yield Problem((*path, "text"), f"{place}: enter the title or the words of the citation.")
    if citation.year is not None and not EARLIEST_YEAR <= citation.year <= today.year + 1:
        yield Problem(
            (*path, "year"),
            f"{place}: the year {citation.year} is not between {EARLIEST_YEAR} and "
            f"{today.year + 1}.",
        )


def _dependence_problems(services: Sequence[ServiceEntry]) -> Problems:
    primary_by_place = {place: s.depends_on for place, s in enumerate(services, start=1)}
    for place, primary in primary_by_place.items():
        path = ("services", place - 1, "depends_on")
        if primary is None:
            continue
        if primary == place:
            yield Problem(path, f"Service {place}: it cannot hang on itself.")
        elif primary not in primary_by_place:
            yield Problem(
                path,
                f"Service {place}: it hangs on service {primary}, but there are only services 1 to "
                f"{len(services)}.",
            )
        elif _comes_back(place, primary_by_place):
            yield Problem(
                path, f"Service {place}: it hangs on service {primary}, which hangs on it in turn."
            )


def _comes_back(place: int, primary_by_place: dict[int, int | None]) -> bool:
    seen: set[int] = set()
    following = primary_by_place.get(place)
    while following is not None and following not in seen:
        if following == place:
            return True
        seen.add(following)
        following = primary_by_place.get(following)
    return False
