"""The records of a case as one book: its documents, its pages in order, and what one has read.

Addresses of pages carry a key that nobody can guess; whoever has one is still asked each time
whether he may see the page.
"""

import hashlib
import hmac
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import Http404

from cases.bundles.boxes import unpack_boxes
from cases.bundles.faults import LOST_PART
from cases.models import (
    Case,
    MedicalRecord,
    PageReading,
    PageText,
    PageTurn,
    ReadingPlace,
    RecordPage,
    SuggestedDocument,
)
from cases.packets.pages import LOST

KEY_SALT = b"cases.book.page"
KEY_LENGTH = 20
NOT_IN_THE_BOOK = "Not found, or not assigned to you."
FIELDS = ("pk", "number", "record_id", "width", "height", "rotation", *(
    "skew", "is_folded", "is_blank", "is_fax_cover", "is_coversheet", "duplicate_of_id"
))  # fmt: skip


@dataclass(frozen=True)
class Document:
    """One document of the book, as the rail shows it."""

    record: MedicalRecord
    first: int | None
    shown: int
    folded: int
    read: int

    @property
    def is_opened(self) -> bool:
        """Whether any of its pages was read."""
        return self.read > 0


@dataclass(frozen=True)
class Leaf:
    """One page of the book, its size as the file has it, and why it is folded away, if it is.

    `turn` and `skew` are the degrees, clockwise, by which it is shown turned: what was found, and
    what this reader added.
    """

    pk: int
    number: int
    key: str
    record_id: int
    width: float
    height: float
    fold: str
    turn: int
    skew: float
    is_read: bool


@dataclass(frozen=True)
class Book:
    """Everything that is known before any page is opened."""

    case: Case
    documents: Sequence[Document]
    leaves: Sequence[Leaf]
    place: ReadingPlace | None

    @property
    def counted(self) -> int:
        """How many pages there are to read: folded ones left out."""
        return sum(not leaf.fold for leaf in self.leaves)

    @property
    def read(self) -> int:
        """How many of them were read."""
        return sum(leaf.is_read and not leaf.fold for leaf in self.leaves)


def book_of(case: Case, user: Any) -> Book:
    """Return the book of the case as this user left it."""
    records = list(case.records.current().order_by("position", "pk"))
    leaves = _leaves(case, user)
    of_record: dict[int, list[Leaf]] = {record.pk: [] for record in records}
    for leaf in leaves:
        of_record[leaf.record_id].append(leaf)
    place = ReadingPlace.objects.filter(case=case, user=user).first()
    documents = [_document(record, of_record[record.pk]) for record in records]
    return Book(case, documents, leaves, place)


@dataclass(frozen=True)
class Suggestion:
    """Where a document seems to begin in a record that nobody has divided, and what it seems."""

    number: int
    kind: str
    on: date | None


def suggestions_of(case: Case) -> list[Suggestion]:
    """Return where documents seem to begin, for each record that a person has not confirmed."""
    rows = SuggestedDocument.objects.filter(
        case=case, page__record__superseded_at=None, page__record__confirmed_at=None
    ).exclude(page__foreign=RecordPage.Foreign.CONFIRMED)
    words = dict(MedicalRecord.Kind.choices)
    found = rows.order_by("page__number").values_list("page__number", "kind", "date_of_service")
    return [Suggestion(number, str(words.get(kind, "")), on) for number, kind, on in found]


def page_by_key(case: Case, key: str) -> RecordPage:
    """Return the page of the case whose key this is; Http404 for any other word."""
    number, _, _ = key.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) < 9):
        raise Http404(NOT_IN_THE_BOOK)
    page = (
        RecordPage.objects.live()
        .select_related("record", "file", "case")
        .filter(case=case, number=int(number))
        .first()
    )
    if page is None or not hmac.compare_digest(key_of(page.pk, page.number), key):
        raise Http404(NOT_IN_THE_BOOK)
    return page


def key_of(pk: int, number: int) -> str:
    """Return the part of an address that names a page."""
    return key_maker()(pk, number)


