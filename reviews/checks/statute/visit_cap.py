"""More visits than the statute allows without the administrator's word (LC 4604.5(c))."""

import re
from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.making import clip, in_rationale, notes
from reviews.checks.reading.amounts import SESSION, amounts
from reviews.checks.reading.care import care
from reviews.checks.view import OVERTURNED, LetterView, ServiceView

ID = "visit-cap"
TITLE = "Therapy stays within 24 visits, unless after surgery"
CAP = 24
CAPPED = {"physical therapy", "occupational therapy", "chiropractic"}
AFTER_SURGERY = re.compile(
    r"\bpost-?\s?(?:op\w*|surg\w*)|\bafter (?:the )?(?:surgery|operation)", re.I
)
GIVEN = re.compile(
    r"\b(?P<n>[0-9]{1,3})\s+(?:prior|previous|completed|earlier|past|chiropractic|physical therapy|"
    r"therapy|pt)?\s*(?:sessions|visits)\b",
    re.IGNORECASE,
)


def check(view: LetterView) -> Iterator[Answer]:
    """Add what is overturned to the visits that the summary counts as given."""
    for service in view.of(OVERTURNED):
        kinds = {each.kind for each in care(service.decided)} & CAPPED
        if not kinds or AFTER_SURGERY.search(f"{service.requested} {service.rationale}"):
            continue
        asked = _visits(service)
        given = max((int(m["n"]) for m in GIVEN.finditer(view.summary)), default=0)
        if asked > CAP or (asked and given and asked + given > CAP):
            yield notes(
                ID,
                in_rationale(service, 0),
                clip(service.decided),
                f"{asked} visits are found necessary"
                + (f", and the summary counts {given} already given" if given else "")
                + f". Beyond {CAP} of a kind the statute wants the administrator's authorization, "
                "except after surgery (LC 4604.5(c)). Look at the count.",
            )


def _visits(service: ServiceView) -> int:
    counted = [each.value for each in amounts(service.decided) if each.unit == SESSION]
    bracketed = re.findall(r"\(([0-9]{1,3})\)", service.decided)
    return max([*counted, *map(int, bracketed)], default=0)
