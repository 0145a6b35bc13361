"""The look of a page, and what is blank."""

import numpy as np
import pytest

from cases.packets.blank import why_blank
from cases.packets.inkmap import ink_beyond, ink_outside, ink_rows, is_same_between, map_of
from cases.packets.looks import look_at
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


def test_a_page_laid_on_itself_has_no_ink_of_its_own():
    plain = look_at(sheet(1))
    moved = look_at(with_dust(np.roll(sheet(1), (16, -15), axis=(0, 1)), 0.004))
    turned = look_at(np.ascontiguousarray(np.rot90(sheet(1), 2)))
    sideways = look_at(np.ascontiguousarray(np.rot90(sheet(1))))
    for other in (moved, turned, sideways):
        assert ink_beyond(other, plain, 0) == ink_beyond(plain, other, 0) == 0
    assert ink_beyond(look_at(sheet(2, lines=34)), look_at(sheet(1, lines=17)), 0) > 50
    assert ink_beyond(plain, NO_INK, 0) is None


@pytest.mark.parametrize("darkness", [255, 60])
@pytest.mark.parametrize(("down", "across"), [(690, 90), (300, 590), (45, 300)])
def test_what_was_written_beside_the_print_is_ink_of_its_own(down, across, darkness):
    page = sheet(1, lines=25)
    written = page.copy()
    for step in range(240):
        at = down + int(14 * abs(np.sin(step / 12))), across - step // 4
        written[at[0] : at[0] + 2, at[1] : at[1] + 2] = 255 - darkness
    assert ink_beyond(look_at(written), look_at(page), 0) >= 6
    assert ink_beyond(look_at(page), look_at(written), 0) == 0


@pytest.mark.parametrize("moved", [0, 8, -8])
def test_a_line_by_hand_at_another_height_is_ink_of_its_own(moved):
    page, other = sheet(1, lines=12), sheet(1, lines=12)
    for picture, top in ((page, 560), (other, 600)):
        for step in range(150):
            at = top + moved + int(8 * abs(np.sin(step / 6))), 80 + step
            picture[at[0] : at[0] + 2, at[1] : at[1] + 2] = 0
    there = look_at(np.roll(page, moved, axis=0))
    assert ink_beyond(there, look_at(other), 0) >= 6
    assert ink_beyond(there, look_at(page), 0) == 0


def test_the_middle_of_two_pages_is_the_same_whatever_was_stamped_above():
    page, stamped, changed = sheet(1), sheet(1), sheet(1)
    stamped[10:18, 60:400:2] = 0
    changed[300:303, 100:130] = 0
    assert is_same_between(look_at(page), look_at(stamped))
    assert not is_same_between(look_at(page), look_at(changed))
    assert not is_same_between(NO_INK, NO_INK)


def test_ink_where_no_word_was_read_is_found():
    page = NOTHING.copy()
    page[200:208, 100:300:2] = 0
    words = [(95 / 612, 198 / 792, 305 / 612, 210 / 792)]
    assert ink_outside(look_at(page), words) == 0 < ink_outside(look_at(page), [])
    page[400:412, 100:140:3] = 0
    assert ink_outside(look_at(page), words) > 0
    assert ink_outside(NO_INK, words) is None


def test_a_picture_as_long_as_a_ribbon_has_no_map():
    ribbon = np.full((40_000, 120), 255, np.uint8)
    for row in np.random.default_rng(3).integers(0, 39_000, 900):
        ribbon[row : row + 9, row % 90 : row % 90 + 12] = 0

    assert look_at(ribbon).shape == "" and map_of("") is None and ink_rows(NO_INK, 0) is None


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


def printed(top: int, marked: int | None = None) -> np.ndarray:
    """Draw one line of print; at `marked`, a pen goes up and down through it."""
    page = NOTHING.copy()
    for left in range(150, 420, 9):
        page[top : top + 6, left : left + 6 : 2] = page[top + 5, left : left + 6] = 0
    for step in range(140 if marked is not None else 0):
        at = top + marked + int(13 * abs(np.sin(step / 20))), 200 + step // 4
        page[at[0] : at[0] + 2, at[1] : at[1] + 2] = 40
    return page


@pytest.mark.parametrize("is_scanned", [True, False])
@pytest.mark.parametrize(("text", "top"), [(HEADER, 24), ("This page left blank", 400)])
def test_a_blank_page_whose_line_of_print_somebody_initialled_stays(text, top, is_scanned):
    boxes = [(148 / 612, (top - 2) / 792, 425 / 612, (top + 9) / 792)]
    for marked, is_blank in ((None, True), (2, False), (-9, False)):
        pixels = with_dust(printed(top, marked), 0.004 if is_scanned else 0)
        page = Page(1, text, is_scanned=is_scanned, look=look_at(pixels))
        assert bool(why_blank(page, boxes)) == bool(why_blank(page)) == is_blank


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
