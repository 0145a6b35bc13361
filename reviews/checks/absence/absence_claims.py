"""Claims of absence, each searched on every page of the record; it asks only on a contrary hit."""

from collections.abc import Iterator
from dataclasses import dataclass

from reviews.checks.absence.search import Proof, Verdict, search
from reviews.checks.findings import Answer, Finding, NotChecked, Place
from reviews.checks.making import asks, clip, in_rationale, in_summary, not_checked, notes
from reviews.checks.reading.absences import Absence, absences
from reviews.checks.view import UPHELD, LetterView

ID = "absence-claims"
TITLE = "What is said to be absent from the record is absent"
MOST_ASKED = 12
IN_RECEIVED = "in the records received"


@dataclass(frozen=True)
class Claim:
    """One claim with its place and the proof of its search; `carries` an upheld decision."""

    place: Place
    absence: Absence
    proof: Proof
    carries: bool


def claims(view: LetterView) -> tuple[Claim, ...]:
    """Return every claim of the letter with the proof of its search: the panel."""
    found = [
        Claim(in_summary(each.start), each, search(each.concept, view.pages), False)
        for each in absences(view.summary)
    ]
    for service in view.services:
        found += [
            Claim(
                in_rationale(service, each.start), each, search(each.concept, view.pages),
                service.outcome == UPHELD,
            )
            for each in absences(service.rationale, is_rationale=True)
        ]  # fmt: skip
    return tuple(found)


def check(view: LetterView) -> Iterator[Answer]:
    """Ask where a page says otherwise; note the claims that carry a refusal, searched or not."""
    found = claims(view)
    if not found:
        return
    yield from _contrary(found)
    carrying = [each for each in found if each.carries] or list(found)
    unsearched = [each for each in found if each.proof.verdict is Verdict.UNSEARCHED]
    if unsearched:
        yield _unsearched(view, unsearched)
    first = carrying[0]
    words = "; ".join(dict.fromkeys(clip(each.absence.words, 90) for each in carrying))
    searched = (
        "could not be searched" if unsearched else "were searched, and nothing contrary found"
    )
    if not any(each.proof.verdict is Verdict.CONTRARY for each in found):
        yield notes(
            ID,
            first.place,
            clip(words, 400),
            f"{len(found)} claims of absence in this letter, {len(carrying)} of them looked at "
            f"here; the pages {searched}. Say “{IN_RECEIVED}” where that is what is meant.",
        )


def _contrary(found: tuple[Claim, ...]) -> Iterator[Finding]:
    for claim in found[:MOST_ASKED]:
        hit = next((each for each in claim.proof.hits if each.is_contrary), None)
        if hit is not None:
            count = sum(each.is_contrary for each in claim.proof.hits)
            more = f" and in {count - 1} more places" if count > 1 else ""
            yield asks(
                ID,
                claim.place,
                clip(claim.absence.words),
                f"The letter says this is absent, and {hit.page} has “{clip(hit.words, 140)}”"
                f"{more}. Is it the same thing?",
            )


def _unsearched(view: LetterView, unsearched: list[Claim]) -> NotChecked:
    if view.pages is None:
        reason = "The text of the records' pages is not at hand: the claims could not be searched."
    else:
        unread = unsearched[0].proof.pages_unread
        reason = (
            f"{len(unread)} pages could not be read ({', '.join(unread[:4])}): there the claims "
            "could not be searched."
            if unread
            else "A claim holds no word to search for."
        )
    return not_checked(ID, reason)
