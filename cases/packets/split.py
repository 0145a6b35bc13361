"""Where one document ends and the next begins, told from page numbers, letterheads and titles.

What is returned are proposals in order, without gap or overlap: a person confirms each. A blank
page stays with what stands before it.
"""

import functools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from cases.packets.blank import why_blank
from cases.packets.faxes import why_cover, without_stamps
from cases.packets.fields import BORN, CLAIM, NAME, SERVED, fields_of
from cases.packets.kinds import title_kind
from cases.packets.misread import skeleton, with_digits
from cases.packets.pages import Page

EDGE_LINES, HEAD_LINES = 3, 14
_OF = r"\s*(?:of|ot|0f|af|cf|o f|/)\s*"
_NUMBER_OF = re.compile(rf"(?:^|[^\d/.\-])(\d{{1,4}}){_OF}(\d{{1,4}})\W*$", re.IGNORECASE)
_NUMBER_ALONE = re.compile(r"^\W*[-–~]\s*(\d{1,3})\s*[-–~]\W*$")
_NUMBER_LAST = re.compile(r"\b(\w{4,5})\W{0,3}(\d{1,3})\W*$")
_PAGE_WORDS = {skeleton(word) for word in ("page", "sheet", "pags", "paqe", "poge", "pagc")}
_CONTACT = re.compile(r"\b(?:phone|tel|telephone|fax|ph)\b\W{0,3}\(?\d{3}", re.IGNORECASE)
_ADDRESS = re.compile(r"\b[A-Z]{2},?\s+\d{5}(?:-\d{4})?\b")
_CLOSING = re.compile(
    r"\W*(?:sincerely|respectfully|yours|regards|signed|electronically signed|digitally signed)\b"
    r"|/s/|.*\b(?:signed|authenticated|dictated)\s+by\b",
    re.IGNORECASE,
)
_CONTINUED = re.compile(
    r"\b(?:continued|cont['’]?d)\b\W{0,3}(?:page\s)?(\d{1,3})?\W*$", re.IGNORECASE
)
MOST_PAGES = 2000


@dataclass(frozen=True)
class Part:
    """Pages that could be one document; `why` says why it begins there, `confidence` is 0 to 1."""

    first: int
    last: int
    why: str
    confidence: float


@dataclass(frozen=True)
class _Signs:
    """What a page shows of its place in a document."""

    number: int
    of: int
    head: int
    is_cover: bool
    is_blank: bool
    name: str


def split(pages: Sequence[Page]) -> tuple[Part, ...]:
    """Return the proposed documents of a bundle."""
    parts: list[Part] = []
    before: _Signs | None = None
    for page in pages:
        signs = _signs(page)
        why, confidence = _beginning(signs, before)
        if why or not parts:
            parts.append(Part(page.number, page.number, why or "The bundle begins.", confidence))
        else:
            last = parts[-1]
            parts[-1] = Part(last.first, page.number, last.why, min(last.confidence, confidence))
        before = signs if not signs.is_blank or before is None else before
    return tuple(parts)


def page_number(page: Page) -> tuple[int, int]:
    """Return the number that is printed on the page and of how many; 0 for what it does not say."""
    lines = [line.strip() for line in without_stamps(page.text).splitlines() if line.strip()]
    for line in lines[:EDGE_LINES]:
        continued = _CONTINUED.search(line)
        if continued:
            return int(continued.group(1) or 2), 0
    for line in [*reversed(lines[-EDGE_LINES:]), *lines[:EDGE_LINES]]:
        readable = with_digits(line)
        of = _NUMBER_OF.search(readable)
        if of and 0 < int(of.group(1)) <= int(of.group(2)) <= MOST_PAGES and _is_counting(line):
            return int(of.group(1)), int(of.group(2))
        alone = _NUMBER_ALONE.match(readable)
        if alone:
            return int(alone.group(1)), 0
        last = _NUMBER_LAST.search(readable)
        if last and skeleton(last.group(1)) in _PAGE_WORDS:
            return int(last.group(2)), 0
    return 0, 0


def _is_counting(line: str) -> bool:
    """Whether “2 of 4” at the end of a line counts pages: alone, after a word for page, a rule."""
    words = [skeleton(word) for word in re.findall(r"[^\W\d_]+", line)]
    is_short = len([word for word in words if len(word) > 2]) == 0
    return is_short or bool(_PAGE_WORDS & set(words)) or "|" in line or " pg " in f" {line} "


@functools.lru_cache(maxsize=8192)  # a person looks at one bundle several times
def _signs(page: Page) -> _Signs:
    lines = [line.strip() for line in without_stamps(page.text).splitlines() if line.strip()]
    number, of = page_number(page)
    fields = fields_of(lines[:HEAD_LINES])
    kinds = {field.kind for field in fields}
    has_contact = any(_CONTACT.search(line) or _ADDRESS.search(line) for line in lines[:4])
    has_title = any(title_kind(line) for line in _above_signature(lines[:HEAD_LINES]))
    head = 2 * has_contact + 2 * has_title + len(kinds & {NAME, BORN, CLAIM, SERVED}) // 2
    named = next((field.value for field in fields if field.kind == NAME), "")
    return _Signs(
        number, of, head, bool(why_cover(page)), bool(why_blank(page)), skeleton(named)[:12]
    )


def _above_signature(lines: list[str]) -> list[str]:
    """Leave out what stands below a closing: the name of a clinic there is no title."""
    end = next((n for n, line in enumerate(lines) if _CLOSING.match(line)), len(lines))
    return lines[:end]


def _beginning(signs: _Signs, before: _Signs | None) -> tuple[str, float]:
    """Return why a document begins here and how sure that is; no reason where it goes on."""
    if before is None:
        return "The bundle begins.", 0.99
    if signs.is_blank:
        return "", 0.9
    if signs.is_cover:
        return "A fax cover.", 0.97
    if before.is_cover:
        return "A fax cover stands before it.", 0.97
    if signs.number > 1 and before.number == signs.number - 1 and signs.head < 4:
        is_same_count = not signs.of or not before.of or signs.of == before.of
        return ("", 0.97) if is_same_count else ("Its pages are counted to another end.", 0.7)
    if signs.number == 1:
        return "It is page 1.", 0.97 if signs.head >= 2 else 0.85
    if signs.head >= 3:
        return "It has a letterhead and a title.", 0.9 if not signs.number else 0.7
    if before.of and before.number == before.of:
        return "The page before it is the last of its document.", 0.85
    if signs.head == 2 and not signs.number:
        return "It has a letterhead or a title.", 0.6
    return "", 0.9 if signs.number > 1 else 0.6
