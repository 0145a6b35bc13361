"""What kind of document a page begins: told from titles, else from the words of the field.

The names of the kinds are those of the case file.
"""

import functools
import re
from collections.abc import Sequence

from cases.packets.misread import distance, skeleton

UR, REQUEST, PROGRESS = "ur_determination", "request_for_authorization", "progress_report"
CONSULTATION, IMAGING, DIAGNOSTIC = "consultation", "imaging_report", "diagnostic_report"
LABORATORY, OPERATIVE, THERAPY = "laboratory_report", "operative_report", "therapy_note"
LEGAL, LETTER, APPLICATION, OTHER = (
    "medical_legal_report", "correspondence", "application", "other",
)  # fmt: skip
# Words of titles, the telling ones first: the first kind that is found in a title is its kind.
TITLES: tuple[tuple[str, tuple[str, ...]], ...] = (
    (APPLICATION, ("application for independent medical review", "dwc form imr")),
    (REQUEST, (
        "request for authorization", "dwc form rfa", "form rfa", "treatment authorization request",
        "authorization request", "rfa form", "rfa",
    )),
    (UR, (
        "utilization review", "ur determination", "ur decision", "ur denial", "adverse decision",
        "adverse determination", "non certification", "physician advisor",
        "medical treatment review",
        "treatment review", "notice of denial", "peer review report", "ur physician",
    )),
    (LEGAL, (
        "qualified medical evaluation", "qualified medical evaluator", "agreed medical evaluation",
        "agreed medical evaluator", "panel qme", "qme", "ame report", "medical legal", "med legal",
        "independent medical examination", "permanent and stationary",
    )),
    (OPERATIVE, (
        "operative report", "operative note", "report of operation", "procedure note",
        "surgical report", "operation report", "procedure report", "op report",
    )),
    (LABORATORY, (
        "urine drug", "drug test", "drug screen", "toxicology", "laboratory", "lab report",
        "lab results", "urinalysis", "blood test", "pathology",
    )),
    (DIAGNOSTIC, (
        "electrodiagnostic", "emg ncv", "emg", "nerve conduction", "nerve study", "ncv", "ncs",
        "electromyography", "sleep study", "polysomnogram", "functional capacity",
        "nerve and muscle",
    )),
    (IMAGING, (
        "mri", "mr", "magnetic resonance", "radiology", "radiologic", "radiological", "imaging",
        "x ray", "xray", "ct scan", "ct", "ultrasound", "radiograph", "arthrogram", "mra",
    )),
    (THERAPY, (
        "physical therapy", "occupational therapy", "therapy progress note", "therapy note",
        "therapy notes", "therapy", "pt note", "pt notes", "rehab", "chiropractic", "acupuncture",
        "physiotherapy", "daily note", "pt visit", "rehabilitation",
    )),
    (CONSULTATION, (
        "consultation", "consult", "specialist opinion", "initial evaluation", "second opinion",
        "new patient", "comprehensive evaluation", "initial report",
    )),
    (PROGRESS, (
        "progress report", "progress note", "progress notes", "pr 2", "pr2", "follow up",
        "office visit",
        "visit note", "soap note", "interval report", "return patient", "re evaluation",
        "treating physician",
        "reevaluation", "clinic note", "office note", "chart note", "medical report", "evaluation",
        "physician report", "treatment note", "notes", "report", "visit",
    )),
    (LETTER, ("letter", "correspondence", "notice to employee", "proof of service", "notice")),
)  # fmt: skip
# What texts call records by that is no title of one.
ONLY_NAMED: dict[str, tuple[str, ...]] = {
    LEGAL: ("pr 3", "pr3", "pr 4", "pr4", "p s report"),
    LABORATORY: ("uds", "udt", "lab work", "labs", "cbc", "blood work"),
    DIAGNOSTIC: ("fce", "ekg", "ecg", "electrocardiogram"),
    IMAGING: ("bone scan", "dexa", "plain films", "radiographic"),
    CONSULTATION: ("history and physical", "h p"),
    PROGRESS: (
        "dfr", "first report", "emergency department", "emergency room", "urgent care",
        "discharge summary",
    ),
}  # fmt: skip
# Titles so plain that they only count when they are most of the line.
PLAIN = {
    "notes", "report", "visit", "evaluation", "letter", "notice", "mr", "ct", "therapy",
    "imaging", "rfa",
    "laboratory", "rehab", "rehabilitation", "treating physician", "consult", "mri", "emg", "qme",
    "chiropractic", "treatment note", "acupuncture", "pathology", "radiology",
}  # fmt: skip
WORDS: dict[str, tuple[str, ...]] = {
    UR: ("not certified", "non certified", "certified", "determination", "records reviewed",
        "rationale"),
    REQUEST: ("requested treatment", "requesting physician", "new request", "resubmission", "icd"),
    LEGAL: ("apportionment", "whole person impairment", "face to face", "future medical care",
        "examinee"),
    OPERATIVE: ("preoperative diagnosis", "estimated blood loss", "anesthesia", "time out",
        "procedure performed"),
    LABORATORY: ("specimen", "cutoff", "ng ml", "none detected", "reference range"),
    DIAGNOSTIC: ("nerve conduction", "latency", "amplitude", "insertional activity",
        "needle examination"),
    IMAGING: ("technique", "findings", "impression", "comparison", "sequences",
        "clinical indication"),
    THERAPY: ("sessions attended", "pain before", "home program issued", "exercises", "reps",
        "next visit", "visit of"),
    CONSULTATION: ("reason for referral", "history of present illness", "recommendations",
        "referred by"),
    PROGRESS: ("subjective", "objective", "treatment plan", "work status", "chief complaint",
        "return in"),
    LETTER: ("dear", "to whom it may concern", "sincerely", "enclosed", "regards", "by mail"),
}  # fmt: skip
MOST_WORDS_OF_A_TITLE = 11


