"""A quotation mark or a bracket that is opened and never closed, or the other way round."""

from collections.abc import Iterator

from reviews.checks.findings import Answer, Place
from reviews.checks.making import clip, in_rationale, in_summary, notes
from reviews.checks.reading.sentences import fold
from reviews.checks.view import LetterView

ID = "unbalanced-marks"
TITLE = "Quotation marks and brackets come in pairs"
PAIRS = {"(": ")", "[": "]"}


def check(view: LetterView) -> Iterator[Answer]:
    """Count the marks of each text."""
    yield from _of(in_summary(), view.summary)
    for service in view.services:
        yield from _of(in_rationale(service), service.rationale)


def _of(place: Place, text: str) -> Iterator[Answer]:
    folded = fold(text)
    if folded.count('"') % 2:
        last = folded.rfind('"')
        yield notes(
            ID, Place(place.field, place.service, last), clip(text[max(0, last - 40) : last + 20]),
            "There is an odd number of quotation marks: where does the quotation end?",
        )  # fmt: skip
    for opening, closing in PAIRS.items():
        at = _unclosed(folded, opening, closing)
        if at is not None:
            yield notes(
                ID, Place(place.field, place.service, at), clip(text[max(0, at - 20) : at + 40]),
                f"A bracket “{opening}” or “{closing}” has no partner.",
            )  # fmt: skip


def _unclosed(text: str, opening: str, closing: str) -> int | None:
    """Return where a bracket lacks its partner; `1)` and `a)` count items and need none."""
    stack: list[int] = []
    for place, character in enumerate(text):
        if character == opening:
            stack.append(place)
        elif character == closing:
            if stack:
                stack.pop()
            elif not text[max(0, place - 2) : place].strip(" (").isalnum():
                return place
    return stack[0] if stack else None
