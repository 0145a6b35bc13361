"""How two texts of one page differ, word by word: misread by a machine, or changed by somebody.

What is misread is folded away; a number that is another number, a word that is another word, a
word that is gone, are changes, and a page with a change is never taken for a copy.
"""

import functools
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from cases.packets.alignment import anchors_of, unequal_runs
from cases.packets.days import days_in
from cases.packets.misread import distance, skeleton, with_digits
from cases.packets.readings import (
    CLEAN_NUMBER,
    EDGES,
    VALID_DAY,
    is_cut_apart,
    is_misread,
)

# Of two texts worth a closer look, so many words are common as they stand.
LEAST_COMMON, LEAST_COMMON_TYPED = 0.55, 0.9
# Of the words that stand once in each, so many stand in one order.
LEAST_IN_ORDER = 0.85
# Below this share of equal words nobody looks for misread ones.
LEAST_SAME = 0.6
MOST_REALIGNED = 900
# Runs with so few equal words between them are laid beside each other as one.
FEW_EQUAL = 3
# So many words around a change are shown with it.
AROUND = 4
_DAY = re.compile(
    r"(0?[1-9]|1[0-2])[/.\-](0?[1-9]|[12]\d|3[01])[/.\-](\d{2}|(19|20)\d{2})"
    r"|(19|20)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
)
_DAY = re.compile(
    r"\d{1,4}[/.\-]\d{1,2}[/.\-]\d{2,4}|^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"([a-z]{0,2}\.?|uary|ruary|ch|il|e|y|ust|tember|ober|ember)$",
    re.IGNORECASE,
)
_GLUED = re.compile(r"(?<=[A-Za-z.])[:;](?=\d)|(?<=[A-Za-z]{2})\.(?=[\dZIlO|]\d)")


@dataclass(frozen=True)
class Change:
    """Words of one text and what stands for them in the other; either may be empty.

    `lead` and `tail` are the words around them in the first text, to see what is spoken of.
    """

    before: str
    after: str
    lead: str = field(default="", compare=False)
    tail: str = field(default="", compare=False)

    @property
    def has_day(self) -> bool:
        """Whether a day or a month stands for another."""
        return all(any(map(_DAY.search, part.split())) for part in (self.before, self.after))

    @property
    def has_numbers(self) -> bool:
        """Whether a number that was read clearly stands for another one."""
        parts = (self.before.strip(EDGES), self.after.strip(EDGES))
        return all(CLEAN_NUMBER.fullmatch(part) for part in parts)


@dataclass(frozen=True)
class Difference:
    """What parts two texts: the changes, and the share of words that were told to be the same."""

    changes: tuple[Change, ...]
    likeness: float
    changed_words: int


class Words:
    """The words of a text, made ready once to be compared with many others."""

    def __init__(self, text: str, *, is_scanned: bool) -> None:
        parted = _GLUED.sub(": ", text)
        found = (word.strip(EDGES) for word in with_digits(parted).split())
        self.is_scanned, self.text = is_scanned, parted
        self.words = [word for word in found if word]
        self.plain = [word.casefold() for word in self.words]
        self.folded = [_folded(word) for word in self.words]
        self.counts = Counter(self.folded)
        self.days = frozenset(word for word in self.words if VALID_DAY.fullmatch(word))
        self.numbers = frozenset(word for word in self.words if sum(map(str.isdigit, word)) > 3)

    @functools.cached_property
    def dates(self) -> frozenset[date]:
        """The days that the text names, however they are written."""
        return frozenset(day.on for day in days_in(self.text))

    def __len__(self) -> int:
        return len(self.words)

    def could_be(self, other: "Words") -> bool:
        """Whether a closer look is worth it: enough common words, no two days that part them."""
        common = (self.counts & other.counts).total()
        is_scanned = self.is_scanned or other.is_scanned
        share = LEAST_COMMON if is_scanned else LEAST_COMMON_TYPED
        if common < share * max(len(self), len(other)):
            return False
        anchors, shared = anchors_of(self.folded, other.folded)
        if len(anchors) < LEAST_IN_ORDER * shared:
            return False
        mine, theirs = self.days - other.days, other.days - self.days
        if not is_scanned:
            return not (mine and theirs)
        return not (_strangers(mine, other.numbers) and _strangers(theirs, self.numbers))


