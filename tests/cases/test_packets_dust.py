"""Dust is found and taken off a scan; print stays."""

import numpy as np
import pypdfium2 as pdfium
import pytest

from cases.packets.dust import DUSTY, dust_on, without_dust
from tests.factories import tiny_pdf

DPI = 300
WORDS = "Lumbar strain since May, treated with physical therapy twice a week."


def printed() -> np.ndarray:
    """Return a page of print, drawn without a scanner."""
    page = pdfium.PdfDocument(tiny_pdf("\n".join([WORDS] * 12)))[0]
    return page.render(scale=DPI / 72, grayscale=True).to_numpy().copy()


def dusted(pixels: np.ndarray, a_square_inch: int, side: int) -> tuple[np.ndarray, np.ndarray]:
    """Return the page with square specks of so many dots a side, and where they lie."""
    chance = np.random.default_rng(7)
    specks = np.zeros(pixels.shape, bool)
    for _ in range(round(a_square_inch * pixels.size / DPI**2)):
        top, left = (int(chance.integers(0, length - side)) for length in pixels.shape)
        specks[top : top + side, left : left + side] = True
    return np.where(specks, 30, pixels).astype(np.uint8), specks & (pixels == 255)


@pytest.mark.parametrize(
    ("a_square_inch", "side", "is_dusty"),
    [(0, 1, False), (5, 3, False), (60, 1, True), (60, 2, True), (60, 3, True)],
)
def test_a_dusty_page_is_known_by_lonely_specks(a_square_inch, side, is_dusty):
    pixels, _ = dusted(printed(), a_square_inch, side)
    assert (dust_on(pixels, DPI) >= DUSTY) is is_dusty


def test_a_picture_in_halftone_is_not_dust():
    dots = np.full((600, 600), 255, np.uint8)
    dots[::4, ::4] = 0
    assert dust_on(dots, DPI) < DUSTY


@pytest.mark.parametrize(("scanned_dpi", "side"), [(110, 3), (200, 1), (0, 1)])
def test_specks_go_and_print_stays(scanned_dpi, side):
    clean = printed()
    pixels, specks = dusted(clean, 100, side)
    cleaned = without_dust(pixels, scanned_dpi)
    assert np.count_nonzero(specks & (cleaned < 200)) < 0.03 * np.count_nonzero(specks)
    ink = clean < 100
    assert np.count_nonzero(ink & (cleaned < 200)) > 0.85 * np.count_nonzero(ink)


def test_a_page_of_no_size_has_no_dust():
    assert dust_on(np.zeros((0, 0), np.uint8), DPI) == 0.0


def test_the_page_that_was_given_is_left_as_it_is():
    pixels, _ = dusted(printed(), 100, 1)
    before = pixels.copy()
    without_dust(pixels, 0)
    assert np.array_equal(pixels, before)
