"""Missing records: what UR and the request name, and the six-month rule, against what came.

8 CCR 9792.10.5(a)(1)(A): the claims administrator sends the physicians' reports relevant to the
condition from the six months before the request, and every report that the request or the UR
decision names; where the requesting physician has treated for less than six months, those of the
physicians before. 8 CCR 9785(f)(8): while treatment goes on, a report at least every 45 days; a
longer silence within the six months is worth a question.
"""

import calendar
import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from cases.packets.cited import CUT_SHORT, Citation
from cases.packets.facilities import OF_MANY_PLACES
from cases.packets.facts import same_author
from cases.packets.kinds import CONSULTATION, DIAGNOSTIC, IMAGING, LEGAL, OPERATIVE, PROGRESS
from cases.packets.misread import could_be_one
from cases.packets.namesakes import are_apart, is_named_in_full

RECEIVED, MISSING, ILLEGIBLE, UNSURE = "received", "missing", "illegible", "unsure"
REPORTS = {PROGRESS, CONSULTATION, OPERATIVE, LEGAL}
# Kinds that one writer calls so and another so.
ALIKE = (
    frozenset({PROGRESS, CONSULTATION}),
    frozenset({IMAGING, DIAGNOSTIC}),
    frozenset({CONSULTATION, LEGAL}),
)
SHORTEST_OF_A_PLACE = 4
MONTHS_OF_THE_RULE = 6
LONGEST_SILENCE = timedelta(days=45)
WORDS_BY_KIND = {
    "progress_report": "progress report",
    "consultation": "consultation",
    "imaging_report": "imaging report",
    "diagnostic_report": "diagnostic report",
    "laboratory_report": "laboratory report",
    "operative_report": "operative report",
    "therapy_note": "therapy note",
    "medical_legal_report": "medical-legal report",
    "request_for_authorization": "request for authorization",
}


@dataclass(frozen=True)
class Indexed:
    """A document that came, as the index has it; `number` is handed back."""

    number: int
    kind: str
    on: date | None
    author: str = ""
    is_legible: bool = True
    facility: str = ""


@dataclass(frozen=True)
class Finding:
    """A record that is named, whether it came, as which documents, and why that is thought."""

    citation: Citation
    state: str
    documents: tuple[int, ...]
    why: str


@dataclass(frozen=True)
class SixMonths:
    """The months before the request: the reports that came and the silences worth a question.

    `needs_earlier_physician` says that the requesting physician's first report is younger than six
    months and no other physician's report came.
    """

    start: date
    end: date
    reports: tuple[int, ...]
    silences: tuple[tuple[date, date], ...]
    needs_earlier_physician: bool


def compare(citations: Iterable[Citation], index: Sequence[Indexed]) -> tuple[Finding, ...]:
    """Say of each record that is named whether it came."""
    return tuple(_with_cut_name(_finding(citation, index)) for citation in citations)


def six_months(requested_on: date, physician: str, index: Sequence[Indexed]) -> SixMonths:
    """Apply the rule to the reports of physicians in the index."""
    start = months_before(requested_on, MONTHS_OF_THE_RULE)
    inside = [
        (each.on, each)
        for each in index
        if each.on and start <= each.on <= requested_on and each.kind in REPORTS
    ]
    inside.sort(key=lambda pair: (pair[0], pair[1].number))
    own = [on for on, each in inside if same_author(each.author, physician)]
    before = [
        each
        for each in index
        if each.on and each.on < start and same_author(each.author, physician)
    ]
    others = [each for _, each in inside if not same_author(each.author, physician)]
    is_new = not before and (not own or own[0] > start + LONGEST_SILENCE)
    return SixMonths(
        start=start,
        end=requested_on,
        reports=tuple(each.number for _, each in inside),
        silences=_silences(start, requested_on, [on for on, _ in inside]),
        needs_earlier_physician=is_new and not others,
    )


def request_lines(findings: Iterable[Finding], months: SixMonths | None) -> tuple[str, ...]:
    """Return the lines of a request for information: each record that is asked for, and why."""
    lines = [_line(finding) for finding in findings if finding.state != RECEIVED]
    if months:
        lines += [
            f"Physicians' reports from {_said(first)} to {_said(last)}: none came for this part of "
            "the six months before the request (8 CCR 9792.10.5(a)(1)(A))"
            for first, last in months.silences
        ]
        if months.needs_earlier_physician:
            lines.append(
                "Reports of the physicians who treated before, or who referred: the requesting "
                "physician's own begin less than six months before the request "
                "(8 CCR 9792.10.5(a)(1)(A))"
            )
    return tuple(lines)


def months_before(day: date, months: int) -> date:
    """Return the same day of the month so many months earlier, or the last day of that month."""
    years, month = divmod(day.year * 12 + day.month - 1 - months, 12)
    last = calendar.monthrange(years, month + 1)[1]
    return date(years, month + 1, min(day.day, last))


