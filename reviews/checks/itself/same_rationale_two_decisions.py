"""One rationale, word for word, under two services that are decided differently."""

from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.making import asks, clip, in_rationale
from reviews.checks.view import LetterView, ServiceView

ID = "same-rationale-two-decisions"
TITLE = "A rationale that stands under several services goes with one decision"


def check(view: LetterView) -> Iterator[Answer]:
    """Compare the rationales after folding spaces."""
    first: dict[str, ServiceView] = {}
    for service in view.services:
        words = " ".join(service.rationale.split())
        if not words or not service.outcome:
            continue
        before = first.setdefault(words, service)
        if before.outcome != service.outcome:
            yield asks(
                ID,
                in_rationale(service, 0),
                clip(words),
                f"Services {before.position} and {service.position} have the same rationale, word "
                "for word, and different decisions. Look at both.",
            )
