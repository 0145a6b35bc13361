"""Puts a packet together: who it is about, what was written when, and what the fax made of it."""

import calendar
import dataclasses
from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from cases.packets.forge import cast, misreading, pieces
from cases.packets.forge.cast import Clinic, Person, Subject
from cases.packets.forge.claims import (
    Cited,
    cover_sheet,
    write_decision,
    write_letter,
    write_request,
)
from cases.packets.forge.documents import write_document
from cases.packets.forge.language import REGIONS, Voice, planted_sentences
from cases.packets.forge.packet import (
    LARGEST,
    SMALLEST,
    ForgedDocument,
    ForgedPage,
    Order,
    Packet,
)
from cases.packets.forge.pieces import HEADERS, HEADERS_HELD_OUT, Piece
from cases.packets.forge.sheets import Sheet, blank_sheet, set_sheets
from cases.packets.forge.styles import STYLES
from cases.packets.forge.traps import traps

# What a file is made of, most needed first; the days are before the request.
CORE = (
    ("progress_report", 4),
    ("therapy_note", 20),
    ("imaging_report", 60),
    ("progress_report", 38),
    ("therapy_note", 27),
    ("consultation", 75),
    ("progress_report", 71),
    ("laboratory_report", 39),
    ("progress_report", 104),
    ("diagnostic_report", 90),
    ("progress_report", 139),
    ("operative_report", 330),
    ("medical_legal_report", 210),
    ("progress_report", 168),
)
FILLERS = ("therapy_note", "therapy_note", "progress_report", "progress_report", "consultation",
           "imaging_report", "laboratory_report", "medical_legal_report")  # fmt: skip
KINDS = tuple(dict.fromkeys([*FILLERS, *(kind for kind, _ in CORE)]))
DECIDED = date(2026, 10, 12)
FOREIGN_KINDS = ("progress_report", "therapy_note", "imaging_report", "laboratory_report")


def forge_packet(order: Order) -> Packet:
    """Return the packet that was ordered; ValueError where the order cannot be kept."""
    if not SMALLEST <= order.pages <= LARGEST:
        raise ValueError(f"A packet has {SMALLEST} to {LARGEST:,} pages.")
    if not (0 <= order.scanned <= 1 and 0 <= order.duplicates <= 0.5):
        raise ValueError("Scanned pages are a share from 0 to 1, duplicates from 0 to 0.5.")
    return _Assembly(order).packet()


def invented_subject(chance: Random, pages: int) -> Subject:
    """Return a worker with an injury, long enough ago for so many pages."""
    requested_on = DECIDED - timedelta(days=chance.randrange(4, 12))
    region, side = chance.choice(REGIONS), chance.choice(("left", "right"))
    voice = Voice(chance, region, side, "")
    services = [line.removeprefix("Request ").rstrip(".") for line in voice.pick("plan", 9)]
    asked = [line for line in services if not line[0].isupper()] or services
    return Subject(
        worker=cast.invented_person(chance),
        claim_number=cast.invented_claim_number(chance),
        injured_on=requested_on - timedelta(days=400 + min(pages, 3000)),
        requested_on=requested_on,
        decided_on=DECIDED,
        administrator=f"{chance.choice(cast.PLACES)} Claims Services",
        employer=chance.choice(cast.PLACES) + chance.choice((" Packing", " Transit", " Builders")),
        region=region,
        side=side,
        services=tuple(line[0].upper() + line[1:] for line in asked[:2]),
    )


