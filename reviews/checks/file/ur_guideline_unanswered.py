"""A guideline that utilization review relied on and nobody answers."""

import re
from collections.abc import Iterator

from cases.intake import CitationEntry
from reviews.checks.findings import Answer, Field
from reviews.checks.making import asks, at, clip, notes
from reviews.checks.view import OVERTURNED, LetterView, ServiceView
from reviews.guidelines.library import Source, plain_title
from reviews.guidelines.shipped import shipped_library

ID = "ur-guideline-unanswered"
TITLE = "Every guideline that UR relied on is answered"
NAMES = {
    "odg": r"\bodg\b|official disability guidelines",
    "acoem": r"\bacoem\b",
    "mtus": r"\bmtus\b",
}
FILLER = {"complaints", "disorders", "treatment", "medical", "and", "of", "to", "initial", "the"}


def check(view: LetterView) -> Iterator[Answer]:
    """Look for each in the reviewer's rows and rationale; asks where UR is overturned."""
    unanswered = {
        service.position: [row for row in service.administrator_citations if not _met(service, row)]
        for service in view.services
        if service.rationale.strip()
    }
    for is_overturned in (True, False):
        found = [
            (service, row)
            for service in view.services
            if (service.outcome == OVERTURNED) == is_overturned
            for row in unanswered.get(service.position, ())
        ]
        if not found:
            continue
        make = asks if is_overturned else notes
        service, row = found[0]
        places = sorted({each.position for each, _ in found})
        names = "; ".join(dict.fromkeys(clip(_name(each), 80) for _, each in found))
        yield make(
            ID,
            at(service, Field.CITATIONS),
            names,
            f"UR relied on {names} for service {', '.join(map(str, places))}; neither the "
            "guidelines cited nor the rationale answer it. Say why it does not decide.",
        )


def _name(row: CitationEntry) -> str:
    return " ".join(filter(None, (row.title or row.text, str(row.year) if row.year else "")))


def _met(service: ServiceView, row: CitationEntry) -> bool:
    return any(_same(row, own) for own in service.citations) or _is_spoken_of(service, row)


def _same(row: CitationEntry, own: CitationEntry) -> bool:
    if row.source != own.source:
        return False
    if row.source == "mtus":
        one, other = _source(row), _source(own)
        return one is not None and one is other or plain_title(row.title) == plain_title(own.title)
    mine, theirs = f"{own.title} {own.text}".lower(), f"{row.title} {row.text}".lower()
    if any(re.search(p, mine) and re.search(p, theirs) for p in NAMES.values()):
        return True
    shared = set(re.findall(r"[a-z]{5,}", mine)) & set(re.findall(r"[a-z]{5,}", theirs))
    return len(shared) >= 2


def _source(row: CitationEntry) -> Source | None:
    return shipped_library().find(row.title or row.text)


def _is_spoken_of(service: ServiceView, row: CitationEntry) -> bool:
    """Whether the rationale names the source: by its topic, or an outside one by its name."""
    rationale = service.rationale.lower()
    if row.source != "mtus":
        named = f"{row.title} {row.text}".lower()
        return any(
            re.search(pattern, named) and re.search(pattern, rationale)
            for pattern in NAMES.values()
        )
    topic = [w for w in plain_title(row.title or row.text).split() if w not in FILLER]
    return (
        bool(topic)
        and re.search(r"\W+(?:\w+\W+){0,2}".join(map(re.escape, topic)), rationale) is not None
    )
