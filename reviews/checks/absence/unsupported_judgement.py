"""A judgement on time or age of a study that names no source: "too dated", "too soon"."""

import re
from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.making import clip, in_rationale, notes
from reviews.checks.reading.sentences import Voice, sentences
from reviews.checks.view import LetterView

ID = "unsupported-judgement"
TITLE = "A judgement on time rests on a source"
JUDGES = re.compile(
    r"\b(?:too (?:dated|old|early|soon|late|long|recent|remote)|outdated|no longer (?:current"
    r"|valid)"
    r"|likely (?:too|outdated|stale)|stale)\b",
    re.IGNORECASE,
)
SOURCE = re.compile(r"\b(?:guidelines?|mtus|acoem|odg|literature|recommend\w*)\b", re.IGNORECASE)


def check(view: LetterView) -> Iterator[Answer]:
    """Look for such a judgement in the reviewer's own voice, without a source beside it."""
    for service in view.services:
        for sentence in sentences(service.rationale, begins=Voice.GUIDELINE):
            match = JUDGES.search(sentence.folded)
            if match and not SOURCE.search(sentence.folded):
                yield notes(
                    ID,
                    in_rationale(service, sentence.start + match.start()),
                    clip(sentence.text),
                    "This is a judgement without a source. Name what it rests on, if there is "
                    "something.",
                )
                break
