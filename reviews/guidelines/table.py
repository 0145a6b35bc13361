"""Guidelines as a table (CSV), one edition a row: read with every fault by its line, and added.

Structure and references only: titles, years, days, sections, pages; no text of a guideline.
"""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from cases.characters import character_refusal
from reviews.guidelines.library import Edition, Library, OtherSource, Source, plain_title

COLUMNS = (
    "kind",
    "title",
    "organization",
    "year",
    "regulation",
    "parent",
    "effective_from",
    "effective_to",
    "first_page",
    "last_page",
    "sections",
    "also",
)
NEEDED = ("kind", "title", "year")
KINDS = ("mtus", "other")
BETWEEN = "|"
LONGEST, MOST_ROWS = 300, 5_000
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")


@dataclass(frozen=True)
class EditionRow:
    """One row: an edition of a guideline, with what can be cited of it; `kind` is one of KINDS."""

    kind: str
    title: str
    year: int
    organization: str = ""
    regulation: str = ""
    parent: str = ""
    effective_from: date | None = None
    effective_to: date | None = None
    first_page: int | None = None
    last_page: int | None = None
    sections: tuple[str, ...] = ()
    also: tuple[str, ...] = ()

    @property
    def edition(self) -> Edition:
        """The edition as the library has it."""
        has_pages = self.first_page is not None and self.last_page is not None
        pages = (self.first_page, self.last_page) if has_pages else None
        return Edition(
            year=self.year,
            effective_from=self.effective_from,
            effective_to=self.effective_to,
            pages=pages,
        )


class BadTable(Exception):
    """A table with faults; `reasons` are one a fault, with the line where a line has it."""

    def __init__(self, reasons: Sequence[str]) -> None:
        super().__init__("\n".join(reasons))
        self.reasons = tuple(reasons)


