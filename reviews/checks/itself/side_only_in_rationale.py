"""The rationale tells of a side that neither the summary nor a service knows."""

import re
from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.itself.side_against_service import sided
from reviews.checks.making import asks, clip, in_rationale
from reviews.checks.reading.anatomy import Part
from reviews.checks.reading.sentences import Sentence, Voice, is_within, quoted_spans, sentences
from reviews.checks.view import LetterView

ID = "side-only-in-rationale"
TITLE = "The rationale tells of the same side as the summary"
COMPARES = re.compile(
    r"\b(?:contralateral|other|opposite|unaffected|uninjured|uninvolved|compar\w+|normal|previous\w*"
    r"|prior|past|history|earlier|old|years? ago|also|as well as)\b",
    re.IGNORECASE,
)


def check(view: LetterView) -> Iterator[Answer]:
    """Look for a side of the service's part that stands in a rationale alone."""
    told = sided(view.summary)
    asked = [part for service in view.services for part in sided(service.names)]
    for service in view.services:
        own = sided(service.names)
        for sentence, part in _told(service.rationale):
            about = own or asked
            if not any(each.meets(part) for each in about):
                continue
            known = [each for each in (*told, *asked) if each.meets(part)]
            if known and all(each.is_opposite(part) for each in known):
                yield asks(
                    ID,
                    in_rationale(service, sentence.start + part.start),
                    clip(sentence.text),
                    f"The rationale speaks of “{_around(sentence, part)}”, while the summary and "
                    f"the services tell of the {known[0].side} side alone. Look at the side.",
                )
                break


def _told(rationale: str) -> Iterator[tuple[Sentence, Part]]:
    spans = quoted_spans(rationale)
    for sentence in sentences(rationale, begins=Voice.GUIDELINE):
        if sentence.voice is not Voice.CASE or COMPARES.search(sentence.folded):
            continue
        for part in sided(sentence.text):
            if not is_within(sentence.start + part.start, spans):
                yield sentence, part


def _around(sentence: Sentence, part: Part) -> str:
    return clip(sentence.text[max(0, part.start - 8) : part.end].lstrip(), 60)
