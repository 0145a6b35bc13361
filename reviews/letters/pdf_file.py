"""Writes the objects of a PDF as bytes, each once; WeasyPrint's own writer needs them twice.

The layout is PDF 1.7's compact one: streams as they are, every other object in one object stream,
and a cross-reference stream (ISO 32000-1, 7.5.7 and 7.5.8). Same objects, same bytes.
"""

import zlib
from collections.abc import Mapping

import pydyf

HEADER = b"%PDF-1.7\n%\xf0\x9f\x96\xa4\n"
COMPRESSION = 6

Entry = tuple[int, int, int]


def pdf_bytes(pdf: pydyf.PDF, identifier: bytes) -> bytes:
    """Return the file; its identifier is the first sixteen bytes given."""
    out = bytearray(HEADER)
    entries: dict[int, Entry] = {0: (0, 0, 255)}
    packed: list[tuple[int, bytes]] = []
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream):
            entries[item.number] = (1, len(out), 0)
            out += _stream(item.number, item.stream, item.extra, compress=item.compress)
        elif item.free != "f":
            packed.append((item.number, item.data))
    number = len(pdf.objects)
    entries[number] = (1, len(out), 0)
    entries |= {each: (2, number, index) for index, (each, _) in enumerate(packed)}
    out += _object_stream(number, packed)
    start = len(out)
    entries[number + 1] = (1, start, 0)
    out += _cross_references(entries, pdf, identifier[:16])
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def _object_stream(number: int, packed: list[tuple[int, bytes]]) -> bytes:
    places, position = [], 0
    for each, data in packed:
        places.append(b"%d %d" % (each, position))
        position += len(data) + 1
    index = b" ".join(places)
    extra = {"Type": "/ObjStm", "N": len(packed), "First": len(index) + 1}
    return _stream(number, [index, *(data for _, data in packed)], extra, compress=True)


def _cross_references(entries: dict[int, Entry], pdf: pydyf.PDF, identifier: bytes) -> bytes:
    size = max(entries) + 1
    rows = b"".join(
        kind.to_bytes(1, "big") + place.to_bytes(4, "big") + index.to_bytes(2, "big")
        for kind, place, index in (entries.get(number, (0, 0, 0)) for number in range(size))
    )
    named = b"<" + identifier.hex().encode() + b">"
    extra = {
        "Type": "/XRef",
        "Size": size,
        "W": pydyf.Array((1, 4, 2)),
        "Root": pdf.catalog.reference,
        "Info": pdf.info.reference,
        "ID": b"[" + named + b" " + named + b"]",
    }
    return _stream(size - 1, [rows], extra, compress=True)


def _stream(number: int, parts: list, extra: Mapping, *, compress: bool) -> bytes:
    stream = pydyf.Stream(parts, dict(extra))
    if compress:
        body = zlib.compress(b"\n".join(pydyf._to_bytes(part) for part in parts), COMPRESSION)
        stream.stream, stream.extra["Filter"] = [body], "/FlateDecode"
    stream.number = number
    return stream.indirect + b"\n"
