"""Short ways to make what a check answers."""

from reviews.checks.findings import Field, Finding, NotChecked, Place, Severity
from reviews.checks.view import ServiceView


def in_summary(start: int | None = None) -> Place:
    """Return a place in the clinical case summary."""
    return Place(Field.SUMMARY, None, start)


def in_rationale(service: ServiceView, start: int | None = None) -> Place:
    """Return a place in the rationale of a service."""
    return Place(Field.RATIONALE, service.position, start)


def at(service: ServiceView, field: Field) -> Place:
    """Return another field of a service."""
    return Place(field, service.position)


def blocks(check_id: str, place: Place, words: str, sentence: str) -> Finding:
    """Return a finding that stops the letter."""
    return Finding(check_id, Severity.BLOCKS, place, words, sentence)


def asks(check_id: str, place: Place, words: str, sentence: str) -> Finding:
    """Return a finding that is fixed, or kept with a reason."""
    return Finding(check_id, Severity.ASKS, place, words, sentence)


def notes(check_id: str, place: Place, words: str, sentence: str) -> Finding:
    """Return a finding that only informs."""
    return Finding(check_id, Severity.NOTES, place, words, sentence)


def not_checked(check_id: str, reason: str) -> NotChecked:
    """Return that a check could not be asked, and what it would need."""
    return NotChecked(check_id, reason)


def clip(text: str, limit: int = 160) -> str:
    """Return the text on one line, cut at a word when it is long."""
    line = " ".join(text.split())
    return line if len(line) <= limit else f"{line[:limit].rsplit(' ', 1)[0]} …"