def read_table(content: bytes) -> tuple[EditionRow, ...]:
    """Return the editions of a CSV; BadTable with all its faults where there is one."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as problem:
        line = content[: problem.start].count(b"\n") + 1
        raise BadTable([f"Line {line}: the file is not UTF-8; save it as CSV UTF-8."]) from problem
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    faults: list[str] = []
    rows: list[EditionRow] = []
    seen: dict[tuple[str, int], int] = {}
    try:
        faults += _header_faults(reader.fieldnames or ())
        if not faults:
            for plain in reader:
                line = reader.line_num
                found = list(_faults(plain))
                row = None if found else _row(plain)
                if row is not None:
                    first = seen.setdefault((row.title.lower(), row.year), line)
                    if first != line:
                        found.append(f"{row.title} {row.year} stands on line {first} already.")
                    rows.append(row)
                faults += [f"Line {line}: {fault}" for fault in found]
    except csv.Error as problem:
        faults.append(f"Line {reader.line_num}: this is no CSV: {problem}.")
    if not rows and not faults:
        faults.append("The file has no row below its header.")
    if len(rows) > MOST_ROWS:
        faults.append(f"The file has {len(rows):,} rows; at most {MOST_ROWS:,} are loaded at once.")
    if faults:
        raise BadTable(faults)
    return tuple(rows)


def _header_faults(names: Sequence[str]) -> Iterator[str]:
    missing = [name for name in NEEDED if name not in names]
    unknown = [name for name in names if name not in COLUMNS]
    if missing:
        yield f"Line 1: the header lacks {', '.join(missing)}. It may have: {', '.join(COLUMNS)}."
    if unknown:
        yield f"Line 1: nobody knows the column {', '.join(map(repr, unknown))}."
    if len(set(names)) < len(names):
        yield "Line 1: a column stands twice."


def _faults(plain: dict[str | None, str | list[str] | None]) -> Iterator[str]:
    if None in plain:
        yield "it has more cells than the header; put quotes around text with commas."
        return
    given = {name: (value or "").strip() for name, value in plain.items()}
    for name, value in given.items():
        if refusal := character_refusal(name, value):
            yield refusal
        if name not in ("sections", "also") and len(value) > LONGEST:
            yield f"{name} is longer than {LONGEST} characters."
    for name in ("sections", "also"):
        if any(len(each) > LONGEST for each in _parts(given.get(name, ""))):
            yield f"one of {name} is longer than {LONGEST} characters; put {BETWEEN} between them."
    if given["kind"] not in KINDS:
        yield f"kind is “{given['kind']}”; write mtus, or other for a source outside the MTUS."
    if not plain_title(given["title"]):
        yield "the title is missing."
    if not _YEAR.fullmatch(given["year"]):
        yield f"the year is “{given['year']}”; write the four digits that letters print."
    if given["kind"] == "other" and not given.get("organization"):
        yield "a source outside the MTUS needs its organization."
    yield from _range_faults(given)


def _range_faults(given: dict[str, str]) -> Iterator[str]:
    begins, ends = given.get("effective_from", ""), given.get("effective_to", "")
    for name, value in (("effective_from", begins), ("effective_to", ends)):
        if value and _day(value) is None:
            yield f"{name} is “{value}”; write the day as 2021-11-23."
    if _day(begins) and _day(ends) and _day(ends) < _day(begins):
        yield f"it ends ({ends}) before it begins ({begins})."
    first, last = given.get("first_page", ""), given.get("last_page", "")
    if any(value and not _page(value) for value in (first, last)):
        yield "a page is a whole number from 1."
    elif bool(first) != bool(last):
        yield "first_page and last_page go together."
    elif first and int(last) < int(first):
        yield f"the last page ({last}) comes before the first ({first})."


def _row(plain: dict[str, str | None]) -> EditionRow:
    given = {name: (value or "").strip() for name, value in plain.items()}
    return EditionRow(
        kind=given["kind"],
        title=given["title"],
        year=int(given["year"]),
        organization=given.get("organization", ""),
        regulation=given.get("regulation", ""),
        parent=given.get("parent", ""),
        effective_from=_day(given.get("effective_from", "")),
        effective_to=_day(given.get("effective_to", "")),
        first_page=_page(given.get("first_page", "")),
        last_page=_page(given.get("last_page", "")),
        sections=_parts(given.get("sections", "")),
        also=_parts(given.get("also", "")),
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(filter(None, (each.strip() for each in text.split(BETWEEN)))))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == 10 else None
    except ValueError:
        return None


def _page(text: str) -> int | None:
    is_number = text.isascii() and text.isdigit() and len(text) <= 6
    return int(text) or None if is_number else None


def with_editions(library: Library, rows: Iterable[EditionRow]) -> Library:
    """Return the library with these editions too; one that it has already gives way to the row."""
    mtus, outside = list(library.mtus), list(library.outside)
    for row in rows:
        shelf = mtus if row.kind == "mtus" else outside
        _put(shelf, row)
    named = {(each.organization, each.title) for each in library.outside}
    others = [*library.others]
    for each in outside:
        if (each.organization, each.title) not in named:
            titles = (each.title, *each.also)
            others.append(OtherSource(each.organization, each.title, titles))
    return replace(library, mtus=tuple(mtus), outside=tuple(outside), others=tuple(others))


def _put(shelf: list[Source], row: EditionRow) -> None:
    wanted = row.title.lower()
    place = next((i for i, each in enumerate(shelf) if each.title.lower() == wanted), None)
    if place is None:
        shelf.append(
            Source(
                title=row.title,
                regulation=row.regulation,
                parent=row.parent,
                editions=(row.edition,),
                also=row.also,
                sections=row.sections,
                organization=row.organization,
            )
        )
        return
    old = shelf[place]
    kept = tuple(each for each in old.editions if each.year != row.year)
    shelf[place] = replace(
        old,
        regulation=row.regulation or old.regulation,
        parent=row.parent or old.parent,
        organization=row.organization or old.organization,
        editions=tuple(sorted((*kept, row.edition), key=lambda each: each.year)),
        also=tuple(dict.fromkeys((*old.also, *row.also))),
        sections=tuple(dict.fromkeys((*old.sections, *row.sections))),
    )
