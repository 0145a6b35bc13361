"""A rationale that never says whether the service is medically necessary (LC 4610.6(e))."""

from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.making import asks, blocks, clip, in_rationale
from reviews.checks.reading.conclusions import final_conclusion
from reviews.checks.view import LetterView

ID = "conclusion-missing"
TITLE = "Every rationale says whether the service is medically necessary"


def check(view: LetterView) -> Iterator[Answer]:
    """Ask each rationale for a conclusion, in full words."""
    for service in view.services:
        text = service.rationale.strip()
        if not text:
            continue
        final = final_conclusion(service.rationale)
        if final is not None and final.is_full:
            continue
        make = blocks if final is None else asks
        yield make(
            ID,
            in_rationale(service, final.start if final else 0),
            clip(final.text if final else text[-160:]),
            "The rationale does not say in so many words whether the service is medically "
            "necessary, and every determination has to. Add the sentence that concludes.",
        )
