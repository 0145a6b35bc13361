"""A rationale that concludes, goes on for a while and concludes again: is the rest of this case?"""

from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.making import asks, clip, in_rationale
from reviews.checks.reading.conclusions import conclusions
from reviews.checks.reading.sentences import Voice, sentences
from reviews.checks.view import LetterView

ID = "concludes-twice"
TITLE = "A rationale concludes once, at its end"
FEWEST_BETWEEN = 3


def check(view: LetterView) -> Iterator[Answer]:
    """Count the sentences between the first conclusion and the last."""
    for service in view.services:
        found = conclusions(service.rationale)
        if len(found) < 2:
            continue
        first, last = found[0], found[-1]
        between = [
            each
            for each in sentences(service.rationale, begins=Voice.GUIDELINE)
            if first.start < each.start < last.start
        ]
        is_opening = first.start < 200
        if len(between) >= FEWEST_BETWEEN and not is_opening:
            yield asks(
                ID,
                in_rationale(service, first.start),
                clip(first.text),
                "The rationale concludes here, goes on and concludes again. Look whether what "
                "follows is about this service, or left over from another.",
            )
