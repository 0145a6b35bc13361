"""Where the words of a page stand: packed small, one box for each word of `text.split()`.

A box is left, top, right and bottom as fractions of the page as a viewer shows it (its own rotation
applied, ours not), so that neither resolution nor a turned page changes it.
"""

import struct
import zlib
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

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
    return pack_edges(np.array([[box.left, box.top, box.right, box.bottom] for box in boxes]))


def pack_edges(edges: np.ndarray) -> bytes:
    """Return boxes as bytes that are rows of left, top, right and bottom."""
    if not edges.size:
        return b""
    whole = np.rint(np.clip(np.nan_to_num(edges), 0.0, 1.0) * FULL).astype("<u2")
    return zlib.compress(whole.tobytes(), 6)


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
