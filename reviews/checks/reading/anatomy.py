"""Finds parts of the body with their side, and spinal levels, and knows what lies within what.

A part is a set of regions, so containment is the meeting of sets: a hand lies within an upper
extremity, C5-C6 within C5-C7, left within both sides.
"""

import functools
import json
import re
from dataclasses import dataclass
from pathlib import Path

from reviews.checks.reading.sentences import fold

_DATA = json.loads(
    (Path(__file__).resolve().parent.parent / "data" / "anatomy.json").read_text(encoding="utf-8")
)
_GROUPS = {name: frozenset(parts) for name, parts in _DATA["groups"].items()}
LEFT, RIGHT, BOTH = "left", "right", "both"
_SIDE_BY_WORD = {
    "left": LEFT, "lt": LEFT, "left-sided": LEFT, "(l)": LEFT, "l.": LEFT,
    "right": RIGHT, "rt": RIGHT, "right-sided": RIGHT, "(r)": RIGHT, "r.": RIGHT,
    "bilateral": BOTH, "bilaterally": BOTH, "both": BOTH, "bilat": BOTH,
}  # fmt: skip
_SIDE_OF_ABBREVIATION = {
    "lue": LEFT, "lle": LEFT, "rue": RIGHT, "rle": RIGHT, "bue": BOTH, "ble": BOTH,
}  # fmt: skip
# Regions in the middle of the body, which take no side from a neighbour in a list.
_MIDLINE = frozenset({"neck", "thoracic", "low back", "head", "face", "abdomen", "pelvis", "chest"})
# Only in capitals: "le" and "ue" are nobody's limb in small letters.
_CAPITALS = {"ue", "le", "lue", "rue", "bue", "lle", "rle", "ble", "acl"}
_SIDE = r"(?P<side>left(?:-sided)?|right(?:-sided)?|bilateral(?:ly)?|bilat|both|[lr]t\b|\([lr]\))"
_SIDE_WORD = re.compile(rf"(?<![\w-]){_SIDE}(?!-?hand(?:ed|ness|\s+dominan))(?![\w])")
_VERTEBRAE = {"c": 0, "t": 7, "l": 19, "s": 24}
_COUNT = {"c": 7, "t": 12, "l": 5, "s": 5}
_LEVEL = re.compile(
    r"(?<![\w.])(?P<a>[CTLS]) ?-?(?P<n>[0-9]{1,2})(?: ?(?:[-/]|to|through) ?(?P<b>[CTLS])?-?"
    r"(?P<m>[0-9]{1,2}))?(?![\w.]?[0-9])(?! ?-?(?:weighted|signal|image|hyper|hypo|mg\b|%))"
)
_WORDED = re.compile(
    r"\b(?P<a>cervical|thoracic|lumbar|sacral) (?P<n>[0-9]{1,2})"
    r"(?: ?(?:-|/|to|through) ?(?:(?P<b>cervical|thoracic|lumbar|sacral) )?(?P<m>[0-9]{1,2}))?\b",
    re.IGNORECASE,
)
# A side holds for the parts that follow it in one list: "right shoulder, wrist and hand".
_LIST = re.compile(r"^[\s,/&-]*(?:(?:and|or|the|as|well|to)[\s,]*)*$")
_MODIFIER = re.compile(
    r"^[\s,-]*(?:(?:the|of|and|side|sided|lateral|medial|anterior|posterior|distal|proximal|open"
    r"|ultrasound|guided|full|partial|total|upper|lower|major|dominant|non-dominant|injured"
    r"|affected|industrial|work|related|[a-z]+(?:al|ar|ic|ous|ed|oid))[\s,-]*){0,4}$"
)


@dataclass(frozen=True)
class Part:
    """A part of the body as named: its regions, and its side where one is said."""

    start: int
    end: int
    text: str
    regions: frozenset[str]
    side: str = ""

    def meets(self, other: "Part") -> bool:
        """Whether the two name places that overlap."""
        return bool(self.regions & other.regions)

    def is_opposite(self, other: "Part") -> bool:
        """Whether one is said to be left and the other right."""
        return {self.side, other.side} == {LEFT, RIGHT}


@dataclass(frozen=True)
class Level:
    """A stretch of the spine, by the numbers of its first and last vertebra from the neck down."""

    start: int
    end: int
    text: str
    first: int
    last: int

    @property
    def region(self) -> str:
        """The region that it begins in."""
        return next(
            region
            for region, stop in (("neck", 7), ("thoracic", 19), ("low back", 99))
            if self.first <= stop
        )

    def lies_within(self, other: "Level") -> bool:
        """Whether the other stretch holds this one."""
        return other.first <= self.first and self.last <= other.last


@functools.cache
def _regions_by_word() -> dict[str, frozenset[str]]:
    found = {}
    for key, words in _DATA["words"].items():
        regions = _regions_of(key)
        found |= dict.fromkeys(words, regions)
    return found


