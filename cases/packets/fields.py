"""Labelled fields of a page: “Patient: Montes, Graciela   DOB 03/08/1975”, also where misread."""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cases.packets.misread import distance, skeleton

NAME, BORN, CLAIM, SERVED, AUTHOR = "name", "born", "claim", "served", "author"
OTHER = "other"
# Words of a label by field; those of OTHER only end the value before them.
LABELS: dict[str, tuple[str, ...]] = {
    NAME: (
        "patient name", "patient", "name of patient", "injured worker", "claimant", "employee name",
        "employee", "applicant", "examinee", "client", "worker", "name", "re", "regarding",
        "chart of", "claimant name", "injured worker name", "patient s name", "member name",
    ),
    BORN: ("dob", "d o b", "date of birth", "birth date", "birthdate", "born", "birthday"),
    CLAIM: (
        "claim", "claim no", "claim number", "claim #", "wc claim", "our claim", "file",
        "file no", "file number", "claim id", "your claim",
    ),
    SERVED: (
        "date of service", "dos", "visit date", "date of visit", "service date", "exam date",
        "date of exam", "date of examination", "date of evaluation", "seen on", "examined",
        "encounter", "date of procedure", "date of surgery", "procedure date", "study date",
        "date of study", "exam", "report date", "date of report", "collected", "date collected",
        "date of encounter", "appointment", "visit", "dictated on", "date", "service rendered",
        "service rendered on", "services rendered", "rendered on", "date seen", "seen",
        "date of consultation", "consultation date", "date of treatment", "treatment date",
        "evaluation date", "evaluated on", "examined on", "visit on", "encounter date",
        "date performed", "performed on", "exam performed", "procedure performed on", "test date",
        "date of test", "date of operation", "operation date", "surgery date", "date of admission",
        "admission date", "date of discharge", "specimen collected", "collection date",
        "date of collection", "examination date", "session date", "date of session", "d o s",
    ),
    AUTHOR: (
        "provider", "examiner", "author", "physician", "attending", "surgeon", "radiologist",
        "therapist", "interpreting physician", "rendering provider", "treating physician",
        "examining physician", "evaluator", "by", "clinician", "dictated by", "read by",
    ),
    OTHER: (
        "date of injury", "injury date", "doi", "employer", "phone", "fax", "sex", "gender", "age",
        "mrn", "insurance", "carrier", "to", "from", "cc", "page", "occupation", "account",
    ),
}  # fmt: skip
# These are labels only where a colon or its like follows; the rest also before a value.
NEEDS_COLON = {
    "re", "name", "by", "visit", "exam", "date", "file", "claim", "patient", "worker", "employee",
    "client", "to", "from", "age", "sex", "physician", "provider", "author", "examined", "employer",
    "encounter", "born", "phone", "fax", "page", "regarding", "appointment", "occupation",
    "account", "surgeon", "therapist", "attending", "radiologist", "applicant", "examinee",
    "claimant", "collected", "insurance", "seen", "carrier", "examiner", "evaluator", "clinician",
}  # fmt: skip
_TOKEN = re.compile(r"[^\W_]+|#")
_COLON = re.compile(r"\s*(?:[:;#]|\.{2,}|\s-\s)[\s.:#]*")
_GIVEN = re.compile(r"[\s.]+(?:[A-Z]{0,3}-?\d\S*\d|\d{1,2} [A-Z][a-z]{2}|[A-Z][a-z]{2,8}\.? \d)")
_SPACE = re.compile(r"[.\s]*\s")


@dataclass(frozen=True)
class Field:
    """A labelled value: which field, under what label, what is written, on which line."""

    kind: str
    label: str
    value: str
    line: int


def fields_of(lines: Sequence[str]) -> tuple[Field, ...]:
    """Return the labelled fields of the lines, in order."""
    return tuple(field for number, line in enumerate(lines) for field in _fields(number, line))


def is_labelled(line: str) -> bool:
    """Whether a label stands in the line, also one that only ends the value before it."""
    return any(_labels(line))


def _fields(number: int, line: str) -> Iterator[Field]:
    labels = list(_labels(line))
    ends = [*(start for _, _, start, _ in labels), len(line)][1:]
    for (kind, label, _, after), end in zip(labels, ends, strict=True):
        value = re.split(r"\s{3,}| \| ", line[after:end].strip(), maxsplit=1)[0].strip(" ,;|")
        if kind != OTHER and value:
            yield Field(kind, label, value, number)


def _labels(line: str) -> Iterator[tuple[str, str, int, int]]:
    """Yield field, label, where it begins and where its value begins."""
    tokens, place = list(_TOKEN.finditer(line)), 0
    while place < len(tokens):
        found = _label_at(line, tokens, place)
        if found:
            kind, label, length, after = found
            yield kind, label, tokens[place].start(), after
            place += length
        else:
            place += 1


def _label_at(
    line: str, tokens: list[re.Match[str]], place: int
) -> tuple[str, str, int, int] | None:
    for kind, label, words in _labels_beginning(tokens[place].group()):
        run = tokens[place : place + len(words)]
        if len(run) < len(words) or not all(map(_is_word, (t.group() for t in run), words)):
            continue
        end = run[-1].end()
        colon = _COLON.match(line, end)
        if colon:
            return kind, label, len(words), colon.end()
        space = _SPACE.match(line, end)
        is_given = kind in (SERVED, BORN, CLAIM) and _GIVEN.match(line, end)
        if space and (label not in NEEDS_COLON or is_given):
            return kind, label, len(words), space.end()
    return None


@functools.lru_cache(maxsize=32768)
def _labels_beginning(token: str) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """Return the labels whose first word the token could be: longest first, then as it stands."""
    found = [label for label in _LABELS if _is_word(token, label[2][0])]
    return tuple(sorted(found, key=lambda entry: (-len(entry[2]), skeleton(token) != entry[2][0])))


@functools.lru_cache(maxsize=65536)
def _is_word(token: str, wanted: str) -> bool:
    found = skeleton(token)
    if found == wanted:
        return True
    return len(wanted) >= 5 and len(found) >= 4 and distance(found, wanted, 1) <= 1


_LABELS = tuple(
    sorted(
        (
            (kind, label, tuple(skeleton(word) for word in label.split()))
            for kind, labels in LABELS.items()
            for label in labels
        ),
        key=lambda entry: (-len(entry[2]), -len(entry[1])),
    )
)
