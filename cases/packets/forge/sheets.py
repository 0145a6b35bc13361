"""Sheets of paper: a draft of a document set in a clinic's style, line by line."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date

from cases.packets.forge.cast import Clinic, Person, Subject
from cases.packets.forge.styles import COURIER, STYLE_BY_NAME, TIMES, Style

WIDTH, HEIGHT = 612, 792
LEFT, RIGHT, TOP, BOTTOM = 62, 550, 744, 62
# How wide a character is, of its size, on average and a little more.
BREADTH = {"Helvetica": 0.53, TIMES: 0.47, COURIER: 0.6}
DAYS_OF_BIRTH = ("%m/%d/%Y", "%m/%d/%y", "%d-%b-%Y", "%B %d, %Y", "%Y-%m-%d", "%m.%d.%Y")
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
class Stroke:
    """A line that somebody drew: points from the lower left, width in points, grey from 0 black."""

    points: tuple[tuple[float, float], ...]
    width: float = 1.0
    grey: float = 0.2


@dataclass(frozen=True)
class Sheet:
    """One page of a document before anybody scanned it; `rules` are straight lines drawn on it.

    `strokes` are of a pen, a stamp or a picture: they are seen and never among the words.
    """

    lines: tuple[Line, ...]
    rules: tuple[tuple[float, float, float, float], ...] = ()
    names_patient: bool = False
    strokes: tuple[Stroke, ...] = ()

    @property
    def text(self) -> str:
        """The words from top to bottom; what stands at one height stands in one line."""
        return _text(self.lines)


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


def _text(lines: Iterable[Line]) -> str:
    rows: dict[float, list[Line]] = {}
    for line in lines:
        rows.setdefault(line.y, []).append(line)
    return "\n".join(
        "   ".join(line.text for line in sorted(rows[y], key=lambda line: line.x))
        for y in sorted(rows, reverse=True)
    )


def struck_out(sheet: Sheet) -> str:
    """Return the words that a reader of a scan finds: not those that a pen went through."""
    return _text(_without_struck(line, sheet.strokes) for line in sheet.lines)


def _without_struck(line: Line, strokes: tuple[Stroke, ...]) -> Line:
    kept, at, wide = [], line.x, line.size * BREADTH[line.font.split("-")[0]]
    for word in line.text.split(" "):
        end = at + wide * len(word)
        if not any(_goes_through(stroke, line, at, end) for stroke in strokes):
            kept.append(word)
        at = end + wide
    return replace(line, text=" ".join(kept)) if len(kept) < line.text.count(" ") + 1 else line


def _goes_through(stroke: Stroke, line: Line, start: float, end: float) -> bool:
    return any(start < x < end and line.y < y < line.y + line.size * 0.7 for x, y in stroke.points)


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
    """Return the sheet as a fax machine hands it out, with one more line at the top.

    A header that stands there already moves down a little.
    """
    below = tuple(replace(line, y=line.y - 10) if line.y > 760 else line for line in sheet.lines)
    return replace(sheet, lines=(Line(30, 779, 8, COURIER, header), *below))


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
        "born": patient.born_on.strftime(_days_of_birth(draft)),
        "on": draft.on.strftime(style.days),
        "claim": draft.subject.claim_number,
        "injured": draft.subject.injured_on.strftime(style.days),
        "employer": draft.subject.employer,
        "author": draft.clinic.author,
        "facility": draft.clinic.name,
    }


def _days_of_birth(draft: Draft) -> str:
    """Return how the clinic writes a day of birth, which is not always how it writes others."""
    ways = (draft.style.days, draft.style.days, *DAYS_OF_BIRTH)
    return ways[sum(map(ord, draft.clinic.name)) % len(ways)]


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
