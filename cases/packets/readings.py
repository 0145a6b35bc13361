"""Whether two runs of words could be readings of one print, or whether somebody changed something.

In doubt it is a change: two real words, two clean numbers, two days, a word that is gone. What one
reading garbled into no word at all, where the other has one that is near, is misread.
"""

import functools
import re
from collections.abc import Mapping, Sequence

from cases.packets.figures import AMOUNT, FIGURES_OF_A_LONG_NUMBER, folded, has_other_figures
from cases.packets.misread import distance, skeleton
from cases.packets.vocabulary import DRUG, groups

# A short number may only be garbled into what looks like it: 6 into b, and 7 into nothing but 7.
SHORT_NUMBER = 3
# A word on so many pages is a word, unless another one that is near is so many times as common.
PAGES_OF_A_WORD, RARER_BY = 4, 8
# So much of the letters of a word may be misread; more of a short one that became no word.
MISREAD_SHARE, GARBLED_SHARE, LONGEST_GARBLED = 0.34, 0.5, 5
# A space moved by fewer letters may be none that moved, but a shorter word.
LEAST_MOVED = 3
EDGES = ".,;:'\"`~|()[]{}<>*_-"
CLEAN_NUMBER = re.compile(r"[+\-#$]?\d[\d.,/:%+\-]*")
VALID_DAY = re.compile(
    r"(?<![\d.\-/])(?:(0?[1-9]|1[0-2])[/.\-](0?[1-9]|[12]\d|3[01])[/.\-](\d{2}|(19|20)\d{2})"
    r"|(19|20)\d{2}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01]))(?![\d.\-/])"
)
_WORD = re.compile(r"[^\W\d_]{3,}")
_BETWEEN = re.compile(r"[.,;'`´’]+(?=\D|$)")
# A number that lost the space before or after it: above15, 15pounds.
_GLUED_NUMBER = re.compile(r"^([A-Za-z]{2,}[.:]?|\d[\d.,/%]*)(\d[\d.,/%]*|[A-Za-z]{3,})$")
_QUOTES = str.maketrans("", "", "'`´’")
_SLASHES = str.maketrans("/7", "11")
# Beginnings that turn a word into another one, or into its opposite.
_TURNS = (
    ("hyper", "hypo"), ("ab", "ad"), ("inter", "intra"), ("un", ""), ("in", ""), ("a", ""),
    ("non", ""), ("dis", ""), ("im", ""), ("ir", ""), ("mal", ""), ("supra", "infra"),
)  # fmt: skip
_WEIGHTY = {"no", "not", "nor", "off", "up", "or", "mg", "ml", "l", "r"}
_ROMAN = {"i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"}
_LIGHT = {
    "a", "an", "as", "at", "be", "by", "he", "his", "her", "in", "is", "it", "its", "of", "on",
    "she", "the", "to", "was", "and", "for", "has", "had", "are", "but",
}  # fmt: skip


@functools.cache
def drug_names() -> frozenset[str]:
    """Return the names of drugs, which are real words however near they stand."""
    spellings = (word for group in groups() if group.kind == DRUG for word in group.spellings)
    return frozenset(part.casefold() for word in spellings for part in _WORD.findall(word))


