"""The code on a coversheet: made here, and read again from whatever a scanner brings.

A code names a case and a party's role, and nothing of anybody's health. It carries a keyed digest,
so that nobody can make one for a case of which he was sent none: `IMR1/CM26-0000001/CA/` and 16
characters. All of them are of the alphabet that QR codes hold most densely, and at the strongest
error correction (a third of the sheet's code may be lost) they fit into version 4, 33 squares wide.
"""

import base64
import hashlib
import hmac
import re
from dataclasses import dataclass

import segno

from cases.packets.misread import distance

FORMAT = "IMR1"
DIGEST_CHARACTERS = 16
LETTERS_BY_ROLE = {
    "injured_worker": "IW",
    "attorney": "AT",
    "agent": "AG",
    "claims_administrator": "CA",
    "requesting_physician": "RP",
}
_ROLE_BY_LETTERS = {letters: role for role, letters in LETTERS_BY_ROLE.items()}
_FORM = re.compile(
    rf"{FORMAT}\s*/\s*([A-Z]{{2,4}}[0-9]{{2}}-[0-9]{{7}})\s*/\s*([A-Z]{{2}})\s*/\s*"
    rf"([A-Z2-7]{{{DIGEST_CHARACTERS}}})"
)
# What stands below the code as a machine reads it: signs are mixed up, lost or seen twice.
_AS_READ = re.compile(
    r"MR.{1,3}?([A-Z]{2,4})([\dOQDILSBZG|]{2})\W{0,3}([\dOQDILSBZG|]{7})"
    rf".{{1,2}}?([A-Z\d]{{2}}).([^\s/,.;:]{{{DIGEST_CHARACTERS - 2},{DIGEST_CHARACTERS + 2}}})"
)
_DIGITS = str.maketrans("OQDIL|SBZG", "0001115826")
_LOOK_ALIKE = str.maketrans("0QD1L|5$2683V4FC", "OOOIIISSZGBBUAEE")
MOST_MISREAD = 2
# A blank border of four squares belongs to the code (ISO/IEC 18004); without it few readers see it.
BORDER = 4


@dataclass(frozen=True)
class CoversheetCode:
    """Whose sheet it is: the case by its number, and the party by its role."""

    case_number: str
    role: str


class CodeRefused(Exception):
    """What was read is no code of ours; `sentence` says so."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


def encode(code: CoversheetCode, key: bytes) -> str:
    """Return the text of the code; KeyError for a role that gets no coversheet."""
    head = f"{FORMAT}/{code.case_number}/{LETTERS_BY_ROLE[code.role]}"
    return f"{head}/{_digest(head, key)}"


def decode(text: str, *keys: bytes) -> CoversheetCode:
    """Return whose sheet was read; CodeRefused for a text that is not ours or was changed.

    Several keys: the present one, and those it has replaced. Spaces and small letters are
    forgiven, for a person may have typed what stands below the code.
    """
    found = _FORM.fullmatch(text.strip().upper())
    if found is None:
        raise CodeRefused("This is not the code of a coversheet of ours.")
    case_number, letters, digest = found.groups()
    head = f"{FORMAT}/{case_number}/{letters}"
    is_ours = any(hmac.compare_digest(digest, _digest(head, key)) for key in keys)
    if letters not in _ROLE_BY_LETTERS or not is_ours:
        raise CodeRefused(
            "This code has the form of ours, but it was not made here: read it again, or file the "
            "page by hand."
        )
    return CoversheetCode(case_number, _ROLE_BY_LETTERS[letters])


def find_codes(text: str, *keys: bytes) -> list[CoversheetCode | None]:
    """Return the codes that stand typed in a text, of which a machine misread some signs.

    None stands for what has the form of a code, but cannot be told to be one of ours. What is read
    is believed where it is the digest of its case and party but for look-alike signs and two
    more: of its 80 bits, more than 40 are still asked for.
    """
    lines = ("".join(line.split()).upper() for line in text.splitlines())
    return [_as_printed(found, keys) for line in lines for found in _AS_READ.finditer(line)]


def _as_printed(found: re.Match[str], keys: tuple[bytes, ...]) -> CoversheetCode | None:
    prefix, year, number, letters, digest = found.groups()
    case_number = f"{prefix}{year.translate(_DIGITS)}-{number.translate(_DIGITS)}"
    for role, printed in LETTERS_BY_ROLE.items():
        head = f"{FORMAT}/{case_number}/{printed}"
        if _is_reading_of(letters, printed, 0) and any(
            _is_reading_of(digest, _digest(head, key), MOST_MISREAD) for key in keys
        ):
            return CoversheetCode(case_number, role)
    return None


def _is_reading_of(read: str, printed: str, most: int) -> bool:
    one, other = read.translate(_LOOK_ALIKE), printed.translate(_LOOK_ALIKE)
    return distance(one, other, most) <= most


def drawing(text: str) -> str:
    """Return the QR code of a text as an SVG drawing without words."""
    code = segno.make_qr(text, error="h", boost_error=False)
    squares = code.symbol_size(border=BORDER)[0]
    path = "".join(
        f"M{x + BORDER} {y + BORDER}h1v1h-1z"
        for y, row in enumerate(code.matrix)
        for x, is_dark in enumerate(row)
        if is_dark
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {squares} {squares}">'
        f'<path d="{path}" shape-rendering="crispEdges"/></svg>'
    )


def _digest(head: str, key: bytes) -> str:
    made = hmac.new(key, b"coversheet:" + head.encode(), hashlib.sha256).digest()
    return base64.b32encode(made).decode()[:DIGEST_CHARACTERS]
