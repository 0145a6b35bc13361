"""An opioid is refused, and the notice that nobody is told to stop abruptly is not there."""

from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.making import clip, in_rationale, notes
from reviews.checks.reading.conclusions import is_notice
from reviews.checks.reading.drugs import drugs
from reviews.checks.reading.sentences import sentences
from reviews.checks.statute.abrupt_stop import TAPERS
from reviews.checks.view import UPHELD, LetterView

ID = "opioid-notice"
TITLE = "A refused opioid in use carries the notice on stopping it"


def check(view: LetterView) -> Iterator[Answer]:
    """Look at upheld opioids without the notice and without a word on tapering."""
    for service in view.of(UPHELD):
        named = [drug for drug in drugs(service.requested) if drug.is_of("opioid")]
        if not named or service.has_opioid_notice or service.is_opioid_answered:
            continue
        if TAPERS.search(service.rationale):
            continue
        if not any(is_notice(each.folded) for each in sentences(service.rationale)):
            yield notes(
                ID,
                in_rationale(service, 0),
                clip(service.decided),
                f"{named[0].text} is an opioid. If it is in use, add the notice that this decision "
                "is no advice to stop it abruptly.",
            )
