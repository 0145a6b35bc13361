"""Fax machines: the header they print across a page, the cover sheet they send ahead.

A header is stamped by a machine and differs each time a page is faxed, so it is taken off before
two pages are compared. Page stamps of our own and the mark of synthetic pages are taken off too.
"""

import functools
import re
from collections.abc import Iterator

from cases.packets.misread import distance, has_words, skeleton, skeletons, with_digits
from cases.packets.pages import Page

LINES_AT_AN_EDGE = 3
MOST_WORDS_OF_A_COVER = 230
ENOUGH_OF_A_HEADER, ENOUGH_OF_A_COVER = 3, 4

_DATE = re.compile(
    r"\b\d{1,4}[/\-.]\d{1,2}[/\-.]\d{2,4}\b"
    r"|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*[. ]{1,2}"
    r"\d{1,2}[., ]{1,2}\d{2,4}"
    r"|\b[A-Z0][a-z]{1,2}[.,]\s?[^\w\s]?[\dOlIZSB]{2}[.,]\s?[^\w\s]?[\dOlIZSB]{4}",
    re.IGNORECASE,
)
_TIME = re.compile(
    r"\b\d{1,2}:\d{2}(?::\d{2})?\s?(?:[ap]\.?m\b)?"
    r"|[\dOlIZSB]{1,2}[:;.]{1,2}[\dOlIZSB/]{1,2}\s?[ap]\.?[mn]\b",
    re.IGNORECASE,
)
_PHONE = re.compile(r"\+?1?[ .\-]?\(?\b\d{3}\)?[ .\-]?\d{3}[ .\-]?\d{4}\b")
_COUNT = re.compile(
    r"\b(?:pages?|pgs?|p)[.:]?\s?\d{1,4}(?:\s?(?:of|/)\s?\d{1,4})?\b|\b\d{1,4}\s?/\s?\d{1,4}\b(?!/)",
    re.IGNORECASE,
)
_WORDS = re.compile(
    r"\b(?:fax|facsimile|from|to|tel|rx|tx|job|received|rcvd|sent|id|no|via|sender|remote|csid|"
    r"station|transmission|rightfax|xmedius|mon|tue|wed|thu|fri|sat|sun|am|pm|pst|pdt)\b",
    re.IGNORECASE,
)
_OF_MACHINES = re.compile(
    r"\b(?:fax|facsimile|from|to|job|rx|tx|csid|received|rcvd)\b"
    r"|\bno[.,]?\s\d{3,5}\b|\bp(?:g|age)?[.:]?\s\S?\d",
    re.IGNORECASE,
)
_GLUED_MACHINE = re.compile(
    r"fax|facsimile|job|rcvd|r.c.ived|from:|sent|n[oa]\W{1,2}\d", re.IGNORECASE
)
_LOOSE_TIME = re.compile(
    r"[\dOlgqSB]{1,2}\W{0,3}[\dOlgqSB]{2}\s?[AP]\W?[MN]\b|\b\d{1,2}:\W?\d{2}\b", re.IGNORECASE
)
_LOOSE_COUNT = re.compile(r"\d{1,4}\s?(?:of|/|1|l)\s?\d{2,4}\W*$|p\w{0,3}\W{0,2}\d", re.IGNORECASE)
FIGURES_OF_A_HEADER, FIGURES_OF_TWO_MACHINES = 14, 26
_PAGE_STAMP = re.compile(r"^[A-Z]{2,5}\d{2}-\d{7}-\d{6}$|^[A-Z]{2,10}[ \-_]?\d{5,8}$")
# A dot or a quote within a word is dirt.
_BROKEN = re.compile(r"(?<=[A-Za-z]{2})['`´’.](?=[a-z]{2})")
_SYNTHETIC = "SYNTHETIC"

_COVER_TITLES = ("fax", "facsimile", "telecopy", "telefax")
_BESIDE_A_TITLE = ("cover", "sheet", "page", "transmittal", "transmission", "message", "letter")
_COVER_SIGNS = (
    (("cover", "sheet"), ("cover", "page"), ("transmittal",), ("transmission",), ("coversheet",)),
    (("to",), ("attention",), ("attn",), ("recipient",)),
    (("from",), ("sender",)),
    (("pages",), ("page", "count")),
    (("including", "cover"), ("including", "this"), ("incl", "cover"), ("with", "cover")),
    (("re",), ("subject",), ("regarding",), ("cc",)),
    (("urgent",), ("please", "reply"), ("please", "comment"), ("for", "review")),
    (
        ("confidential",),
        ("confidentiality",),
        ("intended", "recipient"),
        ("received", "in", "error"),
    ),
    (("phone",), ("telephone",), ("tel",)),
)


