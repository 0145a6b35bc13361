"""A page as the engines see it: its words, and what is kept of its image."""

import functools
import re
from dataclasses import dataclass

# In place of a map, of a page on which a picture could not be unpacked: nobody knows what it shows.
LOST = "lost"
# No word has more letters; a run of signs without a space would hold up whoever looks for names
# in it for as many steps as the square of its length.
MOST_OF_A_WORD = 60
_TOO_LONG = re.compile(rf"(\S{{{MOST_OF_A_WORD}}})(?=\S)")


@dataclass(frozen=True)
class PageLook:
    """What is kept of the image of a page; small enough to stand in a row.

    `sha256` is of the pixels: equal for pages that look alike to the last dot. `ink` is the share
    of the small cells of the body that hold print, from 0 to 1. `shape` says where on the sheet
    ink lies (see `inkmap`), or is LOST: then the digest is of this page alone. `skew` is how far
    the lines lean, in degrees, positive where they fall to the right.
    """

    sha256: str
    ink: float
    shape: str = ""
    skew: float = 0.0


@dataclass(frozen=True)
class Page:
    """One page of a bundle, its longest words broken.

    `number` is whatever the caller counts by, in the order of the bundle; the engines hand it back.
    `text` is in reading order, a line a line. `is_scanned` says that the words were read from an
    image and may be misread.
    """

    number: int
    text: str = ""
    is_scanned: bool = False
    look: PageLook | None = None

    def __post_init__(self) -> None:
        """Break what is longer than any word; no sign of it is lost."""
        if max(map(len, self.text.split()), default=0) > MOST_OF_A_WORD:
            object.__setattr__(self, "text", _TOO_LONG.sub(r"\1 ", self.text))

    @functools.cached_property
    def lines(self) -> tuple[str, ...]:
        """The lines that hold something, without space around them."""
        return tuple(line.strip() for line in self.text.splitlines() if line.strip())
