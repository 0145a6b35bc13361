"""Finds claims that something is not in the record, and the concept each claims to be absent.

"there is no documentation of failed conservative care"    failed conservative care
"the provider did not mention contrast"                     contrast
"neither an explicit statement (nor an implicit expectation) that the applicant would act"
"""

import functools
import re
from dataclasses import dataclass

from reviews.checks.reading.sentences import (
    Sentence,
    Voice,
    is_within,
    quoted_spans,
    sentences,
)

_NOUN = (
    r"(?:documentation|documented (?:evidence|trial|failure|improvement|history)?|mention|evidence"
    r"|indication|record|records|report|reports|description|discussion|statement|reference|notation"
    r"|findings?|sign|signs|diagnosis|history|rationale|explanation|objective evidence|information)"
)
_ADJECTIVES = r"(?:(?:clear|recent|current|specific|explicit|seeming|objective|documented|clinical|"
_ADJECTIVES += r"compelling|apparent|further|new|such|significant|sufficient|adequate|any|other|"
_ADJECTIVES += (
    r"subjective|physical|detailed|definitive|imaging|medical|or|and|actual|real),?\s+){0,4}"
)
_PATTERNS = (
    re.compile(
        rf"\b(?:no|without|lack(?:s|ing)?(?: of)?|absence of|absent|devoid of|insufficient"
        rf"|inadequate)\s+"
        rf"{_ADJECTIVES}{_NOUN}\s*(?:of|that|regarding|for|to (?:support|suggest|indicate|show)|in"
        rf"|as to"
        r"|concerning|about|which|showing|demonstrating|indicating|suggesting|supporting)?\s+(?P<what>.+)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\b(?:did|does|do|has|have) not\s+(?:\w+ly\s+)?(?:mention(?:ed)?|document(?:ed)?"
        r"|describe[ds]?"
        r"|state[ds]?|indicate[ds]?|report(?:ed)?|include[ds]?|address(?:ed)?|specif(?:y|ied)|note[ds]?"
        r"|discuss(?:ed)?|provide[ds]?|show(?:n|ed)?|demonstrate[ds]?|reveal(?:ed)?|identif(?:y|ied)"
        r"|contain(?:ed)?|furnish(?:ed)?|list(?:ed)?|reflect(?:ed)?)\s+(?P<what>.+)",
        re.IGNORECASE,
    ),
    re.compile(
        r"\bfail(?:s|ed)?\s+to\s+(?:\w+ly\s+)?(?:mention|document|describe|state|indicate|report|include"
        r"|address|specify|note|discuss|provide|show|demonstrate|identify|furnish|outline)\s+(?P<what>.+)",
        re.IGNORECASE,
    ),
    re.compile(
        r"(?P<what>[^,;:]{4,160}?)\s+(?:was|were|is|are|has been|have been"
        r"|had been)\s+not\s+(?:\w+ly\s+)?"
        r"(?:been\s+)?(?:documented|mentioned|noted|provided|included|described|stated|addressed"
        r"|reported|submitted|specified|identified|discussed|detailed|listed|outlined|shown)\b",
        re.IGNORECASE,
    ),
    re.compile(r"\bneither\s+(?P<what>.+)", re.IGNORECASE),
    re.compile(
        r"\b(?:it is|it was|remains) (?:unclear|unknown|uncertain) (?:whether|if|why|how)\s+"
        r"(?P<what>.+)",
        re.IGNORECASE,
    ),
)  # fmt: skip
_OF_A_GUIDELINE = re.compile(
    r"\b(?:mtus|acoem|odg|guidelines?|literature|studies|study|fda|criteria|cochrane|evidence that"
    r"|quality evidence|scientific)\b",
    re.IGNORECASE,
)
_STOP = re.compile(
    r"[.;:()]|,\s+(?:and|but|which|however|so|as|nor|or|there|the (?:request|claimant|patient"
    r"|injured))\b"
    r"|\b(?:therefore|thus|however|although|because|since|which would|that would (?:warrant"
    r"|support|"
    r"justify|require)|to (?:warrant|justify|support)|at this time|in this case"
    r"|prior to prescribing"
    r"|for review|by the|was noted|in the (?:submitted|provided|available|medical|records?))\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Absence:
    """One claim of absence: its words with their offset, and the concept said to be absent."""

    start: int
    words: str
    concept: str


@functools.lru_cache(maxsize=1024)
def absences(text: str, *, is_rationale: bool = False) -> tuple[Absence, ...]:
    """Return every claim of absence about the record; a guideline's own silence is none."""
    spans = quoted_spans(text)
    begins = Voice.GUIDELINE if is_rationale else Voice.CASE
    found: list[Absence] = []
    for sentence in sentences(text, begins=begins):
        found += _of(sentence, spans)
    return tuple(found)


def _of(sentence: Sentence, spans: tuple[tuple[int, int], ...]) -> list[Absence]:
    found: list[Absence] = []
    taken = -1
    for start, end, concept in sorted(_matches(sentence)):
        if start < taken or is_within(sentence.start + start, spans):
            continue
        if _OF_A_GUIDELINE.search(sentence.folded[max(0, start - 60) : start + 20]):
            continue
        found.append(Absence(sentence.start + start, sentence.text[start:end].strip(), concept))
        taken = end
    return found


def _matches(sentence: Sentence) -> list[tuple[int, int, str]]:
    found = []
    folded = re.sub(r"\([^()]*\)", lambda match: " " * len(match.group()), sentence.folded)
    for pattern in _PATTERNS:
        for match in pattern.finditer(folded):
            what = match["what"]
            stop = _STOP.search(what, 3)
            concept = what[: stop.start()] if stop else what
            concept = " ".join(concept.split()).strip(" ,.\"'")
            is_before = match.start("what") == match.start()
            end = match.end() if is_before else match.start("what") + len(concept)
            if len(concept) >= 4:
                found.append((match.start(), end, concept))
    return found
