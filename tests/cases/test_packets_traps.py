"""What looks like something to fold and holds what no other page does: never folded."""

import io
from dataclasses import replace

import numpy as np
import pypdfium2
import pytest

from cases.packets.blank import why_blank
from cases.packets.covers import why_folded
from cases.packets.dedupe import VERSION, find_twins
from cases.packets.forge.assembly import forge_packet
from cases.packets.forge.packet import Order
from cases.packets.forge.pdf import boxes_of, pdf_of
from cases.packets.looks import look_at


@pytest.fixture(scope="module")
def packet():
    return forge_packet(Order(pages=100, seed=13, traps=40, duplicates=0.06, foreign=0))


@pytest.fixture(scope="module")
def pages(packet):
    """The pages as intake has them: read, and looked at upright."""
    found = []
    with pypdfium2.PdfDocument(io.BytesIO(pdf_of(packet))) as document:
        for forged, read, drawn in zip(packet.pages, packet.read(), document, strict=True):
            pixels = drawn.render(scale=1, grayscale=True).to_numpy()
            turn = forged.scan.turn // 90 if forged.scan else 0
            upright = np.ascontiguousarray(np.rot90(pixels.reshape(pixels.shape[:2]), turn))
            found.append(replace(read, look=look_at(upright)))
    return found


def folded(packet, pages):
    """Return the numbers of the pages that intake would fold."""
    twins = {twin.number for twin in find_twins(pages) if twin.kind != VERSION}
    return {
        page.number
        for forged, page in zip(packet.pages, pages, strict=True)
        for boxes in [boxes_of(forged)]
        if page.number in twins or why_blank(page, boxes) or why_folded(page, boxes)
    }


def test_no_page_is_folded_that_holds_something_of_its_own(packet, pages):
    unique = {n: page.truth.unique for n, page in enumerate(packet.pages, 1) if page.truth.unique}
    assert len(set(unique.values())) >= 10
    hidden = folded(packet, pages)
    assert {number: what for number, what in unique.items() if number in hidden} == {}


def test_what_is_blank_or_a_plain_cover_is_folded_all_the_same(packet, pages):
    plain = {
        n
        for n, page in enumerate(packet.pages, 1)
        if (page.truth.is_blank or page.truth.is_cover) and not page.truth.unique
    }
    assert plain and plain <= folded(packet, pages)


def test_a_copy_that_somebody_wrote_on_is_shown_beside_the_other_with_its_ink(packet, pages):
    twin_by_number = {twin.number: twin for twin in find_twins(pages)}
    marked = [
        twin_by_number[number]
        for number, page in enumerate(packet.pages, 1)
        if page.truth.unique and page.truth.version_of and number in twin_by_number
    ]
    assert len(marked) >= 4 and any(twin.has_ink for twin in marked)
    assert all(twin.kind == VERSION for twin in marked)
