"""What a pen left across a line of print on a sheet that is otherwise nearly blank.

Print of one line is of one height; initials that touch it reach above or below. The cells of
`inkmap` are too coarse for that, so of a sheet with little ink every stroke is kept as well, behind
its map in `PageLook.shape`. A mark that is no taller than the line it stands in is not seen, but on
a page that was never scanned, where the boxes of the words say to the dot where print ends.
"""

import base64
import zlib
from collections.abc import Sequence

import numpy as np

from cases.packets.inkmap import (
    BAND_SHARE,
    FAINTEST,
    LONGEST,
    STROKES_ACROSS,
    Edges,
    around,
    map_of,
)
from cases.packets.pages import PageLook

# Of a sheet with more cells of ink nobody asks whether it is blank: some lines of print have fewer.
MOST_CELLS = 700
ALONG = ((0, 1), (1, 0), (1, 1), (1, -1))
SLOPES = tuple(sorted((step / 200 for step in range(-12, 13)), key=abs))
# Another slope is taken where print lies by so much sharper in it.
SHARPER = 1.02
# A line is as high as its rows have so much of the ink of its fullest; letters rise above and hang
# below by less than this share of it. Of words in large and small letters it is more.
FULL_SHARE, RISE, RISE_OF_WORDS = 0.3, 0.3, 0.4
# So near to a line a mark is one on the line, in strokes; others are told by the cells.
ZONE = 2.4
# So many dots within a square about each other are a mark; so many of them altogether.
NEAR, LEAST_TOGETHER, LEAST_DOTS = 3, 6, 12
# A letter is drawn a little over the edges of its box.
OVER = 1.5


def with_strokes(shape: str, pixels: np.ndarray) -> str:
    """Return the map with the strokes of the sheet behind it, where there are few."""
    cells = map_of(shape)
    if cells is None or not 0 < np.count_nonzero(cells) <= MOST_CELLS:
        return shape
    drawn = _drawn(pixels) & _spread(cells, pixels.shape)
    height, width = drawn.shape
    body = base64.b64encode(zlib.compress(np.packbits(drawn).tobytes(), 9)).decode()
    longer = f"{shape}:{width}x{height}:{body}"
    return longer if len(longer) <= LONGEST else shape


def strokes_of(shape: str) -> np.ndarray | None:
    """Return the strokes that are kept behind a map; None where there are none."""
    parts = shape.split(":")
    if len(parts) != 6:
        return None
    across, down = (int(part) for part in parts[4].split("x"))
    bits = np.unpackbits(np.frombuffer(zlib.decompress(base64.b64decode(parts[5])), np.uint8))
    return bits[: across * down].reshape(down, across).astype(bool)


def dots_across(look: PageLook, stamps: int, lines: int) -> int:
    """Return how many dots reach out of so many lines of machines and other lines; 0: unknown."""
    strokes = strokes_of(look.shape)
    if strokes is None:
        return 0
    left, zone = strokes.copy(), np.zeros_like(strokes)
    band = max(round(strokes.shape[0] * BAND_SHARE), 2)
    for _ in range(stamps):
        ends = [(slice(None, band), 0), (slice(-band, None), strokes.shape[0] - band)]
        rows, _ = max(ends, key=lambda end: _ink_of_a_line(left[end[0]]))
        _take_line(left[rows], zone[rows], RISE)
    for _ in range(lines):
        _take_line(left[band:-band], zone[band:-band], RISE_OF_WORDS)
    return _dots(left & zone)


def dots_outside(look: PageLook, boxes: Sequence[Edges]) -> int:
    """Return how many dots lie outside the boxes of the words of a typed page; 0: unknown."""
    strokes = strokes_of(look.shape)
    if strokes is None:
        return 0
    left = strokes.copy()
    down, across = strokes.shape
    for box in boxes:
        top, bottom = int(box[1] * down - OVER), int(box[3] * down + OVER) + 1
        start, end = int(box[0] * across - OVER), int(box[2] * across + OVER) + 1
        left[max(top, 0) : bottom, max(start, 0) : end] = False
    return _dots(left)


def _dots(left: np.ndarray) -> int:
    found = int((left & (around(left.astype(np.int32), NEAR) >= LEAST_TOGETHER)).sum())
    return found if found >= LEAST_DOTS else 0


def _stroke_of(shape: tuple[int, ...]) -> int:
    return max(round(min(shape) / STROKES_ACROSS), 3)


def _drawn(pixels: np.ndarray) -> np.ndarray:
    """Return the dots that lie on a straight stroke: dust and specks are shorter than one."""
    paper = np.uint8(np.bincount(pixels[::3, ::3].ravel(), minlength=256)[64:].argmax() + 64)
    dark = (paper - np.minimum(pixels, paper)) >= FAINTEST
    length, (height, width) = _stroke_of(pixels.shape), pixels.shape
    drawn = np.zeros_like(dark)
    for down, across in ALONG:
        tall, wide = height - down * (length - 1), width - abs(across) * (length - 1)
        left = 0 if across >= 0 else length - 1
        places = [
            (slice(down * step, down * step + tall), slice(at, at + wide))
            for step in range(length)
            for at in (left + across * step,)
        ]
        whole = np.logical_and.reduce([dark[place] for place in places])
        for place in places:
            drawn[place] |= whole
    return drawn


def _spread(cells: np.ndarray, shape: tuple[int, ...]) -> np.ndarray:
    """Return the dots of the cells with ink, and of those beside them."""
    grown = around(cells.astype(np.int32), 1) > 0
    rows = np.arange(shape[0]) * cells.shape[0] // shape[0]
    columns = np.arange(shape[1]) * cells.shape[1] // shape[1]
    return grown[np.ix_(rows, columns)]


def _ink_of_a_line(part: np.ndarray) -> int:
    return int(part.sum(axis=1).max(initial=0))


def _take_line(left: np.ndarray, zone: np.ndarray, rise: float) -> None:
    """Take the sharpest line off, and mark where something that touches it would lie."""
    rows, columns = np.nonzero(left)
    if not rows.size:
        return
    heights, counts = _laid_level(rows, columns)
    # The feet of letters fill one row more than all others; a line grows by a dot above and below.
    counts = np.convolve(counts, np.ones(3), "same")
    top = bottom = int(counts.argmax())
    full = counts[top] * FULL_SHARE
    while top > 0 and counts[top - 1] >= full:
        top -= 1
    while bottom < counts.size - 1 and counts[bottom + 1] >= full:
        bottom += 1
    over = rise * (bottom - top + 1)
    is_print = (heights >= top - over) & (heights <= bottom + over)
    left[rows[is_print], columns[is_print]] = False
    reach = over + ZONE * _stroke_of(left.shape[1:] * 2)
    is_near = (heights >= top - reach) & (heights <= bottom + reach)
    zone[rows[is_near], columns[is_near]] = True


def _laid_level(rows: np.ndarray, columns: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the height of each dot where the lines are level, and the dots at each height."""
    best, sharpest = (rows, np.bincount(rows)), -1.0
    for slope in SLOPES:
        heights = np.rint(rows - slope * columns).astype(np.int64)
        heights -= heights.min()
        counts = np.bincount(heights)
        sharpness = float((counts.astype(float) ** 2).sum())
        if sharpness > sharpest * SHARPER:
            best, sharpest = (heights, counts), sharpness
    return best
