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

from cases.packets.alignment import anchors_of, fewest_unequal_runs, most_in_order, unequal_runs
from cases.packets.days import days_in
from cases.packets.figures import folded
from cases.packets.misread import distance, with_digits
from cases.packets.readings import (
    CLEAN_NUMBER,
    EDGES,
    MISREAD_SHARE,
    VALID_DAY,
    is_cut_apart,
    is_cut_elsewhere,
    is_misread,
)

# Of two texts worth a closer look, so many words are common as they stand.
LEAST_COMMON, LEAST_COMMON_TYPED = 0.5, 0.9
# Of the words that stand once in each, so many stand in one order.
LEAST_IN_ORDER = 0.85
# Below this share of equal words nobody looks for misread ones.
LEAST_SAME = 0.5
# Nor below this share of letters in one order, of which misreading takes few.
LEAST_LETTERS = 0.8
MOST_REALIGNED = 900
# Runs with so few equal words between them are laid beside each other as one.
FEW_EQUAL = 3
# So many words around a change are shown with it.
AROUND = 4
# A header that could not be told has so many words at the most.
MOST_OF_A_HEADER = 24
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
    def has_two_days(self) -> bool:
        """Whether both are days that there are: where one is none, it was misread."""
        return all(VALID_DAY.search(part) for part in (self.before, self.after))

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

    @functools.cached_property
    def letters(self) -> bytes:
        """The letters of all words, look-alikes folded together, a byte each."""
        return "".join(self.folded).encode("latin-1", "replace")

    def __len__(self) -> int:
        return len(self.words)

    def is_of_another_day(self, other: "Words") -> bool:
        """Whether days part the two: quickly told, and of the pages of one form mostly true."""
        mine, theirs = self.days - other.days, other.days - self.days
        if not mine or not theirs:
            return False
        if not (self.is_scanned or other.is_scanned):
            return True
        return _strangers(mine, other.numbers) and _strangers(theirs, self.numbers)

    def could_be(self, other: "Words") -> bool:
        """Whether a closer look is worth it: enough common words, no two days that part them."""
        if self.is_of_another_day(other):
            return False
        common = (self.counts & other.counts).total()
        is_scanned = self.is_scanned or other.is_scanned
        share = LEAST_COMMON if is_scanned else LEAST_COMMON_TYPED
        if common < share * max(len(self), len(other)):
            return False
        if is_scanned:
            return self._is_in_order(other)
        anchors, shared = anchors_of(self.folded, other.folded)
        return len(anchors) >= LEAST_IN_ORDER * shared

    def _is_in_order(self, other: "Words") -> bool:
        """Whether enough words and most letters come in one order, wherever words were cut."""
        longest = max(len(self), len(other))
        same = most_in_order(self.folded, other.folded)
        if same < LEAST_SAME * longest:
            return False
        letters = max(len(self.letters), len(other.letters))
        same = most_in_order(self.letters, other.letters)
        return same >= LEAST_LETTERS * letters


def plain_words(text: str) -> set[str]:
    """Return the words of letters alone, as `Words` has them in `plain`."""
    parted = (word.strip(EDGES) for word in _GLUED.sub(": ", text).casefold().split())
    return {word for word in parted if word.isalpha()}


def _strangers(days: frozenset[str], numbers: frozenset[str]) -> bool:
    """Whether one of the days is not even a misreading of a number of the other text."""
    return any(not any(_is_near(day, number) for number in numbers) for day in days)


@functools.lru_cache(maxsize=65536)
def _is_near(day: str, number: str) -> bool:
    return distance(day, number, 2) <= 2


def difference(one: Words, other: Words, known: Mapping[str, int]) -> Difference:
    """Compare two texts word by word; `known` counts the pages on which each word stands."""
    is_scanned = one.is_scanned or other.is_scanned
    if is_scanned:
        runs = list(fewest_unequal_runs(one.folded, other.folded))
    else:
        runs = list(unequal_runs(one.plain, other.plain))
    total = max(len(one), len(other), 1)
    same = len(one) - sum(end - start for start, end, _, _ in runs)
    if same < LEAST_SAME * total:
        return Difference((), same / total, total - same)
    if is_scanned:
        runs = _together(runs)
        same = len(one) - sum(end - start for start, end, _, _ in runs)
    changed: list[_Run] = []
    parted: list[_Run] = []
    for start, end, start2, end2 in runs:
        words, others = one.words[start:end], other.words[start2:end2]
        if is_scanned and is_cut_apart(words, others):
            same += max(len(words), len(others))
            continue
        for before, after in _parts(words, others, known if is_scanned else None):
            run = (start, start + len(before), start2, start2 + len(after))
            start, start2 = run[1], run[3]
            parted.append(run)
            if is_scanned and is_misread(before, after, known):
                same += max(len(before), len(after))
            else:
                changed.append(run)
    alone = _alone_at_the_edges(parted, len(one), len(other)) if is_scanned else []
    within = [run for run in changed if not any(_holds(edge, run) for edge in alone)]
    same += sum(map(_size, alone))
    changes = [_change(one.words, other.words, run) for run in sorted([*within, *alone])]
    count = sum(map(_size, within)) + len(alone)
    return Difference(tuple(changes), min(same / total, 1.0), count)


_Run = tuple[int, int, int, int]


def _change(first: Sequence[str], second: Sequence[str], run: _Run) -> Change:
    start, end, start2, end2 = run
    parts = (
        first[start:end],
        second[start2:end2],
        first[max(start - AROUND, 0) : start],
        first[end : end + AROUND],
    )
    return Change(*map(" ".join, parts))


def _size(run: _Run) -> int:
    return max(run[1] - run[0], run[3] - run[2])


def _holds(edge: _Run, run: _Run) -> bool:
    return all(edge[n] <= run[n] <= run[n + 1] <= edge[n + 1] for n in (0, 2))


def _alone_at_the_edges(parted: Sequence[_Run], length: int, other: int) -> list[_Run]:
    """Return what one page alone has above and below all: headers that were not told as such."""
    above = _alone_above(parted)
    turned = [(length - b, length - a, other - d, other - c) for a, b, c, d in reversed(parted)]
    below = [(length - b, length - a, other - d, other - c) for a, b, c, d in _alone_above(turned)]
    return [*above, *below]


def _alone_above(parted: Sequence[_Run]) -> list[_Run]:
    """Return the runs before any word of the other page as one, when they could be a header."""
    end, end2 = 0, 0
    for run in parted:
        if run[1] and run[3]:
            break
        end, end2 = run[1], run[3]
    return [(0, end, 0, end2)] if FEW_EQUAL < end + end2 <= MOST_OF_A_HEADER else []


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
    return folded(word.strip(EDGES + "/"))


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
                for a, b in ((1, 1), (1, 0), (0, 1), (2, 1), (1, 2), (3, 1), (1, 3), (2, 2))
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
    if len(before) + len(after) > 2 and not _are_as_long(before, after):
        return None
    if len(before) == len(after) == 2:
        return 0 if is_cut_elsewhere(before, after) else None
    if is_misread(before, after, known):
        return 0
    return 3 if len(before) == len(after) == 1 else None


def _are_as_long(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether words that were cut apart or grew together could have been the same ones."""
    one, other = sum(map(len, before)), sum(map(len, after))
    return abs(one - other) <= max(max(one, other) * MISREAD_SHARE, 1)
