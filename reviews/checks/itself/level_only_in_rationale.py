"""The rationale finds something at a spinal level that the summary and the services do not have."""

from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.itself.level_against_service import fits
from reviews.checks.making import asks, clip, in_rationale
from reviews.checks.reading.anatomy import Level, levels
from reviews.checks.reading.requests import named_services
from reviews.checks.reading.sentences import Voice, is_within, quoted_spans, sentences
from reviews.checks.view import LetterView, ServiceView

ID = "level-only-in-rationale"
TITLE = "The rationale tells of the same spinal levels as the summary"


def check(view: LetterView) -> Iterator[Answer]:
    """Compare levels within one region of the spine, where the summary tells of any."""
    told = [
        *levels(view.summary),
        *(each for service in view.services for each in levels(service.names)),
    ]
    for service in view.services:
        for level, words in _found(service):
            same = [each for each in told if each.region == level.region]
            if same and not fits(level, same):
                yield asks(
                    ID,
                    in_rationale(service, level.start),
                    clip(words),
                    f"The rationale speaks of {level.text}; summary and services speak of "
                    f"{', '.join(dict.fromkeys(each.text for each in same[:4]))}. Look at the "
                    "level.",
                )
                break


def _found(service: ServiceView) -> Iterator[tuple[Level, str]]:
    spans, named = quoted_spans(service.rationale), named_services(service.rationale)
    own = levels(service.names)
    for sentence in sentences(service.rationale, begins=Voice.GUIDELINE):
        if sentence.voice is not Voice.CASE:
            continue
        for level in levels(sentence.text):
            start = sentence.start + level.start
            is_name = own and any(n.start <= start < n.start + len(n.text) for n in named)
            if not is_name and not is_within(start, spans):
                yield Level(start, start, level.text, level.first, level.last), sentence.text
