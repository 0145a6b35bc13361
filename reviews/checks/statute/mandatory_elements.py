"""An element that every determination has is missing (LC 4610.6(e); 8 CCR 9792.10.6(d))."""

from collections.abc import Iterator

from reviews.checks.findings import Answer, Field
from reviews.checks.making import at, blocks, clip, in_rationale, in_summary
from reviews.checks.view import LetterView

ID = "mandatory-elements"
TITLE = "Summary, decision, evidence and rationale are all there"
FEWEST_WORDS = 8


def check(view: LetterView) -> Iterator[Answer]:
    """Look for each element; a rationale or a summary of a few words is none."""
    words = view.summary.split()
    if len(words) < FEWEST_WORDS:
        yield blocks(
            ID,
            in_summary(),
            clip(view.summary),
            "The clinical case summary is missing or says next to nothing: it names the worker's "
            "condition and the records.",
        )
    if not view.services:
        yield blocks(ID, in_summary(), "", "No service is decided.")
    for service in view.services:
        if not service.outcome:
            yield blocks(
                ID, at(service, Field.DECISION), clip(service.decided),
                "The decision is missing.",
            )  # fmt: skip
        if not service.basis or (service.basis != "none" and not service.citations):
            yield blocks(
                ID, at(service, Field.CITATIONS), clip(service.decided),
                "The evidence the decision rests on is missing.",
            )  # fmt: skip
        if len(service.rationale.split()) < FEWEST_WORDS:
            yield blocks(
                ID, in_rationale(service, 0), clip(service.rationale),
                "The rationale is missing or too short to tie the findings to the standard.",
            )  # fmt: skip
