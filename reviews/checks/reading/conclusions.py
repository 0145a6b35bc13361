"""Finds what a rationale concludes: necessary, or not, in every wording that letters use.

A notice may follow the conclusion. A sentence that only speaks about necessity ("this decision
addresses the medical necessity of opioids", "whether it is medically necessary") concludes nothing.
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

_NECESSITY = re.compile(
    r"\b(?:medic(?:al|ally|aly)|clinically|medially)[\s-]+(?:un)?nec\w+"
    r"|\bmedically (?:appropriate|indicated|warranted|reasonable)\b"
    r"|\b(?:un)?necessary and appropriate\b"
    r"|\bmedical nec\w+",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"\b(?:not|non|never|neither|nor|cannot|can't|isn't|wasn't|aren't|weren't|no|unable to"
    r"|fail(?:s|ed)? to|lack(?:s|ing)?(?: of)?|absence of|without|insufficient|inadequate|hardly"
    r"|do(?:es)?n't|hasn't|haven't)\b"
    r"|\bnot-?\s*$",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"^[^.;]{0,120}?\b(?:not(?: yet)?(?: been)? (?:\w+ly )?(?:established|met|demonstrated"
    r"|shown|supported"
    r"|substantiated|documented|evident|clear|apparent|made|found|proven|justified|satisfied"
    r"|determined|confirmed|present|warranted|provided|indicated|affirmed|verified)|cannot be"
    r"|(?:is|are|was|were|has|have)(?: been)? not\b|could not be|remains? un\w+|is lacking"
    r"|unsubstantiated|unproven|unsupported|in doubt|fails\b|lacking\b)",
    re.IGNORECASE,
)
_UNLIKE = re.compile(r"unnec\w+$", re.IGNORECASE)
_ABOUT = re.compile(
    r"\bthis decision addresses\b|\bmedical necessity decision should\b|\bwhether\b"
    r"|\bto determine\b"
    r"|\bin order to (?:establish|determine)\b|\bdefin(?:e[ds]?|ition) of\b|\bdefined as\b"
    r"|\b(?:would|could|might|may) (?:then |also |only )?be(?:come)? (?:\w+ )?(?:considered )?"
    r"(?:medic|clinic|nec)|\b(?:if|unless|until|once|provided that)\b[^,;]{0,160}(?:medic|nec)"
    r"|\bdeemed medically necessary (?:if|when|only)\b|\bshould not be interpreted\b"
    r"|\bquestion of (?:medical )?nec|\bmust be (?:medically )?necessary\b"
    r"|\bas medically necessary\b"
    r"|\bwhen (?:medically )?necessary\b|\b(?:reviewed?|review(?:ing)?) (?:for"
    r"|of) (?:\w+ )?medical nec"
    r"|\brequire[sd]? (?:\w+ )?(?:documentation|proof|evidence) of medical nec",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(
    r"[;:]|, (?:the|this|these|that|such|it|i) \b|,? \b(?:but|however|therefore|thus"
    r"|hence|accordingly|consequently|whereas|although"
    r"|though|while|because|since|so|as such|given|and (?:the|this|that|it|is|was) )\b|, and \b",
    re.IGNORECASE,
)
_WEAK = re.compile(
    r"\b(?:is|are|was|were|be|being|has been|have been|remains?)\s+(?:(?P<no>not"
    r"|never)\s+)?(?:\w+ly\s+)?"
    r"(?:felt to be\s+|considered\s+|deemed\s+|found to be\s+)?(?P<un>un)?"
    r"(?:supported|indicated|warranted|appropriate|recommended|certified|approved|necessary"
    r"|reasonable|justified|authorized|required|needed|allowed|substantiated|established)\b"
    r"|\b(?P<non>non-?cert\w+|denied|denial (?:is|was) upheld)\b"
    r"|\b(?:does|do|did) (?P<doesnot>not) (?:meet|satisfy|fulfil|support|appear)\b"
    r"|\b(?P<meets>meets?|satisf(?:y|ies)|fulfils?) (?:the |these |all |mtus )*(?:criteria"
    r"|guideline)",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"\b(?:this|the) (?:medical necessity )?decision (?:addresses|should not be)"
    r"|\bnot be interpreted as a recommendation|\badvised to (?:consult|speak|discuss)"
    r"|\bmost appropriate method for weaning|\btapering notice\b",
    re.IGNORECASE,
)
_PHRASE = re.compile(
    r"\b(?:request(?:ed)?(?: service| item| treatment)?s?(?: for authorization)?(?: \(RFA\))?"
    r"(?: for| of|:)?|requested)\s+(?:(?:for|of)\s+)?(?:the\s+|an?\s+)?"
    r"(?!(?:is|are|was|were|has|have|does|did|cannot|as|should|to|and|by|in|at|on|exceeds?|meets?)\b)"
    r"(?P<what>.{3,420}?)\s*,?\s*(?:\b(?:is|are|was|were|has|have|does|do|cannot|can|appears?|will"
    r"|would|should|be)\b(?! (?:the original|authorized|for\b|a\b))|$)",
    re.IGNORECASE | re.DOTALL,
)
_LEAD_IN = re.compile(
    r"^(?:(?:therefore|thus|as such|accordingly|consequently|hence|conversely|in summary|overall"
    r"|so|and|given the above|based on (?:the|this)[^,]{0,60}|for these reasons|given[^,]{0,200}"
    r"|because[^,]{0,200}|since[^,]{0,200}|as (?!such)[^,]{0,200}|in this (?:case|situation)"
    r"|for this patient|medical necessity (?:of|for))"
    r",?\s+)+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Conclusion:
    """One sentence that concludes: what it says, whether in full words, and what it speaks of.

    `says` is True for necessary. `is_full` is False for a wording that only comes near ("is not
    supported"). `subject` is the phrase that names the service, with its offset; it may be empty.
    """

    start: int
    text: str
    says: bool
    is_full: bool
    subject: str = ""
    subject_start: int = 0


@functools.lru_cache(maxsize=1024)
def conclusions(text: str) -> tuple[Conclusion, ...]:
    """Return every sentence that concludes in full words, in order."""
    spans = quoted_spans(text)
    found = (_conclusion(each, spans) for each in sentences(text, begins=Voice.GUIDELINE))
    return tuple(each for each in found if each)


@functools.lru_cache(maxsize=1024)
def final_conclusion(text: str) -> Conclusion | None:
    """Return the last conclusion; where none is in full words, the last that comes near one."""
    full = conclusions(text)
    if full:
        return full[-1]
    cut = [each for each in sentences(text, begins=Voice.GUIDELINE) if not is_notice(each.folded)]
    for sentence in reversed(cut[-3:]):
        weak = list(_WEAK.finditer(sentence.folded))
        if weak:
            last = weak[-1]
            says = not any(last[name] for name in ("no", "un", "non", "doesnot"))
            if says and re.search(r"\b(?:no|not|never|cannot|unclear)\b", sentence.folded):
                says = False
            return _with_subject(sentence, says, is_full=False)
    return None


def is_notice(sentence: str) -> bool:
    """Whether a sentence belongs to the notice on stopping opioids, which follows a conclusion."""
    return bool(_NOTICE.search(sentence))


def _conclusion(sentence: Sentence, spans: tuple[tuple[int, int], ...]) -> Conclusion | None:
    folded = sentence.folded
    mentions = [
        each
        for each in _NECESSITY.finditer(folded)
        if not is_within(sentence.start + each.start(), spans)
    ]
    if not mentions or is_notice(folded):
        return None
    if _ABOUT.search(folded) and not re.search(
        r"\b(?:is|are|was|were) (?:(?:determined|found|deemed|considered"
        r"|felt) )?(?:to be )?(?:not )?"
        r"(?:to be )?medically nec\w+\.?$",
        folded,
    ):
        return None
    runs = [mentions[-1]]
    for each in reversed(mentions[:-1]):
        between = folded[each.end() : runs[0].start()]
        if re.fullmatch(r"[\s,]*(?:(?:and|or|nor)\b[\s,]*)?", between):
            runs.insert(0, each)
        else:
            break
    return _with_subject(sentence, _says(folded, runs[0]), is_full=True)


def _says(folded: str, mention: re.Match[str]) -> bool:
    before = folded[: mention.start()]
    cuts = [each.end() for each in _BOUNDARY.finditer(before)]
    clause = before[cuts[-1] :] if cuts else before
    negated = len(
        [
            each
            for each in _BEFORE.finditer(clause)
            if not re.match(r"not only\b", clause[each.start() :], re.I)
            and not _is_in_a_name(clause, each)
        ]
    )
    says = negated % 2 == 0 if negated < 2 else False
    if _UNLIKE.search(mention.group()):
        says = not says
    # Only the noun is denied by what follows it: "medical necessity … is not established".
    is_noun = re.search(r"(?:ity|ities)$", mention.group(), re.IGNORECASE)
    follows = re.split(r"\b(?:because|since|as|but|so)\b|;", folded[mention.end() :], maxsplit=1)
    if says and is_noun and _AFTER.match(follows[0]):
        says = False
    return says


def _is_in_a_name(clause: str, negation: re.Match[str]) -> bool:
    """“without contrast”, “non-opioid”, “No. 3”: a negation that belongs to the service's name."""
    rest = clause[negation.end() : negation.end() + 25].lower()
    word = negation.group().lower()
    if not rest.strip():
        return False
    if word == "non":
        return not re.match(r"[- ]?(?:medic|cert|nec)", rest)
    if word == "without":
        return not re.match(
            r" (?:any )?(?:proof|evidence|documentation|support|clear|medical)", rest
        )
    if word == "no":
        return bool(re.match(r"\.|\s*[0-9]", rest)) or not re.match(
            r"\s+(?:\w+ )?(?:medical|longer|clear|evidence|indication|documentation|support)", rest
        )
    return False


def _with_subject(sentence: Sentence, says: bool, *, is_full: bool) -> Conclusion:
    subject, offset = _subject(sentence.text)
    return Conclusion(
        sentence.start, sentence.text, says, is_full, subject, sentence.start + offset
    )


def _subject(text: str) -> tuple[str, int]:
    """Return the phrase of a concluding sentence that names what it concludes on."""
    found = list(_PHRASE.finditer(text))
    for match in reversed(found):
        what = match["what"]
        if re.search(r"[A-Za-z]{2}", what):
            return what, match.start("what")
    lead = _LEAD_IN.match(text)
    start = lead.end() if lead else 0
    stop = _NECESSITY.search(text, start)
    verb = re.search(r"\b(?:is|are|was|were|has|have|cannot|does)\b", text[start:])
    end = start + verb.start() if verb else (stop.start() if stop else len(text))
    return text[start:end].strip(" ,"), start
