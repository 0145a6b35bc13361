"""Makers of books: documents whose pages are real PDF pages, with their words and boxes."""

import io
from collections.abc import Sequence
from typing import Any

import pikepdf
from django.db import connection

from cases.bundles.boxes import Box, pack_boxes
from cases.models import Case, CaseWord, MedicalRecord, PageText, RecordPage
from tests.factories.case_file import make_record
from tests.factories.pages import make_file, make_page

WIDTH, HEIGHT = 612, 792
SIZE, LEAD, LEFT, TOP = 12, 18, 60, 90
PER_LINE = 9
COURIER = 0.6  # the width of each letter, as a share of the size


def make_document(case: Case, pages: Sequence[str], **fields: Any) -> MedicalRecord:
    """Make a document of which each page says what is given, where its boxes say that it stands."""
    content = pdf_of(pages)
    record = make_record(case, content=content, **({"pages": len(pages)} | fields))
    file = record.received_file or make_file(record)
    for place, text in enumerate(pages, 1):
        page = make_page(record, text=text, number_in_file=place)
        read_page(page, text)
    assert file.pages == len(pages)
    return record


def read_page(page: RecordPage, text: str, *, shift: float = 0.0) -> None:
    """Give the page a reading: its words, their boxes, and what the search looks at."""
    boxes = [
        Box(box.left + shift, box.top + shift, box.right + shift, box.bottom + shift)
        for box in boxes_of(text)
    ]
    said, is_new = PageText.objects.get_or_create(
        page=page, defaults={"case": page.case, "read_at": page.file.received_at}
    )
    said.text, said.source, said.word_boxes = text, "layer" if text else "none", pack_boxes(boxes)
    said.revision += 0 if is_new else 1
    said.save()
    with connection.cursor() as cursor:
        cursor.execute(
            "update cases_pagetext set search_vector = to_tsvector('english', text) "
            "|| array_to_tsvector(array[%s]) where page_id = %s",
            [f"case/{page.case_id}", page.pk],
        )
    words = {word.strip(".,:;()").lower() for word in text.split()}
    CaseWord.objects.bulk_create(
        (CaseWord(case=page.case, word=word[:60]) for word in sorted(filter(None, words))),
        ignore_conflicts=True,
    )


def lines_of(text: str) -> list[list[str]]:
    """Return the words of a page in lines."""
    words = text.split()
    return [words[at : at + PER_LINE] for at in range(0, len(words), PER_LINE)]


def boxes_of(text: str) -> list[Box]:
    """Return where each word stands."""
    found = []
    for line, words in enumerate(lines_of(text)):
        x, base = float(LEFT), TOP + line * LEAD
        for word in words:
            right = x + len(word) * SIZE * COURIER
            top, bottom = (base - SIZE) / HEIGHT, (base + 3) / HEIGHT
            found.append(Box(x / WIDTH, top, right / WIDTH, bottom))
            x = right + SIZE * COURIER
    return found


def pdf_of(pages: Sequence[str]) -> bytes:
    """Return a PDF that says this, a page each."""
    with pikepdf.new() as pdf:
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Courier
        )
        fonts = pikepdf.Dictionary(F1=pdf.make_indirect(font))
        for text in pages:
            page = pdf.add_blank_page(page_size=(WIDTH, HEIGHT))
            page.Resources = pikepdf.Dictionary(Font=fonts)
            page.Contents = pdf.make_stream(_drawn(text))
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        return out.getvalue()


def _drawn(text: str) -> bytes:
    parts = [f"BT /F1 {SIZE} Tf {LEAD} TL {LEFT} {HEIGHT - TOP} Td"]
    for words in lines_of(text):
        said = " ".join(words).replace("\\", "").replace("(", "").replace(")", "")
        parts.append(f"({said}) Tj T*")
    return (" ".join(parts) + " ET").encode("latin-1", "replace")
