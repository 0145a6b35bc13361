"""Writes the objects of a PDF as bytes, each once; WeasyPrint's own writer needs them twice.

The layout is PDF 1.7's compact one: the structure tree in one object stream, every other object as
it is, and a cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8). What the seal changes is thus
found without unpacking the tree. Same objects, same bytes.
"""

import struct
import zlib
from collections.abc import Mapping

import pydyf

HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
COMPRESSION = 6
PACKED_TYPES = ("/StructElem", "/OBJR")
FREE, PLACED, PACKED = 0, 1, 2
NEVER_REUSED = 65535

Entry = tuple[int, int, int]


def pdf_bytes(pdf: pydyf.PDF, identifier: bytes) -> bytes:
    """Return the file; its identifier is the first sixteen bytes given."""
    out = bytearray(HEADER)
    places: dict[int, Entry] = {}
    packed: list[tuple[int, bytes]] = []
    for item in pdf.objects:
        if item.free == "f":
            continue
        if isinstance(item, pydyf.Dictionary) and item.get("Type") in PACKED_TYPES:
            packed.append((item.number, item.data))
            continue
        places[item.number] = (PLACED, len(out), 0)
        out += _plain(item)
    number = len(pdf.objects)
    places |= {each: (PACKED, number, index) for index, (each, _) in enumerate(packed)}
    places[number] = (PLACED, len(out), 0)
    out += _object_stream(number, packed)
    start = len(out)
    places[number + 1] = (PLACED, start, 0)
    out += _cross_references(_with_free_entries(places), pdf, identifier[:16])
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def _plain(item: pydyf.Object) -> bytes:
    if isinstance(item, pydyf.Stream):
        return _stream(item.number, item.stream, item.extra, compress=item.compress)
    return item.indirect + b"\n"


def _with_free_entries(places: dict[int, Entry]) -> list[Entry]:
    """Return an entry for each number; the unused ones name the next unused one, in a ring."""
    entries, next_free = [], 0
    for number in range(max(places), -1, -1):
        if number in places:
            entries.append(places[number])
        else:
            entries.append((FREE, next_free, 0 if number else NEVER_REUSED))
            next_free = number
    return entries[::-1]


def _object_stream(number: int, packed: list[tuple[int, bytes]]) -> bytes:
    places, position = [], 0
    for each, data in packed:
        places.append(b"%d %d" % (each, position))
        position += len(data) + 1
    index = b" ".join(places)
    extra = {"Type": "/ObjStm", "N": len(packed), "First": len(index) + 1}
    return _stream(number, [index, *(data for _, data in packed)], extra, compress=True)


def _cross_references(entries: list[Entry], pdf: pydyf.PDF, identifier: bytes) -> bytes:
    rows = b"".join(struct.pack(">BIH", *entry) for entry in entries)
    named = b"<" + identifier.hex().encode() + b">"
    extra = {
        "Type": "/XRef",
        "Size": len(entries),
        "W": pydyf.Array((1, 4, 2)),
        "Root": pdf.catalog.reference,
        "Info": pdf.info.reference,
        "ID": b"[" + named + b" " + named + b"]",
    }
    return _stream(len(entries) - 1, [rows], extra, compress=True)


def _stream(number: int, parts: list, extra: Mapping, *, compress: bool) -> bytes:
    data, extra = b"\n".join(pydyf._to_bytes(part) for part in parts), dict(extra)
    compressed = zlib.compress(data, COMPRESSION) if compress else data
    # A last byte that could begin a line end makes some readers count one byte less: then the
    # stream stays as it is.
    if compress and not compressed.endswith(b"\r"):
        data, extra["Filter"] = compressed, "/FlateDecode"
    extra["Length"] = len(data)
    return b"%d 0 obj\n%b\nstream\n%b\nendstream\nendobj\n" % (
        number,
        pydyf.Dictionary(extra).data,
        data,
    )