def _with_cut_name(finding: Finding) -> Finding:
    if not finding.citation.author.endswith(CUT_SHORT):
        return finding
    return replace(
        finding, why=f"{finding.why} The name of its author is too long to be shown whole."
    )


def _finding(citation: Citation, index: Sequence[Indexed]) -> Finding:
    until = citation.until or citation.on
    of_the_day = [each for each in index if each.on and citation.on <= each.on <= until]
    likely = [each for each in of_the_day if _is_it(citation, each)]
    named = {each.facility for each in index if _names_place(citation.words, each.facility)}
    own = [each for each in likely if not are_apart(citation, each.author)]
    matching = [each for each in own if not _is_elsewhere(citation, each, named)]
    if likely and not matching:
        by = "from another place" if own else "by somebody else of that name"
        why = f"One of that day and kind came {by}."
        return Finding(citation, UNSURE, tuple(each.number for each in likely), why)
    if matching:
        documents = tuple(each.number for each in matching)
        # Of a month an author has many; of one day a report is called by more than one kind.
        if citation.until and not any(_is_kind(citation.kind, each.kind) for each in matching):
            why = "One by an author of that name came from these days, of another kind."
            return Finding(citation, UNSURE, documents, why)
        if any(each.is_legible for each in matching):
            return Finding(citation, RECEIVED, documents, "Day, kind and author agree.")
        return Finding(citation, ILLEGIBLE, documents, "It came and cannot be read.")
    return _not_there(citation, index, of_the_day)


def _not_there(
    citation: Citation, index: Sequence[Indexed], of_the_day: Sequence[Indexed]
) -> Finding:
    undated = [each for each in index if each.on is None and _is_it(citation, each)]
    slip = timedelta(days=1)
    near = [
        each
        for each in index
        if each.on and abs(each.on - citation.on) <= slip and _is_it(citation, each)
    ]
    could_be = undated or near
    if could_be and citation.until is None:
        why = "A document that could be it has no day." if undated else "One of the next day came."
        return Finding(citation, UNSURE, tuple(each.number for each in could_be), why)
    other = [each for each in of_the_day if _is_kind(citation.kind, each.kind)]
    why = "One of that day by another author came." if other else "No document of that day is it."
    return Finding(citation, MISSING, (), why)


def _is_it(citation: Citation, each: Indexed) -> bool:
    is_kind = _is_kind(citation.kind, each.kind)
    if not citation.author or not each.author:
        return is_kind
    if not same_author(citation.author, each.author):
        return False
    return is_kind or {citation.kind, each.kind} <= REPORTS


def _is_elsewhere(citation: Citation, each: Indexed, named: Collection[str]) -> bool:
    """Whether the citation names another place that is known, and nobody in full who wrote it."""
    own = _words_of_place(each.facility)
    is_told = is_named_in_full(citation.author) and is_named_in_full(each.author)
    if not own or not named or is_told:
        return False
    return not any(_is_among(word, own) for place in named for word in _words_of_place(place))


def _names_place(words: str, facility: str) -> bool:
    told = _words_of_place(facility)
    return bool(told) and all(_is_among(word, _words_of_place(words)) for word in told)


def _words_of_place(name: str) -> list[str]:
    """Return the words that tell a place from others."""
    words = re.findall(r"[^\W_]+", name.casefold())
    return [w for w in words if len(w) >= SHORTEST_OF_A_PLACE and w not in OF_MANY_PLACES]


def _is_among(word: str, words: Iterable[str]) -> bool:
    return any(could_be_one(word, other) for other in words)


def _is_kind(cited: str, came: str) -> bool:
    return not cited or cited == came or any({cited, came} <= alike for alike in ALIKE)


def _silences(start: date, end: date, reports: Sequence[date]) -> tuple[tuple[date, date], ...]:
    edges = [start, *reports, end]
    return tuple(
        (first, last)
        for first, last in zip(edges, edges[1:], strict=False)
        if last - first > LONGEST_SILENCE
    )


def _line(finding: Finding) -> str:
    citation = finding.citation
    what = WORDS_BY_KIND.get(citation.kind, "record")
    days = _said(citation.on)
    if is_a_month(citation):
        days = f"{citation.on:%B %Y}"
    elif citation.until:
        days = f"{days} to {_said(citation.until)}"
    by = f" by {citation.author}" if citation.author else ""
    where = f", page {citation.page}" if citation.page else ""
    ending = {
        MISSING: "it is named and did not come",
        ILLEGIBLE: "it came and cannot be read; a better copy is asked for",
        UNSURE: "it is named, and what came may or may not be it",
    }[finding.state]
    return f"{what[0].upper()}{what[1:]} of {days}{by}: {ending}{where}"


def is_a_month(citation: Citation) -> bool:
    """Whether a record is named by its month alone: from the first of it until the last."""
    on, until = citation.on, citation.until
    last = calendar.monthrange(on.year, on.month)[1]
    return until is not None and on.day == 1 and until == on.replace(day=last)


def _said(day: date) -> str:
    return f"{day:%B} {day.day}, {day.year}"
