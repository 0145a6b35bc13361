"""Pages that came twice: folded when they are the same, shown side by side when one was changed."""

from dataclasses import replace

import numpy as np
import pytest

from cases.packets.dedupe import (
    EXACT,
    REFAXED,
    VERSION,
    compare,
    find_new_twins,
    find_twins,
    sheet_of,
)
from cases.packets.forge.assembly import forge_packet
from cases.packets.forge.packet import Order
from cases.packets.looks import look_at
from cases.packets.pages import Page, PageLook

NOTE = """Kaweah Spine and Joint Center
Patient: Graciela Montes    DOB: 03/08/1975
Date of Service: 10/02/2026
Low back pain is rated 7/10 today and runs down the left leg to the foot.
Straight leg raise is positive on the left at 40 degrees.
Extensor hallucis longus strength is 4/5 on the left, 5/5 on the right.
Takes gabapentin 300 mg three times a day. Symptomatic since the injury.
Electronically signed by Owen Tarrant, DO"""
HEADER = "11/02/2026 06:14 AM FROM: 5595550196 TO: 9165550161 PAGE 003 OF 036"


def compared(text: str, *, is_scanned: bool):
    return compare(Page(1, NOTE), Page(2, text, is_scanned=is_scanned))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("positive", "p0sitive"),
        ("Extensor", "Exfensor"),
        ("hallucis longus", "hallucislongus"),
        ("Graciela Montes", "Gracie1a Montcs"),
        ("10/02/2026", "1O/02/2026"),
        ("03/08/1975", "03/08l1975"),
        ("Date of Service: 10", "Date of Service:10"),
        ("Symptomatic", "5ymptomatie"),
    ],
)
def test_what_a_machine_misread_is_the_same(old, new):
    assert compared(NOTE.replace(old, new), is_scanned=True).kind == REFAXED


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("positive", "negative"),
        ("left at", "right at"),
        ("4/5", "5/5"),
        ("7/10", "2/10"),
        ("300 mg", "600 mg"),
        ("300 mg", "100 mg"),
        ("is rated", "is not rated"),
        ("Symptomatic", "Asymptomatic"),
        ("Owen Tarrant, DO", "Iris Bell, MD"),
        ("C5-C6", "C6-C7"),
        ("at 40 degrees", "at60 degrees"),
    ],
)
@pytest.mark.parametrize("is_scanned", [True, False])
def test_a_changed_finding_makes_a_version_that_is_not_folded(old, new, is_scanned):
    before = NOTE.replace("leg to the foot", "leg to the foot C5-C6")
    page = Page(2, before.replace(old, new, 1), is_scanned=is_scanned)
    twin = compare(Page(1, before), page)
    assert twin.kind == VERSION
    said = " ".join(f"{change.before} {change.after}" for change in twin.changes)
    assert new.split()[0].strip(",") in said or new.split()[1] in said


@pytest.mark.parametrize("is_scanned", [True, False])
def test_another_day_is_another_note(is_scanned):
    assert compared(NOTE.replace("10/02", "08/14"), is_scanned=is_scanned) is None


def test_a_header_of_a_fax_makes_no_difference():
    assert compared(f"{HEADER}\n{NOTE}", is_scanned=False).kind == REFAXED


def test_the_same_look_is_the_same_page_and_blanks_are_nobodys_copy():
    look, blank = PageLook("a" * 64, ink=0.1), PageLook("b" * 64, ink=0.0)
    pages = [Page(n, look=look) for n in (1, 2)] + [Page(n, look=blank) for n in (3, 4)]
    (twin,) = find_twins(pages)
    assert (twin.number, twin.of, twin.kind) == (2, 1, EXACT)


def test_copies_of_copies_are_folded_onto_the_first():
    pages = [
        Page(1, NOTE),
        Page(2, f"{HEADER}\n{NOTE}"),
        Page(3, f"{HEADER}\n{NOTE}"),
        Page(4, f"{HEADER.replace('003', '009')}\n{NOTE}"),
    ]
    twins = find_twins(pages)
    assert [(twin.number, twin.of) for twin in twins] == [(2, 1), (3, 1), (4, 1)]


def test_nothing_is_a_twin_in_an_empty_packet():
    assert find_twins([]) == () and find_twins([Page(1, NOTE)]) == ()


@pytest.fixture(scope="module")
def packet():
    return forge_packet(Order(pages=150, seed=11, duplicates=0.2))


@pytest.fixture(scope="module")
def twins(packet):
    return {twin.number: twin for twin in find_twins(list(packet.read()))}


def originals(packet) -> dict[int, int]:
    """The page that each page is a copy of, or itself."""
    truths = [page.truth for page in packet.pages]
    return {n: t.exact_of or t.refax_of or n for n, t in enumerate(truths, 1)}


def test_every_exact_copy_of_a_packet_is_found(packet, twins):
    exact = [(n, p.truth.exact_of) for n, p in enumerate(packet.pages, 1) if p.truth.exact_of]
    assert exact and all(twins[max(pair)].kind == EXACT for pair in exact)


