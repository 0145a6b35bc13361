"""Misreads a text as a reader of poor scans does; seeded, so that one page is misread one way."""

from random import Random

CONFUSED = {
    "0": "O", "O": "0", "1": "l", "l": "1", "I": "l", "i": "l", "5": "S", "S": "5", "8": "B",
    "B": "8", "e": "c", "c": "e", "h": "b", "b": "h", "t": "f", "f": "t", "u": "v", "v": "u",
    "n": "ri", "m": "rn", "a": "o", "o": "a", "g": "q", "y": "v", "r": "i", "d": "cl", "D": "O",
    "6": "b", "2": "Z", "3": "8", "9": "g", "4": "A", "7": "/", "E": "F", "F": "P", "M": "N",
    ".": ",", ",": ".", ":": ";", "-": "~", "/": "l", "w": "vv", "s": "5", " ": "",
}  # fmt: skip
GOOD, FAIR, POOR = 0.005, 0.015, 0.04


def misread(text: str, chance: Random, share: float) -> str:
    """Return the text with so large a share of its characters misread, lost or doubled."""
    letters = list(text)
    for _ in range(int(len(letters) * share + chance.random())):
        place = chance.randrange(len(letters)) if letters else 0
        if not letters or letters[place] == "\n":
            continue
        fate = chance.random()
        if fate < 0.8:
            letters[place] = CONFUSED.get(letters[place], letters[place])
        else:
            letters[place] = "" if fate < 0.9 else letters[place] + chance.choice(".'` ")
    return "".join(letters)
