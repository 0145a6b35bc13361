"""What a document says of itself: kind, date of service, author, facility, each with its words.

Suggestions for a person to confirm. A fact that the text does not give is missing, never guessed.
"""

import functools
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from cases.packets.days import Day, days_in
from cases.packets.facilities import facility_in, is_address_or_contact
from cases.packets.faxes import without_stamps
from cases.packets.fields import AUTHOR, SERVED, fields_of
from cases.packets.kinds import kind_by_words, title_kind
from cases.packets.misread import distance, skeleton
from cases.packets.pages import Page

HEAD_LINES = 14
# So many first and last pages of a long document are looked at: what it says of itself is there.
ENDS = 50
_DEGREE = r"(?:M\.?D|D\.?O|D?PT|OTR?|D\.?C|Ph\.?D|Psy\.?D|NP|PA(?:-C)?|RN|DPM|L\.?Ac)\b\.?"
_PERSON = re.compile(
    rf"([A-Z][\w'’\-]*\.?(?:\s+[A-Z][\w'’.\-]*){{1,3}}),?\s+({_DEGREE})(?=$|[\s,.;)\]|])"
)
_SIGNED = re.compile(
    r"\b(?:electronically\s+)?(?:(?:signed|authenticated|dictated)(?:\s+electronically)?\s*(?:by|:)"
    r"|(?:reviewed|interpreted|read|verified)(?:\s+electronically)?\s+by)\s*"
    r"|/s/\s*|\b(?:sincerely|respectfully|regards|yours truly)\b\W*",
    re.IGNORECASE,
)
# The first words of a signature, as a bad scan has them too.
_CLOSINGS = tuple(skeleton(word) for word in ("sincerely", "respectfully", "electronically"))
# How a bad scan has degrees: MD, DO, PhD, PsyD.
_MISREAD_DEGREE = (
    (r"[MN][DO]", "MD"), (r"[DO][O0]", "DO"), (r"P[hb]\s?[DO]", "PhD"), (r"P[s5][yv][DO]", "PsyD"),
    (r"[DO]P[Tf]", "DPT"), (r"P[Tf]", "PT"), (r"[O0]T", "OT"),
)  # fmt: skip
_MISREAD_PERSON = tuple(
    (re.compile(rf"([A-Z][\w'’\-]*\.?(?:\s+[A-Z][\w'’.\-]*){{1,3}})\s?[.,]+\s?{said}\W*$"), degree)
    for said, degree in _MISREAD_DEGREE
)
_OF_SOMETHING_ELSE = re.compile(
    r"birth|d\.?o\.?b|born|injur|d\.?o\.?i\b|print|receiv|fax", re.IGNORECASE
)
# Labels of the day of service, the surest first.
SUREST = (
    "date of service", "dos", "visit date", "date of visit", "exam date", "date of exam",
    "date of examination", "date of evaluation", "service date", "date of surgery",
    "date of procedure", "procedure date", "study date", "date of study", "seen on", "examined",
    "encounter", "date of encounter", "collected", "date collected", "service rendered",
    "service rendered on", "services rendered", "rendered on", "date seen", "seen",
    "date of consultation", "consultation date", "date of treatment", "treatment date",
    "evaluation date", "evaluated on", "examined on", "visit on", "encounter date",
    "date performed", "performed on", "exam performed", "procedure performed on", "test date",
    "date of test", "date of operation", "operation date", "surgery date", "specimen collected",
    "collection date", "date of collection", "examination date", "session date",
    "date of session", "d o s",
)  # fmt: skip


@dataclass(frozen=True)
class Fact:
    """One value with the words it came from, the page they stand on and how sure it is, 0 to 1."""

    value: str
    words: str
    page: int
    confidence: float


@dataclass(frozen=True)
class DocumentFacts:
    """What a document says of itself; None where it does not. The day is written YYYY-MM-DD."""

    kind: Fact | None
    date_of_service: Fact | None
    author: Fact | None
    facility: Fact | None


