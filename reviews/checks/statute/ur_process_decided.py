"""A rationale that decides on UR's timeliness or manner, or on cost (LC 4610.6(a))."""

import re
from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.making import blocks, clip, in_rationale
from reviews.checks.reading.sentences import Voice, is_within, quoted_spans, sentences
from reviews.checks.view import LetterView

ID = "ur-process-decided"
TITLE = "The rationale leaves UR's timeliness and the cost of care alone"
TIMELINESS = re.compile(
    r"\b(?:utilization review|UR|denial|UR (?:decision|determination))\b[^.]{0,40}\b(?:is|was|were)"
    r"(?: \w+)? (?:untimely|late|invalid|defective|not timely|void|procedurally)\b"
    r"|\buntimely (?:utilization review|UR|denial|decision)\b"
    r"|\b(?:not|in)valid because (?:it|the decision) was (?:late|untimely)\b"
)
COST = re.compile(
    r"\b(?:(?:is|are|was|be|because it is|given (?:its|the)) (?:too |so |prohibitively )?(?:costly|"
    r"expensive|cost-prohibitive)|(?:high|higher|excessive|considerable|prohibitive) (?:cost"
    r"|price)s?\b"
    r"|costs? (?:too much|outweigh\w*)|less (?:costly|expensive) (?:alternative|option|treatment)"
    r"|not cost[- ]effective|cheaper)\b",
    re.IGNORECASE,
)
DENIES = re.compile(
    r"\b(?:therefore|thus|as such|because|given|since|so the|not (?:medically )?necess|request)\b",
    re.IGNORECASE,
)


def check(view: LetterView) -> Iterator[Answer]:
    """Look for either in the reviewer's own voice; of a guideline's remark on cost it is silent."""
    for service in view.services:
        spans = quoted_spans(service.rationale)
        for sentence in sentences(service.rationale, begins=Voice.GUIDELINE):
            timeliness = TIMELINESS.search(sentence.folded)
            cost = COST.search(sentence.folded)
            is_own = sentence.voice is Voice.CASE and DENIES.search(sentence.folded)
            match = timeliness or (cost if is_own else None)
            if match is None or is_within(sentence.start + match.start(), spans):
                continue
            what = "UR's timeliness or manner" if timeliness else "what the care costs"
            yield blocks(
                ID,
                in_rationale(service, sentence.start + match.start()),
                clip(sentence.text),
                f"This decides on {what}, and this review is limited to medical necessity "
                "(LC 4610.6(a)). Take the sentence out.",
            )
            break
