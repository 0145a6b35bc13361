"""Where an address is, as far as its own words say: days for mail depend on it (CCP 1013(a)).

What the words do not settle is not known (None), and a person is asked; nothing is guessed. Both
ends of the mail count: the farther one sets the days.
"""

import json
import re
from collections.abc import Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from cases.deadlines.counting import Place

NAMES = json.loads((Path(__file__).parent / "data" / "places.json").read_text(encoding="utf-8"))
CALIFORNIA_ZIPS = range(900, 962)
STATES = frozenset(NAMES["states"] + NAMES["state_names"])
# Georgia is a state and a country, so it is not among these: alone it settles nothing.
COUNTRIES = frozenset(NAMES["countries"])
OWN_COUNTRY = re.compile(r"(?:^|[,\s]+)(?:USA|US|UNITED STATES(?: OF AMERICA)?)$")
LAST_LINE = re.compile(
    r"(?:^|[,\s])(?P<state>[A-Z][A-Z ]*[A-Z])[,\s]+(?P<zip>[0-9]{5})(?:-[0-9]{4})?$"
)
# The program's own name; its box numbers change and settle nothing by themselves.
CONFIDENTIAL = re.compile(r"\bSAFE AT HOME\b")
FARTHER = (Place.CALIFORNIA, Place.UNITED_STATES, Place.CONFIDENTIAL_ADDRESS, Place.ABROAD)


@dataclass(frozen=True)
class Route:
    """Where mail goes from and to; None for an end whose place is not known."""

    sender: Place | None
    recipient: Place | None

    @property
    def place(self) -> Place:
        """The place that sets the days: the farther end; an unknown one counts as California."""
        return farther(self.sender or Place.CALIFORNIA, self.recipient or Place.CALIFORNIA)

    @property
    def is_known(self) -> bool:
        """Whether the days are settled: both ends are known, or one of them is abroad."""
        return Place.ABROAD in (self.sender, self.recipient) or None not in (
            self.sender,
            self.recipient,
        )


@cache
def place_of(address: str) -> Place | None:
    """Return where the address is; None where its words do not settle it."""
    lines = [_plain(line) for line in address.splitlines() if _plain(line)]
    if not lines:
        return None
    if any(CONFIDENTIAL.search(line) for line in lines):
        return Place.CONFIDENTIAL_ADDRESS
    if _last_part(lines[-1]) in COUNTRIES:
        return Place.ABROAD
    lines[-1:] = filter(None, [OWN_COUNTRY.sub("", lines[-1])])
    return _place_of_line(lines[-1]) if lines else None


def farther(one: Place, other: Place) -> Place:
    """Return the place to which mail has more days."""
    return max(one, other, key=FARTHER.index)


def _plain(line: str) -> str:
    return " ".join(line.upper().replace(".", "").split()).strip(" ,")


def _last_part(line: str) -> str:
    """Return what stands after the last comma, or the whole line."""
    return line.rpartition(",")[2].strip()


def _place_of_line(line: str) -> Place | None:
    found = LAST_LINE.search(line)
    if found is None:
        return None
    has_californian_zip = int(found["zip"][:3]) in CALIFORNIA_ZIPS
    if _ends_with(found["state"], {"CA", "CALIFORNIA"}):
        return Place.CALIFORNIA if has_californian_zip else None
    if _ends_with(found["state"], STATES):
        return None if has_californian_zip else Place.UNITED_STATES
    return None


def _ends_with(words: str, names: Set[str]) -> bool:
    """Whether the words end with a state; a town may stand before it without a comma."""
    return any(words == name or words.endswith(f" {name}") for name in names)
