"""Records that utilization review cites and that the letter never tells of."""

import re
from collections.abc import Iterator
from datetime import date

from reviews.checks.findings import Answer
from reviews.checks.making import asks, clip, in_summary, not_checked
from reviews.checks.reading.dates import date_mentions
from reviews.checks.reading.sentences import Sentence, sentences
from reviews.checks.view import LetterView

ID = "ur-records-unsummarised"
TITLE = "Every record that UR cites is summarised"
CITES = re.compile(
    r"\b(?:cit(?:ed|ing|es)|referenc(?:ed|ing|es)|refer(?:red|ring|s)? to|rel(?:ied|ying|ies) on"
    r"|based on|considered|reviewed)\b",
    re.IGNORECASE,
)
UR = re.compile(
    r"\b(?:utilization review|claims administrator|UR|in its (?:determination|decision|report))\b"
)


def check(view: LetterView) -> Iterator[Answer]:
    """Take the dates that UR cites, and look for each outside the sentence that says so."""
    cited = _cited(view)
    if not cited:
        if not any(service.ur_reason for service in view.services):
            yield not_checked(ID, "Which records UR cites is not in the file.")
        return
    told = _told(view)
    missing = {day: sentence for day, sentence in cited.items() if day not in told}
    if missing:
        first = next(iter(missing.values()))
        days = ", ".join(f"{day:%B} {day.day}, {day.year}" for day in missing)
        yield asks(
            ID,
            in_summary(first.start if first else None),
            clip(first.text) if first else days,
            f"UR cites a record of {days}, and the letter never says what it holds. Summarise "
            "it, or say that it was not received.",
        )


def _cited(view: LetterView) -> dict[date, Sentence | None]:
    """Return the dates of records that UR cites, each with the sentence of the summary."""
    found: dict[date, Sentence | None] = {}
    header = {view.ur_decided_on, view.injured_on, view.applied_on}
    for sentence in sentences(view.summary):
        if not (UR.search(sentence.folded) and CITES.search(sentence.folded)):
            continue
        from_here = CITES.search(sentence.folded)
        assert from_here is not None
        has_tail = "in its determination" in sentence.folded or "was referenced" in sentence.folded
        for mention in date_mentions(sentence.text):
            is_behind = mention.start > from_here.start() or has_tail
            if mention.day and mention.day not in header and is_behind:
                found.setdefault(mention.day, sentence)
    for service in view.services:
        for mention in date_mentions(service.ur_reason):
            if mention.day and mention.day not in header:
                found.setdefault(mention.day, None)
    return found


def _told(view: LetterView) -> set[date]:
    cited = {each.start for each in _cited(view).values() if each}
    days = {
        mention.day
        for sentence in sentences(view.summary)
        if sentence.start not in cited
        for mention in date_mentions(sentence.text)
    }
    days |= {m.day for service in view.services for m in date_mentions(service.rationale)}
    return {day for day in days if day is not None}
