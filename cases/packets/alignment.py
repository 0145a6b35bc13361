"""Where two runs of words go apart, found from the words that stand once in each (patience)."""

import bisect
import difflib
from collections import Counter
from collections.abc import Iterator, Sequence


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
