"""What is left of a request after UR authorized a part of it: the arithmetic, where there is one.

A text gives a total only when nothing else in it could be one: strengths are passed over, a
bracketed total wins, times a week for weeks are multiplied, and any other number makes it unclear.
The check speaks when all three texts give a total in the same unit. Otherwise it only asks.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from cases.intake.entries import ServiceEntry

WORDS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen twenty"
)
VALUE_BY_WORD = {word: value for value, word in enumerate(WORDS.split(), start=1)}
NUMBER = rf"(?:[0-9]{{1,5}}|{'|'.join(sorted(VALUE_BY_WORD, key=len, reverse=True))})"
UNIT_BY_WORD = {
    **dict.fromkeys(("session", "sessions", "visit", "visits"), "session"),
    **dict.fromkeys(("treatment", "treatments"), "session"),
    **dict.fromkeys(("tablet", "tablets", "tab", "tabs", "capsule", "capsules"), "tablet"),
    **dict.fromkeys(("pill", "pills"), "tablet"),
    **dict.fromkeys(("refill", "refills"), "refill"),
    **dict.fromkeys(("month", "months"), "month"),
    **dict.fromkeys(("week", "weeks"), "week"),
    **dict.fromkeys(("day", "days"), "day"),
    **dict.fromkeys(("hour", "hours"), "hour"),
}
UNIT = rf"(?:{'|'.join(sorted(UNIT_BY_WORD, key=len, reverse=True))})\b"
# What may stand between a number and its unit: "six additional physical therapy visits".
STOPS = r"(?:a|an|the|of|for|per|with|and|or|to|times?|every|each|x|level)\b"
BETWEEN = rf"(?:(?!{STOPS}|{UNIT}|{NUMBER}\b)[a-z]+[ -]){{0,3}}"
PER = r"(?:a |an |per |each |every |/ ?)"

STRENGTH = re.compile(
    r"(?<![\w#])[0-9][0-9.,]*(?:[/-][0-9][0-9.,]*)*%?(?:-[0-9.]+%)* ?"
    r"(?:(?:mg|mcg|gm?|ml|percent)\b(?:/[0-9.]*(?:ml|gm?|mg|hr?)\b)?|%)"
)
SPINE_LEVEL = re.compile(r"\b[clts][0-9]{1,2}(?: ?[-/] ?[clts]?[0-9]{1,2})*\b")
BRACKETED = re.compile(
    rf"[(\[] ?(?:total:? (?:of )?|qty:? ?|quantity:? ?|x ?)?(?P<mark>#)? ?(?P<number>{NUMBER})"
    rf"(?: (?P<unit>{UNIT}))?(?: total)? ?[)\]](?: (?P<after>{UNIT}))?"
)
FREQUENCY = re.compile(
    rf"\b(?:(?P<number>{NUMBER}) ?(?:times?|x|visits?|sessions?|treatments?)|(?P<often>once|twice))"
    rf" ?{PER}(?P<period>day|week|month) ?(?:for|x|times) (?P<count>{NUMBER}) (?P=period)s?\b"
)
COUNTED = re.compile(
    rf"\b(?P<number>{NUMBER})[ -]{BETWEEN}(?P<unit>{UNIT})(?: ?{PER}(?P<per>day|week|month)\b)?"
)
MARKED = re.compile(r"# ?(?P<number>[0-9]{1,5})\b(?: (?:tablets?|tabs?|capsules?|pills?)\b)?")
OTHER_COUNT = re.compile(
    rf"[0-9#]|\b(?:{NUMBER}|times?|once|twice|daily|weekly|monthly|every|per|each|up to|or"
    r"|unknown|unspecified|box(?:es)?|patch(?:es)?|tubes?|bottles?|vials?|half|dozen)\b"
)
OFTEN = {"once": 1, "twice": 2}
SUBTRACTED = "remainder"


@dataclass(frozen=True)
class Amount:
    """So many of a unit: `session`, `tablet`, `refill`, `hour a day` and the like."""

    total: int
    unit: str

    def __str__(self) -> str:
        noun, _, rest = self.unit.partition(" ")
        return " ".join(
            filter(None, [f"{self.total} {noun}{'' if self.total == 1 else 's'}", rest])
        )


@dataclass(frozen=True)
class Remainder:
    """What was asked for, what of it was authorized, and what was typed as left."""

    requested: Amount
    authorized: Amount
    typed: Amount

    @property
    def left(self) -> Amount:
        """What the subtraction leaves."""
        return Amount(self.requested.total - self.authorized.total, self.requested.unit)

    @property
    def is_right(self) -> bool:
        """Whether that is what was typed."""
        return self.typed == self.left


def read_amount(text: str) -> Amount | None:
    """Return the one total that the text gives, with its unit; None where it is not one."""
    words = " ".join(text.casefold().split())
    words = SPINE_LEVEL.sub(" ", STRENGTH.sub(" ", words))
    brackets = list(BRACKETED.finditer(words))
    if brackets:
        return _bracketed(words, brackets[0]) if len(brackets) == 1 else None
    found, rest = _amounts(words)
    return found[0] if len(found) == 1 and not OTHER_COUNT.search(rest) else None


def check_remainder(requested: str, authorized: str, eligible: str) -> Remainder | None:
    """Subtract where all three texts give a total in one unit and something is left; else None."""
    asked, given, typed = (read_amount(text) for text in (requested, authorized, eligible))
    if asked is None or given is None or typed is None:
        return None
    if not asked.unit == given.unit == typed.unit or given.total >= asked.total:
        return None
    return Remainder(asked, given, typed)


def remainder_refusal(service: ServiceEntry, place: str) -> str:
    """Return the sentence that refuses a wrong remainder; empty when it is right or unclear."""
    if service.modification != SUBTRACTED:
        return ""
    check = check_remainder(service.requested, service.authorized, service.eligible_portion)
    if check is None or check.is_right:
        return ""
    return (
        f"{place}: {check.requested} requested less {check.authorized.total} authorized leaves "
        f"{check.left.total}, not {check.typed.total}. Enter {check.left} as what is left."
    )


def remainder_hint(service: ServiceEntry) -> str:
    """Return what the subtraction says while the texts are typed; empty where it says nothing.

    It speaks as soon as the request and what was authorized give totals in one unit.
    """
    asked, given, typed = (
        read_amount(text)
        for text in (service.requested, service.authorized, service.eligible_portion)
    )
    if service.modification != SUBTRACTED or asked is None or given is None:
        return ""
    if asked.unit != given.unit:
        return ""
    if given.total >= asked.total:
        return f"UR authorized {given} of {asked}: nothing of that is left in dispute."
    left = Amount(asked.total - given.total, asked.unit)
    said = f"{asked} requested less {given.total} authorized leaves {left}"
    if not service.eligible_portion.strip():
        return f"{said}."
    if typed is None or typed.unit != left.unit:
        return f"{said}: compare it with what is typed."
    return f"{said}, as typed." if typed == left else f"{said}, not {typed.total}."


def remainder_notes(services: Sequence[ServiceEntry]) -> list[str]:
    """Return a sentence for each remainder that could not be computed, for a person to look at."""
    return [
        f"Service {place}: what is left was kept as typed. The three texts give no total in one "
        "unit, so please compare them once more."
        for place, service in enumerate(services, start=1)
        if service.modification == SUBTRACTED
        and check_remainder(service.requested, service.authorized, service.eligible_portion) is None
    ]


def _bracketed(words: str, bracket: re.Match[str]) -> Amount | None:
    """Return the bracketed total; a bare number takes the only unit that the text can mean."""
    total = _value(bracket["number"])
    if bracket["mark"]:
        return Amount(total, "tablet")
    named = bracket["unit"] or bracket["after"]
    if named:
        return Amount(total, UNIT_BY_WORD[named])
    outside = f"{words[: bracket.start()]} {words[bracket.end() :]}"
    units = {UNIT_BY_WORD[word] for word in re.findall(rf"\b{UNIT}", outside)}
    units |= {"tablet"} if "#" in outside else set()
    is_often = re.search(rf"\b(?:times?|x|once|twice) ?{PER}(?:day|week|month)", outside)
    if units <= {"session", "day", "week", "month"} and (is_often or "session" in units):
        return Amount(total, "session")
    found, rest = _amounts(outside)
    same = len(found) == 1 and found[0].total == total and not OTHER_COUNT.search(rest)
    return found[0] if same else None


def _amounts(words: str) -> tuple[list[Amount], str]:
    """Return every amount in the words, and the words without them."""
    found: list[Amount] = []
    for pattern, read in ((FREQUENCY, _often), (MARKED, _marked), (COUNTED, _counted)):
        found += [read(match) for match in pattern.finditer(words)]
        words = pattern.sub(" ; ", words)
    return found, words


def _often(match: re.Match[str]) -> Amount:
    number = OFTEN[match["often"]] if match["often"] else _value(match["number"])
    return Amount(number * _value(match["count"]), "session")


def _marked(match: re.Match[str]) -> Amount:
    return Amount(_value(match["number"]), "tablet")


def _counted(match: re.Match[str]) -> Amount:
    per = f" a {match['per']}" if match["per"] else ""
    return Amount(_value(match["number"]), UNIT_BY_WORD[match["unit"]] + per)


def _value(number: str) -> int:
    return VALUE_BY_WORD.get(number) or int(number)
