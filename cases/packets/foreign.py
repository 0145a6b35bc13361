"""Pages of another patient: name, day of birth or claim number differ from those of the case.

What clearly differs in two of the three, or in the name with nothing of the case on the page, is
called foreign. What could be a new married name, a second claim or a slip of the pen is asked, not
guessed. Typing errors, missing middle names and swapped order are no difference.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cases.packets.days import days_in
from cases.packets.faxes import without_stamps
from cases.packets.fields import BORN, CLAIM, NAME, Field, fields_of
from cases.packets.misread import could_be_one, distance, skeleton
from cases.packets.pages import Page

FOREIGN, ASK = "foreign", "ask"
AGREES, NEAR, HALF, DIFFERS = "agrees", "near", "half", "differs"
WORDS_BY_FIELD = {NAME: "name", BORN: "date of birth", CLAIM: "claim number"}
# A name under such a label is the patient's; under another one it could be anybody's.
OF_A_PATIENT = re.compile(r"patient|worker|claimant|employee|applicant|examinee|chart|born")
_NAME_WORD = re.compile(r"[^\W\d_][^\W\d_'’\-]*[.'’\-]?[^\W\d_'’\-]*\.?")
# A label into which a name runs, its letters misread: D.O.B, D0B, D. O. 8, SSN, MRN, Claim #, Sex.
_LABEL_BEHIND = re.compile(
    r"[\s,;|(*~\-]+(?:"
    r"[DO0][\s.,]{0,2}[O0QD][\s.,]{0,2}[B8I1lL|](?![a-zA-Z])|[S5][\s.,]{0,2}[S5][\s.,]{0,2}N(?![a-zA-Z])"
    r"|M\.?R\.?N(?![a-zA-Z])|(?i:[do0]a[tl]e\W+[o0]f|[ce][l1i|]a[l1i|]m(?:\W|$)|claimant|b[l1i|]rth\s?date"
    r"|b[l1i|]rth(?:\W|$)|accoun[tl]|acct|emp[l1i|]oyer|[s5]ex\s?[:.]|age\s?[:.]|gender|phone|[s5]oc[l1i|]a[l1i|])"
    r").*$"
)
_TITLES = {"mr", "mrs", "ms", "miss", "dr", "md", "do", "phd", "jr", "sr", "ii", "iii"}
_BEFORE_BIRTH = re.compile(
    r"^(.{4,60}?)[\s,|(\-]*\b(?:D\.?O\.?B\.?|Date of Birth|Birth ?date)\b", re.I
)
MOST_NAME_WORDS = 5
# What is read of a year whose last figures are lost: 03/08/19.
CENTURIES = (2019, 2020)


@dataclass(frozen=True)
class Identity:
    """Whose case it is. `others` are names of clinicians and parties, who are nobody's patient."""

    name: str
    born_on: date | None = None
    claim_numbers: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


@dataclass(frozen=True)
class Seen:
    """What a page says in one of the fields, and how it compares with the case."""

    field: str
    words: str
    result: str


@dataclass(frozen=True)
class Suspicion:
    """A page that a person has to look at, with what is said on it and why that is odd."""

    number: int
    certainty: str
    why: str
    seen: tuple[Seen, ...]


def find_strangers(pages: Sequence[Page], identity: Identity) -> tuple[Suspicion, ...]:
    """Return the pages that are, or may be, another patient's."""
    found = (suspicion_of(page, identity) for page in pages)
    return tuple(suspicion for suspicion in found if suspicion)


def suspicion_of(page: Page, identity: Identity) -> Suspicion | None:
    """Return what is odd about whom the page names; None when nothing is."""
    seen = identity_of(page, identity)
    certainty = _certainty(seen, is_scanned=page.is_scanned)
    if not certainty:
        return None
    return Suspicion(page.number, certainty, _why(certainty, seen), seen)


def identity_of(page: Page, identity: Identity) -> tuple[Seen, ...]:
    """Return whom the page names, the best of what it says in each field."""
    lines = without_stamps(page.text).splitlines()
    fields = [*fields_of(lines), *_unlabelled(lines)]
    found = []
    for kind in (NAME, BORN, CLAIM):
        compared = [
            seen
            for field in fields
            if field.kind == kind and (seen := _compared(field, page, identity))
        ]
        if compared:
            order = (AGREES, NEAR, HALF, DIFFERS)
            found.append(min(compared, key=lambda seen: order.index(seen.result)))
    return tuple(found)


def _unlabelled(lines: Sequence[str]) -> Iterator[Field]:
    """Yield names that stand before a day of birth without a label of their own."""
    for number, line in enumerate(lines):
        found = _BEFORE_BIRTH.match(line.strip())
        if found and len(_name_words(found.group(1))) >= 2 and ":" not in found.group(1):
            yield Field(NAME, "born", found.group(1), number)


def _compared(field: Field, page: Page, identity: Identity) -> Seen | None:
    if field.kind == NAME:
        return _compared_name(field, page, identity)
    if field.kind == BORN:
        return _compared_birth(field, page, identity)
    return _compared_claim(field, page, identity)


