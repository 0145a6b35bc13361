"""A refusal for no other reason than that the MTUS is silent (8 CCR 9792.21(d))."""

import re
from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.making import blocks, clip, in_rationale
from reviews.checks.reading.conclusions import final_conclusion, is_notice
from reviews.checks.reading.sentences import sentences
from reviews.checks.view import UPHELD, LetterView, ServiceView

ID = "mtus-silent-alone"
TITLE = "No service is refused only because the MTUS is silent"
SILENT = re.compile(
    r"\b(?:mtus|acoem|schedule|guidelines?)\b[^.]{0,60}\b(?:silent|(?:do|does|did) not (?:\w+ )?"
    r"(?:address|mention|discuss|cover|include|speak)|no (?:specific )?(?:mention|recommendation|"
    r"guidance|discussion)|not (?:addressed|discussed|mentioned|covered|included))\b"
    r"|\bnot (?:addressed|discussed|mentioned|covered|included) (?:in|by) (?:the )?(?:ca "
    r"|california )?"
    r"(?:mtus|acoem|guidelines?)\b",
    re.IGNORECASE,
)
OTHER = re.compile(
    r"\b(?:odg|official disability|evidence|study|studies|literature|trials?|journal|cochrane"
    r"|medicare|cms|fda|standard of care|peer[- ]reviewed|aaos|nass|textbook|alternative"
    r"|other guidelines?)\b",
    re.IGNORECASE,
)
SHORT_RATIONALE = 2


def check(view: LetterView) -> Iterator[Answer]:
    """Look at upheld services whose rationale has the silence, a conclusion, and nothing else."""
    for service in view.of(UPHELD):
        if any(row.source != "mtus" for row in service.citations):
            continue
        words = _only_silence(service)
        if words is not None:
            yield blocks(
                ID,
                in_rationale(service, words[0]),
                clip(words[1]),
                "The only reason given is that the MTUS does not address the service, and "
                "treatment is not refused for that alone. Go on to ACOEM or ODG, other "
                "guidelines or studies, and say what they hold (8 CCR 9792.21(d), 9792.21.1).",
            )


def _only_silence(service: ServiceView) -> tuple[int, str] | None:
    final = final_conclusion(service.rationale)
    said = [each for each in sentences(service.rationale) if not is_notice(each.folded)]
    silent = next((each for each in said if SILENT.search(each.folded)), None)
    if silent is None or OTHER.search(service.rationale):
        return None
    rest = [
        each
        for each in said
        if each is not silent
        and (final is None or each.start != final.start)
        and len(each.folded.split()) > SHORT_RATIONALE
    ]
    return None if rest else (silent.start, silent.text)
