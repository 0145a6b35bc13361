"""The decision says one thing and the rationale concludes the other (LC 4610.6(e))."""

from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.making import asks, blocks, clip, in_rationale
from reviews.checks.reading.conclusions import final_conclusion
from reviews.checks.view import OVERTURNED, LetterView

ID = "conclusion-against-decision"
TITLE = "The rationale concludes what the decision says"
WORDS = {True: "medically necessary", False: "not medically necessary"}


def check(view: LetterView) -> Iterator[Answer]:
    """Compare the last conclusion with the decision; a wording that only comes near one asks."""
    for service in view.services:
        final = final_conclusion(service.rationale)
        if not service.outcome or final is None:
            continue
        if final.says == (service.outcome == OVERTURNED):
            continue
        make = blocks if final.is_full else asks
        yield make(
            ID,
            in_rationale(service, final.start),
            clip(final.text),
            f"The decision is {service.outcome.capitalize()}, but the rationale concludes that the "
            f"service is {WORDS[final.says]}. Look at both; one of them is a slip.",
        )
