"""The forge: whole packets of invented records, and a key that tells the truth about them."""

import io
import json
from dataclasses import replace
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from django.core.management import CommandError, call_command
from PIL import Image

from cases.packets.forge.assembly import forge_packet
from cases.packets.forge.packet import ForgedPage, Order, Scan, Truth
from cases.packets.forge.pdf import pdf_of, scanned_jpeg
from cases.packets.forge.pen import stamp
from cases.packets.forge.sheets import MARK, blank_sheet
from cases.packets.forge.styles import STYLE_BY_NAME
from cases.packets.forge.subjects import NotInvented, subject_of

DEMONSTRATION = Path(__file__).resolve().parents[2] / "cases" / "demonstration"


@pytest.fixture(scope="module")
def packet():
    return forge_packet(Order(pages=80, seed=5, scanned=0.2, foreign=4, duplicates=0.15))


@pytest.fixture(scope="module")
def small():
    return forge_packet(Order(pages=16, seed=7, scanned=0.3, duplicates=0.2))


@pytest.mark.parametrize("pages", [5, 6, 11, 12, 19, 20, 37, 150, 151])
@pytest.mark.parametrize("seed", [1, 2])
def test_a_packet_has_the_pages_ordered(pages, seed):
    packet = forge_packet(Order(pages=pages, seed=seed))
    assert len(packet.pages) == pages
    covered = [n for d in packet.documents for n in range(d.first, d.last + 1)]
    loose = [n for n, page in enumerate(packet.pages, 1) if not page.truth.document]
    assert sorted(covered + loose) == list(range(1, pages + 1))


def test_one_seed_makes_one_packet():
    order = Order(pages=12, seed=3)
    assert pdf_of(forge_packet(order)) == pdf_of(forge_packet(order))
    assert forge_packet(order).key() == forge_packet(order).key()
    assert forge_packet(replace(order, seed=4)).key() != forge_packet(order).key()


def test_every_page_says_what_it_is(packet):
    assert all(MARK in page.sheet.text for page in packet.pages)


def test_the_pdf_holds_the_words_of_typed_pages_and_none_of_scanned_ones(small):
    with pypdfium2.PdfDocument(pdf_of(small)) as pdf:
        assert len(pdf) == len(small.pages)
        for page, drawn in zip(small.pages, pdf, strict=True):
            words = drawn.get_textpage().get_text_range().split()
            assert words == ([] if page.scan else page.sheet.text.split())
    assert any(page.scan for page in small.pages) and not all(page.scan for page in small.pages)


def test_the_title_of_the_pdf_says_what_it_is(small):
    with pikepdf.open(io.BytesIO(pdf_of(small))) as pdf:
        assert str(pdf.docinfo["/Title"]).startswith("SYNTHETIC")


def test_copies_point_at_what_they_are_copies_of(packet):
    exact = [(p, packet.pages[p.truth.exact_of - 1]) for p in packet.pages if p.truth.exact_of]
    assert exact and all((a.sheet, a.scan) == (b.sheet, b.scan) for a, b in exact)
    again = [(p, packet.pages[p.truth.refax_of - 1]) for p in packet.pages if p.truth.refax_of]
    assert again and all(a.scan and a.scan != b.scan for a, b in again)
    for a, b in again:
        assert set(b.sheet.lines) - set(a.sheet.lines) <= set(b.sheet.lines[:1])


def test_a_version_differs_in_one_finding():
    packets = [forge_packet(Order(pages=60, seed=s, duplicates=0.3)) for s in range(4)]
    versions = [(p, page) for p in packets for page in p.pages if page.truth.version_of]
    assert versions
    for packet, page in versions:
        old, new = page.truth.changed
        before = packet.pages[page.truth.version_of - 1].sheet.text
        assert old in before and new in page.sheet.text


def test_pages_of_others_name_others(packet):
    foreign = [page for page in packet.pages if page.truth.foreign]
    assert len(foreign) == 4
    worker = packet.subject.worker
    for page in foreign:
        assert page.truth.foreign.split()[-1] in page.sheet.text
        assert packet.subject.claim_number not in page.sheet.text
        assert page.truth.foreign != worker.name


def test_what_is_planted_is_there_and_what_is_absent_is_nowhere(packet):
    whole = " ".join(page.sheet.text for page in packet.pages)
    assert packet.planted and packet.absent
    assert all(words in packet.pages[n - 1].sheet.text for words, n in packet.planted)
    assert not any(words in whole for words in packet.absent)


