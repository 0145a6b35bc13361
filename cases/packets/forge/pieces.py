"""A document on its way into a packet, and what happens to it: copied, changed, faxed, scanned."""

import dataclasses
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from cases.packets.forge import misreading
from cases.packets.forge.packet import ForgedPage, Scan, Truth
from cases.packets.forge.sheets import LEFT, Draft, Line, Sheet, stamped

HEADERS = (
    "{on:%m/%d/%Y} {at} FROM: {sender} TO: {receiver} PAGE {page:03d} OF {pages:03d}",
    "{on:%b. %d. %Y} {at}   {name}   No. {job}   P. {page}/{pages}",
    "From: {name}  Fax: {sender}  To: Fax: {receiver}  Page: {page} of {pages} {on:%m/%d/%Y} {at}",
    "{on:%Y-%m-%d} {at}   {sender} >> {receiver}   P {page}/{pages}",
)
HEADERS_HELD_OUT = (
    "{on:%m/%d/%Y} {on:%a} {at} FAX {sender} {name} {page:03d}/{pages:03d}",
    "Received: {on:%m/%d/%y} {at} - Job {job} - pg {page} of {pages}",
)
OPPOSITES = (
    ("positive", "negative"),
    ("negative", "positive"),
    ("DETECTED", "none detected"),
    ("none detected", "DETECTED"),
    ("left", "right"),
    ("right", "left"),
    ("4/5", "5/5"),
    ("4-/5", "5/5"),
    ("3+/5", "4+/5"),
    ("mild", "severe"),
    ("moderate", "mild"),
    ("denies", "admits"),
    ("unchanged", "improved"),
)
LOWEST_LINE = 84


@dataclass
class Piece:
    """One document or loose sheet; `first` is its first page once the packet is in order."""

    draft: Draft | None
    sheets: list[Sheet]
    kind: str
    is_foreign: bool = False
    copy_of: "Piece | None" = None
    is_exact: bool = False
    changed_sheet: int = -1
    changed: tuple[str, ...] = ()
    is_other_day: bool = False
    unique: str = ""
    is_scanned: bool = False
    turn: int = 0
    headers: tuple[str, ...] = ()
    first: int = 0


def planted(piece: Piece, words: str) -> int:
    """Add a sentence to the last sheet of the document; return which sheet, -1 without room."""
    sheet = piece.sheets[-1]
    body = [line for line in sheet.lines if line.x == LEFT and line.y > LOWEST_LINE]
    lowest = min(body, key=lambda line: line.y)
    if lowest.y - 16 < LOWEST_LINE:
        return -1
    line = Line(LEFT, round(lowest.y - 16, 1), lowest.size, lowest.font, f"Note: {words}.")
    piece.sheets[-1] = dataclasses.replace(sheet, lines=(*sheet.lines, line))
    return len(piece.sheets) - 1


def copies(chance: Random, pieces: Sequence[Piece], pages: int) -> Iterator[Piece]:
    """Yield copies with so many pages: some exact, some faxed again, a few with a change."""
    shuffled = [piece for piece in pieces if len(piece.sheets) <= max(pages, 1)]
    chance.shuffle(shuffled)
    number = 0
    while pages > 0 and number < 40 * len(shuffled) + 40:
        original = shuffled[number % len(shuffled)]
        number += 1
        if len(original.sheets) > pages:
            continue
        pages -= len(original.sheets)
        fate = chance.random()
        if fate < 0.13 or number == 2:
            yield changed_copy(chance, original)
        elif fate < 0.25 or number == 3:
            yield same_form(chance, original)
        else:
            yield dataclasses.replace(
                original, sheets=list(original.sheets), copy_of=original, is_exact=fate < 0.6
            )


def changed_copy(chance: Random, original: Piece) -> Piece:
    """Return the document with one finding the other way; a plain copy where there is none."""
    copy = dataclasses.replace(original, sheets=list(original.sheets), copy_of=original)
    places = [
        (sheet, line, old, new)
        for sheet, each in enumerate(original.sheets)
        for line, row in enumerate(each.lines)
        for old, new in OPPOSITES
        if 110 < row.y < 600 and re.search(rf"(?<![\w/]){re.escape(old)}(?![\w/])", row.text)
    ]
    return _put(copy, *chance.choice(places)) if places else copy


def same_form(chance: Random, original: Piece) -> Piece:
    """Return the form filled in anew: all of its page the same but one day or one number."""
    copy = dataclasses.replace(original, sheets=list(original.sheets), copy_of=original)
    if chance.random() < 0.5 and original.draft and len(original.sheets) == 1:
        return _of_another_day(chance, copy, original.draft)
    places = [
        (sheet, line, found.group(), str(int(found.group()) + chance.choice((1, 5, 10))))
        for sheet, each in enumerate(original.sheets)
        for line, row in enumerate(each.lines)
        for found in re.finditer(r"(?<![\w/.:,\-#])\d{1,2}(?![\w/.:,\-])", row.text)
        if 110 < row.y < 600
    ]
    return _put(copy, *chance.choice(places)) if places else copy


