"""Text left over from another case: another number, another injury, another age or sex."""

import re
from collections.abc import Iterator

from reviews.checks.findings import Answer, Place
from reviews.checks.making import asks, blocks, clip, in_rationale, in_summary
from reviews.checks.view import LetterView

ID = "another-case"
TITLE = "All of the text is about this case"
NUMBER = re.compile(r"\b[A-Z]{2}[0-9]{2}-[0-9]{6,7}\b")
AGE = re.compile(
    r"\b(?P<age>[1-9][0-9])[- ]?(?:year|yr)s?[- ]?old\b(?P<sex>(?:[- ]\w+){0,2}[- ]"
    r"(?:male|female|man|woman|gentleman|lady))?",
    re.IGNORECASE,
)
SEX = re.compile(r"\b(?P<word>female|woman|lady|male|man|gentleman)\b", re.IGNORECASE)
FEMALE = {"female", "woman", "lady"}
# "At the time of the injury she was 41": another age of the same person.
ELSEWHEN = re.compile(r"\b(?:then|at the time|when|since (?:the )?age|son|daughter|child)\b", re.I)


def check(view: LetterView) -> Iterator[Answer]:
    """Look for another case number, and for two ages or two sexes of the worker."""
    places = list(_texts(view))
    for place, text in places:
        for match in NUMBER.finditer(text):
            if match.group() != view.case_number and match.group() not in view.own_numbers:
                yield blocks(
                    ID,
                    Place(place.field, place.service, match.start()),
                    match.group(),
                    f"{match.group()} is the number of another case. Look whether this text "
                    "belongs here.",
                )
    yield from _two_persons(places)


def _two_persons(places: list[tuple[Place, str]]) -> Iterator[Answer]:
    ages: list[tuple[int, Place, str]] = []
    sexes: list[tuple[bool, Place, str]] = []
    for place, text in places:
        for match in AGE.finditer(text):
            around = text[max(0, match.start() - 40) : match.end() + 30]
            here = Place(place.field, place.service, match.start())
            if not ELSEWHEN.search(around):
                ages.append((int(match["age"]), here, match.group()))
            word = SEX.search(match["sex"] or "")
            if word:
                sexes.append((word["word"].lower() in FEMALE, here, match.group()))
    for found, what in ((ages, "ages"), (sexes, "sexes")):
        other = next((each for each in found[1:] if _differ(each[0], found[0][0])), None)
        if other is not None:
            yield asks(
                ID,
                other[1],
                clip(other[2]),
                f"The letter gives the worker two {what}: “{found[0][2]}” and “{other[2]}”. "
                "Look whether one belongs to another case.",
            )
            return


def _differ(one: int, other: int) -> bool:
    return abs(int(one) - int(other)) > 1 if not isinstance(one, bool) else one != other


def _texts(view: LetterView) -> Iterator[tuple[Place, str]]:
    yield in_summary(), view.summary
    for service in view.services:
        yield in_rationale(service), service.rationale
