"""Which characters a text may hold: everything people write, nothing that hides or breaks it.

Refused are NUL and the other control characters except line feed and tab, lone surrogates, and the
bidirectional controls, which can make a word read as its opposite. Text is never altered instead.
"""

import re

_REFUSED = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]"
)


def with_plain_lines(text: str) -> str:
    """Return the text with the line ends of a browser or of Windows as line feeds."""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def refused_characters(text: str) -> tuple[str, ...]:
    """Return the names of the characters that are refused, once each, in order (`U+202E`)."""
    return tuple(dict.fromkeys(f"U+{ord(found):04X}" for found in _REFUSED.findall(text)))


def character_refusal(label: str, text: str) -> str:
    """Return a sentence when `text` holds refused characters, else an empty string."""
    names = refused_characters(text)
    if not names:
        return ""
    return (
        f"{label} holds characters that cannot be printed ({', '.join(names[:5])}). "
        "Take them out; they often come with text pasted from another program."
    )
