"""The look of a page, and what is blank."""

import numpy as np
import pytest

from cases.packets.blank import why_blank
from cases.packets.looks import look_at, unlikeness
from cases.packets.pages import Page, PageLook

NO_INK = PageLook("0" * 64, ink=0.0)
INK = PageLook("1" * 64, ink=0.02)
HEADER = "10/05/2026 MON 10:32 FAX 559 555 0123 003/012"
NOTHING = np.full((792, 612), 255, np.uint8)


def sheet(seed: int = 1, lines: int = 30) -> np.ndarray:
    """Draw lines of made-up print: short bars with gaps."""
    chance, page = np.random.default_rng(seed), NOTHING.copy()
    for line in range(lines):
        top, left = 90 + line * 20, 70
        while left < 400 + chance.integers(120):
            width = int(chance.integers(8, 40))
            page[top : top + 7, left : left + width : 2] = 0
            left += width + 6
    return page


def with_dust(page: np.ndarray, share: float) -> np.ndarray:
    dusty = page.copy()
    dusty[np.random.default_rng(9).random(page.shape) < share] = 0
    return dusty


def test_the_digest_is_of_the_pixels():
    one, again, other = look_at(sheet(1)), look_at(sheet(1).copy()), look_at(sheet(2))
    assert one.sha256 == again.sha256 != other.sha256


def test_ink_of_a_word_is_seen_and_dust_is_not():
    word = NOTHING.copy()
    word[300:308, 200:240:2] = 0
    assert look_at(word).ink >= 0.0005 > look_at(with_dust(NOTHING, 0.02)).ink


def test_a_header_of_a_fax_and_a_shadow_at_the_edge_are_no_ink():
    page = NOTHING.copy()
    page[10:20, 60:500:2] = 0
    page[:, :30] = 40
    page[:, 300:302] = 60
    assert look_at(page).ink == 0.0


def test_shapes_of_one_page_are_nearer_than_of_strangers():
    plain = look_at(sheet(1))
    moved = look_at(with_dust(np.roll(sheet(1), (6, -5), axis=(0, 1)), 0.01))
    assert unlikeness(plain, moved) < 0.15 < unlikeness(plain, look_at(sheet(2, lines=17)))
    assert unlikeness(plain, NO_INK) == 1.0


def test_a_lean_is_measured():
    page, leaning = sheet(1), NOTHING.copy()
    for column in range(612):
        leaning[:, column] = np.roll(page[:, column], round(np.tan(np.radians(1.5)) * column))
    assert look_at(leaning).skew == pytest.approx(1.5, abs=0.5)
    assert look_at(page).skew == 0.0


@pytest.mark.parametrize("pixels", [np.zeros((9, 9, 3), np.uint8), np.zeros((200, 200))])
def test_what_is_no_grey_image_is_refused(pixels):
    with pytest.raises(ValueError, match="two dimensions"):
        look_at(pixels)


@pytest.mark.parametrize(
    "page",
    [
        Page(1, "", look=NO_INK),
        Page(1, HEADER, look=NO_INK),
        Page(1, HEADER),
        Page(1, ". , ' rni", is_scanned=True, look=NO_INK),
        Page(1, "This page intentionally left blank", look=INK),
        Page(1, f"{HEADER}\nThls page lntenti0nally left b1ank", is_scanned=True, look=INK),
    ],
)
def test_a_blank_page_is_folded(page):
    assert why_blank(page)


@pytest.mark.parametrize(
    "page",
    [
        Page(1),
        Page(1, "", look=INK),
        Page(1, "Denied", look=NO_INK),
        Page(1, HEADER, look=INK),
        Page(1, "The request form was left blank by the clinic and is returned for signature"),
        Page(1, "signed", is_scanned=True, look=INK),
        Page(1, "Patient was seen and will return", is_scanned=True, look=NO_INK),
    ],
)
def test_a_page_with_anything_on_it_stays(page):
    assert not why_blank(page)