def plain_words(text: str) -> set[str]:
    """Return the words of letters alone, as `Words` has them in `plain`."""
    parted = (word.strip(EDGES) for word in _GLUED.sub(": ", text).casefold().split())
    return {word for word in parted if word.isalpha()}


def _strangers(days: frozenset[str], numbers: frozenset[str]) -> bool:
    """Whether one of the days is not even a misreading of a number of the other text."""
    return any(all(distance(day, number, 2) > 2 for number in numbers) for day in days)


def difference(one: Words, other: Words, known: Mapping[str, int]) -> Difference:
    """Compare two texts word by word; `known` counts the pages on which each word stands."""
    is_scanned = one.is_scanned or other.is_scanned
    first, second = (one.folded, other.folded) if is_scanned else (one.plain, other.plain)
    runs = list(unequal_runs(first, second))
    if is_scanned:
        runs = _together(runs)
    total = max(len(one), len(other), 1)
    same = max(len(one) - sum(end - start for start, end, _, _ in runs), 0)
    if same < LEAST_SAME * total:
        return Difference((), same / total, total - same)
    changes, changed = [], 0
    for start, end, start2, end2 in runs:
        words, others = one.words[start:end], other.words[start2:end2]
        if is_scanned and is_cut_apart(words, others):
            same += max(len(words), len(others))
            continue
        for before, after in _parts(words, others, known if is_scanned else None):
            if is_scanned and is_misread(before, after, known):
                same += max(len(before), len(after))
                continue
            around = (one.words[max(start - AROUND, 0) : start], one.words[end : end + AROUND])
            changes.append(Change(*(" ".join(part) for part in (before, after, *around))))
            changed += max(len(before), len(after))
    return Difference(tuple(changes), min(same / total, 1.0), changed)


_Run = tuple[int, int, int, int]


def _together(runs: Sequence[_Run]) -> list[_Run]:
    """Join runs that stand close where one lacks what the next has: their words were cut apart."""
    joined: list[_Run] = []
    for run in runs:
        before = joined[-1] if joined else None
        is_close = before is not None and run[0] - before[1] <= FEW_EQUAL
        if before is not None and is_close and _is_uneven(before) and _is_uneven(run):
            joined[-1] = (before[0], run[1], before[2], run[3])
        else:
            joined.append(run)
    return joined


def _is_uneven(run: _Run) -> bool:
    return run[1] - run[0] != run[3] - run[2]


def _folded(word: str) -> str:
    if CLEAN_NUMBER.fullmatch(word):
        return word
    return skeleton(word.strip(EDGES + "/"))


def _parts(
    before: Sequence[str], after: Sequence[str], known: Mapping[str, int] | None
) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Yield what stands for what, word by word where that can be told; `known` is of scans."""
    is_small = 1 < len(before) * len(after) <= MOST_REALIGNED
    if known is not None and is_small:
        yield from _realigned(before, after, known)
    elif len(before) == len(after):
        yield from (([a], [b]) for a, b in zip(before, after, strict=True))
    else:
        yield before, after


def _realigned(
    before: Sequence[str], after: Sequence[str], known: Mapping[str, int]
) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Lay two runs of misread words beside each other so that the fewest are without a partner."""
    steps = {(0, 0): (0, (0, 0))}
    for i in range(len(before) + 1):
        for j in range(len(after) + 1):
            ways = [
                (steps[i - a, j - b][0] + cost, (i - a, j - b))
                for a, b in ((1, 1), (1, 0), (0, 1), (2, 1), (1, 2), (3, 1), (1, 3))
                if i >= a and j >= b
                and (cost := _cost(before[i - a : i], after[j - b : j], known)) is not None
            ]  # fmt: skip
            if ways:
                steps[i, j] = min(ways)
    path, here = [], (len(before), len(after))
    while here != (0, 0):
        path.append((steps[here][1], here))
        here = steps[here][1]
    for (i, j), (i2, j2) in reversed(path):
        yield before[i:i2], after[j:j2]


def _cost(before: Sequence[str], after: Sequence[str], known: Mapping[str, int]) -> int | None:
    """Nothing for one word misread, much for a word without a partner; None for no way at all."""
    if not before or not after:
        return 2 * (len(before) + len(after))
    if is_misread(before, after, known):
        return 0
    return 3 if len(before) == len(after) == 1 else None
