"""One service stands in the letter twice and is decided two ways."""

from collections.abc import Iterator

from reviews.checks.findings import Answer, Field
from reviews.checks.making import asks, at, clip
from reviews.checks.view import LetterView, ServiceView

ID = "decided-two-ways"
TITLE = "A service that stands in the letter twice is decided one way"


def check(view: LetterView) -> Iterator[Answer]:
    """Compare the names of the services after folding case and spaces."""
    first: dict[tuple[str, str], ServiceView] = {}
    for service in view.services:
        key = (_folded(service.requested), _folded(service.eligible_portion))
        before = first.setdefault(key, service)
        outcomes = {before.outcome, service.outcome}
        if before is not service and "" not in outcomes and len(outcomes) == 2:
            yield asks(
                ID,
                at(service, Field.DECISION),
                clip(service.requested),
                f"Services {before.position} and {service.position} have the same name and "
                "different decisions. Look at both.",
            )


def _folded(text: str) -> str:
    return " ".join(text.casefold().split()).strip(" .")
