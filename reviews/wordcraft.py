"""Words that save typing: phrases with blanks, and the short rationale of a dependent service.

An engine: values in, text out. A blank is written in double square brackets: `[[side]]`.
"""

import re

from reviews.checks.reading.conclusions import is_notice
from reviews.checks.reading.drugs import drugs
from reviews.checks.reading.sentences import sentences

BLANK = re.compile(r"\[\[[^\[\]\n]{0,80}\]\]")
SHOWN = 3


def blanks_in(text: str) -> list[str]:
    """Return the blanks that are still to be filled, brackets included, in order."""
    return BLANK.findall(text)


def blank_gap(label: str, text: str) -> str:
    """Say which blanks of a text are not filled; empty where none is left."""
    left = blanks_in(text)
    if not left:
        return ""
    named = ", ".join(f"“{blank}”" for blank in left[:SHOWN])
    more = f" and {len(left) - SHOWN} more" if len(left) > SHOWN else ""
    return f"{label} has a blank to fill: {named}{more}."


def dependent_rationale(primary: str) -> str:
    """Return the short rationale of a service whose primary service was found not necessary."""
    name = " ".join(primary.split()).rstrip(".")
    return (
        f"This service was requested only in connection with {name}, which was found not to be "
        "medically necessary in this determination. Without it there is no separate need for "
        "this service. Therefore, this service is not medically necessary."
    )


def asks_opioid_use(service: str, rationale: str) -> bool:
    """Whether the notice on stopping an opioid is to be offered: an opioid, and none typed yet."""
    if not any(drug.is_of("opioid") for drug in drugs(service)):
        return False
    return not any(is_notice(each.folded) for each in sentences(rationale))
