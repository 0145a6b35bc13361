"""The rationale tells of a part of the body that this letter does not otherwise know."""

import re
from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.itself.side_only_in_rationale import COMPARES
from reviews.checks.making import asks, clip, in_rationale, notes
from reviews.checks.reading.anatomy import Part, parts
from reviews.checks.reading.sentences import Sentence, Voice, is_within, quoted_spans, sentences
from reviews.checks.view import LetterView

ID = "part-only-in-rationale"
TITLE = "The rationale speaks of parts of the body that the case is about"
SPEAKS = re.compile(
    r"\b(?:(?:injured worker|worker|patient|claimant|applicant|iw|he|she|individual)\b.{0,40}"
    r"\b(?:has|had|have|complain\w*|report\w*|is|was|underwent|sustained)\b|diagnos\w+|complain\w+"
    r"|pain|injury to)\b",
    re.IGNORECASE,
)
NEAR = {
    "neck": {"shoulder", "thoracic", "head"},
    "thoracic": {"neck", "low back", "chest"},
    "low back": {"thoracic", "hip", "pelvis"},
    "hip": {"low back", "thigh", "pelvis", "abdomen"},
}


def check(view: LetterView) -> Iterator[Answer]:
    """Compare the parts in sentences about the worker with summary, services and guidelines."""
    known = _regions(view.summary) | _regions(" ; ".join(each.names for each in view.services))
    if not known:
        return
    near = known | {each for region in known for each in NEAR.get(region, ())}
    for service in view.services:
        for sentence, part in _told(service.rationale):
            if part.regions & near:
                continue
            make = asks if SPEAKS.search(sentence.folded) else notes
            yield make(
                ID,
                in_rationale(service, sentence.start + part.start),
                clip(sentence.text),
                f"“{part.text}” stands neither in the summary nor in the name of a service. Is "
                "this sentence about this case?",
            )
            break


def _told(rationale: str) -> Iterator[tuple[Sentence, Part]]:
    spans = quoted_spans(rationale)
    for sentence in sentences(rationale, begins=Voice.GUIDELINE):
        if sentence.voice is not Voice.CASE or COMPARES.search(sentence.folded):
            continue
        for part in parts(sentence.text):
            if not is_within(sentence.start + part.start, spans):
                yield sentence, part


def _regions(text: str) -> set[str]:
    return {region for part in parts(text) for region in part.regions}