def without_stamps(text: str) -> str:
    """Return the text without fax headers, page stamps and the mark of synthetic pages."""
    lines = [line for line in text.splitlines() if line.strip()]
    last = len(lines) - LINES_AT_AN_EDGE
    kept = [
        line
        for place, line in enumerate(lines)
        if LINES_AT_AN_EDGE <= place < last or not is_stamp(line)
    ]
    return "\n".join(kept)


def stamps_at_edges(text: str) -> int:
    """Return how many lines machines put at the head and at the foot of a page."""
    lines = [line for line in text.splitlines() if line.strip()]
    edges = lines[:LINES_AT_AN_EDGE] + lines[LINES_AT_AN_EDGE:][-LINES_AT_AN_EDGE:]
    return sum(map(is_stamp, edges))


def fax_headers(page: Page) -> tuple[str, ...]:
    """Return the lines that fax machines printed on the page."""
    edges = page.lines[:LINES_AT_AN_EDGE] + page.lines[LINES_AT_AN_EDGE:][-LINES_AT_AN_EDGE:]
    return tuple(line for line in edges if is_fax_header(line))


@functools.lru_cache(maxsize=65536)
def is_stamp(line: str) -> bool:
    """Whether a machine put this line on the finished page."""
    line = line.strip()
    return _is_mark(line) or bool(_PAGE_STAMP.match(line)) or is_fax_header(line)


def _is_mark(line: str) -> bool:
    """Whether the line says that the page is synthetic."""
    first = line.split(" ", 1)[0].strip(".,-:*")
    nearest = min(
        distance(skeleton(first), skeleton(_SYNTHETIC), 2), distance(first, _SYNTHETIC, 2)
    )
    return len(first) > 6 and nearest <= 2


def is_fax_header(line: str) -> bool:
    """Whether a line reads like a fax header: times, numbers and counts, few other words."""
    line = with_digits(line)
    if len(line) > 170:
        return False
    rest, signs = line, 0
    for pattern in (_PHONE, _DATE, _TIME, _COUNT):
        rest, found = pattern.subn(" ", rest)
        signs += bool(found)
    signs += bool(_OF_MACHINES.search(rest))
    words = re.findall(r"[A-Za-z]{2,}", _WORDS.sub(" ", rest))
    if len(words) > (10 if sum(map(str.isdigit, line)) >= FIGURES_OF_TWO_MACHINES else 7):
        return False
    return (signs >= ENOUGH_OF_A_HEADER and bool(_TIME.search(line))) or _is_misread_header(line)


def _is_misread_header(line: str) -> bool:
    """Whether a machine's word, a time and many figures are left of a header."""
    figures = sum(map(str.isdigit, line))
    return figures >= FIGURES_OF_A_HEADER and all(
        pattern.search(line) for pattern in (_GLUED_MACHINE, _LOOSE_TIME, _LOOSE_COUNT)
    )


def why_cover(page: Page) -> str:
    """Return why the page is taken for a fax cover; an empty string when it is not."""
    text = _BROKEN.sub("", without_stamps(page.text))
    words = skeletons(text)
    if len(words) > MOST_WORDS_OF_A_COVER or not any(map(_is_title, text.splitlines()[:10])):
        return ""
    signs = list(_signs(words))
    return f"It says fax, {', '.join(signs)}." if len(signs) >= ENOUGH_OF_A_COVER else ""


def _is_title(line: str) -> bool:
    """Whether a line says fax and nothing else but sheet, page or transmittal."""
    words = skeletons(line)
    titles = [word for word in words if any(has_words([word], title) for title in _COVER_TITLES)]
    rest = [word for word in words if word not in titles]
    unknown = [
        word for word in rest if not any(has_words([word], beside) for beside in _BESIDE_A_TITLE)
    ]
    if not titles:
        is_of_a_cover = has_words(rest, "cover", "sheet") or has_words(rest, "cover", "page")
        return is_of_a_cover and len(unknown) <= 1
    return not unknown


def _signs(words: list[str]) -> Iterator[str]:
    for spellings in _COVER_SIGNS:
        found = next((spelling for spelling in spellings if has_words(words, *spelling)), None)
        if found:
            yield " ".join(found)
