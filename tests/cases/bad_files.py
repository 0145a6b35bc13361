"""Files that somebody will send: made here, small, each with what is to become of it."""

import io
import zipfile
import zlib
from collections.abc import Callable

import pikepdf
import pypdfium2 as pdfium
from pikepdf import Array, Dictionary, Name
from PIL import Image

from tests.factories import tiny_pdf

MEGABYTE = 1024 * 1024


def changed(change: Callable[[pikepdf.Pdf], object], **options: object) -> bytes:
    """Return a one-page PDF after `change`."""
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(tiny_pdf("Lumbar strain."))) as pdf:
        change(pdf)
        pdf.save(out, **options)
    return out.getvalue()


def picture(kind: str, size: tuple[int, int] = (400, 500), frames: int = 1) -> bytes:
    """Return a picture of paper."""
    out, image = io.BytesIO(), Image.new("L", size, 250)
    more = {"save_all": True, "append_images": [image] * (frames - 1)} if frames > 1 else {}
    image.save(out, kind, **more)
    return out.getvalue()


def wide_tiff() -> bytes:
    """Return a TIFF whose picture would have 3,600 million dots."""
    content = bytearray(picture("TIFF", (400, 400)))
    at = int.from_bytes(content[4:8], "little") + 2
    for _ in range(int.from_bytes(content[at - 2 : at], "little")):
        if int.from_bytes(content[at : at + 2], "little") in (256, 257):
            content[at + 2 : at + 4] = (4).to_bytes(2, "little")
            content[at + 8 : at + 12] = (60_000).to_bytes(4, "little")
        at += 12
    return bytes(content)


def as_scan(content: bytes, turned: int = 0) -> bytes:
    """Return the first page as a picture of paper, which somebody fed in `turned` by so much."""
    drawn = pdfium.PdfDocument(content)[0].render(scale=300 / 72, grayscale=True).to_pil()
    out = io.BytesIO()
    drawn.rotate(-turned, expand=True).save(out, "JPEG", quality=80, dpi=(300, 300))
    return out.getvalue()