def _regions_of(key: str) -> frozenset[str]:
    known = sorted(
        {*_GROUPS, *(name for names in _GROUPS.values() for name in names),
         "neck", "head", "face", "eye", "ear", "thoracic", "low back", "abdomen", "pelvis",
         "chest"},
        key=len, reverse=True,
    )  # fmt: skip
    regions: set[str] = set()
    rest = key
    for name in known:
        if re.search(rf"\b{name}\b", rest):
            rest = re.sub(rf"\b{name}\b", " ", rest)
            regions |= _GROUPS.get(name, frozenset({name}))
    return frozenset(regions)


@functools.cache
def _part_pattern() -> re.Pattern[str]:
    words = sorted([*_regions_by_word(), *_DATA["idioms"]], key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, words))})(?!\w)")


@functools.lru_cache(maxsize=4096)
def parts(text: str) -> tuple[Part, ...]:
    """Return every part of the body in the text, with the side that is said of it."""
    folded = fold(text)
    lowered = folded.lower()
    found: list[Part] = []
    for match in _part_pattern().finditer(lowered):
        word = match.group()
        if word not in _regions_by_word() or word in _DATA["idioms"]:
            continue
        if word in _CAPITALS and not folded[match.start() : match.end()].isupper():
            continue
        listed = [] if _regions_by_word()[word] <= _MIDLINE else found
        side = _SIDE_OF_ABBREVIATION.get(word) or _side_before(lowered, match.start(), listed)
        side = side or _side_after(lowered, match.end())
        found.append(
            Part(
                match.start(),
                match.end(),
                text[match.start() : match.end()],
                _regions_by_word()[word],
                side,
            )  # fmt: skip
        )
    return tuple(found)


def _side_before(lowered: str, start: int, found: list[Part]) -> str:
    window_start = max(0, start - 60)
    window = lowered[window_start:start]
    sides = list(_SIDE_WORD.finditer(window))
    if sides:
        last = sides[-1]
        between = window[last.end() :]
        known = [each for each in found if each.start >= window_start + last.end()]
        if not found and _has_part(between):
            return ""
        if known:
            tail = lowered[known[-1].end : start]
            is_list = known[-1].side and _LIST.match(tail)
            return known[-1].side if is_list else ""
        if _MODIFIER.match(between):
            side = _SIDE_BY_WORD[last["side"]]
            is_pair = len(sides) > 1 and re.fullmatch(
                r"\s*(?:and|or|/|&|,)\s*", window[sides[-2].end() : last.start()]
            )
            return BOTH if is_pair else side
        return ""
    if found and found[-1].side and _LIST.match(lowered[found[-1].end : start]):
        return found[-1].side
    return ""


def _has_part(words: str) -> bool:
    return any(match.group() in _regions_by_word() for match in _part_pattern().finditer(words))


def _side_after(lowered: str, end: int) -> str:
    after = re.match(
        r"(?:,? (?:on|to) (?:the|his|her) |,? \(|, )(left|right|bilateral(?:ly)?|both)\b"
        r"(?: sides?)?(?! (?:[a-z]+ )?(?:shoulder|knee|wrist|hand|arm|leg|elbow|hip|ankle|foot))",
        lowered[end : end + 60],
    )
    if after is None:
        bilaterally = re.match(r"(?: \w+)? bilaterally\b", lowered[end : end + 30])
        return BOTH if bilaterally else ""
    return _SIDE_BY_WORD[after[1]]


@functools.lru_cache(maxsize=4096)
def levels(text: str) -> tuple[Level, ...]:
    """Return every spinal level in the text: C5-C6, L4-5, C5 to C7, cervical 1 to cervical 7."""
    folded = fold(text)
    found = [level for match in _LEVEL.finditer(folded) if (level := _level(text, match))]
    found += [level for match in _WORDED.finditer(folded) if (level := _level(text, match))]
    return tuple(sorted(found, key=lambda level: level.start))


def _level(text: str, match: re.Match[str]) -> Level | None:
    first = _vertebra(match["a"], match["n"])
    last = _vertebra(match["b"] or match["a"], match["m"]) if match["m"] else first
    if last is None and match["m"] and not match["b"]:
        # L5-1 is L5-S1, C7-1 is C7-T1.
        following = {"c": "t", "t": "l", "l": "s"}.get(match["a"][0].lower())
        last = _vertebra(following, match["m"]) if following else None
    if match["m"] and last is not None and first is not None and last < first and not match["b"]:
        following = {"c": "t", "t": "l", "l": "s"}.get(match["a"][0].lower())
        last = _vertebra(following, match["m"]) if following else None
    if first is None or last is None or last < first:
        return None
    return Level(match.start(), match.end(), text[match.start() : match.end()], first, last)


def _vertebra(letter: str, number: str) -> int | None:
    key = letter[0].lower()
    count = int(number)
    return _VERTEBRAE[key] + count if 1 <= count <= _COUNT[key] else None


def chapter_regions(title: str) -> frozenset[str]:
    """Return the regions that a guideline chapter is about, empty for one about none."""
    lowered = title.lower()
    for name, regions in _DATA["chapters"].items():
        if name in lowered:
            return frozenset().union(*(_GROUPS.get(each, frozenset({each})) for each in regions))
    return frozenset()
