"""Finds what grows too far when it is unpacked, by unpacking it a little at a time."""

import zlib
from typing import Any

import pikepdf
from pikepdf import Array, Stream

# Of what one page draws; the longest honest ones are some tens of megabytes.
MOST_OF_A_PAGE = 200 * 1024 * 1024
STEP = 1024 * 1024
FLATE = {"/FlateDecode", "/Fl"}


def expands_too_far(pdf: pikepdf.Pdf) -> bool:
    """Whether the drawing of any page would unpack to more than can be read safely."""
    seen: set[tuple[int, int]] = set()
    for page in pdf.pages:
        total = 0
        for stream in _contents(page):
            if stream.objgen in seen:
                continue
            seen.add(stream.objgen)
            total += _unpacked(stream)
            if total > MOST_OF_A_PAGE:
                return True
    return False


def _contents(page: pikepdf.Page) -> list[Any]:
    contents = page.obj.get("/Contents")
    streams = list(contents) if isinstance(contents, Array) else [contents]
    return [stream for stream in streams if isinstance(stream, Stream)]


def _unpacked(stream: Any) -> int:
    """Return how many bytes the stream unpacks to, at most one more than is allowed."""
    raw = stream.read_raw_bytes()
    filters = stream.get("/Filter")
    names = [str(one) for one in filters] if isinstance(filters, Array) else [str(filters)]
    packed = sum(name in FLATE for name in names)
    if not packed or any(name not in FLATE for name in names):
        return len(raw)
    return _inflated([raw], packed)


def _inflated(chunks: Any, times: int) -> int:
    for _ in range(times):
        chunks = _inflate(chunks)
    total = 0
    for chunk in chunks:
        total += len(chunk)
        if total > MOST_OF_A_PAGE:
            break
    return total


def _inflate(chunks: Any) -> Any:
    """Yield what the chunks unpack to, a piece at a time; what is damaged ends it."""
    unpacker = zlib.decompressobj()
    for chunk in chunks:
        rest = chunk
        while rest:
            try:
                piece = unpacker.decompress(rest, STEP)
            except zlib.error:
                return
            if piece:
                yield piece
            rest = unpacker.unconsumed_tail
            if not piece and not rest:
                break