def test_what_is_missing_is_no_document_and_what_came_is(packet):
    came = {(d.kind, d.on, d.author) for d in packet.documents}
    missing = [item for item in packet.cited if item.is_missing]
    assert len(missing) >= 3
    for item in packet.cited:
        if not item.until:
            assert ((item.kind, item.on, item.author) in came) is not item.is_missing


def test_held_out_layouts_are_kept_apart():
    for held_out in (False, True):
        packet = forge_packet(Order(pages=60, seed=2, held_out=held_out))
        styles = {STYLE_BY_NAME[document.style] for document in packet.documents}
        assert {style.is_held_out for style in styles} == {held_out}


def test_a_reader_gets_typed_pages_as_they_are_and_scans_misread(packet):
    pages = list(packet.read())
    for page, forged in zip(pages, packet.pages, strict=True):
        assert page.is_scanned is (forged.scan is not None)
        if not page.is_scanned:
            assert page.text == forged.sheet.text
    assert any(a.text != b.sheet.text for a, b in zip(pages, packet.pages, strict=True))


def test_a_packet_can_be_about_a_case():
    document = json.loads((DEMONSTRATION / "lumbar-epidural.json").read_text())
    subject = subject_of(document, 30)
    packet = forge_packet(Order(pages=30, seed=1, subject=subject))
    assert subject.region == "lumbar" and subject.side == "left"
    text = packet.pages[0].sheet.text
    assert "Montes" in text and "KP-25-20918" in text
    assert packet.documents[1].author == "Owen Tarrant, DO"


@pytest.mark.parametrize("missing", ["parties", "claim_number"])
def test_a_case_of_real_people_is_refused(missing):
    document = json.loads((DEMONSTRATION / "lumbar-epidural.json").read_text())
    document["synthetic_fields"].remove(missing)
    with pytest.raises(NotInvented, match="invented people only"):
        subject_of(document, 30)


@pytest.mark.parametrize("order", [Order(pages=4), Order(pages=10_001), Order(duplicates=0.9)])
def test_what_cannot_be_forged_is_refused(order):
    with pytest.raises(ValueError, match=r"pages|share"):
        forge_packet(order)


def test_the_command_writes_a_packet_and_its_key(tmp_path):
    path = tmp_path / "packet.pdf"
    case_file = DEMONSTRATION / "carpal-tunnel.json"
    call_command("forge_records", path, pages=8, seed=9, case=case_file, stdout=io.StringIO())
    key = json.loads((tmp_path / "packet.key.json").read_text())
    assert len(key["pages"]) == 8 and key["order"]["seed"] == 9
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages) == 8


def test_the_command_says_what_is_wrong(tmp_path):
    with pytest.raises(CommandError, match="5 to 10,000 pages"):
        call_command("forge_records", tmp_path / "packet.pdf", pages=3)
    with pytest.raises(CommandError, match="no folder"):
        call_command("forge_records", tmp_path / "no" / "packet.pdf")


@pytest.mark.parametrize(
    ("is_fax", "faint", "grey", "is_kept"),
    [(False, 0.6, 0.72, True), (True, 0.9, 0.5, True), (True, 0.7, 0.5, False)],
)
def test_a_fax_keeps_no_pale_mark(is_fax, faint, grey, is_kept):
    scan = Scan(0, 0.0, 0.0, faint, 0.0, 1, is_fax=is_fax)
    sheet = replace(blank_sheet(), strokes=stamp(200, 300, grey=grey))
    page = ForgedPage(sheet, scan, Truth("blank", 0))
    with Image.open(io.BytesIO(scanned_jpeg(page))) as image:
        darkest = image.convert("L").crop((200, 400, 700, 900)).getextrema()[0]
    assert scan.keeps(grey) == is_kept == (darkest < 200)


def test_no_page_is_said_to_hold_a_mark_that_its_scan_lost():
    packet = forge_packet(Order(pages=300, seed=801, traps=140, scanned=0.8, duplicates=0.1))
    marked = [page for page in packet.pages if page.truth.unique and page.sheet.strokes]
    lost = [page for page in packet.pages if page.sheet.strokes and not page.truth.unique]
    assert all(
        page.scan is None or any(page.scan.keeps(stroke.grey) for stroke in page.sheet.strokes)
        for page in marked
    )
    assert lost and all(page.truth.refax_of and page.scan.is_fax for page in lost)
