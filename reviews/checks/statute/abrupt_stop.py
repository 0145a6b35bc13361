"""A drug that must not be stopped abruptly is refused, and the rationale does not say so."""

import re
from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.making import clip, in_rationale, notes
from reviews.checks.reading.drugs import drugs
from reviews.checks.view import UPHELD, LetterView

ID = "abrupt-stop"
TITLE = "A refusal does not read as an abrupt stop"
TAPERS = re.compile(
    r"\b(?:taper\w*|wean\w*|abrupt\w*|withdrawal|gradual\w*|slowly)\b", re.IGNORECASE
)
CLASSES = ("benzodiazepine", "stops hard")
FIRST = re.compile(
    r"\b(?:initial|first|new) (?:prescription|request|trial)\b|\bone[- ]time\b|\bnot (?:previously|"
    r"currently) (?:taking|prescribed|used)\b|\bbefore (?:the )?(?:exam|mri|procedure)\b|\bcream\b"
    r"|\btopical\b|\bcompound",
    re.IGNORECASE,
)


def check(view: LetterView) -> Iterator[Answer]:
    """Look at upheld benzodiazepines, baclofen and carisoprodol by mouth."""
    for service in view.of(UPHELD):
        named = [d for d in drugs(service.requested) if any(d.is_of(each) for each in CLASSES)]
        if not named or TAPERS.search(service.rationale):
            continue
        if FIRST.search(service.requested) or FIRST.search(service.rationale):
            continue
        yield notes(
            ID,
            in_rationale(service, 0),
            clip(service.decided),
            f"{named[0].text} is not stopped abruptly when it is in use. If it is, say that the "
            "decision is no advice to stop at once.",
        )
