"""A quantity, frequency or duration that was asked for, and a rationale that never speaks of it."""

import re
from collections.abc import Iterator

from reviews.checks.file.scope import own_words, reason_speaks_of
from reviews.checks.findings import Answer
from reviews.checks.making import asks, clip, in_rationale, not_checked, notes
from reviews.checks.reading.amounts import REFILL, TABLET, amounts
from reviews.checks.reading.sentences import fold
from reviews.checks.view import OVERTURNED, LetterView

ID = "amount-unanswered"
TITLE = "The amount that was asked for is answered"
SPEAKS = re.compile(
    r"\b(?:[0-9]+|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|eighteen"
    r"|twenty(?:-\w+)?|thirty|forty|fifty|sixty|eighty|ninety|hundred)\b(?:[ -]\w+){0,4}?[ -]"
    r"(?:sessions?|visits?|treatments?|weeks?|months?|days?|hours?|tablets?|refills?|times?|units?"
    r"|injections?|series)\b"
    r"|\b(?:quantit\w+|amount|number of|frequenc\w+|duration|length of|short course|course of"
    r"|trial of|series of|refills?|monthly|weekly|daily|per day|a day|supply|dose|dosage|sessions"
    r"|visits|additional|further|continued|hours|rental|purchase)\b",
    re.IGNORECASE,
)
REASON = re.compile(
    r"\b(?:exceed\w*|quantity|number|amount|frequency|duration|beyond|more than|limit\w*|sessions"
    r"|visits|refills?)\b",
    re.IGNORECASE,
)


def check(view: LetterView) -> Iterator[Answer]:
    """Ask where UR is overturned, or where the amount was its reason; a drug's only notes."""
    for service in view.services:
        counted = amounts(service.decided)
        if not counted or not service.rationale.strip():
            continue
        is_reason = reason_speaks_of(service, REASON)
        if service.outcome != OVERTURNED and is_reason is None:
            yield not_checked(ID, "UR's stated reason is not in the file.")
        if service.outcome != OVERTURNED and not is_reason:
            continue
        if SPEAKS.search(fold(own_words(service))):
            continue
        is_drug = all(each.unit in (TABLET, REFILL) for each in counted)
        make = notes if is_drug or service.outcome != OVERTURNED else asks
        yield make(
            ID,
            in_rationale(service, 0),
            clip(service.decided),
            f"“{counted[0].text}” is part of what was asked for, and the rationale does not say "
            "why that much. The closing sentence repeats the name and answers nothing.",
        )
