"""Where on a sheet ink lies, in cells of about eight points: made, kept short, compared.

Handwriting, a signature, a stamp or a picture are seldom among the words that were read. They are
found here: as ink on a page without words, or as ink where the other of two pages has none. What
touches print is not told apart from it.
"""

import base64
import functools
import hashlib
import itertools
import math
import zlib
from collections.abc import Iterable, Sequence

import numpy as np

from cases.packets.pages import PageLook

# Fine cells on which noise is told from ink; two by two of them make a cell of the map.
FINE_ACROSS = 153
# A stroke is so long, of a sheet's width, and by so much darker than the paper, of 255.
STROKES_ACROSS, FAINTEST = 122, 20
# A fine cell is marked where a stroke begins, and counts with so many others within two cells; or
# where it is by so much darker than the paper, with so much darkness within two cells of it: dots
# that stand closer than dust does are a picture or a stamp.
NEAR, LEAST_NEAR, FAINT_MEAN, LEAST_MASS = 2, 4, 10.0, 400.0
# The streak of a dirty roller fills a column, the shadow of an edge a row above or below.
STREAK_SHARE, SHADE_SHARE = 0.9, 0.7
RIM_CELLS = 1
MARK = "i1"
LONGEST = 2000
# Left, top, right and bottom, in fractions of the page.
Edges = tuple[float, float, float, float]
# Machines print their headers, stamps and numbers in these bands above and below.
BAND_SHARE, SHADOW_SHARE = 0.09, 0.05
SAME_BAND_SHARE = 0.06
SLOPES, HALF_A_LINE = tuple(step / 100 for step in range(-6, 7)), 1.25
# Of two scans of one sheet: the sizes and the shifts (in cells) that are tried.
SIZES = tuple(round(0.91 + 0.01 * step, 2) for step in range(19))
MOST_SHIFT = 5


def _shifts(most: int, step: int) -> np.ndarray:
    """Return the shifts down and across, the least first: of two as good it is taken."""
    found = itertools.product(range(-most, most + 1, step), repeat=2)
    return np.array(sorted(found, key=lambda shift: shift[0] ** 2 + shift[1] ** 2))


ROUGH_SHIFTS, CLOSE_SHIFTS = _shifts(MOST_SHIFT - 1, 2), _shifts(1, 1)
# So many cells are enough to find where a page lies best.
ENOUGH_POINTS = 250
# Places where it lies so nearly as well are good, too; so many of them are tried.
AS_GOOD, MOST_AS_GOOD = 0.98, 4
LEANS_OF_A_LYING_PAGE = (0.0, -1.0, 1.0, -2.0, 2.0)
# So many cells within two of each other are a mark on paper, fewer are dust.
LEAST_TOGETHER = 3
# Of the other page, a gap in a line of so many cells is taken for part of the line.
WIDEST_GAP = 3
# So many cells close together, with nothing of the other page within a cell, are no accident.
LEAST_BEYOND = 6


def packed_map(pixels: np.ndarray) -> str:
    """Return the map of a grey image, 0 black and 255 white, as a string.

    A digest of the pixels between the bands goes with it. Of a sheet as long as a ribbon it is
    empty.
    """
    cells = _map(pixels)
    down, across = cells.shape
    band = int(pixels.shape[0] * SAME_BAND_SHARE)
    between = hashlib.sha256(np.ascontiguousarray(pixels[band : pixels.shape[0] - band]).data)
    body = base64.b64encode(zlib.compress(np.packbits(cells).tobytes(), 9)).decode()
    packed = f"{MARK}:{between.hexdigest()[:16]}:{across}x{down}:{body}"
    return packed if len(packed) <= LONGEST else ""


def is_same_between(one: PageLook, other: PageLook) -> bool:
    """Whether two pages are equal to the dot between the bands above and below."""
    first, second = one.shape.split(":")[:2], other.shape.split(":")[:2]
    return first == second and first[0] == MARK