def zipped(name: str) -> bytes:
    """Return a ZIP file with one member of this name."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(name, "content")
    return out.getvalue()


def packed_run(byte: bytes, megabytes: int, before: bytes = b"") -> bytes:
    """Return `before` and megabytes of one byte, deflated: one of them is packed, and repeated."""
    packer = zlib.compressobj(9)
    packed = packer.compress(before) + packer.flush(zlib.Z_FULL_FLUSH)
    packed += (packer.compress(byte * MEGABYTE) + packer.flush(zlib.Z_FULL_FLUSH)) * megabytes
    low, high, count = 1, 0, megabytes * MEGABYTE  # the two sums of RFC 1950
    for each in before:
        low += each
        high += low
    high += count * low + byte[0] * count * (count + 1) // 2
    low += byte[0] * count
    check = (high % 65521) << 16 | low % 65521
    return packed + b"\x03\0" + check.to_bytes(4, "big")  # an empty block that is the last


def double_bomb() -> bytes:
    """Return a PDF of a few thousand bytes whose page unpacks twice to a gigabyte."""
    twice = zlib.compress(packed_run(b"\0", 1024), 9)

    def change(pdf: pikepdf.Pdf) -> None:
        stream = pdf.make_stream(twice)
        stream.Filter = Array([Name.FlateDecode, Name.FlateDecode])
        pdf.pages[0].Contents = stream

    return changed(
        change, compress_streams=False, stream_decode_level=pikepdf.StreamDecodeLevel.none
    )


def bombed_object_stream() -> bytes:
    """Return a PDF whose object stream unpacks to two gigabytes."""
    stream = packed_run(b" ", 2048, before=b"1 0 2 2 << >> << >> ")
    head = b"%PDF-1.5\n"
    first = (
        (
            b"3 0 obj\n<< /Type /ObjStm /N 2 /First 8 /Filter /FlateDecode /Length %d >>\nstream\n"
            % len(stream)
        )
        + stream
        + b"\nendstream\nendobj\n"
    )
    rows = b"".join(
        bytes([kind]) + place.to_bytes(4, "big") + bytes([more])
        for kind, place, more in ((0, 0, 255), (2, 3, 0), (2, 3, 1), (1, len(head), 0))
    )
    table = (
        (
            b"4 0 obj\n<< /Type /XRef /Size 4 /W [1 4 1] /Root 1 0 R /Length %d >>\nstream\n"
            % len(rows)
        )
        + rows
        + b"\nendstream\nendobj\n"
    )
    at = len(head) + len(first)
    return head + first + table + b"startxref\n%d\n%%%%EOF" % at


def looped_pages() -> bytes:
    """Return a PDF whose page tree contains itself."""
    return (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
        b"2 0 obj\n<< /Type /Pages /Kids [2 0 R] /Count 999999999 >>\nendobj\n"
        b"trailer\n<< /Root 1 0 R /Size 3 >>\n%%EOF"
    )


def looped_object_stream() -> bytes:
    """Return a PDF whose list of pages is in an object stream that is said to lie in itself."""
    head = b"%PDF-1.5\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n"
    pages = b"2 0 << /Type /Pages /Kids [] /Count 0 >>"
    stream = (
        b"5 0 obj\n<< /Type /ObjStm /N 1 /First 4 /Extends 5 0 R /Length %d >>\nstream\n%s\n"
        b"endstream\nendobj\n" % (len(pages), pages)
    )
    at = len(head) + len(stream)
    # Kind, place, index of the objects 0 to 6: the pages in stream 5, and stream 5 in stream 5.
    rows = [(0, 0, 255), (1, 9, 0), (2, 5, 0), (0, 0, 0), (0, 0, 0), (2, 5, 1), (1, at, 0)]
    table = b"".join(
        bytes([kind]) + place.to_bytes(2, "big") + bytes([n]) for kind, place, n in rows
    )
    xref = (
        b"6 0 obj\n<< /Type /XRef /Size 7 /W [1 2 1] /Root 1 0 R /Length %d >>\nstream\n%s\n"
        b"endstream\nendobj\n" % (len(table), table)
    )
    return head + stream + xref + b"startxref\n%d\n%%%%EOF" % at


def nested() -> bytes:
    """Return a PDF with a hundred thousand lists in each other."""
    return (
        b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n2 0 obj\n<< /Type /Pages "
        b"/Kids " + b"[" * 100_000 + b"]" * 100_000 + b" /Count 1 >>\nendobj\n"
        b"trailer\n<< /Root 1 0 R >>\n%%EOF"
    )


def scripted(pdf: pikepdf.Pdf) -> None:
    """Give a document scripts, launches and links."""
    script = Dictionary(S=Name.JavaScript, JS="app.alert(1)")
    pdf.Root.OpenAction = script
    pdf.pages[0].obj.AA = Dictionary(O=Dictionary(S=Name.Launch, F="calc.exe"))
    note = Dictionary(
        Type=Name.Annot,
        Subtype=Name.Link,
        Rect=[0, 0, 9, 9],
        A=Dictionary(S=Name.URI, URI="file:///etc/passwd"),
    )
    pdf.pages[0].obj.Annots = Array([note])


def with_attachments(pdf: pikepdf.Pdf) -> None:
    """Attach three files."""
    for number in range(3):
        pdf.attachments[f"{number}.pdf"] = tiny_pdf("Another document.")


def as_dynamic_form(pdf: pikepdf.Pdf) -> None:
    """Make the page a notice, and the form XFA."""
    pdf.Root.AcroForm = Dictionary(XFA=pdf.make_stream(b"<xdp/>"), Fields=Array([]))
    pdf.Root.NeedsRendering = True


def signed(pdf: pikepdf.Pdf) -> None:
    """Put a signature field with a value into the form."""
    field = pdf.make_indirect(Dictionary(FT=Name.Sig, T="s", V=Dictionary(Type=Name.Sig)))
    pdf.Root.AcroForm = Dictionary(Fields=Array([field]))


def with_metadata(pdf: pikepdf.Pdf) -> None:
    """Fill the metadata with a large author, a script and an entity bomb."""
    pdf.docinfo["/Author"] = "A" * 1_000_000
    pdf.docinfo["/Title"] = "<script>alert(1)</script>"
    pdf.Root.Metadata = pdf.make_stream(b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>')


ENCRYPTION = {"encryption": pikepdf.Encryption(user="secret", owner="more")}
RESTRICTED = {
    "encryption": pikepdf.Encryption(
        user="", owner="more", allow=pikepdf.Permissions(extract=False)
    )
}
WHOLE = tiny_pdf("Lumbar strain.", pages=3)

# What comes, and the code of the fault that rejects it.
REJECTED: dict[str, tuple[Callable[[], bytes], str]] = {
    "an empty file": (lambda: b"", "empty"),
    "text under another name": (lambda: b"Dear colleague, here is the report.", "not_a_pdf"),
    "a file with a password": (lambda: changed(lambda pdf: None, **ENCRYPTION), "encrypted"),
    "a page that unpacks twice to a gigabyte": (double_bomb, "bomb"),
    "an object stream of two gigabytes": (bombed_object_stream, "bomb damaged"),
    "a page tree that contains itself": (looped_pages, "damaged page_list"),
    "an object stream that lies in itself": (looped_object_stream, "damaged page_list"),
    "a hundred thousand lists in each other": (nested, "damaged page_list bomb"),
    "a form that only its program draws": (lambda: changed(as_dynamic_form), "dynamic_form"),
    "a picture of 3,600 million dots": (wide_tiff, "image_too_large damaged"),
    "a photograph of a telephone (HEIC)": (
        lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
        "other_kind",
    ),
    "a document of Word": (lambda: zipped("word/document.xml"), "other_kind"),
    "a table of Excel": (lambda: zipped("xl/workbook.xml"), "other_kind"),
    "a document of old Word": (
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 99,
        "other_kind",
    ),
    "rich text": (lambda: b"{\\rtf1 hello}", "other_kind"),
    "an e-mail": (lambda: b"Received: from a by b\r\n\r\nHi", "other_kind"),
    "a web page": (lambda: b"<!DOCTYPE html><p>Hi", "other_kind"),
    "a drawing": (lambda: b'<?xml version="1.0"?><svg/>', "other_kind"),
    "a program": (lambda: b"MZ" + b"\0" * 99, "other_kind"),
    "a shortcut": (lambda: b"[InternetShortcut]\nURL=http://x", "other_kind"),
    "a ZIP archive": (lambda: zipped("records.pdf"), "archive"),
    "a ZIP archive that climbs out": (lambda: zipped("../../etc/passwd"), "archive"),
    "a RAR archive": (lambda: b"Rar!\x1a\x07\x01\x00", "archive"),
    "a tape archive": (lambda: b"records.pdf".ljust(257, b"\0") + b"ustar\x0000", "archive"),
}

# What comes, and what is remarked of the copy that is made of it.
ACCEPTED: dict[str, tuple[Callable[[], bytes], set[str]]] = {
    "a PDF": (lambda: WHOLE, set()),
    "a PDF behind a kilobyte of something else": (lambda: b"x" * 900 + b"\n" + WHOLE, set()),
    "a PDF that is a ZIP archive too": (lambda: WHOLE + zipped("x"), set()),
    "a PDF that is a web page too": (
        lambda: WHOLE.replace(b"%PDF", b"<html><script>alert(1)</script>\n%PDF", 1),
        set(),
    ),
    "a PDF that is a picture too": (
        lambda: b"GIF89a\x01\x00\x01\x00\x00\x00\x00;\n" + WHOLE,
        set(),
    ),
    "a PDF without its end": (lambda: WHOLE[: WHOLE.rindex(b"xref\n")], {"repaired"}),
    "a PDF with restrictions": (
        lambda: changed(lambda pdf: None, **RESTRICTED),
        {"restrictions_ignored"},
    ),
    "a PDF with scripts, launches and links": (lambda: changed(scripted), {"active_content"}),
    "a PDF with files attached": (lambda: changed(with_attachments), {"attachments"}),
    "a signed PDF": (lambda: changed(signed), {"signatures"}),
    "a PDF with terrible metadata": (lambda: changed(with_metadata), set()),
    "a TIFF of three pages": (lambda: picture("TIFF", frames=3), set()),
    "a JPEG of paper": (lambda: picture("JPEG"), set()),
}
