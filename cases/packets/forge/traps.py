"""Pages that look like something to fold and hold what stands nowhere else in the packet.

A page is folded when it is blank, a fax cover or a copy. Here it seems to be, and somebody wrote,
signed or stamped on it, or set a second picture under the same caption. Folding one of them is
the harm that the engines must never do.
"""

import dataclasses
from collections.abc import Callable, Iterator, Sequence
from random import Random

from cases.packets.forge import pen
from cases.packets.forge.cast import Subject
from cases.packets.forge.pieces import LOWEST_LINE, Piece
from cases.packets.forge.sheets import LEFT, RIGHT, Sheet, Stroke, blank_sheet, free_sheet

REMARKS = (
    "Note: patient reports new numbness of the foot since Friday.",
    "Please see page 4, MRI shows a larger protrusion than before.",
    "Pt stopped tramadol because of nausea, gabapentin helps.",
    "Dr. says surgery is off unless injections fail, call me.",
    "He cannot lift more than ten pounds, work status is changed.",
)
BLANK, COVER = "marked_blank", "marked_cover"


def traps(
    chance: Random, subject: Subject, own: Sequence[Piece], cover: Callable[[], Sheet], count: int
) -> Iterator[Piece]:
    """Yield so many traps of one page, of all sorts in turn; `own` are documents of the case."""
    single = [piece for piece in own if len(piece.sheets) == 1 and piece.draft]
    sorts: list[Callable[[], Piece]] = [
        lambda: _written_on(chance, chance.choice(single), "note below", _note_below),
        lambda: _blank(pen.stamp(chance.uniform(60, 420), chance.uniform(80, 660)), "faint stamp"),
        lambda: _cover(chance, cover(), ()),
        lambda: _written_on(chance, chance.choice(single), "note in the margin", _note_beside),
        lambda: _blank(pen.signature(chance, chance.uniform(60, 420), 120), "signature"),
        lambda: _picture(chance, subject),
        lambda: _written_on(chance, chance.choice(single), "signature", _signature),
        lambda: _blank(
            pen.initials(chance, chance.uniform(20, 560), chance.uniform(24, 750)), "initials"
        ),
        lambda: _cover(chance, cover(), pen.handwriting(chance, LEFT, chance.uniform(120, 300), 7)),
        lambda: _written_on(chance, chance.choice(single), "stamp", _stamp),
        lambda: _blank(
            pen.handwriting(chance, 150, chance.uniform(100, 300), 5, grey=pen.PENCIL),
            "pencil on a page left blank",
            "This page intentionally left blank",
        ),
        lambda: _written_on(chance, chance.choice(single), "words put right", _put_right),
    ]
    needs_a_document = {0, 3, 6, 9, 11}
    turn = 0
    while count > 0:
        if single or turn % len(sorts) not in needs_a_document:
            yield sorts[turn % len(sorts)]()
            count -= 1
        turn += 1


def _written_on(
    chance: Random, original: Piece, unique: str, write: Callable[[Random, Sheet], tuple]
) -> Piece:
    sheet = original.sheets[0]
    marked = dataclasses.replace(sheet, strokes=(*sheet.strokes, *write(chance, sheet)))
    return dataclasses.replace(original, sheets=[marked], copy_of=original, unique=unique)


def _blank(strokes: Sequence[Stroke], unique: str, notice: str = "") -> Piece:
    sheet = dataclasses.replace(blank_sheet(notice), strokes=tuple(strokes))
    return Piece(None, [sheet], BLANK, unique=unique)


def _cover(chance: Random, sheet: Sheet, strokes: Sequence[Stroke]) -> Piece:
    if strokes:
        written = dataclasses.replace(sheet, strokes=tuple(strokes))
        return Piece(None, [written], COVER, unique="handwriting on a cover")
    first = sheet.lines[0]
    low = min(line.y for line in sheet.lines[:-1]) - 30
    remark = dataclasses.replace(first, y=round(low, 1), text=chance.choice(REMARKS))
    return Piece(
        None,
        [dataclasses.replace(sheet, lines=(*sheet.lines[:-1], remark, sheet.lines[-1]))],
        COVER,
        unique="remark on a cover",
    )


def _picture(chance: Random, subject: Subject) -> Piece:
    """Return a photograph; every one has the same words below it."""
    rows = [
        f"Patient: {subject.worker.name}   Claim: {subject.claim_number}",
        f"Intraoperative photograph of the {subject.side} {subject.region}, arthroscopic view,",
        "printed from the image archive of the surgery center, not for primary diagnosis",
    ]
    sheet = free_sheet(rows)
    strokes = pen.picture(chance, 120, 160, 360)
    unique = dataclasses.replace(sheet, strokes=strokes, names_patient=True)
    return Piece(None, [unique], "picture", unique="picture")


def _note_below(chance: Random, sheet: Sheet) -> tuple[Stroke, ...]:
    low = min(line.y for line in sheet.lines if line.y > LOWEST_LINE)
    return pen.handwriting(chance, LEFT + 20, max(low - 34, 50), 6, height=10)


def _note_beside(chance: Random, sheet: Sheet) -> tuple[Stroke, ...]:
    x, y = chance.choice((10, RIGHT + 14)), chance.uniform(200, 600)
    return tuple(
        stroke
        for row in range(3)
        for stroke in pen.handwriting(chance, x, y - 16 * row, 1, height=9)
    )


def _signature(chance: Random, sheet: Sheet) -> tuple[Stroke, ...]:
    low = min(line.y for line in sheet.lines if line.y > LOWEST_LINE)
    return pen.signature(chance, LEFT + 180, low - 12)


def _stamp(chance: Random, sheet: Sheet) -> tuple[Stroke, ...]:
    low = min(line.y for line in sheet.lines if line.y > LOWEST_LINE)
    return pen.stamp(chance.uniform(LEFT, RIGHT - 130), max(low - 60, 44), grey=0.5)


def _put_right(chance: Random, sheet: Sheet) -> tuple[Stroke, ...]:
    body = [
        line for line in sheet.lines if line.x == LEFT and 120 < line.y < 600 and " " in line.text
    ]
    line = chance.choice(body)
    above = pen.handwriting(chance, LEFT + 40, line.y + line.size - 3, 2, height=7)
    return (*pen.struck_out(LEFT + 40, line.y, 60), *above)
