"""What a letter may hold, each limit with its sentence."""

import unicodedata
from collections.abc import Iterator, Set
from dataclasses import dataclass

from reviews.letters.content import GuidelineContent, LetterContent

LINE_FEEDS_AND_TAB = "\n\r\t"


class LetterRefused(Exception):
    """A letter that cannot be made from this content; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Limits:
    """How much one letter may hold."""

    services: int = 50
    text: int = 60_000
    pages: int = 300
