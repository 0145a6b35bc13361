"""What the press cannot print, each with its sentence."""

import unicodedata
from collections.abc import Iterable


class LetterRefused(Exception):
    """What cannot be printed from this content; `sentence` says why and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def require_printable_texts(texts: Iterable[tuple[str, str]], printable: frozenset[int]) -> None:
    """Refuse the first character that the typefaces cannot print, and say where it is.

    A text comes with the name of its place.
    """
    for place, text in texts:
        for character in unicodedata.normalize("NFC", text):
            if not _is_printable(character, printable):
                raise LetterRefused(
                    f"{place} holds {_named(character)}, which the letter’s typefaces cannot "
                    "print. Write it in words or in Latin letters."
                )


def require_pages(pages: int, limit: int) -> None:
    """Refuse what came out too long."""
    if pages > limit:
        raise LetterRefused(
            f"The letter comes to {pages} pages; at most {limit} are printed. Shorten its texts."
        )


def _is_printable(character: str, printable: frozenset[int]) -> bool:
    """Emoji, other planes and right-to-left scripts are not set, even where a face has them."""
    if character in "\n\r\t":
        return True
    return (
        ord(character) in printable
        and ord(character) <= 0xFFFF
        and unicodedata.category(character) not in ("Cc", "Cs", "Co")
        and unicodedata.bidirectional(character) not in ("R", "AL", "LRE", "RLE", "LRO", "RLO")
        and character not in "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\ufffd"
        and not 0x2066 <= ord(character) <= 0x2069
    )


def _named(character: str) -> str:
    point = f"U+{ord(character):04X}"
    name = unicodedata.name(character, "").lower()
    shown = f"“{character}” " if character.isprintable() else ""
    return f"the character {shown}({point}{', ' + name if name else ''})"
