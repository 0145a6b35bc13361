"""Records that a text names: “the progress notes of April 1 and 15 by Dr. …”, lists, ranges.

Read from UR decisions and requests. Each citation keeps the words it came from. Days that are not
of a record (of birth, of injury, of the decision itself) are left out.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cases.packets.days import Day, days_and_months_in
from cases.packets.facts import same_author
from cases.packets.kinds import APPLICATION, LETTER, UR, kind_and_words, kinds_at
from cases.packets.misread import with_digits

_DEGREE = r"(?:M\.?D|D\.?O|D?PT|OTR?|D\.?C|Ph\.?D|Psy\.?D|NP|PA(?:-C)?|RN|DPM|L\.?Ac)\b\.?"
_DOCTOR = re.compile(r"\b(?:Dr|Doctor)\.?\s+((?:[A-Z][\w\-]*\.?\s+)?[A-Z][\w\-]+…?)")
_WITH_DEGREE = re.compile(rf"((?:[A-Z][\w'’\-]*\.?\s+){{1,3}}[A-Z][\w'’\-]+…?),?\s+{_DEGREE}")
# A line that begins with the rest of a name: “Ashcombe, PhD”, “Ashcombe;”.
_SURNAME_WITH_DEGREE = re.compile(rf"[A-Z][\w'’\-]+…?,?\s+{_DEGREE}")
_SURNAME = re.compile(r"([A-Z][\w'’\-]+…?)(?:[.,;)]|$)")
_ENDS_IN_A_NAME = re.compile(r"\b[A-Z][\w'’\-]*\.?$")
_ENDS_IN_HALF_A_NAME = re.compile(r"\b[Bb]y:?\s+[A-Z][\w'’\-]*\.?(?:\s[A-Z]\.)?$")
_TOO_LONG = re.compile(r"((?:[^\W\d_]['’\-]?){60})(?:[^\W\d_]['’\-]?)+")
# Of a name without a degree; one of more words is a firm's.
_BY = re.compile(
    r"\b[Bb]y:?\s+((?:[A-Z][\w'’\-]*\.?\s+){1,2}[A-Z][\w'’\-]+…?)"
    r"(?![\w'’\-]|\s+(?:&|of\b|[A-Z]))"
)
_BY_SOMEBODY = re.compile(r"\b[Bb]y:?\s+(?:the\s+)?[A-Z]")
_FIRM = re.compile(
    r"\b(?:administrators?|adjusters?|associates|casualty|cent(?:er|re)|chiropractic|claims?|clinic"
    r"|company|compensation|county|department|diagnostics?|examiners?|fund|group|health\w*"
    r"|hospital|imaging|inc|institute|insurance|lab(?:s|oratory|oratories)?|llc|management|medical"
    r"|medicine|mutual|neuro\w*|occupational|ortho\w*|pain|partners|physical|physicians?"
    r"|radiology|rehab\w*|reviewers?|review|services|specialists?|spine|state|surg\w+|therap\w+"
    r"|toxicology|university|utilization)\b",
    re.IGNORECASE,
)
_OWNING = re.compile(r"['’]s?$|^(?:Dr|Doctor)\b")
_RANGE = re.compile(r"^\W*(?:through|thru|to|until|and|[-–—~])\W*$", re.IGNORECASE)
_IS_RANGE = re.compile(r"^\W*(?:through|thru|to|until|[-–—~])\W*$", re.IGNORECASE)
_JOINED = re.compile(r"\W*(?:and|,|&)?\W*(?:and)?\W*", re.IGNORECASE)
_BETWEEN = re.compile(r"\b(?:between|from)\W*$", re.IGNORECASE)
_NOT_A_RECORD = re.compile(
    r"date of birth|d\.?o\.?b|born|date of injury|d\.?o\.?i\b|injur\w*(?:\s+(?:of|on|date)\b)|"
    r"received on|date received|request(?:ed)? received|decision date|date of (?:this )?decision|"
    r"date of review|since|printed|faxed|due (?:by|on|date)|appeal|within \w+ days|signed|page \d",
    re.IGNORECASE,
)
_OF_A_REVIEW = re.compile(
    r"(?:\bUR|utilization review(?: report| decision)?|determination|prior review)"
    r"\W+(?:\w+\W+){0,2}$",
    re.IGNORECASE,
)
_ENDS_ELSEWHERE = re.compile(
    r"\b(?:request(?:ed)?|denied|(?:non-?\s?)?certified|approved|authorized|updated|revised|accessed"
    r"|effective)(?:\s(?:on|as of))?\W{0,3}$",
    re.IGNORECASE,
)
# Of a record whose kind is not said: “medical records from …”, “the documentation of …”.
_OF_ANY_RECORD = re.compile(
    r"\b(?:(?:medical|clinical|treatment|hospital|office|chart)\srecords?|clinicals?|documentation)"
    r"\W{1,3}(?:(?:dated|from|of|for|on|between)\s)?$",
    re.IGNORECASE,
)
_REFERENCED = re.compile(
    r"\W{1,2}(?:dates?\sof\sservice|DOS)\b.{0,40}\b(?:referenced|cited|reviewed|noted)\b"
)
# Of what is found at a visit: “the physical exam, dated …”, “objective findings (…)”.
_FOUND_AT_A_VISIT = re.compile(
    r"\b(?:(?:physical\s)?exam(?:ination)?|assessment|(?:subjective|objective|examination)\s"
    r"(?:findings|complaints|data))\W{1,3}(?:was\s|were\s)?(?:performed\s|done\s|conducted\s)?"
    r"(?:(?:dated|from|of|on)\s)?$",
    re.IGNORECASE,
)
_TOLD_AT_A_VISIT = re.compile(
    r",?\s(?:the\s)?(?:applicant|patient|claimant|(?:injured\s)?worker|employee|IW)\s"
    r"(?:(?:was|is|had|has)\s)?(?:noted\s|again\s)?(?:reported|reports|complained|complains"
    r"|presented|presents|seen|evaluated|examined|rated|stated|followed|returned)\b",
    re.IGNORECASE,
)
_VERB_OF_A_VISIT = re.compile(
    r"\b(?:saw|seen|examined|evaluated|visited|reported|stated|noted|presented)\b", re.IGNORECASE
)
# Days that follow a semicolon alone are of the record before it.
_DAY = r"(?:\d{1,2}[/\-]\d{1,2}[/\-]\d{2,4}|[A-Z][a-z]{2,8}\.?\s\d{1,2},\s\d{4})\b"
_CUT = re.compile(
    r"(?<=\.)\s+(?=[A-Z0-9])|\n(?=\s*(?:\d{1,3}[.)]|[-•*])\s)"
    rf"|;\s*(?!\s|and\s{_DAY}|{_DAY}\s?(?:[;,.)&(]|(?:and|by)\b|$))"
)
_SOFT_END = re.compile(
    r"\b(?:Dr|Mr|Ms|Mrs|No|vs|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\.$"
    r"|(?:\b[A-Z][a-z]+|\b(?:Dr\.|[Bb]y:?)|[,(])\s[A-Z]\.$"
)
_ITEM = re.compile(r"(?:\d{1,3}[.)]|[-•*])\s|\d{1,2}[/\-]\d{1,2}[/\-]\d{2,4}\b")
# A line that ends so is not at its end.
_HANGING = re.compile(
    r"(?:\b(?:through|thru|to|until|of|dated|and|by|from|the|on|Dr\.)|[,(&–—-]"
    r"|\b(?:from|dated|of|on|and|to),?\s\d{1,2}|\b(?:january|february|march|april|june|july"
    r"|august|september|october|november|december)(?:\s\d{1,2},?)?)$",
    re.IGNORECASE,
)
CUT_SHORT = "…"
PLAIN_REPORT = "progress_report"
MOST_WORDS_OF_AN_ITEM = 22
# A longer statement is read piece by piece, so that none holds anybody up and none is left out.
LONGEST_PIECE, LONGEST_GAP = 900, 40
_BETWEEN_CLAUSES = re.compile(
    r"(?<![A-Za-z]\s\d)(?<![A-Za-z]\s\d\d)[,;]\s(?!\s?\d)|(?:[/.\-]\d\d|\d{4})\)?[,;]\s"
)
_BEFORE_A_WORD = re.compile(r"(?<![\d,])\s(?=[a-z])(?!\s(?:and|to|through|thru|until)\b)")
NOT_RECORDS = {UR, APPLICATION, LETTER}


@dataclass(frozen=True)
class Citation:
    """A record that is named: its kind ('' where it is not said), day or days, author, words.

    One that is named by its month alone is of some day from `on` to `until`.
    """

    kind: str
    on: date
    until: date | None
    author: str
    words: str
    page: int = 0


def citations_in(
    text: str, *, but: Sequence[date] = (), patient: str = "", page: int = 0
) -> tuple[Citation, ...]:
    """Return the records that a text names, once each; `but` are days that mean something else.

    What is said to be by the patient is by nobody who writes records. A name that is longer than
    any is cut short and ends in “…”.
    """
    found: list[Citation] = []
    for statement in _statements(_TOO_LONG.sub(rf"\1{CUT_SHORT}", text)):
        for citation in _in_statement(statement, set(but)):
            if patient and citation.author and same_author(citation.author, patient):
                citation = replace(citation, author="")
            place = next((n for n, held in enumerate(found) if is_one(held, citation)), None)
            if place is None:
                found.append(replace(citation, page=page))
            elif citation.author and not found[place].author:
                found[place] = replace(citation, page=page)
    return tuple(_without_echoes(found))


def is_one(one: Citation, other: Citation) -> bool:
    """Whether two citations name one record: kind, day and, where both say it, author agree."""
    if (one.kind, one.on, one.until) != (other.kind, other.on, other.until):
        return False
    return not one.author or not other.author or same_author(one.author, other.author)


def _without_echoes(found: list[Citation]) -> Iterator[Citation]:
    """Yield all but those without a kind whose day is cited with one."""
    kinds_by_day: dict[date, set[str]] = {}
    for citation in found:
        kinds_by_day.setdefault(citation.on, set()).add(citation.kind)
    for citation in found:
        if citation.kind or kinds_by_day[citation.on] == {""}:
            yield citation


def _statements(text: str) -> Iterator[str]:
    """Yield items of lists and sentences, lines that belong together joined."""
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    joined: list[str] = []
    for line in lines:
        if joined and _goes_on(joined[-1], line):
            joined[-1] += f" {line}"
        else:
            joined.append(line)
    for line in joined:
        parts = _CUT.split(line)
        whole = ""
        for part in parts:
            whole = f"{whole} {part}".strip() if whole else part
            if not _SOFT_END.search(whole):
                yield whole
                whole = ""
        if whole:
            yield whole


def _goes_on(before: str, line: str) -> bool:
    """Whether a line is the rest of the one before: it was long and did not end a sentence."""
    if _HANGING.search(before) or _is_rest_of_a_name(before, line):
        return True
    is_item = _ITEM.match(line)
    starts_anew = bool(is_item) or line.isupper()
    is_complete = (
        bool(days_and_months_in(before)) and bool(kind_and_words(before)[0]) and line[0].isupper()
    )
    is_long = len(before.rsplit("\n", 1)[-1]) > 60
    return is_long and not starts_anew and not before.endswith((".", ":", "?")) and not is_complete


def _is_rest_of_a_name(before: str, line: str) -> bool:
    if _SURNAME_WITH_DEGREE.match(line):
        return bool(_ENDS_IN_A_NAME.search(before))
    surname = _SURNAME.match(line)
    is_name = surname is not None and not kinds_at(surname[1])
    return is_name and bool(_ENDS_IN_HALF_A_NAME.search(before))


def _in_statement(statement: str, but: set[date]) -> Iterator[Citation]:
    kind = author = ""
    is_short = len(statement.split()) <= MOST_WORDS_OF_AN_ITEM
    for piece in _pieces(statement):
        days = [day for day in days_and_months_in(piece) if day.on not in but or day.until]
        clauses = list(_clauses(piece, days)) if days else []
        is_item = is_short and len(clauses) == 1
        for start, end, run in clauses:
            words = piece[start:end]
            own_author = _author_of(words)
            said = _kind_near(words, run[0].start - start, is_item=is_item)
            before, after = piece[: run[0].start], piece[run[-1].end :][:80]
            is_any = not said and _is_any_record(before, after)
            kind = "" if is_any else said or kind
            author = own_author or ("" if _BY_SOMEBODY.search(words) else author)
            is_visit = _VERB_OF_A_VISIT.search(words) and (_titled(words) or _says_on_file(words))
            is_visit = is_visit or _is_of_a_visit(before, after)
            if _is_no_record(before) or kind in NOT_RECORDS:
                continue
            # A month alone is said of much else; of a record in a list, or of somebody's.
            if run[0].until and not (own_author or (is_item and not statement.endswith("."))):
                continue
            if kind or is_visit or is_any:
                plain = "" if is_any else PLAIN_REPORT
                yield from _of_run(piece, run, kind or plain, author, words)


def _pieces(statement: str) -> Iterator[str]:
    """Yield the statement, or of a long one pieces that end where its words do."""
    while len(statement) > LONGEST_PIECE:
        end = _end_of_a_piece(statement[:LONGEST_PIECE])
        yield statement[:end]
        statement = statement[end:]
    yield statement


def _end_of_a_piece(words: str) -> int:
    """Return where to cut: between two clauses, before a word, or anywhere; never within a day."""
    for ends in (_BETWEEN_CLAUSES, _BEFORE_A_WORD):
        last = max((found.end() for found in ends.finditer(words)), default=0)
        if last > len(words) // 2:
            return last
    return max(words.rfind(" "), 0) or len(words)


def _kind_near(words: str, day: int, *, is_item: bool) -> str:
    """Return the kind that is meant: an item's first, a sentence's last before the day."""
    outside = re.sub(r"\([^)]*\)", lambda found: " " * len(found.group()), words)
    found = kinds_at(outside) or kinds_at(words)
    if not found:
        return ""
    before = [kind for kind, start, _ in found if start < day]
    return found[0][0] if is_item or not before else before[-1]


def _says_on_file(words: str) -> bool:
    return bool(re.search(r"\b(?:notes?|records?|reports?|on file)\b", words, re.IGNORECASE))


def _is_any_record(before: str, after: str) -> bool:
    return bool(_OF_ANY_RECORD.search(before[-40:]) or _REFERENCED.match(after))


def _is_of_a_visit(before: str, after: str) -> bool:
    """Whether the words around a day tell what was found or told then: its report has it."""
    is_told = re.fullmatch(r"\W*On\s", before[-4:]) and _TOLD_AT_A_VISIT.match(after)
    return bool(is_told or _FOUND_AT_A_VISIT.search(before[-60:]))


def _is_no_record(before: str) -> bool:
    """Whether the words before a day say that it is of something else than a record."""
    if _OF_A_REVIEW.search(before[-60:]) or _ENDS_ELSEWHERE.search(before[-28:]):
        return True
    others = list(_NOT_A_RECORD.finditer(before[-28:]))
    # “received on Monday with the MRI of”: the day is of what is named last.
    return bool(others) and not kinds_at(before[-28:][others[-1].end() :])


def _clauses(statement: str, days: list[Day]) -> Iterator[tuple[int, int, list[Day]]]:
    """Yield runs of days that share their words, with where those words begin and end."""
    runs: list[list[Day]] = []
    for day in days:
        gap = statement[runs[-1][-1].end : day.start] if runs else ""
        is_near = bool(runs) and len(gap) <= LONGEST_GAP
        if is_near and (_RANGE.match(gap) or _JOINED.fullmatch(gap)):
            runs[-1].append(day)
        else:
            runs.append([day])
    ends = [run[0].start for run in runs[1:]] + [len(statement)]
    start = 0
    for run, end in zip(runs, ends, strict=True):
        after = statement[run[-1].end : end]
        cut = re.search(r"[,;]| and ", after) if end < len(statement) else None
        stop = run[-1].end + (cut.start() if cut else len(after))
        yield start, stop, run
        start = stop if cut else run[-1].end


def _of_run(
    statement: str, run: list[Day], kind: str, author: str, words: str
) -> Iterator[Citation]:
    said = " ".join(words.split())[:300]
    place = 0
    while place < len(run):
        day, following = run[place], run[place + 1] if place + 1 < len(run) else None
        if following and _is_range(statement, day, following):
            first, last = min(day.on, following.on), max(_end(day), _end(following))
            yield Citation(kind, first, last, author, said)
            place += 2
        else:
            yield Citation(kind, day.on, day.until, author, said)
            place += 1


def _end(day: Day) -> date:
    return day.until or day.on


def _is_range(statement: str, day: Day, following: Day) -> bool:
    gap = statement[day.end : following.start]
    if _IS_RANGE.match(gap):
        return True
    is_between = bool(_BETWEEN.search(statement[max(day.start - 12, 0) : day.start]))
    return is_between and gap.strip().casefold() == "and"


def _author_of(words: str) -> str:
    named = _titled(words)
    if named:
        return named
    people = (found.group(1) for found in _BY.finditer(with_digits(words)))
    return next((person for person in people if not _FIRM.search(person)), "")


def _titled(words: str) -> str:
    """Return the first person with a degree, or the first doctor."""
    readable = with_digits(words)
    for found in _WITH_DEGREE.finditer(readable):
        # Of “Dr. Jessup's PT notes” the letters are of the notes.
        if not _OWNING.search(found.group(1)):
            return found.group(1).strip()
    doctor = _DOCTOR.search(readable)
    return doctor.group(1).strip() if doctor else ""