def facts_of(pages: Sequence[Page], latest: date | None = None) -> DocumentFacts:
    """Return what the pages of one document say of it; of a long one, its first and last pages.

    A day behind `latest`, on which it came, is misread or of something else: it is none of service.
    """
    ends = pages if len(pages) <= 2 * ENDS else (*pages[:ENDS], *pages[-ENDS:])
    return _facts_of(tuple(ends), latest or date.max)


@functools.lru_cache(maxsize=1024)  # a person looks at one bundle several times
def _facts_of(pages: tuple[Page, ...], latest: date) -> DocumentFacts:
    texts = [(page, _lines(page)) for page in pages]
    return DocumentFacts(
        kind=_kind(texts),
        date_of_service=_date_of_service(texts, latest),
        author=_author(texts),
        facility=_facility(texts),
    )


_Texts = list[tuple[Page, list[str]]]


def _lines(page: Page) -> list[str]:
    return [line.strip() for line in without_stamps(page.text).splitlines() if line.strip()]


def _kind(texts: _Texts) -> Fact | None:
    if not texts:
        return None
    page, lines = texts[0]
    spoken, words = kind_by_words([line for _, each in texts[:3] for line in each])
    titles = [(title_kind(line), line) for line in lines[:HEAD_LINES]]
    # The name of a clinic stands above its address and says less than a title below it.
    titled = [(kind, line) for kind, line in titles[_after_letterhead(lines) :] if kind]
    if titled:
        kind, line = next(((k, t) for k, t in titled if k == spoken), titled[0])
        return Fact(kind, line, page.number, 0.95 if kind == spoken else 0.85)
    if spoken:
        return Fact(spoken, ", ".join(words), page.number, min(0.4 + 0.1 * len(words), 0.8))
    named = next(((kind, line) for kind, line in titles if kind), None)
    return Fact(named[0], named[1], page.number, 0.4) if named else None


def _after_letterhead(lines: Sequence[str]) -> int:
    for place, line in enumerate(lines[:6]):
        if is_address_or_contact(line):
            return place + 1
    return 0


def _date_of_service(texts: _Texts, latest: date) -> Fact | None:
    labelled = list(_labelled_days(texts, latest))
    if labelled:
        return min(labelled, key=lambda found: found[0])[1]
    for page, lines in texts[:1]:
        for line in lines[:HEAD_LINES]:
            days = _days(line, latest)
            rest = re.sub(r"\W", "", line[: days[0].start] + line[days[0].end :]) if days else ""
            if days and len(rest) <= 12 and not _is_of_something_else(line):
                return _day_fact(days[0].on, line, page, 0.75)
    for page, lines in texts:
        for line in lines:
            days = _days(line, latest) if _SIGNED.search(line) else ()
            if days:
                return _day_fact(days[-1].on, line, page, 0.6)
    return _only_day_of_the_head(texts, latest)


def _days(text: str, latest: date) -> Sequence[Day]:
    return [day for day in days_in(text) if day.on <= latest]


def _only_day_of_the_head(texts: _Texts, latest: date) -> Fact | None:
    """Return the one day of the head that is not said to be of something else."""
    for page, lines in texts[:1]:
        found = [
            (day.on, line)
            for line in lines[:HEAD_LINES]
            for day in _days(line, latest)
            if not _OF_SOMETHING_ELSE.search(line[max(day.start - 24, 0) : day.start])
        ]
        days = {on for on, _ in found}
        if len(days) == 1:
            on = days.pop()
            line = next(line for each, line in found if each == on)
            return _day_fact(on, line, page, 0.5)
    return None


def _labelled_days(texts: _Texts, latest: date) -> Iterator[tuple[tuple[int, int], Fact]]:
    for order, (page, lines) in enumerate(texts[:3]):
        for field in fields_of(lines[:HEAD_LINES] if order else lines[: 2 * HEAD_LINES]):
            days = _days(field.value, latest) if field.kind == SERVED else ()
            if days and days[0].start <= 3:
                sure = SUREST.index(field.label) if field.label in SUREST else len(SUREST)
                is_sure = field.label in SUREST
                fact = _day_fact(days[0].on, lines[field.line], page, 0.95 if is_sure else 0.8)
                yield (order, sure), fact


