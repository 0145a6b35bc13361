"""What is kept of the image of a page: a digest, how much ink, where it lies, and its lean.

The pixels come as a numpy array of two dimensions and bytes, 0 black and 255 white, at 50 to 150
dots an inch; 72 is enough. Compare only looks that were taken at one resolution.
"""

import hashlib
import math
from collections.abc import Iterable

import numpy as np
from PIL import Image

from cases.packets.inkmap import packed_map
from cases.packets.marks import with_strokes
from cases.packets.pages import PageLook

# A header of a fax machine, a page stamp or the shadow of an edge lies in these parts of the sheet.
EDGE_ABOVE, EDGE_BELOW, EDGE_BESIDE = 0.055, 0.055, 0.08
DARKER_BY = 50
# The body is cut into so many cells across; a cell holds ink when so much of it is dark.
CELLS_ACROSS = 128
DARK_SHARE = 0.2
STREAK_SHARE = 0.7
MOST_LEAN, ROUGH_STEP, CLOSE_STEP = 4.0, 0.5, 0.25
STRIPS = 24
FEWEST_CELLS_OF_LINES = 8


def look_at(pixels: np.ndarray) -> PageLook:
    """Return what is kept of a page's image; ValueError when it is not a grey image."""
    if pixels.ndim != 2 or pixels.dtype != np.uint8 or min(pixels.shape) < 100:
        raise ValueError("The image of a page has two dimensions of bytes, a hundred or more each.")
    digest = hashlib.sha256(f"{pixels.shape}".encode())
    digest.update(np.ascontiguousarray(pixels).data)
    dark = _dark(_body(pixels))
    cells = _cells(dark)
    ink = float(cells.mean())
    lean = _lean(dark) if np.count_nonzero(cells) >= FEWEST_CELLS_OF_LINES else 0.0
    shape = with_strokes(packed_map(pixels), pixels)
    return PageLook(digest.hexdigest(), round(ink, 6), shape, round(lean, 2))


def _body(pixels: np.ndarray) -> np.ndarray:
    height, width = pixels.shape
    beside = int(width * EDGE_BESIDE)
    above, below = int(height * EDGE_ABOVE), int(height * EDGE_BELOW)
    return pixels[above : height - below, beside : width - beside]


def _dark(body: np.ndarray) -> np.ndarray:
    counts = Image.fromarray(np.ascontiguousarray(body)).histogram()
    paper = int(np.argmax(counts[64:])) + 64
    return body < paper - DARKER_BY


def _cells(dark: np.ndarray) -> np.ndarray:
    """Return which cells of the body hold ink; dots of noise and streaks do not count."""
    side = max(dark.shape[1] // CELLS_ACROSS, 2)
    down, across = dark.shape[0] // side, dark.shape[1] // side
    spots = dark[: down * side, : across * side].view(np.uint8)
    lines = _added([spots[row::side] for row in range(side)])
    cells = _added([lines[:, column::side] for column in range(side)]) / side**2 > DARK_SHARE
    cells[:, cells.mean(axis=0) > STREAK_SHARE] = False
    return cells


def _added(layers: list[np.ndarray]) -> np.ndarray:
    """Return the layers added up: whole arrays at a time, which is much the fastest."""
    total = layers[0].astype(np.uint32)
    for layer in layers[1:]:
        total += layer
    return total


def _lean(dark: np.ndarray) -> float:
    """Return the angle at which the ink lies in the sharpest lines: roughly, then more closely."""
    height, width = dark.shape
    wide = width // STRIPS
    starts = np.arange(0, wide * STRIPS, wide)
    columns = dark[:, : wide * STRIPS].view(np.uint8)
    strips = np.add.reduceat(columns, starts, axis=1, dtype=np.int32)
    room = int(width * math.tan(math.radians(MOST_LEAN + CLOSE_STEP))) + 1
    padded = np.pad(strips, ((room, room), (0, 0))).T.copy()
    middles = (np.arange(STRIPS) - (STRIPS - 1) / 2) * wide

    def sharpest(angles: Iterable[float]) -> float:
        best, most = 0.0, -1.0
        for angle in sorted(angles, key=abs):
            sharpness = _sharpness(padded, middles, angle, height, room)
            if sharpness > most * 1.02:
                best, most = angle, sharpness
        return best

    rough = sharpest(np.arange(-MOST_LEAN, MOST_LEAN + 0.01, ROUGH_STEP).tolist())
    return sharpest((rough, rough - CLOSE_STEP, rough + CLOSE_STEP))


def _sharpness(
    padded: np.ndarray, middles: np.ndarray, angle: float, height: int, room: int
) -> float:
    """Return how much neighbouring rows differ when the page is sheared straight."""
    moved = np.rint(middles * math.tan(math.radians(angle))).astype(int) + room
    lines = np.zeros(height, dtype=np.int32)
    for strip, start in zip(padded, moved.tolist(), strict=True):
        lines += strip[start : start + height]
    steps = np.diff(lines).astype(np.int64)
    return float((steps**2).sum())
