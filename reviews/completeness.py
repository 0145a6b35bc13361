"""What a draft still lacks before it can be submitted: asked by the workbench and the submission.

An engine: values in, sentences out.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from cases.characters import character_refusal
from reviews.wordcraft import blank_gap


@dataclass(frozen=True)
class CitationWritten:
    """One citation as drafted."""

    source: str
    title: str = ""
    text: str = ""
    year: int | None = None


@dataclass(frozen=True)
class ServiceWritten:
    """What is written on one service so far."""

    position: int
    outcome: str = ""
    basis: str = ""
    rationale: str = ""
    citations: tuple[CitationWritten, ...] = field(default=())


@dataclass(frozen=True)
class TextLimits:
    """How long one text may be."""

    text: int


def summary_gaps(summary: str, limits: TextLimits) -> list[str]:
    """Return what the clinical case summary lacks."""
    if not summary.strip():
        return ["Write the clinical case summary."]
    return [
        *text_faults("The clinical case summary", summary, limits),
        *_blanks("The clinical case summary", summary),
    ]


def service_gaps(service: ServiceWritten, limits: TextLimits) -> list[str]:
    """Return what one service lacks, in the order of the page."""
    gaps = []
    if not service.outcome:
        gaps.append("Choose whether the UR decision is upheld or overturned.")
    gaps += citation_gaps(service.basis, service.citations)
    if not service.rationale.strip():
        gaps.append("Write the rationale.")
    gaps += text_faults("The rationale", service.rationale, limits)
    gaps += _blanks("The rationale", service.rationale)
    return gaps


def citation_gaps(basis: str, citations: Sequence[CitationWritten]) -> list[str]:
    """Return what the guideline field lacks for its basis (8 CCR 9792.21.1, 9792.25.1)."""
    if not basis:
        return ["Choose what the decision is based on."]
    if any(not (row.title.strip() or row.text.strip()) for row in citations):
        return ["A citation names no source: write its title or its text, or take it away."]
    odd = [row.year for row in citations if row.year is not None and not 1900 <= row.year <= 2100]
    if odd:
        return [f"{odd[0]} is not the year of an edition: write it with four digits."]
    sources = [row.source for row in citations]
    if basis == "none":
        return [] if not sources else ["Take the citations away, or choose what they support."]
    if not sources:
        wanted = "the MTUS guideline" if basis == "mtus" else "the source outside the MTUS"
        return [f"Cite {wanted} that the decision is based on."]
    if basis == "mtus" and sources[0] != "mtus":
        return ["Put an MTUS guideline first: the decision is said to be based on the MTUS."]
    if basis == "outside_mtus" and "mtus" in sources:
        return ["An MTUS guideline is cited: choose MTUS as the basis, or take that one away."]
    return []


def text_faults(label: str, text: str, limits: TextLimits) -> list[str]:
    """Return why a text cannot be kept: too long, or characters that cannot be printed."""
    faults = []
    if len(text) > limits.text:
        faults.append(f"{label} is {len(text):,} characters long. The limit is {limits.text:,}.")
    refusal = character_refusal(label, text)
    return [*faults, refusal] if refusal else faults


def _blanks(label: str, text: str) -> list[str]:
    return list(filter(None, [blank_gap(label, text)]))