def key_maker() -> Callable[[int, int], str]:
    """Return a function that makes keys, for many at once."""
    ground = hmac.new(settings.SECRET_KEY.encode(), KEY_SALT, hashlib.sha256)

    def made(pk: int, number: int) -> str:
        seal = ground.copy()
        seal.update(str(pk).encode())
        return f"{number}-{seal.hexdigest()[:KEY_LENGTH]}"

    return made


def neighbours(page: RecordPage) -> tuple[RecordPage | None, RecordPage | None]:
    """Return the pages before and after this one in the book."""
    order = list(_live(page.case).values_list("pk", flat=True))
    here = order.index(page.pk)
    keys = [order[here - 1] if here else None, order[here + 1] if here + 1 < len(order) else None]
    found = RecordPage.objects.in_bulk([key for key in keys if key])
    return tuple(found.get(key) if key else None for key in keys)  # type: ignore[return-value]


def first_page(case: Case, number: int | None = None) -> RecordPage | None:
    """Return the page with this number, or the first of the book."""
    live = _live(case).select_related("record", "file", "case")
    wanted = live.filter(number=number).first() if number else None
    return wanted or live.filter(is_folded=False).first() or live.first()


def text_of(page: RecordPage) -> PageText | None:
    """Return what the page says, if it has been read by now."""
    return PageText.objects.filter(page=page).first()


def notice_of(page: RecordPage) -> str:
    """Return what its reader has to know of a page that is not shown whole; often nothing."""
    return LOST_PART if page.look_shape == LOST else ""


def sizes_of(record: MedicalRecord) -> list[list[float]]:
    """Return width and height of each page of a document, in points."""
    sizes = record.record_pages.open().order_by("place").values_list("width", "height")
    return [[round(width, 1), round(height, 1)] for width, height in sizes]


def placed_words(said: PageText) -> list[list[float | str]]:
    """Return each word with left, top, width and height as shares of the page."""
    boxes = unpack_boxes(bytes(said.word_boxes))
    return [
        [
            round(box.left, 4),
            round(box.top, 4),
            round(box.right - box.left, 4),
            round(box.bottom - box.top, 4),
            word,
        ]
        for word, box in zip(said.text.split(), boxes, strict=False)
    ]


def why_folded(row: dict[str, Any]) -> str:
    """Return why a page is out of the way, in a word or two; nothing where it is not."""
    if not row["is_folded"]:
        return ""
    if row["duplicate_of_id"]:
        return "duplicate"
    if row["is_blank"]:
        return "blank"
    return "cover" if row["is_fax_cover"] or row["is_coversheet"] else "folded"


def _live(case: Case) -> Any:
    return RecordPage.objects.live().filter(case=case).in_book_order()


def _leaves(case: Case, user: Any) -> list[Leaf]:
    rows = list(_live(case).values(*FIELDS))
    read = set(
        PageReading.objects.filter(case=case, user=user, read_at__isnull=False).values_list(
            "page_id", flat=True
        )
    )
    turns = dict(
        PageTurn.objects.filter(page__case=case, user=user).values_list("page_id", "degrees")
    )
    make_key = key_maker()
    return [
        Leaf(
            pk=row["pk"],
            number=row["number"],
            key=make_key(row["pk"], row["number"]),
            record_id=row["record_id"],
            width=round(row["width"], 1),
            height=round(row["height"], 1),
            fold=why_folded(row),
            turn=(row["rotation"] + turns.get(row["pk"], 0)) % 360,
            skew=round(row["skew"], 1),
            is_read=row["pk"] in read,
        )
        for row in rows
    ]


def _document(record: MedicalRecord, leaves: Sequence[Leaf]) -> Document:
    shown = [leaf for leaf in leaves if not leaf.fold]
    first = (shown or list(leaves) or [None])[0]
    return Document(
        record=record,
        first=first.number if first else None,
        shown=len(shown),
        folded=len(leaves) - len(shown),
        read=sum(leaf.is_read for leaf in leaves),
    )
