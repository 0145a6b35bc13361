"""Advice to the worker or the physician: the reviewer decides and does not treat."""

import re
from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.making import asks, clip, in_rationale
from reviews.checks.reading.conclusions import is_notice
from reviews.checks.reading.sentences import Voice, is_within, quoted_spans, sentences
from reviews.checks.view import LetterView

ID = "advice-to-treat"
TITLE = "The rationale decides and does not treat"
ADVISES = re.compile(
    r"\bI (?:would |strongly )?(?:recommend|suggest|advise|urge|prescribe)\b"
    r"|\b(?:this|the) (?:injured worker|worker|patient|claimant|applicant|IW) should (?:now "
    r"|instead |"
    r"immediately |gradually |also )?(?:be (?:weaned|tapered|started|switched|referred|given"
    r"|placed)|"
    r"start|stop|begin|continue|discontinue|undergo|take|try|see|receive|return|use|taper|wean|seek)\b"
    r"|\b(?:treating|requesting|prescribing) (?:physician|provider|doctor) (?:should|must"
    r"|is advised to|"
    r"needs to) (?:now |instead |immediately |consider |gradually )*(?:prescrib|start|stop"
    r"|begin|order|"
    r"refer|taper|wean|switch|inject|discontinue|operate|perform)\w*",
    re.IGNORECASE,
)


def check(view: LetterView) -> Iterator[Answer]:
    """Look for advice in the reviewer's own voice; the notice on stopping opioids is none."""
    for service in view.services:
        spans = quoted_spans(service.rationale)
        for sentence in sentences(service.rationale, begins=Voice.GUIDELINE):
            match = ADVISES.search(sentence.folded)
            is_reported = sentence.voice is Voice.GUIDELINE and not sentence.folded.startswith("I ")
            if match is None or is_notice(sentence.folded) or is_reported:
                continue
            if is_within(sentence.start + match.start(), spans):
                continue
            yield asks(
                ID,
                in_rationale(service, sentence.start + match.start()),
                clip(sentence.text),
                "This reads as advice on treatment. A determination says whether what was asked "
                "for is necessary, and leaves the care to the physician.",
            )
            break
