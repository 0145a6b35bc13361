"""Two writers of one last name: told apart by their first names, or by what they are.

“Dr.” tells nothing: chiropractors, podiatrists, psychologists and therapists are called so too.
"""

import re

from cases.packets.cited import Citation
from cases.packets.misread import distance, skeleton

_TITLE = re.compile(r"^(?:Dr|Doctor|Mr|Ms|Mrs)\.?\s+", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_][\w'’\-]*")
# One training under several letters is one; whoever has several is any of them.
_TRAINING_BY_LETTERS = {
    "md": "physician", "do": "physician", "dc": "chiropractor", "dpm": "podiatrist",
    "phd": "psychologist", "psyd": "psychologist", "pt": "physical therapist",
    "dpt": "physical therapist", "ot": "occupational therapist", "otr": "occupational therapist",
    "np": "nurse", "rn": "nurse", "pa": "physician assistant", "pac": "physician assistant",
    "lac": "acupuncturist",
}  # fmt: skip
_LETTERS = re.compile(
    r",?\s+((?:M\.?D|D\.?O|D\.?C|D\.?P\.?M|Ph\.?\s?D|Psy\.?D|D?\.?P\.?T|O\.?T\.?R?|N\.?P|R\.?N"
    r"|P\.?A(?:-C)?|L\.?\s?Ac)\b\.?(?!['’\w]))"
    r"(?!\s+(?:notes?|records?|reports?|progress|evaluations?|visits?|sessions?)\b)"
)


def are_apart(citation: Citation, author: str) -> bool:
    """Whether the one who is named and the author of what came, alike in name, are two people."""
    if not citation.author or not author:
        return False
    _, _, behind = citation.words.partition(citation.author)
    letters = _LETTERS.search(author)
    named = _trainings(behind, 0)
    came = _trainings(author, letters.start()) if letters else set[str]()
    is_other_training = bool(named and came) and named.isdisjoint(came)
    return is_other_training or _have_other_first_names(citation.author, author)


def is_named_in_full(author: str) -> bool:
    """Whether a first name stands before the last one, and not an initial alone."""
    return len(_first_name(author)) > 1


def _trainings(words: str, place: int) -> set[str]:
    """Return what the letters from there on, one after the other, say of whoever has them.

    Of “Dr. Jessup's PT notes” the letters are of the notes.
    """
    found = set[str]()
    while letters := _LETTERS.match(words, place):
        key = re.sub(r"[\W_]", "", letters[1]).casefold()
        found.add(_TRAINING_BY_LETTERS[key])
        place = letters.end()
    return found


def _have_other_first_names(one: str, other: str) -> bool:
    """Whether both are named in full and differently; “Rob” and “Robert” are one."""
    first, second = _first_name(one), _first_name(other)
    if len(first) < 2 or len(second) < 2:
        return False
    if first.startswith(second) or second.startswith(first):
        return False
    most = 1 if min(len(first), len(second)) < 7 else 2
    return distance(first, second, most) > most


def _first_name(author: str) -> str:
    words = _WORD.findall(_LETTERS.split(_TITLE.sub("", author.strip()), maxsplit=1)[0])
    return skeleton(words[0]) if len(words) > 1 else ""