def is_cut_apart(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the letters are the same and only the spaces fell elsewhere."""
    if _numbers(before) != _numbers(after):
        return False
    one, other = (folded(_BETWEEN.sub("", "".join(words))) for words in (before, after))
    return one == other


def is_cut_elsewhere(before: Sequence[str], after: Sequence[str]) -> bool:
    """Whether the space between two words fell elsewhere and one letter of them was misread.

    Where it stands at the same place both words have to be looked at alone.
    """
    if abs(len(before[0]) - len(after[0])) < LEAST_MOVED:
        return False
    one, other = "".join(before), "".join(after)
    return not has_other_figures(one, other) and distance(folded(one), folded(other), 1) <= 1


def is_misread(before: Sequence[str], after: Sequence[str], known: Mapping[str, int]) -> bool:
    """Whether both could be readings of the same print; `known` counts the pages of each word."""
    if not before or not after:
        return not any(_has_weight(word) for word in (*before, *after))
    days, other_days = _days(before), _days(after)
    if days and other_days and days != other_days:
        return False
    numbers, others = _numbers(before), _numbers(after)
    if numbers and others and numbers != others:
        if any(map(_GLUED_NUMBER.match, (*before, *after))):
            return _is_misread_number("".join(numbers), "".join(others))
        return _is_misread_number("".join(before), "".join(after))
    one, other = _plain(before), _plain(after)
    if one == other:
        return True
    if _is_a_word_swallowed(before, after) or _is_a_word_swallowed(after, before):
        return False
    if has_other_figures(one, other) or {one, other} <= _ROMAN:
        return False
    if bool(numbers) != bool(others):
        clean, garbled = (one, other) if numbers else (other, one)
        # Of several words a number may have grown together with the next one, never be swallowed.
        if len(before) + len(after) > 2:
            return skeleton("".join(numbers or others)) in skeleton(garbled) and _is_near(
                skeleton(one), skeleton(other), MISREAD_SHARE
            )
        if max(len(clean), len(garbled)) <= SHORT_NUMBER:
            return skeleton(clean) == skeleton(garbled)
        return _is_garbled_number(clean, garbled) or _is_near(one, other, MISREAD_SHARE)
    if min(len(one), len(other)) <= 3:
        return _is_misread_short(one, other)
    if _are_two_words(one, other, known):
        return sorted((one, other), key=len)[0] + "s" in (one, other)
    is_garbled = _is_one_garbled(one, other, known) and max(len(one), len(other)) <= LONGEST_GARBLED
    share = GARBLED_SHARE if is_garbled else MISREAD_SHARE
    is_near = _is_near(skeleton(one), skeleton(other), share) or _is_near(one, other, share)
    return is_near and not _is_turned(one, other)


def _is_a_word_swallowed(words: Sequence[str], others: Sequence[str]) -> bool:
    """Whether without one of several words the rest is nearer to the other reading: it is gone.

    Of words that only grew together each is needed.
    """
    if len(words) < 2:
        return False
    whole = folded(_plain(others))
    base = distance(folded(_plain(words)), whole, len(whole))
    return any(
        _has_weight(word)
        and distance(folded(_plain([*words[:place], *words[place + 1 :]])), whole, base) < base
        for place, word in enumerate(words)
    )


def _are_two_words(one: str, other: str, known: Mapping[str, int]) -> bool:
    """Whether both are real words: names of drugs, or both at home in the packet."""
    if {one, other} <= drug_names():
        return True
    rarer, commoner = sorted((known.get(one, 0), known.get(other, 0)))
    return rarer >= PAGES_OF_A_WORD and commoner < RARER_BY * rarer


def _is_one_garbled(one: str, other: str, known: Mapping[str, int]) -> bool:
    rarer, commoner = sorted((known.get(one, 0), known.get(other, 0)))
    return commoner >= PAGES_OF_A_WORD and commoner >= RARER_BY * rarer


def _plain(words: Sequence[str]) -> str:
    return "".join(words).casefold().translate(_QUOTES)


def _is_misread_short(one: str, other: str) -> bool:
    """Of short words: a light one may be garbled, a weighty one only into what is no word."""
    if max(len(one), len(other)) > 4:
        return skeleton(one) == skeleton(other)
    light, weighty = {one, other} & _LIGHT, {one, other} & _WEIGHTY
    if light and not weighty:
        return True
    if len(weighty) == 1 and not light:
        return distance(one, other, 1) <= 1 or skeleton(one) == skeleton(other)
    return not weighty and distance(one, other, 1) <= 1


def _is_garbled_number(clean: str, garbled: str) -> bool:
    """Whether a token is the number with letters or rules in place of figures, or one lost."""
    if len(clean) == len(garbled):
        pairs = zip(clean, garbled, strict=True)
        return all(a == b or not b.isdigit() for a, b in pairs) and any(map(str.isdigit, garbled))
    is_shorter = len(clean) == len(garbled) + 1
    return is_shorter and any(clean[:n] + clean[n + 1 :] == garbled for n in range(len(clean)))


def _is_near(one: str, other: str, share: float) -> bool:
    most = max(int(max(len(one), len(other)) * share), 1)
    return distance(one, other, most) <= most


def _has_weight(word: str) -> bool:
    is_number = CLEAN_NUMBER.fullmatch(word) is not None and len(word) > 1
    plain = word.casefold()
    if plain in _LIGHT:
        return False
    return is_number or bool(_WORD.search(word)) or plain in _WEIGHTY


def _days(words: Sequence[str]) -> list[tuple[int, ...]]:
    """The days as figures, so that 1/7/2026 is 01/07/2026."""
    found = VALID_DAY.finditer(" ".join(words).translate(_QUOTES))
    return [tuple(map(int, re.findall(r"\d+", day.group()))) for day in found]


def _numbers(words: Sequence[str]) -> list[str]:
    """The clean numbers among the words: digits and what parts them."""
    plain = [word.translate(_QUOTES).strip(".,:") for word in words]
    parted = [part for word in plain for part in _GLUED_NUMBER.sub(r"\1 \2", word).split()]
    return [word for word in parted if CLEAN_NUMBER.fullmatch(word)]


def _is_misread_number(one: str, other: str) -> bool:
    """A long number may be misread; two days, two doses, two grades or two amounts are two."""
    one, other = one.translate(_QUOTES), other.translate(_QUOTES)
    if one == other or _is_misread_slash(one, other):
        return True
    if min(sum(map(str.isdigit, number)) for number in (one, other)) < FIGURES_OF_A_LONG_NUMBER:
        return False
    if VALID_DAY.fullmatch(one) and VALID_DAY.fullmatch(other):
        return _days([one]) == _days([other])
    if AMOUNT.fullmatch(one) and AMOUNT.fullmatch(other):
        return False
    return distance(one, other, 2) <= 2 and not has_other_figures(one, other)


def _is_misread_slash(one: str, other: str) -> bool:
    """Whether a slash was read as the digit it looks like."""
    is_slash = ("/" in one) != ("/" in other)
    return is_slash and one.translate(_SLASHES) == other.translate(_SLASHES)


def _is_turned(one: str, other: str) -> bool:
    for first, second in _TURNS:
        for left, right in ((first, second), (second, first)):
            if one.startswith(left) and other.startswith(right):
                stem = one[len(left) :]
                if len(stem) >= 4 and stem == other[len(right) :]:
                    return True
    return False