@functools.lru_cache(maxsize=256)
def map_of(shape: str) -> np.ndarray | None:
    """Return the map that a string holds, true where ink is; None where it holds none."""
    mark, _, rest = shape.partition(":")
    if mark != MARK:
        return None
    _, size, body, *_ = rest.split(":")
    across, down = (int(part) for part in size.split("x"))
    bits = np.unpackbits(np.frombuffer(zlib.decompress(base64.b64decode(body)), np.uint8))
    return bits[: across * down].reshape(down, across).astype(bool)


def ink_rows(look: PageLook, stamps: int) -> int | None:
    """Return over how many rows of cells ink spreads; None: unknown.

    So many lines of machines above or below are left out, and few cells far from others.
    """
    cells = map_of(look.shape)
    if cells is None:
        return None
    beside = _gathered(_without_lines(cells, stamps), LEAST_TOGETHER)
    return int(beside.any(axis=1).sum())


def ink_outside(look: PageLook, boxes: Sequence[Edges]) -> int | None:
    """Return how many cells hold ink beside the words that were read there; None: unknown.

    The boxes are those of the words, as the page was looked at. Lines of a form and a printed sign
    are ink, too.
    """
    cells = map_of(look.shape)
    if cells is None:
        return None
    left = cells.copy()
    down, across = cells.shape
    for box in boxes:
        top, bottom = int(box[1] * down) - 1, math.ceil(box[3] * down) + 1
        start, end = int(box[0] * across) - 1, math.ceil(box[2] * across) + 1
        left[max(top, 0) : bottom, max(start, 0) : end] = False
    return int(_gathered(left, LEAST_TOGETHER).sum())


def ink_beyond(one: PageLook, other: PageLook, stamps: int) -> int | None:
    """Return how many cells of the first page hold ink that the other has not; None: unknown.

    The pages may be turned, lean, lie elsewhere and differ in size. `stamps` says how many lines of
    machines the first has above and below; they are left out.
    """
    mine, theirs = map_of(one.shape), map_of(other.shape)
    if mine is None or theirs is None:
        return None
    own = _without_lines(mine, stamps)
    if not own.any():
        return 0
    if not theirs.any():
        return int(own.sum())
    # Where much lies near to ink many places fit: the right one has most of it on ink.
    near = _grown(_joined(theirs)).astype(np.int16) + theirs
    fewest = int(own.sum())
    for turned in _turns(near, own.shape):
        for lean, other_lean in _leans(one, other, mine.shape, theirs.shape):
            target = _Target(turned, other_lean)
            fewest = min(fewest, target.lacking(_points(own, lean), own))
            if fewest == 0:
                return 0
    return fewest


def around(values: np.ndarray, near: int = NEAR) -> np.ndarray:
    """Return for each cell the sum of the cells about it, itself among them."""
    padded = np.pad(values, near + 1)[:-1, :-1].cumsum(axis=0).cumsum(axis=1)
    wide = 2 * near + 1
    return (
        padded[wide:, wide:]
        - padded[:-wide, wide:]
        - padded[wide:, :-wide]
        + padded[:-wide, :-wide]
    )


def _leans(
    one: PageLook, other: PageLook, shape: tuple[int, ...], other_shape: tuple[int, ...]
) -> Iterable[tuple[float, float]]:
    """Yield the leans to try: of a page that lies on its side nobody measured it rightly."""
    if _is_upright(shape) == _is_upright(other_shape):
        yield one.skew, other.skew
        return
    for lean in LEANS_OF_A_LYING_PAGE:
        yield (one.skew, lean) if _is_upright(shape) else (lean, other.skew)


def _is_upright(shape: tuple[int, ...]) -> bool:
    return shape[0] >= shape[1]


def _turns(cells: np.ndarray, shape: tuple[int, ...]) -> Iterable[np.ndarray]:
    for turns in (0, 2) if _is_upright(cells.shape) == _is_upright(shape) else (1, 3):
        yield np.rot90(cells, turns)


def _points(cells: np.ndarray, lean: float) -> np.ndarray:
    """Return the middles of the cells with ink about the middle of the sheet, set straight."""
    rows, columns = np.nonzero(cells)
    y, x = rows - (cells.shape[0] - 1) / 2, columns - (cells.shape[1] - 1) / 2
    turn = math.radians(lean)
    return np.stack(
        (y * math.cos(turn) - x * math.sin(turn), x * math.cos(turn) + y * math.sin(turn))
    )


