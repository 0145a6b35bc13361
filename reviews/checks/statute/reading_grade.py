"""The cover page is harder to read than the law wants: plain words (LC 4610.6(d)(1))."""

import re
from collections.abc import Iterator

from reviews.checks.findings import Answer, Field, Place
from reviews.checks.making import not_checked, notes
from reviews.checks.view import LetterView

ID = "reading-grade"
TITLE = "The cover page reads easily"
HIGHEST = 12.0


def check(view: LetterView) -> Iterator[Answer]:
    """Measure the grade by the lengths of sentences and words (Flesch and Kincaid)."""
    if view.cover_text is None:
        yield not_checked(ID, "The cover page is made when the review is submitted.")
        return
    grade = reading_grade(view.cover_text)
    if grade > HIGHEST:
        yield notes(
            ID,
            Place(Field.COVER),
            f"grade {grade:.1f}",
            f"The cover page reads at school grade {grade:.1f}; up to {HIGHEST:.0f} is plain.",
        )


def reading_grade(text: str) -> float:
    """Return the school grade of a text; 0 for one without words."""
    words = re.findall(r"[A-Za-z']+", text)
    ends = max(1, len(re.findall(r"[.!?:]+(?:\s|$)", text)))
    if not words:
        return 0.0
    syllables = sum(_syllables(word.lower()) for word in words)
    return 0.39 * len(words) / ends + 11.8 * syllables / len(words) - 15.59


def _syllables(word: str) -> int:
    groups = len(re.findall(r"[aeiouy]+", word))
    if word.endswith("e") and not word.endswith(("le", "ee")) and groups > 1:
        groups -= 1
    return max(1, groups)
