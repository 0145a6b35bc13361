"""Which fax covers say nothing but that they are covers: those alone may be folded away.

A remark of somebody, typed or by hand, makes a page of the file of a cover. In doubt it is one.
"""

import re
from collections.abc import Sequence

from cases.packets.faxes import why_cover, without_stamps
from cases.packets.inkmap import Edges, ink_outside
from cases.packets.misread import could_be_one
from cases.packets.pages import LOST, Page
from cases.packets.vocabulary import phrases_in

# What covers say before a value.
LABELS = (
    "to", "from", "attention", "attn", "sender", "recipient", "fax", "phone", "telephone", "tel",
    "date", "time", "pages", "page", "number", "no", "re", "subject", "regarding", "cc",
    "company", "organization", "department", "claim", "patient", "name", "total", "including",
    "cover", "with", "sheet", "count", "of", "injury", "dob", "birth", "case", "file", "ref",
)  # fmt: skip
# Words of the notices and boxes that are printed on covers.
PRINTED = {
    "a", "above", "accompanied", "action", "addressed", "addressee", "agent", "alone", "an",
    "and", "any", "applicable", "are", "asap", "attached", "be", "been", "below", "blank", "by",
    "call", "comment", "communication", "confidential", "confidentiality", "confirm", "contact",
    "contain", "contained", "contains", "copy", "copying", "cover", "delete", "delivering",
    "delivery", "destroy", "disclosed", "disclosure", "dissemination", "distribution",
    "document", "documents", "employee", "entity", "error", "exempt", "facsimile", "fax",
    "federal", "following", "for", "from", "have", "health", "hereby", "hipaa", "if",
    "immediately", "in", "individual", "information", "intended", "is", "its", "law", "left",
    "legally", "mail", "may", "meant", "message", "named", "not", "notice", "notified", "notify",
    "number", "only", "or", "original", "page", "pages", "please", "privileged", "problem",
    "problems", "prohibited", "protected", "quickly", "reader", "receipt", "received",
    "receiving", "recipient", "records", "recycle", "reliance", "reply", "requested",
    "responsible", "return", "review", "reviewed", "sender", "sent", "sheet", "state",
    "strictly", "taking", "telephone", "that", "the", "these", "this", "to", "transmission",
    "transmittal", "transmitted", "unauthorized", "under", "urgent", "us", "use", "used", "via",
    "was", "we", "when", "which", "with", "you", "your",
}  # fmt: skip
_LONG_PRINTED = tuple(word for word in sorted(PRINTED) if len(word) > 5)
# So many words in small letters that no cover prints, behind a label and elsewhere.
MOST_IN_A_VALUE, MOST_ELSEWHERE = 3, 2
_WORD = re.compile(r"[^\W\d_]{2,}")
_LABELLED = re.compile(r"^\W*([A-Za-z]+)(?:\s+\(?[A-Za-z]+\)?){0,5}\s*[:#.]|^\W*([A-Za-z]+)\s")
_NEVER_CLINICAL = frozenset((*LABELS, *PRINTED, "md", "dwc", "qme", "ame", "rfa", "imr", "ur"))
# Under these a remark stands.
_REMARK = re.compile(
    r"\b(?:comments?|remarks?|notes?|messages?|memo|special instructions?)\b\W*(\w.*)$", re.I
)


def why_folded(page: Page, boxes: Sequence[Edges] | None = None) -> str:
    """Return why the page may be folded as a fax cover; an empty string when it may not.

    `boxes` are of the words on it. Without them, or without a look, ink by hand is not asked for.
    """
    why = why_cover(page)
    if not why or remarks_on(page) or (page.look and page.look.shape == LOST):
        return ""
    if boxes is not None and page.look is not None and ink_outside(page.look, boxes):
        return ""
    return why


def remarks_on(page: Page) -> tuple[str, ...]:
    """Return the lines of a cover that say more than who sends what to whom."""
    lines = [line.strip() for line in without_stamps(page.text).splitlines() if line.strip()]
    return tuple(line for line in lines if _is_remark(line))


def _is_remark(line: str) -> bool:
    noted = _REMARK.search(line)
    if noted and _free_words(noted.group(1)):
        return True
    # A letterhead writes every word large; a sentence does not.
    small = [word for word in _free_words(line) if word[0].islower()]
    most = MOST_IN_A_VALUE if _is_labelled(line) else MOST_ELSEWHERE
    return len(small) > most or _is_clinical(line)


def _is_labelled(line: str) -> bool:
    found = _LABELLED.match(line)
    if not found:
        return False
    label = (found.group(1) or found.group(2)).casefold()
    return any(
        label == known or (len(label) > 3 and could_be_one(label, known)) for known in LABELS
    )


def _is_clinical(line: str) -> bool:
    """Whether a line names a drug, a part of the body or a test, as no letterhead writes it."""
    named = [phrase for phrase in phrases_in(line) if phrase.casefold() not in _NEVER_CLINICAL]
    return any(phrase[0].islower() or (phrase.isupper() and len(phrase) > 2) for phrase in named)


def _free_words(text: str) -> list[str]:
    return [
        word
        for word in _WORD.findall(text)
        if word.casefold() not in PRINTED
        and not any(could_be_one(word.casefold(), known) for known in _LONG_PRINTED)
    ]
