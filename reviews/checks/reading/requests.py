"""Finds where a rationale names the service it decides: the object of its request sentences."""

import functools
import re
from dataclasses import dataclass

from reviews.checks.reading.conclusions import conclusions, final_conclusion
from reviews.checks.reading.sentences import Voice, is_within, quoted_spans, sentences

_REQUEST = re.compile(
    r"\b(?:this (?:is a|was a)? ?request (?:is )?for|(?:the|this|current|present|original) request"
    r" (?:is )?(?:for|of)|requested?(?: service)? (?:for|of)|(?:are|is) requesting|requests)\s+"
    r"(?:the |an? )?(?P<what>[^.;]{3,300}?)(?=\s*(?:[.;]|, (?:and|which|as|but)\b|$|\b(?:is|are|was"
    r"|were|has|have|does|cannot|in order|because|since|based|to be)\b))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Named:
    """A phrase that names what is decided, with its offset; `concludes` in the last conclusion."""

    start: int
    text: str
    concludes: bool


@functools.lru_cache(maxsize=1024)
def named_services(rationale: str) -> tuple[Named, ...]:
    """Return the phrases of a rationale that name its service; the conclusion's comes last."""
    spans = quoted_spans(rationale)
    final = final_conclusion(rationale)
    found = []
    for sentence in sentences(rationale, begins=Voice.GUIDELINE):
        if final and sentence.start == final.start:
            continue
        for match in _REQUEST.finditer(sentence.folded):
            start = sentence.start + match.start("what")
            if not is_within(start, spans):
                found.append(Named(start, rationale[start : start + len(match["what"])], False))
    for earlier in conclusions(rationale)[:-1]:
        found.append(Named(earlier.subject_start, earlier.subject, False))
    if final and final.subject:
        found.append(Named(final.subject_start, final.subject, True))
    return tuple(sorted(found, key=lambda each: (each.concludes, each.start)))
