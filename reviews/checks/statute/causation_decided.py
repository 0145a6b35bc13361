"""A rationale that decides causation or whether a body part is accepted (LC 4610.6(a))."""

import re
from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.making import blocks, clip, in_rationale
from reviews.checks.reading.sentences import Voice, is_within, quoted_spans, sentences
from reviews.checks.view import LetterView

ID = "causation-decided"
TITLE = "The rationale leaves causation and accepted body parts to others"
DECIDES = re.compile(
    r"\b(?:is|are|was|were|appears?|seems?)(?: clearly| likely| therefore)? (?:not|un)\s?-?"
    r"(?:causally |industrially )?(?:related|due|caused by|attributable|attributed|connected) ?"
    r"(?:to|by)? (?:the |this |an? )?(?:industrial|work|occupational|employment|accepted"
    r"|compensable)"
    r"|\b(?:is|are|was|were) not (?:an? |part of the )?(?:accepted|compensable|industrial(?:ly)?)"
    r" (?:body part|part|condition|injur\w+|related|claim|diagnos\w+)"
    r"|\b(?:is|are) (?:non-?industrial|non-?compensable)\b"
    r"|\bno (?:causal|industrial) (?:relationship|connection|causation|relation|nexus)\b"
    r"|\bcausation (?:is|was|has|of)\b[^.]{0,40}\bnot (?:been )?(?:established|shown|proven"
    r"|supported)"
    r"|\bnot (?:been )?accepted (?:as (?:a )?(?:compensable|industrial|part)|by the (?:claims"
    r"|carrier))"
    r"|\b(?:pre-?existing|degenerative)\b[^.]{0,40}\bnot (?:a result of|from|caused by) (?:the )?"
    r"(?:industrial|work)",
    re.IGNORECASE,
)
REPORTED = re.compile(
    r"\b(?:claims administrator|utilization review|UR)\b[^.]{0,40}\b(?:stat|not|den|cit|argu|said)"
    r"|\bwhether\b|\bnot (?:at issue|for this review|decided here)\b|\boutside the scope\b"
    r"|\baccording to\b",
    re.IGNORECASE,
)


def check(view: LetterView) -> Iterator[Answer]:
    """Look for sentences in the reviewer's own voice that say what is not industrial."""
    for service in view.services:
        spans = quoted_spans(service.rationale)
        for sentence in sentences(service.rationale, begins=Voice.GUIDELINE):
            match = DECIDES.search(sentence.folded)
            if match is None or REPORTED.search(sentence.folded):
                continue
            if is_within(sentence.start + match.start(), spans):
                continue
            yield blocks(
                ID,
                in_rationale(service, sentence.start + match.start()),
                clip(sentence.text),
                "This decides whether the condition comes from work, or is accepted. This review "
                "is limited to medical necessity (LC 4610.6(a)). Take the sentence out.",
            )
            break
