"""Where in the text of a case file each value stands, so that a fault can name its line."""

import bisect
import re
from json.decoder import scanstring

from cases.casefiles.faults import Place

BLANK = re.compile(r"[ \t\n\r]*")
PLAIN = re.compile(r"[^,\]}\s]+")


class Lines:
    """The lines of a JSON text by the place of each value; asks for a text that is JSON."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [match.end() for match in re.finditer(r"\n", text)]
        self._line_by_place: dict[Place, int] = {}
        self._value(0, ())

    def line(self, place: Place) -> int:
        """Return the line of a value; of what holds it where the value itself is missing."""
        while place and place not in self._line_by_place:
            place = place[:-1]
        return self._line_by_place.get(place, 1)

    def _value(self, at: int, place: Place) -> int:
        """Note where the value begins and return where it ends."""
        at = self._skip(at)
        self._line_by_place[place] = bisect.bisect_right(self._starts, at) + 1
        opening = self.text[at]
        if opening == '"':
            return scanstring(self.text, at + 1)[1]
        if opening in "{[":
            return self._inside(at + 1, place, "}" if opening == "{" else "]")
        return self._end_of_plain(at)

    def _inside(self, at: int, place: Place, closing: str) -> int:
        at, index = self._skip(at), 0
        while self.text[at] != closing:
            key: str | int = index
            if closing == "}":
                key, at = scanstring(self.text, at + 1)
                at = self._skip(at) + 1
            at, index = self._skip(self._value(at, (*place, key))), index + 1
            if self.text[at] == ",":
                at = self._skip(at + 1)
        return at + 1

    def _skip(self, at: int) -> int:
        blank = BLANK.match(self.text, at)
        return blank.end() if blank else at

    def _end_of_plain(self, at: int) -> int:
        plain = PLAIN.match(self.text, at)
        return plain.end() if plain else at + 1
