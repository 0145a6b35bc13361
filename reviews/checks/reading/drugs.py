"""Finds drugs by generic and brand name with the strength that follows, and knows their classes."""

import functools
import json
import re
from dataclasses import dataclass
from pathlib import Path

from cases.packets import vocabulary
from reviews.checks.reading.sentences import fold

_DATA = json.loads(
    (Path(__file__).resolve().parent.parent / "data" / "drugs.json").read_text(encoding="utf-8")
)
# Words of the shared vocabulary that are common English, or no drug by themselves.
_NOT_A_NAME = {"us", "oa", "bengay"}
_STRENGTH = re.compile(
    r"(?<![\w#.])(?P<numbers>[0-9]+(?:[.,][0-9]+)*(?:%? ?[-/] ?[0-9]+(?:[.,][0-9]+)*)*) ?"
    r"(?P<unit>mg|mcg|micrograms?|milligrams?|gm?|grams?|ml|cc|%|percent|units?|iu|meq|mcg/hr?)"
    r"(?![a-z])",
    re.IGNORECASE,
)
_UNIT = {
    "milligram": "mg", "milligrams": "mg", "microgram": "mcg", "micrograms": "mcg", "gm": "g",
    "gram": "g", "grams": "g", "percent": "%", "unit": "units", "cc": "ml", "mcg/h": "mcg",
    "mcg/hr": "mcg",
}  # fmt: skip


@dataclass(frozen=True)
class Strength:
    """A strength as numbers and unit: (10, 325) mg."""

    start: int
    end: int
    text: str
    numbers: tuple[float, ...]
    unit: str

    @property
    def value(self) -> tuple[tuple[float, ...], str]:
        """What is compared."""
        return self.numbers, self.unit


@dataclass(frozen=True)
class Drug:
    """A drug as named; `generics` are the substances it may mean, `strength` what follows it."""

    start: int
    end: int
    text: str
    generics: frozenset[str]
    strength: Strength | None = None

    def is_same(self, other: "Drug") -> bool:
        """Whether the two names share a substance."""
        return bool(self.substances & other.substances)

    @property
    def substances(self) -> frozenset[str]:
        """The single substances: hydrocodone and acetaminophen of Norco."""
        return frozenset(word for name in self.generics for word in _substances(name))

    def is_of(self, name: str) -> bool:
        """Whether it belongs to a class: opioid, benzodiazepine, stops hard."""
        return bool(self.generics & frozenset(_DATA["classes"][name]))


def _substances(name: str) -> tuple[str, ...]:
    plain = re.sub(r"\b(?:patch|gel|solution|cream|hcl|sodium|citrate|sulfate)\b", "", name)
    whole = " ".join(plain.split())
    joined = {"lidocaine", "hydrocodone", "oxycodone", "tramadol", "codeine", "ibuprofen",
              "naproxen", "buprenorphine", "diclofenac"}  # fmt: skip
    first, _, rest = whole.partition(" ")
    return (first, *rest.split()) if first in joined and rest else (whole,)


@functools.cache
def _generics_by_name() -> dict[str, frozenset[str]]:
    found: dict[str, set[str]] = {}
    rows = [group.spellings for group in vocabulary.groups() if group.kind == vocabulary.DRUG]
    for row in [*rows, *_DATA["names"]]:
        generic = row[0].lower()
        for name in row:
            if name.lower() not in _NOT_A_NAME:
                found.setdefault(name.lower(), set()).add(generic)
    return {name: frozenset(generics) for name, generics in found.items()}


@functools.cache
def _pattern() -> re.Pattern[str]:
    names = sorted(_generics_by_name(), key=len, reverse=True)
    escaped = (re.escape(name).replace(r"\ ", r"[\s/-]+(?:and )?") for name in names)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(escaped)})(?![\w])", re.IGNORECASE)


def names() -> frozenset[str]:
    """Return every single word that names a drug, in small letters."""
    return frozenset(name for name in _generics_by_name() if name.isalpha())


@functools.lru_cache(maxsize=4096)
def strengths(text: str) -> tuple[Strength, ...]:
    """Return every strength in the text."""
    return tuple(_strength(text, match) for match in _STRENGTH.finditer(fold(text)))


@functools.lru_cache(maxsize=4096)
def drugs(text: str) -> tuple[Drug, ...]:
    """Return every drug in the text, each with the strength that belongs to it."""
    folded, given = fold(text), strengths(text)
    matches = [match for match in _pattern().finditer(folded) if _is_a_name(folded, match)]
    found = []
    for place, match in enumerate(matches):
        stop = matches[place + 1].start() if place + 1 < len(matches) else len(text)
        stop = min(stop, match.end() + 45)
        own = next((s for s in given if match.end() <= s.start < stop), None)
        if own and re.search(r"[.;]\s", folded[match.end() : own.start]):
            own = None
        key = " ".join(re.sub(r"[\s/-]+(?:and )?", " ", match.group().lower()).split())
        generics = _generics_by_name().get(match.group().lower()) or _by_plain_key().get(key)
        found.append(
            Drug(match.start(), match.end(), text[match.start() : match.end()],
                 generics or frozenset({key}), own)
        )  # fmt: skip
    return tuple(found)


@functools.cache
def _by_plain_key() -> dict[str, frozenset[str]]:
    return {
        " ".join(re.sub(r"[\s/-]+(?:and )?", " ", name).split()): generics
        for name, generics in _generics_by_name().items()
    }


def _is_a_name(folded: str, match: re.Match[str]) -> bool:
    """Brand names that are common words count with a capital alone."""
    word = match.group()
    is_common = word.lower() in _DATA["not drugs alone"]
    return (
        not is_common or word[:1].isupper() or word.lower() in ("menthol", "camphor", "melatonin")
    )


def _strength(text: str, match: re.Match[str]) -> Strength:
    raw = re.split(r"%? ?[-/] ?", match["numbers"])
    unit = match["unit"].lower()
    return Strength(
        match.start(), match.end(), text[match.start() : match.end()],
        tuple(float(_plain(number)) for number in raw if number), _UNIT.get(unit, unit),
    )  # fmt: skip


def _plain(number: str) -> str:
    whole = re.fullmatch(r"[0-9]{1,3}(?:,[0-9]{3})+", number)
    return number.replace(",", "") if whole else number.replace(",", ".").rstrip(".")
