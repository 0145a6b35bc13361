"""A service that hangs on a refused primary is found necessary."""

import re
from collections.abc import Iterator

from reviews.checks.findings import Answer, Field
from reviews.checks.making import asks, at, clip
from reviews.checks.reading.care import care
from reviews.checks.view import OVERTURNED, UPHELD, LetterView, ServiceView

ID = "ancillary-of-refused"
TITLE = "What hangs on a refused primary service is refused with it"
HANGS = re.compile(
    r"^\s*(?:associated (?:surgical )?service|pre-?\s?op\w*|post-?\s?op\w*|assistant surgeon"
    r"|surgical assistant|co-?surgeon|(?:pre-?operative )?medical clearance|peri-?operative)\b",
    re.IGNORECASE,
)


def check(view: LetterView) -> Iterator[Answer]:
    """Compare each dependent service with its primary, as recorded or as its name tells."""
    for service in view.of(OVERTURNED):
        primary = primary_of(view, service)
        if primary is not None and primary.outcome == UPHELD:
            yield asks(
                ID,
                at(service, Field.DECISION),
                clip(service.decided),
                f"Service {service.position} is overturned, and service {primary.position}, "
                f"on which it hangs (“{clip(primary.decided, 90)}”), is upheld. Look at both.",
            )


def primary_of(view: LetterView, service: ServiceView) -> ServiceView | None:
    """Return the service that another hangs on; by its name only where one surgery can be meant."""
    if service.depends_on is not None:
        return view.service(service.depends_on)
    if not HANGS.search(service.requested):
        return None
    surgeries = [
        each
        for each in view.others(service)
        if not HANGS.search(each.requested)
        and each.depends_on is None
        and any(found.family == "surgery" for found in care(each.requested))
    ]
    return surgeries[0] if len(surgeries) == 1 else None
