"""A decision without any authority, on a service that hangs on no refused primary."""

import re
from collections.abc import Iterator

from reviews.checks.findings import Answer, Field
from reviews.checks.itself.ancillary_of_refused import primary_of
from reviews.checks.making import asks, at, clip, notes
from reviews.checks.view import OVERTURNED, UPHELD, LetterView

ID = "without-authority"
TITLE = "A decision rests on evidence that is named"
HANGS = re.compile(
    r"\bas the (?:requested )?(?:surg|procedure|primary)|\bancillary\b|\bassociated\b"
    r"|\bsurgery is not\b"
    r"|\bprimary (?:service|procedure|request)\b",
    re.IGNORECASE,
)


def check(view: LetterView) -> Iterator[Answer]:
    """Ask for the reason where "no evidence cited" is chosen (LC 4610.6(e))."""
    for service in view.services:
        if service.basis != "none" or not service.outcome:
            continue
        primary = primary_of(view, service)
        if service.outcome == UPHELD and (
            (primary is not None and primary.outcome == UPHELD) or HANGS.search(service.rationale)
        ):
            continue
        make = asks if service.outcome == OVERTURNED else notes
        yield make(
            ID,
            at(service, Field.CITATIONS),
            clip(service.decided),
            "No evidence is cited, and the service does not hang on a refused one. Cite what the "
            "decision rests on, or say why there is nothing to cite.",
        )
