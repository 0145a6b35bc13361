"""Pain that travels into one limb in the summary and into another in the rationale."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from reviews.checks.findings import Answer
from reviews.checks.making import asks, clip, in_rationale, in_summary, notes
from reviews.checks.reading.anatomy import Part, parts
from reviews.checks.reading.sentences import Voice, sentences
from reviews.checks.view import LetterView

ID = "radiation"
TITLE = "Pain travels into the same limb in the summary and in the rationale"
TRAVELS = re.compile(
    r"\b(?:radiat\w+|travel\w+|shoot\w+|referred|spread\w*|extend\w+|going)\b(?: \w+){0,2}?"
    r" (?:to|into|down|through|toward)\b",
    re.IGNORECASE,
)
ORIGINS = {"neck", "low back", "thoracic"}
ARM = {"shoulder", "upper arm", "elbow", "forearm", "wrist", "hand"}
LEG = {"hip", "thigh", "knee", "lower leg", "ankle", "foot"}


@dataclass(frozen=True)
class Travel:
    """Pain from a place into a limb."""

    start: int
    words: str
    origin: Part
    target: Part


def travels(text: str, *, begins: Voice = Voice.CASE) -> Iterator[Travel]:
    """Return each pain that travels in the text: the nearest part before and the first after."""
    for sentence in sentences(text, begins=begins):
        if sentence.voice is not Voice.CASE:
            continue
        found = parts(sentence.text)
        for match in TRAVELS.finditer(sentence.folded):
            before = [p for p in found if p.end <= match.start() and p.regions & ORIGINS]
            after = [p for p in found if p.start >= match.end()]
            limbs = [p for p in after if p.regions <= ARM | LEG and p.start - match.end() < 60]
            if before and limbs and match.start() - before[-1].end < 60:
                words = sentence.text[before[-1].start : limbs[0].end]
                yield Travel(sentence.start + before[-1].start, words, before[-1], limbs[0])


def check(view: LetterView) -> Iterator[Answer]:
    """Compare where pain travels in the summary with where it travels in each rationale."""
    told = list(travels(view.summary))
    is_asked = False
    for service in view.services:
        for mine in travels(service.rationale, begins=Voice.GUIDELINE):
            same = [each for each in told if each.origin.regions & mine.origin.regions & ORIGINS]
            if not same or any(_agrees(each.target, mine.target) for each in same):
                continue
            is_asked = True
            yield asks(
                ID,
                in_rationale(service, mine.start),
                clip(mine.words),
                f"The rationale has “{clip(mine.words, 80)}”, and the summary has "
                f"“{clip(same[0].words, 80)}”. Look at where the pain goes.",
            )
            break
    for each in [] if is_asked else told:
        if each.origin.regions <= {"neck"} and each.target.regions <= LEG:
            yield notes(
                ID,
                in_summary(each.start),
                clip(each.words),
                "Pain from the neck seldom travels into a leg. Is the limb right?",
            )
            break


def _agrees(one: Part, other: Part) -> bool:
    return one.meets(other) and not one.is_opposite(other)