class _Target:
    """A page on which another one is laid."""

    def __init__(self, near: np.ndarray, lean: float) -> None:
        self.near, self.lean = near, lean
        self.room = MOST_SHIFT + 4
        self.padded = np.pad(near, self.room)

    def lacking(self, points: np.ndarray, own: np.ndarray) -> int:
        """Return how many cells with ink lie on nothing where the page lies best.

        Of the sizes at which it lies about as well, that counts which leaves the fewest.
        """
        some = points[:, :: max(points.shape[1] // ENOUGH_POINTS, 1)]
        found = sorted((self._at_size(some, size) for size in SIZES), key=_best_first)
        good = [place for place in found if place[0] >= AS_GOOD * found[0][0]]
        return min(self._left(points, own, place) for place in good[:MOST_AS_GOOD])

    def _left(self, points: np.ndarray, own: np.ndarray, place: tuple[int, float, int, int]) -> int:
        _, size, down, across = place
        rows, columns = self._laid(points, size)
        hit = self._near(rows + down, columns + across) > 0
        left = np.zeros(own.shape, dtype=bool)
        own_rows, own_columns = np.nonzero(own)
        left[own_rows[~hit], own_columns[~hit]] = True
        return int(_gathered(left, LEAST_BEYOND).sum())

    def _at_size(self, points: np.ndarray, size: float) -> tuple[int, float, int, int]:
        """Return the best of the shifts: coarsely first, then about the best of them."""
        laid = self._laid(points, size)
        _, down, across = self._best_shift(laid, ROUGH_SHIFTS)
        hits, down, across = self._best_shift(laid, CLOSE_SHIFTS + (down, across))
        return hits, size, down, across

    def _best_shift(
        self, laid: tuple[np.ndarray, np.ndarray], shifts: np.ndarray
    ) -> tuple[int, int, int]:
        """Return how well points hit at the best of the shifts, and that shift."""
        rows, columns = laid
        hit = self._near(rows + shifts[:, :1], columns + shifts[:, 1:]).sum(axis=1)
        place = int(hit.argmax())
        return int(hit[place]), int(shifts[place, 0]), int(shifts[place, 1])

    def _laid(self, points: np.ndarray, size: float) -> tuple[np.ndarray, np.ndarray]:
        """Return in which cells the points lie at a size, where nothing is shifted."""
        turn = math.radians(self.lean)
        y, x = points * size
        height, width = self.near.shape
        rows = np.rint(y * math.cos(turn) + x * math.sin(turn) + (height - 1) / 2)
        columns = np.rint(x * math.cos(turn) - y * math.sin(turn) + (width - 1) / 2)
        return rows.astype(np.int32), columns.astype(np.int32)

    def _near(self, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
        """Return of each cell 2 for ink of the page, 1 for ink near it, 0 for none."""
        height, width = self.padded.shape
        down = np.clip(rows + self.room, 0, height - 1)
        across = np.clip(columns + self.room, 0, width - 1)
        return self.padded.ravel()[down * width + across]


def _best_first(place: tuple[int, float, int, int]) -> tuple[int, float]:
    return -place[0], abs(place[1] - 1)


def _map(pixels: np.ndarray) -> np.ndarray:
    side = max(round(min(pixels.shape) / FINE_ACROSS), 2)
    down, across = (length // (2 * side) * 2 for length in pixels.shape)
    cut = pixels[: down * side, : across * side]
    paper = np.uint8(np.bincount(cut[::3, ::3].ravel(), minlength=256)[64:].argmax() + 64)
    darkness = paper - np.minimum(cut, paper)
    drawn = _strokes(darkness, max(round(min(cut.shape) / STROKES_ACROSS), 3)) >= FAINTEST
    mean = _summed(darkness, side) / np.float32(side**2)
    begun = _summed(drawn.view(np.uint8), side) > 0
    is_streak = (mean > FAINT_MEAN).mean(axis=0) > STREAK_SHARE
    begun[:, is_streak], mean[:, is_streak] = False, 0
    _take_shadows(begun, mean)
    marked = begun & (around(begun.view(np.uint8).astype(np.int32)) >= LEAST_NEAR)
    kept = marked | ((mean > FAINT_MEAN) & (around(mean) >= LEAST_MASS))
    cells = kept[::2, ::2] | kept[1::2, ::2] | kept[::2, 1::2] | kept[1::2, 1::2]
    cells[:RIM_CELLS] = cells[-RIM_CELLS:] = False
    cells[:, :RIM_CELLS] = cells[:, -RIM_CELLS:] = False
    return cells


def _strokes(darkness: np.ndarray, length: int) -> np.ndarray:
    """Return how dark the darkest straight stroke of so many pixels is that begins at each pixel.

    Dust and specks are shorter, in each of four directions.
    """
    drawn = np.zeros_like(darkness)
    height, width = darkness.shape
    for down, across in ((0, 1), (1, 0), (1, 1), (1, -1)):
        tall, wide = height - down * (length - 1), width - abs(across) * (length - 1)
        left = 0 if across >= 0 else length - 1
        least = darkness[:tall, left : left + wide]
        for step in range(1, length):
            at = left + across * step
            least = np.minimum(least, darkness[down * step :, at : at + wide][:tall])
        part = drawn[:tall, left : left + wide]
        np.maximum(part, least, out=part)
    return drawn


def _take_shadows(begun: np.ndarray, mean: np.ndarray) -> None:
    """Take off the shadow of an edge: whole rows in the bands above and below."""
    band = max(round(mean.shape[0] * SHADOW_SHARE), 2)
    for rows in (slice(None, band), slice(-band, None)):
        is_shadow = (mean[rows] > FAINT_MEAN).mean(axis=1) > SHADE_SHARE
        begun[rows][is_shadow] = False
        mean[rows][is_shadow] = 0


def _summed(values: np.ndarray, side: int) -> np.ndarray:
    """Return the sums of squares of so many pixels; whole arrays at a time are much the fastest."""
    lines = values[::side].astype(np.uint16)
    for row in range(1, side):
        lines += values[row::side]
    cells = lines[:, ::side].copy()
    for column in range(1, side):
        cells += lines[:, column::side]
    return cells


def _gathered(cells: np.ndarray, least: int) -> np.ndarray:
    """Return the cells that have so many with ink about them."""
    return cells & (around(cells.astype(np.int32)) >= least)


def _joined(cells: np.ndarray) -> np.ndarray:
    """Return the map with the gaps between the words of a line filled."""
    filled = cells.copy()
    for gap in range(2, WIDEST_GAP + 2):
        both = cells[:, :-gap] & cells[:, gap:]
        for step in range(1, gap):
            filled[:, step : step - gap] |= both
    return filled


def _grown(cells: np.ndarray) -> np.ndarray:
    return around(cells.astype(np.int32), 1) > 0


def _without_lines(cells: np.ndarray, lines: int) -> np.ndarray:
    """Return the map without so many lines of print in the bands above and below."""
    band = max(round(cells.shape[0] * BAND_SHARE), 2)
    left = cells.copy()
    for _ in range(lines):
        parts = [(part, *_line_of(part)) for part in (left[:band], left[-band:])]
        part, rows, columns = max(parts, key=lambda found: found[1].size)
        part[rows, columns] = False
    return left


def _line_of(part: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the cells of the line, level or leaning, that most of the ink of a band lies on."""
    rows, columns = np.nonzero(part)
    best = np.zeros(rows.size, dtype=bool)
    for slope in SLOPES if rows.size else ():
        heights = rows - slope * columns
        starts = np.arange(heights.min(), heights.max() + 0.5, 0.5)
        on = np.abs(heights[None, :] - starts[:, None]) <= HALF_A_LINE
        most = on[on.sum(axis=1).argmax()]
        best = most if most.sum() > best.sum() else best
    return rows[best], columns[best]
