"""A pronoun or a noun that does not go with the worker's sex."""

import re
from collections.abc import Iterator

from reviews.checks.findings import Answer, Place
from reviews.checks.itself.another_case import AGE, FEMALE, SEX
from reviews.checks.making import clip, in_rationale, in_summary, not_checked, notes
from reviews.checks.reading.sentences import sentences
from reviews.checks.view import LetterView

ID = "sex"
TITLE = "Nouns and pronouns go with the worker's sex"
WORKER = re.compile(
    r"\b(?:the )?(?:injured worker|worker|patient|claimant|applicant|iw)(?:'s)?\b", re.IGNORECASE
)
OTHERS = re.compile(
    r"\b(?:provider|physician|doctor|surgeon|dr\.?|therapist|chiropractor|nurse|reviewer|husband"
    r"|wife|spouse|son|daughter|mother|father|administrator|attorney|psychologist)\b",
    re.IGNORECASE,
)
PRONOUN = re.compile(r"\b(?P<word>he|him|his|himself|she|her|hers|herself)\b", re.IGNORECASE)
HERS = {"she", "her", "hers", "herself"}
KNOWN = {"female": True, "male": False}


def check(view: LetterView) -> Iterator[Answer]:
    """Compare nouns beside an age, and pronouns in sentences about nobody but the worker."""
    if view.sex not in KNOWN:
        yield not_checked(ID, "The worker's sex is not known.")
        return
    is_female = KNOWN[view.sex]
    yield from _of(in_summary(), view.summary, is_female, view.sex)
    for service in view.services:
        yield from _of(in_rationale(service), service.rationale, is_female, view.sex)


def _of(place: Place, text: str, is_female: bool, sex: str) -> Iterator[Answer]:
    for match in AGE.finditer(text):
        word = SEX.search(match["sex"] or "")
        if word and (word["word"].lower() in FEMALE) != is_female:
            yield _note(place, match.start(), match.group(), sex)
            return
    for sentence in sentences(text):
        if not WORKER.search(sentence.folded) or OTHERS.search(sentence.folded):
            continue
        for match in PRONOUN.finditer(sentence.folded):
            if (match["word"].lower() in HERS) != is_female:
                yield _note(place, sentence.start + match.start(), sentence.text, sex)
                return


def _note(place: Place, start: int, words: str, sex: str) -> Answer:
    return notes(
        ID, Place(place.field, place.service, start), clip(words),
        f"The file says that the worker is {sex}. Look at the noun or pronoun here.",
    )  # fmt: skip
