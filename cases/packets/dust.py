"""Dust on a scan: how much of it there is, and the picture without it.

A reader of pictures takes specks for points, commas and parts of letters, and where there are many
it loses itself in them: a minute for a page, and no word at the end. On clean print the same
cleaning would cost thin strokes, so it is asked for by the dust that is there.
"""

import numpy as np

# Darker than this is ink, of 255; two dots by two make a cell, and specks are cells with so little
# ink within four cells of them: a full stop stands nearer to its word.
INK, NEAR, LEAST_INK = 160, 4, 10
# Sheets fed cleanly have up to fifteen such cells a square inch, print that was not scanned too.
DUSTY = 30
# A speck is a dot of the scanner: of a coarse scan it covers three dots of a page drawn at 300.
COARSE, WIDE, NARROW = 140, 2, 1
# Grey of this and less may be part of a stroke, or of a speck.
GREY, PAPER = 200, 255


def dust_on(pixels: np.ndarray, dpi: int) -> float:
    """Return how many cells of dust there are a square inch of a grey page drawn at `dpi`."""
    down, across = (side // 2 * 2 for side in pixels.shape)
    ink = np.ascontiguousarray(pixels[:down, :across] < INK)
    pairs = ink.view(np.uint16) != 0
    cells = pairs[0::2] | pairs[1::2]
    lonely = cells & (_counted(cells, NEAR) < LEAST_INK)
    inches = pixels.size / dpi**2
    return float(np.count_nonzero(lonely)) / inches if inches else 0.0


def without_dust(pixels: np.ndarray, scanned_dpi: float) -> np.ndarray:
    """Return the grey page with those dots taken for paper that have mostly paper about them.

    `scanned_dpi` is how finely it was scanned, 0 where nobody knows.
    """
    near = WIDE if 0 < scanned_dpi < COARSE else NARROW
    grey = pixels < GREY
    wide = 2 * near + 1
    cleaned = pixels.copy()
    cleaned[grey & (_counted(grey, near) <= wide * wide // 2)] = PAPER
    return cleaned


def _counted(dots: np.ndarray, near: int) -> np.ndarray:
    """Return for each dot how many there are in the square about it, itself among them.

    A square has at most 255 dots. Added up by shifting, in place and a byte a dot, which takes a
    small part of the time that the sums of `around` take on a page drawn finely.
    """
    down, across = dots.shape
    padded = np.pad(dots.astype(np.uint8), near)
    rows = padded[:down].copy()
    for step in range(1, 2 * near + 1):
        rows += padded[step : step + down]
    counted = rows[:, :across].copy()
    for step in range(1, 2 * near + 1):
        counted += rows[:, step : step + across]
    return counted
