"""Where two runs of words go apart.

In typed texts it is found from the words that stand once in each (patience), which reads best. Of
misread words those that stand once may well be two others, so there the most words in one order
are found (the longest common subsequence, all of a row at a time in the bits of a number).
"""

import bisect
import difflib
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from itertools import repeat


def anchors_of(first: Sequence[str], second: Sequence[str]) -> tuple[list[tuple[int, int]], int]:
    """Return the places of common single words in one order, and how many there are in any."""
    once, once2 = Counter(first), Counter(second)
    place = {word: j for j, word in enumerate(second) if once2[word] == 1}
    pairs = [(i, place[word]) for i, word in enumerate(first) if once[word] == 1 and word in place]
    tops: list[int] = []
    ends: list[int] = []
    before: list[int] = []
    for number, (_, j) in enumerate(pairs):
        pile = bisect.bisect_left(tops, j)
        before.append(ends[pile - 1] if pile else -1)
        if pile == len(tops):
            tops.append(j)
            ends.append(number)
        else:
            tops[pile], ends[pile] = j, number
    chain, number = [], ends[-1] if ends else -1
    while number >= 0:
        chain.append(pairs[number])
        number = before[number]
    return chain[::-1], len(pairs)


def unequal_runs(
    first: Sequence[str], second: Sequence[str]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield start and end in the first, start and end in the second, of what is not equal."""
    anchors, _ = anchors_of(first, second)
    i = j = 0
    for i2, j2 in [*anchors, (len(first), len(second))]:
        if first[i:i2] != second[j:j2]:
            matcher = difflib.SequenceMatcher(None, first[i:i2], second[j:j2], autojunk=False)
            for kind, start, end, start2, end2 in matcher.get_opcodes():
                if kind != "equal":
                    yield i + start, i + end, j + start2, j + end2
        i, j = i2 + 1, j2 + 1


def fewest_unequal_runs(
    first: Sequence[str], second: Sequence[str]
) -> Iterator[tuple[int, int, int, int]]:
    """Yield as `unequal_runs`, with as many words in the equal ones as there can be."""
    i = j = 0
    for i2, j2 in [*_most_in_order(first, second), (len(first), len(second))]:
        if i < i2 or j < j2:
            yield i, i2, j, j2
        i, j = i2 + 1, j2 + 1


def _most_in_order(first: Sequence[str], second: Sequence[str]) -> list[tuple[int, int]]:
    """Return the places of a longest common subsequence, by Hyyrö's way of bits.

    After each word of the second, the zeros of a row say at which words of the first one more is
    common than before it.
    """
    rows = _rows_of_bits(first, second)
    pairs = []
    i, j = len(first), len(second)
    while i and j:
        if rows[j] >> (i - 1) & 1:
            i -= 1
        elif not rows[j - 1] >> (i - 1) & 1:
            j -= 1
        else:
            i, j = i - 1, j - 1
            pairs.append((i, j))
    return pairs[::-1]


def most_in_order(first: Sequence[Hashable], second: Sequence[Hashable]) -> int:
    """Return how many signs the two have in common in one order at the most; bytes are quickest."""
    places = _places_in(first) if isinstance(first, bytes) else _places(first)
    every = (1 << len(first)) - 1
    row = every
    for here in map(places.get, second, repeat(0)):
        here &= row
        row = ((row + here) | (row - here)) & every
    return len(first) - row.bit_count()


def _rows_of_bits(first: Sequence[str], second: Sequence[str]) -> list[int]:
    """Return the row before the first and after each sign of the second."""
    places = _places(first)
    every = (1 << len(first)) - 1
    rows = [every]
    for sign in second:
        here = rows[-1] & places.get(sign, 0)
        rows.append(((rows[-1] + here) | (rows[-1] - here)) & every)
    return rows


def _places(signs: Sequence[Hashable]) -> dict[Hashable, int]:
    """Return for each sign a number with a bit at each of its places."""
    places: dict[Hashable, int] = {}
    for place, sign in enumerate(signs):
        places[sign] = places.get(sign, 0) | 1 << place
    return places


def _places_in(signs: bytes) -> dict[Hashable, int]:
    """Return the same of bytes: written as figures of two and read at once."""
    turned = signs[::-1]
    nothing = b"0" * 256
    return {
        sign: int(turned.translate(nothing[:sign] + b"1" + nothing[sign + 1 :]), 2)
        for sign in set(signs)
    }
