"""A rationale that finds a part of the service necessary: a service is decided whole."""

import re
from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.making import asks, clip, in_rationale
from reviews.checks.reading.sentences import is_within, quoted_spans, sentences
from reviews.checks.view import LetterView

ID = "partly-necessary"
TITLE = "A service is found necessary or not as a whole"
PARTLY = re.compile(
    r"\bpartial(?:ly)? (?:medically )?(?:necess\w+|certif\w+|approv\w+|overturn\w+)"
    r"|\bmedical(?:ly)? necess\w+ in part\b|\bnecessary in part\b"
    r"|\b(?:is|are|was) (?:partially|partly) medically necess\w+"
    r"|\bmodif(?:y|ied|ication) (?:the|this) (?:request|service|decision) to\b"
    r"|\brequest (?:is|was) modified to\b|\bonly (?:the )?(?:first )?[0-9]+ (?:of|out of) (?:the )?"
    r"[0-9]+ \w+ (?:is|are) (?:medically )?necess\w+"
    r"|\b(?:certify|approve|authorize) (?:only )?[0-9]+ of (?:the )?[0-9]+\b",
    re.IGNORECASE,
)
DENIED = re.compile(
    r"\bno provision\b|\bcannot be modified\b|\bnot (?:possible|allowed)\b|\bunable to\b"
    r"|\bur\b|utilization review|claims administrator|\b(?:was|were|had been) "
    r"(?:partially |previously )?(?:modified|certified|approved|authorized)",
    re.IGNORECASE,
)


def check(view: LetterView) -> Iterator[Answer]:
    """Look for wordings that split a service; what utilization review did is its own affair."""
    for service in view.services:
        spans = quoted_spans(service.rationale)
        for sentence in sentences(service.rationale):
            match = PARTLY.search(sentence.folded)
            if match is None or DENIED.search(sentence.folded):
                continue
            if is_within(sentence.start + match.start(), spans):
                continue
            yield asks(
                ID,
                in_rationale(service, sentence.start + match.start()),
                clip(sentence.text),
                "The rationale finds a part of the service necessary. A service is decided as a "
                "whole, as it was requested or as it was left by utilization review.",
            )
            break
