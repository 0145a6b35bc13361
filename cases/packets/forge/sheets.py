"""Sheets of paper: a draft of a document set in a clinic's style, line by line."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from cases.packets.forge.cast import Clinic, Person, Subject
from cases.packets.forge.styles import COURIER, STYLE_BY_NAME, TIMES, Style

WIDTH, HEIGHT = 612, 792
LEFT, RIGHT, TOP, BOTTOM = 62, 550, 744, 62
# How wide a character is, of its size, on average and a little more.
BREADTH = {"Helvetica": 0.53, TIMES: 0.47, COURIER: 0.6}
MARK = "SYNTHETIC - invented for demonstration and tests, nobody's record"


@dataclass(frozen=True)
class Line:
    """Words at a place, in points from the lower left corner."""

    x: float
    y: float
    size: float
    font: str
    text: str


@dataclass(frozen=True)
class Sheet:
    """One page of a document before anybody scanned it; `rules` are straight lines drawn on it."""

    lines: tuple[Line, ...]
    rules: tuple[tuple[float, float, float, float], ...] = ()
    names_patient: bool = False

    @property
    def text(self) -> str:
        """The words from top to bottom; what stands at one height stands in one line."""
        rows: dict[float, list[Line]] = {}
        for line in self.lines:
            rows.setdefault(line.y, []).append(line)
        return "\n".join(
            "   ".join(line.text for line in sorted(rows[y], key=lambda line: line.x))
            for y in sorted(rows, reverse=True)
        )


@dataclass(frozen=True)
class Draft:
    """A document before it is set: who, when, what. Sections are a heading and its paragraphs."""

    kind: str
    title: str
    clinic: Clinic
    patient: Person
    subject: Subject
    on: date
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    until: date | None = None
    facts: tuple[str, ...] = field(default=())

    @property
    def style(self) -> Style:
        """The style of the clinic."""
        return STYLE_BY_NAME[self.clinic.style]


def set_sheets(draft: Draft) -> tuple[Sheet, ...]:
    """Return the pages of a document."""
    style, words = draft.style, _words(draft)
    flow = list(_body(draft, words))
    pages: list[list[tuple[str, str, float]]] = [[]]
    room = TOP - BOTTOM - _head_height(draft)
    for item in flow:
        if room < item[2]:
            pages.append([])
            room = TOP - BOTTOM - 40
        pages[-1].append(item)
        room -= item[2]
    return tuple(
        _sheet(draft, style, {**words, "page": str(number), "pages": str(len(pages))}, lines)
        for number, lines in enumerate(pages, 1)
    )


def stamped(sheet: Sheet, header: str) -> Sheet:
    """Return the sheet as a fax machine hands it out, with one more line at the top."""
    return Sheet(
        (Line(30, 779, 8, COURIER, header), *sheet.lines), sheet.rules, sheet.names_patient
    )


def mark() -> Line:
    """Return the line that says of every page what it is."""
    return Line(150, 16, 7.5, "Helvetica", MARK)


def blank_sheet(notice: str = "") -> Sheet:
    """Return a sheet with nothing on it, or with the words that it was left so."""
    said = (Line(200, 420, 12, TIMES, notice),) if notice else ()
    return Sheet((*said, mark()))


def free_sheet(rows: list[str], font: str = "Helvetica", size: float = 12) -> Sheet:
    """Return a sheet of lines one below the other."""
    lines = [
        Line(LEFT, TOP - size * 1.7 * place, size, font, row)
        for place, row in enumerate(rows)
        if row
    ]
    return Sheet((*lines, mark()))


def wrapped(text: str, columns: int) -> Iterator[str]:
    """Yield the lines of a paragraph."""
    line = ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > columns:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def _words(draft: Draft) -> dict[str, str]:
    patient, style = draft.patient, draft.style
    middle = f" {patient.middle}" if patient.middle else ""
    return {
        "name": patient.name,
        "last_first": f"{patient.last}, {patient.first}{middle}",
        "born": patient.born_on.strftime(style.days),
        "on": draft.on.strftime(style.days),
        "claim": draft.subject.claim_number,
        "injured": draft.subject.injured_on.strftime(style.days),
        "employer": draft.subject.employer,
        "author": draft.clinic.author,
        "facility": draft.clinic.name,
    }


def _head_height(draft: Draft) -> float:
    style = draft.style
    rows = -(-len(style.fields) // style.across)
    return 64 + 30 + rows * (style.size + 5) + 14


def _body(draft: Draft, words: dict[str, str]) -> Iterator[tuple[str, str, float]]:
    """Yield font, words and height of each line below the fields."""
    style = draft.style
    columns = int((RIGHT - LEFT) / (style.size * BREADTH[style.font]))
    leading = style.size * 1.32
    for heading, paragraphs in draft.sections:
        if heading:
            yield ("bold", _heading(style, heading), leading + 4)
        for paragraph in paragraphs:
            for line in wrapped(paragraph, columns):
                yield ("", line, leading)
            yield ("", "", leading * 0.4)
    for line in style.signature:
        yield ("", line.format(**words), leading)


def _heading(style: Style, heading: str) -> str:
    if style.heading == "caps":
        return heading.upper()
    return heading + ":" if style.heading == "colon" else heading


def _sheet(
    draft: Draft, style: Style, words: dict[str, str], body: list[tuple[str, str, float]]
) -> Sheet:
    is_first = words["page"] == "1"
    lines, y = _head(draft, words) if is_first else _running(style, words)
    rules = ((LEFT, y + 6, RIGHT, y + 6),) if is_first else ()
    for font, text, height in body:
        y -= height
        if text:
            face = f"{style.font}-Bold" if font else style.font
            lines.append(Line(LEFT, round(y, 1), style.size, face, text))
    footer = style.footer.format(**words)
    if footer:
        lines.append(Line(262, 40, 8.5, style.font, footer))
    named = is_first or any(key in style.running + style.footer for key in ("{name}", "{last"))
    return Sheet((*lines, mark()), rules, named)


def _running(style: Style, words: dict[str, str]) -> tuple[list[Line], float]:
    lines = [
        Line(LEFT, TOP - 12 * place, 9, style.font, row)
        for place, row in enumerate(style.running.format(**words).split("\n"))
        if row
    ]
    return lines, TOP - 26


def _head(draft: Draft, words: dict[str, str]) -> tuple[list[Line], float]:
    style, clinic = draft.style, draft.clinic
    x = {"centered": 200, "left": LEFT, "right": 330, "box": LEFT + 8}[style.letterhead]
    lines = [
        Line(x, TOP, 14, f"{style.font}-Bold", clinic.name),
        Line(x, TOP - 15, 9, style.font, clinic.address),
        Line(x, TOP - 27, 9, style.font, f"Phone {clinic.phone}   Fax {clinic.fax}"),
        Line(LEFT, TOP - 64, 12.5, f"{style.font}-Bold", draft.title),
    ]
    y, wide = TOP - 84, (RIGHT - LEFT) / style.across
    for place, pattern in enumerate(style.fields):
        row, column = divmod(place, style.across)
        at = round(y - row * (style.size + 5), 1)
        lines.append(
            Line(LEFT + column * wide, at, style.size, style.font, pattern.format(**words))
        )
    rows = -(-len(style.fields) // style.across)
    return lines, y - (rows - 1) * (style.size + 5) - 16