def _compared_name(field: Field, page: Page, identity: Identity) -> Seen | None:
    words = _name_words(field.value)
    if len(words) < 2 or any(_is_named(words, _name_words(name)) for name in identity.others):
        return None
    own = _name_words(identity.name)
    if not own:
        return None  # whose case it is, is not known yet
    first, last = _matches(words, own[0]), _matches(words, own[-1])
    if first and last:
        result = AGREES
    elif page.is_scanned and _could_be_misread(words, own[0]) and _could_be_misread(words, own[-1]):
        result = NEAR
    elif first or last:
        result = HALF
    elif not OF_A_PATIENT.search(field.label) and field.label != "re":
        return None
    else:
        result = DIFFERS
    return Seen(NAME, " ".join(words), result)


def _name_words(value: str) -> list[str]:
    """Return the words of a name as far as they look like one."""
    words: list[str] = []
    for token in _LABEL_BEHIND.sub("", value).replace(",", " ").split():
        word = token.strip(".,;:()|*'`~")
        if not _NAME_WORD.fullmatch(word) or not word[0].isupper():
            if any(map(str.isalpha, word)) and words and word[0].isupper():
                words.append(word)
                continue
            break
        if word.casefold() not in _TITLES:
            words.append(word)
    return words[:MOST_NAME_WORDS]


def _matches(words: Sequence[str], name: str) -> bool:
    """Whether one of the words could be the name, its initial or its short form."""
    for word in words:
        if could_be_one(word, name):
            return True
        short, long = sorted((word.casefold().strip("."), name.casefold()), key=len)
        if len(short) == 1 and long.startswith(short) and len(words) > 1 and word != words[-1]:
            return True
        if len(short) >= 3 and long.startswith(short):
            return True
    return any(could_be_one("".join(words[n : n + 2]), name) for n in range(len(words) - 1))


def _could_be_misread(words: Sequence[str], name: str) -> bool:
    """Whether a word of a bad scan is the name but for a letter in four."""
    wanted = skeleton(name)
    most = max(len(wanted) // 4, 1)
    return any(distance(skeleton(word), wanted, most) <= most for word in words)


def _is_named(words: Sequence[str], other: Sequence[str]) -> bool:
    return len(other) > 1 and _matches(words, other[0]) and _matches(words, other[-1])


def _compared_birth(field: Field, page: Page, identity: Identity) -> Seen | None:
    days = days_in(field.value[:30])
    if not days or identity.born_on is None:
        return None
    on, own = days[0].on, identity.born_on
    words = field.value[days[0].start : days[0].end]
    is_short = on.year != own.year and (on.year - own.year) % 100 == 0
    if on == own or (is_short and (on.month, on.day) == (own.month, own.day)):
        return Seen(BORN, words, AGREES)
    apart = distance(on.strftime("%m%d%Y"), own.strftime("%m%d%Y"), 2)
    is_swapped = (on.year, on.month, on.day) == (own.year, own.day, own.month)
    is_cut = page.is_scanned and (on.month, on.day) == (own.month, own.day) and on.year in CENTURIES
    is_near = is_swapped or is_cut or apart <= (2 if page.is_scanned else 1)
    return Seen(BORN, words, NEAR if is_near else DIFFERS)


def _compared_claim(field: Field, page: Page, identity: Identity) -> Seen | None:
    token = field.value.split("  ")[0].split(" with ")[0]
    found = re.sub(r"[\W_]", "", token)[:24]
    if sum(map(str.isdigit, found)) < 4 or not identity.claim_numbers:
        return None
    results = [
        _claim_result(found, own, is_scanned=page.is_scanned) for own in identity.claim_numbers
    ]
    order = (AGREES, NEAR, DIFFERS)
    return Seen(CLAIM, token.strip(), min(results, key=order.index))


def _claim_result(found: str, claim_number: str, *, is_scanned: bool) -> str:
    one, own = skeleton(found), skeleton(re.sub(r"[\W_]", "", claim_number))
    if one == own or (len(own) >= 6 and own in one) or (len(one) >= 6 and one in own):
        return AGREES
    most = 2 if is_scanned else 1
    return NEAR if distance(one, own, most) <= most else DIFFERS


def _certainty(seen: Sequence[Seen], *, is_scanned: bool) -> str:
    """Return FOREIGN, ASK, or nothing."""
    result = {each.field: each.result for each in seen}
    name, born, claim = (result.get(kind, "") for kind in (NAME, BORN, CLAIM))
    supports = [kind for kind in (born, claim) if kind in (AGREES, NEAR)]
    if name in (DIFFERS, HALF) and DIFFERS in (born, claim) and not supports:
        return FOREIGN
    if (name == DIFFERS and not supports) or (not name and born == claim == DIFFERS):
        return FOREIGN
    if DIFFERS in (name, born, claim):
        return ASK
    # A scan that agrees in the numbers has its name misread more often than a patient is married.
    return ASK if name == HALF and not (is_scanned and supports) else ""


def _why(certainty: str, seen: Sequence[Seen]) -> str:
    odd = [
        f"{WORDS_BY_FIELD[each.field]} “{each.words}”"
        for each in seen
        if each.result in (DIFFERS, HALF)
    ]
    kept = [WORDS_BY_FIELD[each.field] for each in seen if each.result in (AGREES, NEAR)]
    beside = f", but the {' and '.join(kept)} of this one" if kept else ""
    if certainty == FOREIGN:
        return f"It names another patient: {', '.join(odd)}."
    return f"It has {', '.join(odd)}{beside}. Is it this patient?"
