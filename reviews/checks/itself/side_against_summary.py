"""The service is for one side, and the summary tells of the other alone."""

from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.itself.side_against_service import sided
from reviews.checks.making import asks, clip, in_summary
from reviews.checks.view import LetterView

ID = "side-against-summary"
TITLE = "The summary tells of the side that was asked for"


def check(view: LetterView) -> Iterator[Answer]:
    """Ask the summary for the side of each service."""
    told = sided(view.summary)
    for service in view.services:
        for own in sided(service.requested):
            met = [part for part in told if part.meets(own)]
            if met and all(part.is_opposite(own) for part in met):
                yield asks(
                    ID,
                    in_summary(met[0].start),
                    clip(view.summary[max(0, met[0].start - 40) : met[0].end + 40]),
                    f"Service {service.position} is for the {own.side} side "
                    f"(“{clip(service.requested, 90)}”), and the summary tells of the "
                    f"{met[0].side} alone. Look at both.",
                )
                break
