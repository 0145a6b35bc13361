"""Where the words of a page stand: packed small, one box for each word of `text.split()`.

A box is left, top, right and bottom as fractions of the page as a viewer shows it (its own rotation
applied, ours not), so that neither resolution nor a turned page changes it.
"""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

FULL = 65535
EDGES = 4


@dataclass(frozen=True)
class Box:
    """A rectangle on a page, in fractions of its width and height from the upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


def pack_boxes(boxes: Sequence[Box]) -> bytes:
    """Return the boxes as bytes, in their order."""
    edges = [
        min(FULL, max(0, round(edge * FULL)))
        for box in boxes
        for edge in (box.left, box.top, box.right, box.bottom)
    ]
    return zlib.compress(struct.pack(f"<{len(edges)}H", *edges), 6) if edges else b""


def unpack_boxes(packed: bytes) -> list[Box]:
    """Return the boxes that were packed; ValueError for bytes that are none."""
    if not packed:
        return []
    try:
        raw = zlib.decompress(packed)
        edges = [edge / FULL for edge in struct.unpack(f"<{len(raw) // 2}H", raw)]
    except (zlib.error, struct.error) as damaged:
        raise ValueError("These are no boxes of words.") from damaged
    return [Box(*edges[at : at + EDGES]) for at in range(0, len(edges), EDGES)]