class _Assembly:
    def __init__(self, order: Order) -> None:
        self.order = order
        self.chance = Random(f"packet {order.seed} {order.pages}")
        self.subject = order.subject or invented_subject(self.chance, order.pages)
        self.taken = frozenset({self.subject.worker.last})
        self.clinics = {kind: self._clinics(kind) for kind in KINDS}
        self.office = self._office(self.subject.administrator)
        treating = self.clinics["progress_report"][0]
        self.subject = dataclasses.replace(self.subject, physician=treating.author)
        self.seen: set[tuple[str, str, date]] = set()
        self.cited: list[Cited] = []
        self.planted: list[tuple[str, Piece, int]] = []

    def packet(self) -> Packet:
        """Return the finished packet."""
        pages = self.order.pages
        blanks = round(pages * 0.02) if pages >= 20 else min(1, pages // 10)
        covers = max(pages // 150, 1 if pages >= 10 else 0)
        copies = round(pages * self.order.duplicates)
        foreign = min(self.order.foreign, pages // 6)
        own = self._documents(pages - blanks - covers - copies - foreign - self.order.traps)
        strangers = list(self._strangers(foreign))
        self._plant(own)
        copied = list(pieces.copies(self.chance, own[2:], copies))
        self.cited = [self._as_it_came(item, [*own, *copied]) for item in self.cited]
        trapped = list(
            traps(self.chance, self.subject, own[2:], self._loose_cover, self.order.traps)
        )
        ordered = self._in_batches([*own, *strangers, *copied, *trapped], covers)
        for _ in range(blanks):
            notice = "This page intentionally left blank" if self.chance.random() < 0.2 else ""
            is_scanned = self.chance.random() < self.order.scanned
            blank = Piece(None, [blank_sheet(notice)], "blank", is_scanned=is_scanned)
            ordered.insert(self.chance.randrange(1, len(ordered) + 1), blank)
        return self._finished(ordered)

    def _loose_cover(self) -> Sheet:
        sender = self.clinics["progress_report"][0]
        pages = self.chance.randrange(2, 20)
        return cover_sheet(self.chance, sender, self.subject, pages, self.subject.decided_on)

    def _strangers(self, pages: int) -> Iterator[Piece]:
        """Yield documents about other people, with so many pages."""
        worker = self.subject.worker
        while pages > 0:
            other = cast.invented_person(self.chance, self.taken)
            if self.chance.random() < 0.15:
                other = dataclasses.replace(other, last=worker.last)
            if self.chance.random() < 0.15:
                other = dataclasses.replace(other, first=worker.first)
            if self.chance.random() < 0.12:
                other = _of_the_family(self.chance, worker)
            elif (other.first, other.last) == (worker.first, worker.last):
                continue
            number = cast.invented_claim_number(self.chance)
            about = dataclasses.replace(self.subject, worker=other, claim_number=number)
            kind = self.chance.choice(FOREIGN_KINDS)
            clinic = self.chance.choice(self.clinics[kind])
            on = self.subject.requested_on - timedelta(days=self.chance.randrange(300))
            draft = write_document(self.chance, kind, clinic, about, on)
            sheets = list(set_sheets(draft))
            if len(sheets) <= pages:
                pages -= len(sheets)
                yield Piece(draft, sheets, kind, is_foreign=True)

    def _clinics(self, kind: str) -> list[Clinic]:
        count = 2 + self.order.pages // 400 if kind in FILLERS else 1
        styles = [style.name for style in STYLES if style.is_held_out is self.order.held_out]
        found = []
        for _ in range(count):
            author = cast.invented_author(self.chance, kind, self.taken)
            style = self.chance.choice(styles)
            found.append(cast.invented_clinic(self.chance, kind, style, author))
        if kind == "progress_report" and self.order.subject and self.order.subject.physician:
            found[0] = dataclasses.replace(found[0], author=self.order.subject.physician)
        return found

    def _office(self, name: str) -> Clinic:
        author = cast.invented_author(self.chance, "progress_report", self.taken)
        styles = [style.name for style in STYLES if style.is_held_out is self.order.held_out]
        clinic = cast.invented_clinic(
            self.chance, "progress_report", self.chance.choice(styles), author
        )
        return dataclasses.replace(clinic, name=name)

    def write(
        self, kind: str, clinic: Clinic, on: date, patient: Person | None = None, length: int = 0
    ) -> Piece:
        """Return a document that is nowhere in the packet yet."""
        chance, subject = self.chance, self._as_claimed()
        draft = write_document(chance, kind, clinic, subject, on, patient=patient, length=length)
        return Piece(draft, list(set_sheets(draft)), kind)

    def _documents(self, room: int) -> list[Piece]:
        """Return documents of the case with exactly so many pages."""
        is_short = self.order.pages < 12
        records = list(self._records(room, is_short))
        self.cited = self._citations(records)
        decision = write_decision(
            self.chance, self.office, self.subject, self.cited, is_short=is_short
        )
        reports = [item for item in self.cited if item.kind == "progress_report"]
        attached = [item for item in reports if not item.is_vague][-2:]
        treating = self.clinics["progress_report"][0]
        request = write_request(self.chance, treating, self.subject, attached)
        own = [Piece(d, list(set_sheets(d)), d.kind) for d in (decision, request)] + records
        spare = room - sum(len(piece.sheets) for piece in own)
        while spare < 0 and len(own) > 2:
            spare += len(own.pop().sheets)
        if spare < 0:
            raise ValueError("So few pages do not hold the decision and the request; order more.")
        return [*own, *self._padding(spare)]

    @staticmethod
    def _as_it_came(item: Cited, own: list[Piece]) -> Cited:
        """Return what is cited, missing when no document of the packet is it."""
        until = item.until or item.on
        has_come = any(
            piece.draft
            and piece.kind == item.kind
            and item.on <= piece.draft.on <= until
            and piece.draft.clinic.author == item.author
            for piece in own
        )
        return dataclasses.replace(item, is_missing=not has_come)

    def _records(self, room: int, is_short: bool) -> Iterator[Piece]:
        room -= 3 if is_short else 6
        for kind, days in CORE:
            on = self.subject.requested_on - timedelta(days=days)
            clinic = self.clinics[kind][0]
            piece = self.write(kind, clinic, on, self._as_written(), length=1)
            if len(piece.sheets) <= room:
                room -= len(piece.sheets)
                self.seen.add((kind, clinic.author, on))
                yield piece
        while room > 12:
            kind = self.chance.choice(FILLERS)
            length = self.chance.randrange(8, 16) if kind == "medical_legal_report" else 1
            piece = self._another(kind, length)
            if len(piece.sheets) <= room:
                room -= len(piece.sheets)
                yield piece

    def _padding(self, room: int) -> Iterator[Piece]:
        """Yield documents of one page until the room is full."""
        while room > 0:
            if self.chance.random() < 0.3:
                on = self.subject.decided_on + timedelta(days=self.chance.randrange(-60, 8))
                while ("correspondence", self.office.author, on) in self.seen:
                    on -= timedelta(days=1)
                self.seen.add(("correspondence", self.office.author, on))
                letter = write_letter(self.chance, self.office, self.subject, on)
                piece = Piece(letter, list(set_sheets(letter)), letter.kind)
            else:
                piece = self._another("therapy_note", 0)
            if len(piece.sheets) == 1:
                room -= 1
                yield piece

    def _another(self, kind: str, length: int) -> Piece:
        """Return a document of a day on which its author wrote nothing of the kind."""
        clinic = self.chance.choice(self.clinics[kind])
        span = max((self.subject.requested_on - self.subject.injured_on).days, 30)
        on = self.subject.injured_on + timedelta(days=self.chance.randrange(span))
        while (kind, clinic.author, on) in self.seen:
            on -= timedelta(days=1)
        self.seen.add((kind, clinic.author, on))
        return self.write(kind, clinic, on, self._as_written(), length)

    def _as_claimed(self) -> Subject:
        """Return the subject as one clinic or another copies the claim number."""
        number = self.subject.claim_number
        if self.chance.random() > 0.05:
            return self.subject
        place = self.chance.choice([n for n, sign in enumerate(number) if sign.isdigit()])
        slip = {**misreading.CONFUSED, "7": "1"}[number[place]]
        claim = number[:place] + slip + number[place + 1 :]
        return dataclasses.replace(self.subject, claim_number=claim)

    def _as_written(self) -> Person:
        """Return the worker as one clinic or another writes the name."""
        worker, fate = self.subject.worker, self.chance.random()
        if fate < 0.06:
            place = self.chance.randrange(1, max(len(worker.last) - 1, 2))
            typo = worker.last[:place] + worker.last[place + 1 :]
            return dataclasses.replace(worker, last=typo)
        if fate < 0.14:
            return dataclasses.replace(worker, middle="" if worker.middle else "J.")
        return worker

    def _citations(self, records: list[Piece]) -> list[Cited]:
        """Return what UR says it read: some that came, and some that did not."""
        drafts = [piece.draft for piece in records if piece.draft]
        start = self.subject.requested_on - timedelta(days=200)
        recent = [draft for draft in drafts if draft.on >= start]
        came = self.chance.sample(recent, min(len(recent), 5))
        cited = [Cited(d.kind, d.on, d.clinic.author, d.clinic.name) for d in came]
        treated = sorted(
            (d for d in recent if d.kind == "therapy_note" and d not in came), key=lambda d: d.on
        )
        if len(treated) > 1 and treated[0].clinic == treated[-1].clinic:
            first, last = treated[0], treated[-1]
            cited.append(
                Cited(first.kind, first.on, first.clinic.author, first.clinic.name, last.on)
            )
        for _ in range(self.order.withheld):
            kind = self.chance.choice([k for k in KINDS if k != "medical_legal_report"])
            clinic = self.chance.choice(self.clinics[kind][:2])
            on = self.subject.requested_on - timedelta(days=self.chance.randrange(8, 190))
            while (kind, clinic.author, on) in self.seen:
                on -= timedelta(days=1)
            self.seen.add((kind, clinic.author, on))
            cited.append(Cited(kind, on, clinic.author, clinic.name, is_missing=True))
        vague = [self._by_month(item) for item in cited]
        return sorted(vague, key=lambda item: item.on)

    def _by_month(self, item: Cited) -> Cited:
        """Return some of what is cited with its month alone."""
        if item.until or self.chance.random() > 0.15:
            return item
        last = calendar.monthrange(item.on.year, item.on.month)[1]
        first, until = item.on.replace(day=1), item.on.replace(day=last)
        return dataclasses.replace(item, on=first, until=until, is_vague=True)

    def _plant(self, own: list[Piece]) -> None:
        """Put a few sentences on one page each; what is left of the pool is nowhere."""
        notes = [p for p in own if p.kind in ("progress_report", "consultation", "therapy_note")]
        wanted = self.chance.sample(planted_sentences(), min(4, len(notes)))
        for words, piece in zip(wanted, self.chance.sample(notes, len(wanted)), strict=True):
            sheet = pieces.planted(piece, words)
            if sheet >= 0:
                self.planted.append((words, piece, sheet))

    def _in_batches(self, found: list[Piece], covers: int) -> list[Piece]:
        """Return the pieces in the order of the bundle: the claim's papers, then faxes."""
        head, rest = found[:2], found[2:]
        self.chance.shuffle(rest)
        size = -(-len(rest) // max(covers, 1))
        ordered = list(head)
        for number in range(max(covers, 1)):
            batch = rest[number * size : (number + 1) * size]
            sender = self.clinics["progress_report"][number % 2]
            if covers and batch:
                count = 1 + sum(len(piece.sheets) for piece in batch)
                sheet = cover_sheet(
                    self.chance, sender, self.subject, count, self.subject.decided_on
                )
                batch = [Piece(None, [sheet], "cover"), *batch]
            headers = HEADERS_HELD_OUT if self.order.held_out else HEADERS
            fax = self.chance.choice(headers) if self.chance.random() < 0.6 else ""
            scanned = self.order.scanned
            pieces.send(self.chance, batch, scanned=scanned, fax=fax, name=sender.name)
            ordered += batch
        return ordered

    def _finished(self, ordered: list[Piece]) -> Packet:
        page, documents, made = 1, [], {}
        for piece in ordered:
            piece.first = page
            page += len(piece.sheets)
            if piece.draft:
                documents.append(_document(len(documents) + 1, piece))
            made[id(piece)] = pieces.finished(
                self.chance, piece, len(documents) if piece.draft else 0
            )
        pages: list[ForgedPage] = []
        for piece in ordered:
            own = made[id(piece)]
            original = made.get(id(piece.copy_of)) if piece.copy_of else None
            pages += pieces.copied(piece, own, original) if original else own
        planted = tuple((words, piece.first + sheet) for words, piece, sheet in self.planted)
        said = {words for words, _ in planted}
        absent = tuple(words for words in planted_sentences() if words not in said)
        return Packet(
            self.order,
            self.subject,
            tuple(pages),
            tuple(documents),
            tuple(self.cited),
            planted,
            absent,
        )


def _of_the_family(chance: Random, worker: Person) -> Person:
    """Return father or son: the same name, another day of birth."""
    years = chance.choice((-28, -23, 22, 27))
    born_on = worker.born_on + timedelta(days=years * 365 + chance.randrange(300))
    return dataclasses.replace(worker, born_on=born_on, middle="")


def _document(number: int, piece: Piece) -> ForgedDocument:
    draft = piece.draft
    return ForgedDocument(
        number=number,
        first=piece.first,
        last=piece.first + len(piece.sheets) - 1,
        kind=piece.kind,
        title=draft.title,
        on=draft.on,
        author=draft.clinic.author,
        facility=draft.clinic.name,
        style=draft.clinic.style,
        is_foreign=piece.is_foreign,
    )