def test_nearly_every_page_faxed_again_is_found(packet, twins):
    origin = originals(packet)
    again = [(n, p.truth.refax_of) for n, p in enumerate(packet.pages, 1) if p.truth.refax_of]
    found = [pair for pair in again if origin.get(twins.get(max(pair), Missing).of) == pair[1]]
    assert len(again) >= 8 and len(found) >= 0.98 * len(again)


def test_no_version_is_folded_and_no_stranger_is_a_twin(packet, twins):
    origin = originals(packet)
    for twin in twins.values():
        if twin.kind != VERSION:
            assert origin[twin.number] == origin[twin.of]


def test_nothing_is_folded_in_a_packet_without_copies():
    packet = forge_packet(Order(pages=60, seed=12, duplicates=0, scanned=0.5))
    blanks = {n for n, page in enumerate(packet.pages, 1) if page.truth.is_blank}
    twins = find_twins([page for page in packet.read() if page.number not in blanks])
    assert [twin for twin in twins if twin.kind != VERSION] == []


def test_a_copy_points_back_when_the_pages_are_numbered_from_elsewhere():
    pages = [replace(Page(1, NOTE), number=900), Page(20, f"{HEADER}\n{NOTE}")]
    assert [(twin.number, twin.of) for twin in find_twins(pages)] == [(20, 900)]


class Missing:
    of = 0


def test_a_copy_of_a_copy_is_folded_onto_the_page_that_was_found_before():
    pages = [Page(1, "Nothing of this is said again."), Page(2, NOTE), Page(3, f"{HEADER}\n{NOTE}")]
    by_number = {page.number: page for page in pages}
    (twin,) = find_new_twins([sheet_of(page) for page in pages], {3}, lambda _: by_number, {2: 1})
    assert (twin.number, twin.of, twin.kind) == (3, 1, REFAXED)


def scan(number: int, *, marked: int = 0, dusty: int = 0) -> Page:
    """Return a scan of the note, on which somebody may have made so long a mark."""
    pixels = np.full((792, 612), 255, np.uint8)
    for top in range(100, 500, 20):
        pixels[top : top + 7, 70:500:3] = 0
    pixels[600:612:2, 200 : 200 + marked] = 0
    pixels[700:702, 30 : 30 + dusty] = 0
    return Page(number, NOTE, is_scanned=True, look=look_at(pixels))


def test_a_copy_folded_onto_a_marked_page_comes_back_when_the_page_without_a_mark_comes():
    def found(*pages: Page, fresh: int) -> list[tuple[int, int, str]]:
        by_number = {page.number: page for page in pages}
        sheets = [sheet_of(page) for page in pages]
        twins = find_new_twins(sheets, {fresh}, lambda _: by_number, {2: 1} if fresh == 3 else {})
        return [(twin.number, twin.of, twin.kind) for twin in twins]

    one, copy, plain = scan(1, marked=40), scan(2, marked=36, dusty=2), scan(3)
    assert found(one, copy, fresh=2) == [(2, 1, REFAXED)]
    assert found(one, copy, plain, fresh=3) == [(2, 1, VERSION), (3, 1, REFAXED)]
    assert found(one, copy, scan(3, marked=44), fresh=3) == [(3, 1, REFAXED)]
    assert found(scan(1), scan(2, dusty=2), scan(3, dusty=1), fresh=3) == [(3, 1, REFAXED)]


@pytest.mark.parametrize("old", ["Date of Service: 10/02/2026", "Date of Service:1O/02/2026"])
@pytest.mark.parametrize("new", ["Date of Service.10/16/2026", "DateofService 10/03/2026"])
def test_a_note_of_another_day_is_no_copy_though_both_are_misread(old, new):
    first, second = (NOTE.replace("Date of Service: 10/02/2026", each) for each in (old, new))
    twin = compare(Page(1, first, is_scanned=True), Page(2, second, is_scanned=True))
    assert twin is None or twin.kind == VERSION


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("disc complex, 7 mm", "disc camplex, 6 mm"),
        ("for lifting 5 pounds", "for liffing 15 pounds"),
        ("walks 20 minutes", "wa1ks30 minutes"),
    ],
)
def test_a_number_beside_a_misread_word_is_not_swallowed(old, new):
    first, second = (f"{NOTE}\nFound {each} in all." for each in (old, new))
    twin = compare(Page(1, first), Page(2, second, is_scanned=True))
    assert twin is None or twin.kind == VERSION


def test_a_form_with_many_other_numbers_is_another_document():
    form = "\n".join(f"{drug} none detected cutoff 300 ng/mL" for drug in "abcdefgh")
    other = form.replace("300", "450", 5)
    assert compare(Page(1, form), Page(2, other, is_scanned=True)) is None


def test_a_short_page_is_no_copy_though_its_few_words_are():
    words = "Jaramillo, Marisol\n/s/ Emmett Castellan, MD\nReviewed and signed\npage 7 of 7"
    assert compare(
        Page(1, words), Page(2, words.replace("of 7", "0f 7"), is_scanned=True)
    ).kind == (VERSION)


def test_a_page_of_which_nobody_knows_the_image_is_no_copy_of_one_that_was_seen():
    look = PageLook("1" * 64, 0.02)
    (twin,) = find_twins([Page(1, NOTE, look=look), Page(2, NOTE, is_scanned=True)])
    assert (twin.kind, twin.has_ink) == (VERSION, True)