def _of_another_day(chance: Random, copy: Piece, draft: Draft) -> Piece:
    old = draft.on.strftime(draft.style.days)
    on = draft.on + timedelta(days=chance.choice((1, 2, 7, 14, 28)))
    new = on.strftime(draft.style.days)
    sheet = copy.sheets[0]
    lines = tuple(dataclasses.replace(row, text=row.text.replace(old, new)) for row in sheet.lines)
    copy.sheets[0] = dataclasses.replace(sheet, lines=lines)
    copy.draft = dataclasses.replace(draft, on=on)
    copy.changed_sheet, copy.changed, copy.is_other_day = 0, (old, new), True
    return copy


def _put(copy: Piece, sheet: int, line: int, old: str, new: str) -> Piece:
    """Return the copy with the old words of a line put for the new ones, once."""
    lines = list(copy.sheets[sheet].lines)
    words = rf"(?<![\w/.:,\-#]){re.escape(old)}(?![\w/])"
    text = re.sub(words, new, lines[line].text, count=1)
    lines[line] = dataclasses.replace(lines[line], text=text)
    copy.sheets[sheet] = dataclasses.replace(copy.sheets[sheet], lines=tuple(lines))
    copy.changed_sheet, copy.changed = sheet, (old, new)
    return copy


def send(chance: Random, batch: Sequence[Piece], *, scanned: float, fax: str, name: str) -> None:
    """Scan some of the documents; fax all of them where `fax` is the pattern of a header."""
    pages = sum(len(piece.sheets) for piece in batch)
    on = date(2026, 10, 20) + timedelta(days=chance.randrange(20))
    words = {
        "on": on,
        "at": f"{chance.randrange(1, 12):02d}:{chance.randrange(60):02d} {chance.choice('AP')}M",
        "sender": f"559555{chance.randrange(100, 200):04d}",
        "receiver": f"916555{chance.randrange(100, 200):04d}",
        "job": chance.randrange(1000, 9999),
        "name": name,
        "pages": pages,
    }
    page = 1
    for piece in batch:
        if piece.copy_of and piece.is_exact:
            continue
        is_refax = piece.copy_of is not None and piece.changed_sheet < 0 and not piece.unique
        piece.is_scanned = is_refax or chance.random() < scanned
        piece.turn = chance.choice((90, 180, 270)) if chance.random() < 0.06 else 0
        if fax:
            numbers = range(page, page + len(piece.sheets))
            piece.headers = tuple(fax.format(page=number, **words) for number in numbers)
        page += len(piece.sheets)


def finished(chance: Random, piece: Piece, document: int) -> list[ForgedPage]:
    """Return the pages of a piece: stamped, scanned, with what is true of each."""
    found = []
    quality = chance.choice((misreading.GOOD, misreading.GOOD, misreading.FAIR, misreading.POOR))
    for place, sheet in enumerate(piece.sheets):
        printed = stamped(sheet, piece.headers[place]) if piece.headers else sheet
        is_again = piece.copy_of is not None
        scan = _scan(chance, piece.turn, quality, is_again) if piece.is_scanned else None
        truth = Truth(
            kind=piece.kind,
            document=document,
            is_blank=piece.kind == "blank",
            is_cover=piece.kind in ("cover", "marked_cover"),
            foreign=piece.draft.patient.name if piece.is_foreign and piece.draft else "",
            names_patient=sheet.names_patient,
            unique=piece.unique if _shows_marks(sheet, scan) else "",
        )
        found.append(ForgedPage(printed, scan, truth))
    return found


def _shows_marks(sheet: Sheet, scan: Scan | None) -> bool:
    """Whether anything is left of what somebody drew: a grey stamp is on no black and white fax."""
    shades = {stroke.grey for stroke in sheet.strokes}
    return scan is None or not shades or any(map(scan.keeps, shades))


def copied(piece: Piece, pages: list[ForgedPage], originals: list[ForgedPage]) -> list[ForgedPage]:
    """Return the pages of a copy, each linked with the page that it is a copy of."""
    linked = []
    for place, (page, original) in enumerate(zip(pages, originals, strict=True)):
        first = piece.copy_of.first + place if piece.copy_of else 0
        if piece.is_exact:
            page = dataclasses.replace(original, truth=page.truth)
        is_same = (page.sheet, page.scan) == (original.sheet, original.scan)
        if page.truth.unique:
            truth = dataclasses.replace(page.truth, version_of=first)
        elif place == piece.changed_sheet:
            truth = dataclasses.replace(
                page.truth,
                version_of=first,
                changed=piece.changed,
                other_day=piece.is_other_day,
            )
        elif is_same:
            truth = dataclasses.replace(page.truth, exact_of=first)
        else:
            truth = dataclasses.replace(page.truth, refax_of=first)
        linked.append(dataclasses.replace(page, truth=truth))
    return linked


def _scan(chance: Random, turn: int, share: float, is_again: bool) -> Scan:
    """Return how a page was scanned; what is faxed again fares worse."""
    is_fax = is_again and chance.random() < 0.6
    return Scan(
        turn=turn,
        lean=round(chance.uniform(-2.5, 2.5) if is_again else chance.uniform(-1.6, 1.6), 2),
        dust=round(chance.choice((0.0005, 0.002, 0.006)), 4),
        faint=round(chance.uniform(0.55, 1.0), 2),
        share=share,
        seed=chance.randrange(2**31),
        size=round(chance.uniform(0.93, 1.0), 3) if is_again else 1.0,
        moved=(round(chance.uniform(-9, 9), 1), round(chance.uniform(-9, 9), 1)),
        specks=chance.choice((0.0, 0.0, 0.00004, 0.00012)),
        is_fax=is_fax,
    )
