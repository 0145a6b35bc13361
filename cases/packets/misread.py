"""Words as a machine misreads them: what two spellings could both be an image of.

A reader of scans takes 0 for O, rn for m, l for 1. A skeleton is a word with every such pair folded
into one, so that two readings of one word have one skeleton, or nearly.
"""

import functools
import re

_FOLDED = str.maketrans(
    {
        **dict.fromkeys("o0qQ", "o"),
        **dict.fromkeys("il1|!j", "l"),
        **dict.fromkeys("s5$", "s"),
        **dict.fromkeys("b86", "b"),
        **dict.fromkeys("z2", "z"),
        **dict.fromkeys("ce", "c"),
        **dict.fromkeys("g9", "g"),
        **dict.fromkeys("uv", "v"),
        **dict.fromkeys("nh", "n"),
    }
)
_DIGITS = str.maketrans("OoQIl|!SsBZz", "000111155822")
_NUMBERLIKE = re.compile(
    r"(?<![^\W_])(?=\S*\d)[\dOoQIl|!SsBZz]+(?:[/.:\-][\dOoQIl|!SsBZz]+)*"
    r"(?:(?![^\W_])|(?=[AaPp][Mm]\b))"
)
SHORTEST_NUMBER = 4
_WORD = re.compile(r"[^\W_]+")


@functools.lru_cache(maxsize=65536)
def skeleton(word: str) -> str:
    """Return the word with look-alike letters folded together."""
    folded = word.casefold().translate(_FOLDED)
    return folded.replace("rn", "m").replace("vv", "w").replace("rl", "n").replace("cl", "d")


def skeletons(text: str) -> list[str]:
    """Return the skeletons of the words of a text, in order."""
    return [skeleton(word) for word in _WORD.findall(text)]


def with_digits(text: str) -> str:
    """Return the text with letters that stand among digits read as digits: 1O/O5/2O26."""
    return _NUMBERLIKE.sub(_as_digits, text)


def _as_digits(found: re.Match[str]) -> str:
    """S1-S2 and B12 are what they say; l2:3O is a time."""
    token = found.group(0)
    digits = sum(character.isdigit() for character in token)
    letters = sum(character.isalpha() for character in token)
    is_parted = "/" in token or ":" in token
    is_number = digits >= letters if is_parted else 2 * digits >= 3 * letters
    is_long = digits + letters >= SHORTEST_NUMBER
    return token.translate(_DIGITS) if is_number and is_long else token


def distance(one: str, other: str, most: int) -> int:
    """Return how many letters to change, add or take away; `most` + 1 when there are more."""
    if abs(len(one) - len(other)) > most:
        return most + 1
    row = list(range(len(other) + 1))
    for here, letter in enumerate(one, 1):
        before, row[0] = row[0], here
        for there, against in enumerate(other, 1):
            before, row[there] = (
                row[there],
                min(row[there] + 1, row[there - 1] + 1, before + (letter != against)),
            )
        if min(row) > most:
            return most + 1
    return min(row[-1], most + 1)


@functools.lru_cache(maxsize=65536)
def could_be_one(one: str, other: str) -> bool:
    """Whether the two words could be readings of one printed word."""
    first, second = skeleton(one), skeleton(other)
    if first == second:
        return True
    most = 1 if min(len(first), len(second)) < 8 else 2
    if min(len(first), len(second)) >= 4 and distance(first, second, most) <= most:
        return True
    plain, other = one.casefold(), other.casefold()
    return min(len(plain), len(other)) >= 5 and distance(plain, other, 1) <= 1


def has_words(found: list[str], *wanted: str) -> bool:
    """Whether the words stand side by side among the skeletons found, a letter or so misread."""
    targets = [skeleton(word) for word in wanted]
    for start in range(len(found) - len(targets) + 1):
        if all(map(_is_near, found[start : start + len(targets)], targets)):
            return True
    return False


@functools.lru_cache(maxsize=65536)
def _is_near(found: str, wanted: str) -> bool:
    if found == wanted:
        return True
    return len(wanted) >= 5 and len(found) >= 4 and distance(found, wanted, 1) <= 1