def title_kind(line: str) -> str:
    """Return the kind that a line names as a title; an empty string when it is no title."""
    words = _words(line)
    if not words or len(words) > MOST_WORDS_OF_A_TITLE or line.rstrip().endswith((".", ",", ";")):
        return ""
    capitals = sum(word[:1].isupper() for word in re.findall(r"[A-Za-z][\w'’]*", line))
    if capitals * 2 < len(re.findall(r"[A-Za-z][\w'’]*", line)):
        return ""
    kind, phrase = kind_and_words(line)
    if phrase in PLAIN and len(words) > 2 * len(phrase.split()) + 2:
        return ""
    return kind


@functools.lru_cache(maxsize=16384)
def kind_and_words(text: str) -> tuple[str, str]:
    """Return the first kind whose words stand in a short text, and those words."""
    places = _places(_words(text))
    for kind, phrases in _TITLES:
        for phrase, wanted in phrases:
            if _stands(places, wanted):
                return kind, phrase
    return "", ""


def kind_by_words(lines: Sequence[str]) -> tuple[str, tuple[str, ...]]:
    """Return the kind that the words of a page speak for, and those words; empty when none does."""
    places = _places([word for line in lines for word in _words(line)])
    found = {
        kind: tuple(phrase for phrase, wanted in phrases if _stands(places, wanted))
        for kind, phrases in _WORDS.items()
    }
    best = max(found, key=lambda kind: len(found[kind]))
    return (best, found[best]) if len(found[best]) >= 2 else ("", ())


def kinds_at(text: str) -> list[tuple[str, int, int]]:
    """Return the kinds that a text names with their places; words side by side name one kind."""
    tokens = list(re.finditer(r"[^\W_]+", text))
    words = [skeleton(token.group()) for token in tokens]
    found: list[tuple[int, str, int, int]] = []
    place = 0
    while place < len(words):
        rank, kind, length = _kind_at(words, place)
        if not length:
            place += 1
            continue
        start, end = tokens[place].start(), tokens[place + length - 1].end()
        if found and re.fullmatch(r"[\s\-/()]*", text[found[-1][3] : start]):
            before = found.pop()
            rank, kind, start = min((rank, kind), before[:2]) + (before[2],)
        found.append((rank, kind, start, end))
        place += length
    return [(kind, start, end) for _, kind, start, end in found]


def _kind_at(words: Sequence[str], place: int) -> tuple[int, str, int]:
    """Return rank, kind and length of the longest phrase that begins here."""
    best = (len(_TITLES), "", 0)
    for rank, (kind, phrases) in enumerate(_NAMED):
        for _, wanted in phrases:
            run = words[place : place + len(wanted)]
            is_longer = len(wanted) > best[2]
            if is_longer and len(run) == len(wanted) and all(map(_is, run, wanted)):
                best = (rank, kind, len(wanted))
    return best


def _words(text: str) -> list[str]:
    return [skeleton(word) for word in re.findall(r"[^\W_]+", text)]


def _places(words: Sequence[str]) -> dict[str, set[int]]:
    """Return where each word of a phrase could stand."""
    places: dict[str, set[int]] = {}
    for place, word in enumerate(words):
        for wanted in _could_be(word):
            places.setdefault(wanted, set()).add(place)
    return places


def _stands(places: dict[str, set[int]], wanted: tuple[str, ...]) -> bool:
    if any(word not in places for word in wanted):
        return False
    return any(
        all(start + step in places[word] for step, word in enumerate(wanted))
        for start in places[wanted[0]]
    )


@functools.lru_cache(maxsize=65536)
def _could_be(found: str) -> tuple[str, ...]:
    """Return the words of phrases that a word could be a reading of."""
    return tuple(wanted for wanted in _WANTED if _is(found, wanted))


def _is(found: str, wanted: str) -> bool:
    if found == wanted:
        return True
    if len(wanted) < 5 or found[:1] != wanted[:1]:
        return found == f"{wanted}s"
    most = 1 if len(wanted) < 7 else 2
    return distance(found, wanted, most) <= most


def _cut(phrases: tuple[str, ...]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    return tuple((phrase, tuple(_words(phrase))) for phrase in phrases)


_TITLES = tuple((kind, _cut(phrases)) for kind, phrases in TITLES)
_NAMED = tuple((kind, (*phrases, *_cut(ONLY_NAMED.get(kind, ())))) for kind, phrases in _TITLES)
_WORDS = {kind: _cut(phrases) for kind, phrases in WORDS.items()}
_WANTED = frozenset(
    word
    for phrases in [*(phrases for _, phrases in _TITLES), *_WORDS.values()]
    for _, wanted in phrases
    for word in wanted
)
