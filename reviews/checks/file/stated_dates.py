"""Finds the dates that a text gives as the date of injury and as that of the UR decision."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from reviews.checks.reading.dates import DateMention, date_mentions
from reviews.checks.reading.sentences import Sentence, sentences

_INJURY = re.compile(
    r"\b(?:industrial(?:ly)?(?:[- ]related)? (?:injur(?:y|ies)|accident)|work(?:[- ]related"
    r"|place)? injur(?:y|ies)"
    r"|date of (?:the )?injury|\bdoi\b|injured (?:himself |herself )?(?:at work )?on"
    r"|(?:sustained|suffered|incurred) (?:an? |his |her )?(?:[\w-]+ ){0,4}?injur(?:y|ies)"
    r"|injury (?:of|on|dated)|work(?:ers'?)? comp\w* injury)\b",
    re.IGNORECASE,
)
_TWO_INJURIES = re.compile(
    r"\b(?:different|another|separate|second|previous|prior|subsequent|two|both|discrepan\w+|also)"
    r" (?:\w+ )?(?:injur(?:y|ies)|dates?|claims?|bear)\b",
    re.IGNORECASE,
)
_OTHER_INJURY = re.compile(
    r"\b(?:previous|prior|second|another|subsequent|new|earlier)\W+(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_UR_ANY = re.compile(
    r"\b(?:utilization review(?:er)?s?|claims administrator|non-?\s?certif\w+)\b|\bUR\b", re.I
)
# What another hand did on that day, between "On DATE" and the name of utilization review.
_BETWEEN = re.compile(
    r"\b(?:requested|noted|reported|examined|evaluated|submitted|seen|complain\w+|wrote|stated|ordered"
    r"|physician|provider|was received|dated)\b",
    re.IGNORECASE,
)
_DECIDES = re.compile(
    r"\b(?:non-?\s?certif\w+|denied|modified|failed to approve|not certif\w+|determin\w+|decision"
    r"|report|dated|form|review)\b",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"\b(?:progress|visit|note|notes|MRI|x-?rays?|imaging|RFA|request for authorization|requested"
    r"|date of service|referenced|citing|cited|office|physician|exam\w*|since|prior|previous\w*"
    r"|subsequent|second|another|new injury|re-?injur\w+|surgery)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Stated:
    """A date given for an event, with its offset in the whole text."""

    start: int
    words: str
    day: date


def stated_injuries(text: str) -> Iterator[Stated]:
    """Return the dates that stand right behind the words for the injury."""
    for sentence in sentences(text):
        if _TWO_INJURIES.search(sentence.folded):
            continue
        for match in _INJURY.finditer(sentence.folded):
            for mention in date_mentions(sentence.text):
                gap = sentence.folded[match.end() : mention.start]
                if not 0 <= mention.start - match.end() <= 40 or _OTHER.search(gap):
                    continue
                if re.search(r"[;]|\b(?:through|to|until)\b", gap) or mention.day is None:
                    continue
                if _OTHER_INJURY.search(sentence.folded[: match.start()]):
                    continue
                yield _stated(sentence, mention)
                break


def stated_ur_decisions(text: str) -> Iterator[Stated]:
    """Return the dates given for the utilization review decision."""
    for sentence in sentences(text):
        ur = _UR_ANY.search(sentence.folded)
        if ur is None or not _DECIDES.search(sentence.folded):
            continue
        for mention in date_mentions(sentence.text):
            if mention.day is not None and _is_of_ur(sentence, mention):
                yield _stated(sentence, mention)
                break


def _is_of_ur(sentence: Sentence, mention: DateMention) -> bool:
    """Whether a date belongs to UR: next to its name, with nothing of a record between."""
    folded = sentence.folded
    for match in _UR_ANY.finditer(folded):
        if match.end() <= mention.start:
            gap = folded[match.end() : mention.start]
            if len(gap) <= 30 and not _OTHER.search(gap) and not re.search(r"[.;]", gap):
                return True
        else:
            gap = folded[mention.end : match.start()]
            begins = re.fullmatch(r"(?:on|dated) ", folded[: mention.start], re.IGNORECASE)
            if begins and not _BETWEEN.search(gap):
                return True
    return False


def _stated(sentence: Sentence, mention: DateMention) -> Stated:
    assert mention.day is not None
    return Stated(sentence.start + mention.start, mention.text, mention.day)
