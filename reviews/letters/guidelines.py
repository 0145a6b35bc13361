"""How a guideline field and a service's heading read: one small grammar, written out from rows.

The grammar is the one the published determinations share. Rows stay rows until here, because
titles and sections hold commas of their own.
"""

from typing import Protocol

from reviews.letters.content import CitationContent, GuidelineContent

CLAIMS_ADMINISTRATOR = "Claims Administrator"
EXPERT_REVIEWER = "Expert Reviewer"


class Named(Protocol):
    """A disputed service as UR left it: a content or a row, with the four texts of its heading."""

    requested: str
    modification: str
    authorized: str
    eligible_portion: str


def guideline_line(guideline: GuidelineContent, *, cited_by: str) -> str:
    """Return a guideline field as it prints; `cited_by` is whose field it is."""
    mtus = [_mtus_citation(row) for row in guideline.citations if row.source == "mtus"]
    others = [_other_citation(row) for row in guideline.citations if row.source != "mtus"]
    sentences = []
    if guideline.basis == "outside_mtus":
        sentences.append(
            f"The {cited_by} based their decision on recommendation(s) outside of the MTUS "
            "Guidelines."
        )
    if mtus:
        sentences.append(_sentence(f"Decision based on MTUS {', and '.join(mtus)}"))
    if others:
        sources = " and Other Medical Treatment Guidelines ".join(others)
        sentences.append(_sentence(f"Decision based on Non-MTUS Citation {sources}"))
    if not sentences:
        return f"The {cited_by} did not cite any medical evidence for its decision."
    return " ".join(sentences)


def service_heading(service: Named) -> tuple[str, str]:
    """Return a service's name as it prints and the colon or the words before its decision.

    A service that UR modified is told in sentences: what was asked, what was authorized, and what
    is left to decide. A substituted service is decided as it was asked for.
    """
    if service.modification == "remainder":
        return (
            f"{service.requested} was the original request. {service.authorized} was authorized "
            "by the Claims Administrator. The remaining IMR eligible portion of the original "
            f"request, {service.eligible_portion}",
            " is: ",
        )
    if service.modification == "substituted":
        return (
            f"{service.requested} was the original request. The Claims Administrator authorized "
            f"{service.authorized}, leaving the original request IMR eligible. The original "
            f"request, {service.requested}",
            " is: ",
        )
    return service.requested, ": "


def _mtus_citation(row: CitationContent) -> str:
    """`Page(s):` follows a title with a space alone, and sections with a comma."""
    title = _title(row) or row.text
    places = _places(row)
    if row.pages and not row.sections:
        places = places.removeprefix(",")
    note = f", {row.text}" if row.title and row.text else ""
    return f"{title}{places}{note}"


def _other_citation(row: CitationContent) -> str:
    words = [word for word in (_title(row), row.text) if word]
    return f"{', '.join(words)}{_places(row)}"


def _title(row: CitationContent) -> str:
    return f"{row.title} {row.year}" if row.title and row.year is not None else row.title


def _places(row: CitationContent) -> str:
    sections = f", Section(s): {', '.join(row.sections)}" if row.sections else ""
    pages = f", Page(s): {', '.join(row.pages)}" if row.pages else ""
    return f"{sections}{pages}"


def _sentence(words: str) -> str:
    words = words.rstrip()
    return words if words.endswith(".") else f"{words}."
