"""Whether a word of the index may be a misread form of the word that is searched for.

Letters that optical reading confuses cost little, other changes a whole step. Short words are only
taken for each other where every change is such a confusion: knew is not knee.
"""

from collections.abc import Iterable

SHORTEST = 4
LENGTHS_APART = 2
CONFUSED_COST = 0.3
# Pairs that readers of scans confuse, either way round.
CONFUSED = (
    ("rn", "m"), ("cl", "d"), ("vv", "w"), ("ii", "u"), ("li", "h"), ("nn", "m"), ("ri", "n"),
    ("l", "1"), ("l", "i"), ("i", "1"), ("i", "j"), ("l", "t"), ("o", "0"), ("s", "5"),
    ("b", "8"), ("g", "9"), ("g", "q"), ("z", "2"), ("e", "c"), ("c", "o"), ("a", "o"),
    ("u", "v"), ("h", "b"), ("f", "t"), ("b", "6"), ("i", "!"),
)  # fmt: skip
PAIRS = frozenset(CONFUSED) | frozenset((second, first) for first, second in CONFUSED)
LONGEST_OF_A_PAIR = 2


def close_words(word: str, candidates: Iterable[str]) -> list[str]:
    """Return the candidates that may be this word misread, nearest first; never the word itself."""
    if len(word) < SHORTEST or not word.isalpha():
        return []
    allowed = allowance(word)
    found = []
    for candidate in candidates:
        if candidate == word or abs(len(candidate) - len(word)) > LENGTHS_APART:
            continue
        steps = distance(word, candidate, allowed)
        if steps <= allowed:
            found.append((steps, candidate))
    return [candidate for _, candidate in sorted(found)]


def allowance(word: str) -> float:
    """Return how far a misread form may be from a word of this length."""
    if len(word) <= 5:
        return 2 * CONFUSED_COST
    return 1.0 if len(word) <= 8 else 1.6


def distance(word: str, other: str, at_most: float) -> float:
    """Return the cheapest way from one word to the other; more than `at_most` once it is."""
    before: list[list[float]] = [[float(place) for place in range(len(other) + 1)]]
    for here in range(1, len(word) + 1):
        row = [float(here)]
        for there in range(1, len(other) + 1):
            row.append(_cheapest(word, other, here, there, before, row))
        before.append(row)
        if min(row) > at_most and here >= LONGEST_OF_A_PAIR and min(before[-2]) > at_most:
            return min(row)
    return before[-1][-1]


def _cheapest(
    word: str, other: str, here: int, there: int, before: list[list[float]], row: list[float]
) -> float:
    is_same = word[here - 1] == other[there - 1]
    best = min(
        before[here - 1][there - 1] + (0.0 if is_same else 1.0),
        before[here - 1][there] + 1.0,
        row[there - 1] + 1.0,
    )
    for wide in (1, 2):
        for other_wide in (1, 2):
            if here < wide or there < other_wide:
                continue
            pair = (word[here - wide : here], other[there - other_wide : there])
            if pair in PAIRS:
                best = min(best, before[here - wide][there - other_wide] + CONFUSED_COST)
    return best
