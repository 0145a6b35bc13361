"""Makes PDFs that stand for documents nobody has: each page says SYNTHETIC, no text is a patient's.

Used by the demonstration, and by the command that drives a case file whose records have no files.
"""

import io
import textwrap
from collections.abc import Iterator, Sequence

import pikepdf

from cases.pipelines.records import StoredFile, store_known

LETTER = (612, 792)
LEFT, TOP, LEADING = 72, 690, 15
COLUMNS, LINES = 84, 40
# A paragraph that begins a new page.
NEW_PAGE = "---"
MARK = "SYNTHETIC - made for demonstration and tests, not a medical record"


def synthetic_record(title: str, paragraphs: Sequence[str], foot: str) -> StoredFile:
    """Make, store and return a PDF with these words, as many pages as they need."""
    pages = list(_pages(paragraphs))
    return store_known(_pdf(title, pages, foot), len(pages), "synthetic.pdf")


def _pages(paragraphs: Sequence[str]) -> Iterator[list[str]]:
    sheets: list[list[str]] = [[]]
    for paragraph in paragraphs:
        if paragraph == NEW_PAGE:
            sheets.append([])
        else:
            sheets[-1] += [*(textwrap.wrap(paragraph, COLUMNS) or [""]), ""]
    for lines in sheets:
        for start in range(0, max(len(lines), 1), LINES):
            yield lines[start : start + LINES]


def _pdf(title: str, pages: list[list[str]], foot: str) -> bytes:
    with pikepdf.new() as pdf:
        fonts = pikepdf.Dictionary(
            F1=pdf.make_indirect(_font(pikepdf.Name.Helvetica)),
            F2=pdf.make_indirect(_font(pikepdf.Name("/Helvetica-Bold"))),
        )
        for number, lines in enumerate(pages, 1):
            page = pdf.add_blank_page(page_size=LETTER)
            page.Resources = pikepdf.Dictionary(Font=fonts)
            below = f"{foot}   page {number} of {len(pages)}"
            page.Contents = pdf.make_stream(_drawing(title, lines, below))
        out = io.BytesIO()
        pdf.save(out, deterministic_id=True)
        return out.getvalue()


def _font(name: pikepdf.Name) -> pikepdf.Dictionary:
    return pikepdf.Dictionary(
        Type=pikepdf.Name.Font,
        Subtype=pikepdf.Name.Type1,
        BaseFont=name,
        Encoding=pikepdf.Name.WinAnsiEncoding,
    )


def _drawing(title: str, lines: list[str], foot: str) -> bytes:
    drawn = [
        _text("F2", 9, LEFT, 750, MARK, grey=0.45),
        _text("F2", 15, LEFT, 718, title[:70]),
        *(
            _text("F1", 10.5, LEFT, TOP - LEADING * place, line)
            for place, line in enumerate(lines)
            if line
        ),
        _text("F1", 8, LEFT, 40, foot[:110], grey=0.45),
    ]
    return b"\n".join(drawn)


def _text(font: str, size: float, x: float, y: float, words: str, grey: float = 0) -> bytes:
    coded = words.encode("cp1252", "replace")
    for mark in (b"\\", b"(", b")"):
        coded = coded.replace(mark, b"\\" + mark)
    head = f"BT {grey} g /{font} {size} Tf {x} {y} Td (".encode()
    return head + coded + b") Tj ET"
