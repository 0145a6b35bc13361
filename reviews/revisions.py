"""The kept saves of a draft as they are read: grouped by pauses, and what is different now."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet

from reviews.evidence.sequence import search_from, search_words
from reviews.letters.comparison import Piece, marked_words
from reviews.models import Draft, DraftRevision, ServiceDraft

# Saves that follow each other without a longer pause are one moment of writing.
PAUSE = timedelta(minutes=2)


@dataclass(frozen=True)
class Moment:
    """A stretch of typing: its last save, and how many saves it took."""

    last: DraftRevision
    saves: int


@dataclass(frozen=True)
class Difference:
    """One thing of the kept save that is not as it stands now, its words marked."""

    what: str
    pieces: tuple[Piece, ...]


def revisions_of(draft: Draft, service_id: int | None) -> QuerySet[DraftRevision]:
    """Return the saves of one part, newest first; None is the summary."""
    return DraftRevision.objects.filter(draft=draft, service_id=service_id).order_by("-revision")


def moments(revisions: Sequence[DraftRevision]) -> list[Moment]:
    """Group saves, newest first, that lie within a pause of each other."""
    found: list[Moment] = []
    earliest = None
    for one in revisions:
        if earliest is not None and earliest.saved_at - one.saved_at <= PAUSE:
            found[-1] = Moment(found[-1].last, found[-1].saves + 1)
        else:
            found.append(Moment(one, 1))
        earliest = one
    return found


def differences(kept: DraftRevision, standing: Draft | ServiceDraft) -> list[Difference]:
    """Return what restoring would change: words that stand now are gone, those kept are new."""
    pairs = [(what, now, then) for what, now, then in _places(kept, standing) if now != then]
    return [Difference(what, marked_words(now, then)) for what, now, then in pairs]


def _places(kept: DraftRevision, standing: Draft | ServiceDraft) -> list[tuple[str, str, str]]:
    if isinstance(standing, Draft):
        return [("Clinical case summary", standing.clinical_case_summary, kept.text)]
    return [
        ("Decision", standing.get_outcome_display(), kept.get_outcome_display()),
        ("Based on", standing.imro_basis.replace("_", " "), kept.imro_basis.replace("_", " ")),
        ("Opioid", standing.get_opioid_use_display(), kept.get_opioid_use_display()),
        ("Search", _search(standing.evidence_search), _search(kept.evidence_search)),
        ("Guidelines", _lines(standing), _kept_lines(kept)),
        ("Rationale", standing.decision_rationale, kept.text),
    ]


def _search(stored: dict[str, Any]) -> str:
    return " · ".join(search_words(search_from(stored)))


def _lines(standing: ServiceDraft) -> str:
    return "\n".join(
        _line(c.title, c.year, c.sections, c.pages, c.text) for c in standing.citations.all()
    )


def _kept_lines(kept: DraftRevision) -> str:
    return "\n".join(
        _line(c["title"], c["year"], c["sections"], c["pages"], c["text"]) for c in kept.citations
    )


def _line(
    title: str, year: int | None, sections: Sequence[str], pages: Sequence[str], text: str
) -> str:
    parts = [title, str(year or ""), ", ".join(sections), ", ".join(pages), text]
    return " · ".join(filter(None, parts))
