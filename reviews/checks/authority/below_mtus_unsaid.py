"""A decision below the MTUS that does not say why, or a variance without its study."""

import re
from collections.abc import Iterator

from reviews.checks.authority.mtus_silent_alone import SILENT
from reviews.checks.findings import Answer, Field
from reviews.checks.making import asks, at, clip, not_checked
from reviews.checks.view import LetterView, ServiceView

ID = "below-mtus-unsaid"
TITLE = "Below the MTUS it is said why, and sources that disagree are weighed"
REBUTTED = re.compile(r"\b(?:rebut\w*|presumption|preponderance)\b", re.IGNORECASE)


def check(view: LetterView) -> Iterator[Answer]:
    """Ask once a letter, of the first such service, and name the others (8 CCR 9792.21.1)."""
    if not any(service.search is not None for service in view.services):
        yield not_checked(ID, "Nothing says how the evidence was searched.")
        return
    unsaid = [service for service in view.services if _is_unsaid(service)]
    if unsaid:
        yield asks(
            ID,
            at(unsaid[0], Field.CITATIONS),
            _cited(unsaid),
            "The source is below the MTUS. Say whether the MTUS is silent on it or its presumption "
            "is rebutted, and where the recommendation was found (8 CCR 9792.21.1).",
        )
    for service in view.services:
        lacks = service.search.lacks_of_variance if service.search else []
        if lacks:
            yield asks(
                ID,
                at(service, Field.CITATIONS),
                _cited([service]),
                f"Sources disagree here: tell {', '.join(lacks)} (8 CCR 9792.25.1).",
            )


def _is_unsaid(service: ServiceView) -> bool:
    if service.search is None or service.basis != "outside_mtus" or service.search.below:
        return False
    return not (SILENT.search(service.rationale) or REBUTTED.search(service.rationale))


def _cited(services: list[ServiceView]) -> str:
    """The sources cited; of several services also which they are."""
    named = ["; ".join(row.text or row.title for row in service.citations) for service in services]
    if len(services) == 1:
        return clip(named[0])
    return clip(
        " · ".join(f"{s.position}: {words}" for s, words in zip(services, named, strict=True))
    )