def _is_of_something_else(line: str) -> bool:
    fields = fields_of([line])
    return any(field.kind != SERVED for field in fields) or bool(_OF_SOMETHING_ELSE.search(line))


def _day_fact(on: date, line: str, page: Page, confidence: float) -> Fact:
    sure = confidence - 0.15 if page.is_scanned else confidence
    return Fact(on.isoformat(), line, page.number, round(sure, 2))


def _author(texts: _Texts) -> Fact | None:
    for page, lines in reversed(texts):
        for place in range(len(lines) - 1, -1, -1):
            line = lines[place]
            end = _signed_until(line)
            if not end:
                continue
            person = _person(line[end:]) or (
                _person(lines[place + 1]) if place + 1 < len(lines) else ""
            )
            if person:
                return Fact(person, line, page.number, 0.9)
    return _labelled_author(texts) or _last_person(texts) or _misread_author(texts)


def _misread_author(texts: _Texts) -> Fact | None:
    """Return who stands last on a scanned page with what was once a degree."""
    for page, lines in reversed(texts):
        for line in reversed(lines[-6:] if page.is_scanned else []):
            person = _misread_person(line[_signed_until(line) :])
            if person and len(line) < 60:
                return Fact(person, line, page.number, 0.5)
    return None


def _misread_person(text: str) -> str:
    for pattern, degree in _MISREAD_PERSON:
        found = pattern.search(text)
        if found:
            return f"{found.group(1)}, {degree}"
    return ""


def _signed_until(line: str) -> int:
    """Return where the words that introduce a signature end; 0 where there are none."""
    signed = _SIGNED.search(line)
    if signed:
        return signed.end()
    first = re.match(r"\W*([^\W\d_]+)(?:\s[^\W\d_])?\W*", line)
    is_closing = first and any(distance(skeleton(first[1]), word, 2) <= 2 for word in _CLOSINGS)
    return first.end() if first and is_closing else 0


def _labelled_author(texts: _Texts) -> Fact | None:
    for page, lines in texts[:2]:
        for field in fields_of(lines):
            if field.kind == AUTHOR and _person(field.value):
                return Fact(_person(field.value), lines[field.line], page.number, 0.85)
    for page, lines in texts[:1]:
        for line in lines[:HEAD_LINES]:
            found = re.search(r"\bwith\s+(.+)$", line)
            if found and _person(found.group(1)):
                return Fact(_person(found.group(1)), line, page.number, 0.7)
    return None


def _last_person(texts: _Texts) -> Fact | None:
    for page, lines in reversed(texts):
        for line in reversed(lines[-6:]):
            if _person(line) and len(line) < 60:
                return Fact(_person(line), line, page.number, 0.75)
    return None


def _person(text: str) -> str:
    """Return the first name with a degree in the text, as “Owen Tarrant, DO”."""
    found = _PERSON.search(text)
    if not found:
        return ""
    degree = found.group(2).replace(".", "")
    return f"{found.group(1)}, {degree}"


def _facility(texts: _Texts) -> Fact | None:
    for page, lines in texts[:1]:
        name = facility_in(lines)
        if name:
            return Fact(name, name, page.number, 0.85)
    return None


def same_author(one: str, other: str) -> bool:
    """Whether two ways of naming an author could mean one: last names alike, first not apart."""
    first, second = _name_words(one), _name_words(other)
    if not first or not second or not _is_near(first[-1], second[-1]):
        return False
    if len(first) == 1 or len(second) == 1:
        return True
    return first[0][0] == second[0][0] or _is_near(first[0], second[0])


def _name_words(name: str) -> list[str]:
    plain = re.sub(r"^(?:Dr|Mr|Ms|Mrs)\.?\s+", "", name.strip(), flags=re.IGNORECASE)
    words = re.findall(r"[\w'’\-]+", re.sub(rf",?\s*{_DEGREE}.*$", "", plain))
    return [skeleton(word) for word in words]


def _is_near(one: str, other: str) -> bool:
    most = 1 if min(len(one), len(other)) < 7 else 2
    return one == other or (min(len(one), len(other)) > 3 and distance(one, other, most) <= most)
