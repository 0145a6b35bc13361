"""Whether the figures of two readings could be the same print: of a figure nothing is guessed.

A letter may stand for the figure that it looks like; a figure never for another one, but in the
long numbers of claims and telephones, where the rest of the number says that it is the same.
"""

import functools
import re

from cases.packets.misread import skeleton

# So many figures make a number of a claim or a telephone; a blood pressure has fewer.
FIGURES_OF_A_LONG_NUMBER = 7
MOST_LOST_OF_A_LONG_NUMBER = 2
AMOUNT = re.compile(r"\$?\d{1,3}(?:,\d{3})*(?:\.\d+)?")
_LOOKS = {
    "0": "oqduc", "1": "il|!j/[]()tf", "2": "z", "3": "bes", "4": "ahq", "5": "s", "6": "bgcoe",
    "7": "/t1?lf)", "8": "bse&", "9": "gqp",
}  # fmt: skip
_ONE_CHANGE = 1000
# So few signs that are changed in place are not better explained by others lost and won.
FEW_CHANGED = 2
_ALIKE_FIGURES = ({"3", "8"}, {"6", "8"}, {"5", "6"}, {"1", "7"})


def folded(word: str) -> str:
    """Return the skeleton of a word, in which 6 stays apart from 8 and from b."""
    return "6".join(map(skeleton, word.split("6")))


@functools.lru_cache(maxsize=65536)
def has_other_figures(one: str, other: str) -> bool:
    """Whether a figure of one reading is another one, or none, in the other reading."""
    one, other = one.casefold(), other.casefold()
    count = max(sum(map(str.isdigit, one)), sum(map(str.isdigit, other)))
    if one == other or count == 0:
        return False
    is_long = count >= FIGURES_OF_A_LONG_NUMBER
    most = min(abs(len(one) - len(other)), MOST_LOST_OF_A_LONG_NUMBER) if is_long else 0
    return _figures_lost(one, other, is_long=is_long) > most


def _figures_lost(one: str, other: str, *, is_long: bool) -> int:
    """Return how many figures have no partner where the fewest signs are changed."""
    if len(one) == len(other):
        changed = [_changed(a, b, is_long=is_long) for a, b in zip(one, other, strict=True)]
        if sum(map(bool, changed)) <= FEW_CHANGED:
            return sum(changed) % _ONE_CHANGE
    row = [0]
    for sign in other:
        row.append(row[-1] + _ONE_CHANGE + sign.isdigit())
    for sign in one:
        above, row = row, [row[0] + _ONE_CHANGE + sign.isdigit()]
        for place, against in enumerate(other):
            row.append(
                min(
                    above[place + 1] + _ONE_CHANGE + sign.isdigit(),
                    row[place] + _ONE_CHANGE + against.isdigit(),
                    above[place] + _changed(sign, against, is_long=is_long),
                )
            )
    return row[-1] % _ONE_CHANGE


def _changed(sign: str, against: str, *, is_long: bool) -> int:
    if sign == against:
        return 0
    are_figures = sign.isdigit(), against.isdigit()
    if all(are_figures):
        return _ONE_CHANGE + (not (is_long and {sign, against} in _ALIKE_FIGURES))
    if any(are_figures):
        figure, letter = (sign, against) if are_figures[0] else (against, sign)
        return _ONE_CHANGE + (letter not in _LOOKS[figure])
    return _ONE_CHANGE
