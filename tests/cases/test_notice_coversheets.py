"""Codes of coversheets: only ours are read, they say nothing else, a coarse fax carries them."""

import io

import pytest
import zxingcpp
from PIL import Image
from weasyprint import HTML

from cases.notices.coversheets import (
    LETTERS_BY_ROLE,
    CodeRefused,
    CoversheetCode,
    decode,
    drawing,
    encode,
    find_codes,
)

KEY, OLD = b"k" * 32, b"o" * 32
CODE = CoversheetCode("CM26-0000042", "claims_administrator")


@pytest.mark.parametrize("role", LETTERS_BY_ROLE)
def test_every_party_is_read_back(role):
    code = CoversheetCode("CM26-0000042", role)
    assert decode(encode(code, KEY), KEY) == code


def test_the_code_names_the_case_and_the_party_and_nothing_else():
    head, digest = encode(CODE, KEY).rsplit("/", 1)
    assert head == "IMR1/CM26-0000042/CA"
    assert len(digest) == 16


def test_what_a_person_typed_below_it_is_read():
    typed = encode(CODE, KEY).lower().replace("/", " / ")
    assert decode(f"  {typed} ", KEY) == CODE


def test_a_key_that_was_replaced_still_reads():
    assert decode(encode(CODE, OLD), KEY, OLD) == CODE


@pytest.mark.parametrize(
    "change",
    [
        lambda text: text.replace("0000042", "0000043"),
        lambda text: text.replace("/CA/", "/IW/"),
        lambda text: text[:-1] + ("A" if text[-1] != "A" else "B"),
        lambda text: text.replace("/CA/", "/ZZ/"),
    ],
    ids=["another case", "another party", "another digest", "no party"],
)
def test_a_changed_code_is_refused_in_words(change):
    with pytest.raises(CodeRefused, match="not made here"):
        decode(change(encode(CODE, KEY)), KEY)


@pytest.mark.parametrize("text", ["", "IMR1", "https://example.org", "IMR2/CM26-0000042/CA/AAAA"])
def test_anything_else_is_no_code_of_ours(text):
    with pytest.raises(CodeRefused, match="not the code of a coversheet"):
        decode(text, KEY)


@pytest.mark.parametrize(
    "misread",
    [
        lambda text: text,
        lambda text: f"Coversheet\n  {text} \nTo: us",
        lambda text: text.replace("IMR1/", "[MRI /").replace("0000042", "00O0042"),
        lambda text: text.replace("/CA/", "J CAl"),
        lambda text: text[:20] + text[20:].replace(text[22], "]", 1),
        lambda text: text[:-6] + text[-5:],
        lambda text: text.translate(str.maketrans("OIZBS", "01285")),
    ],
)
def test_a_typed_code_is_told_through_what_a_machine_misread(misread):
    assert find_codes(misread(encode(CODE, KEY)), OLD, KEY) == [CODE]


@pytest.mark.parametrize(
    "changed",
    [
        lambda text: text.replace("0000042", "0000043"),
        lambda text: text.replace("/CA/", "/IW/"),
        lambda text: text[:-4] + "".join("AB"[letter == "A"] for letter in text[-4:]),
        lambda _: encode(CODE, b"another key"),
    ],
    ids=["another case", "another party", "another digest", "another key"],
)
def test_what_could_not_be_a_reading_of_ours_is_not_believed(changed):
    assert find_codes(changed(encode(CODE, KEY)), KEY) == [None]


def test_words_about_magnetic_resonance_are_no_code():
    assert (
        find_codes("MRI of the lumbar spine CM 26 / 1234567 / AB, MRI/MRA of 10/02/2026", KEY) == []
    )


def test_it_cannot_be_made_without_the_key():
    with pytest.raises(CodeRefused):
        decode(encode(CODE, b"another key"), KEY)


@pytest.fixture(scope="module")
def sheet() -> Image.Image:
    """A page with the code as large as a coversheet prints it, at 200 dots an inch."""
    pdfium = pytest.importorskip("pypdfium2")
    picture = drawing(encode(CODE, KEY)).replace('"', "'").replace("#", "%23")
    html = (
        "<style>@page { size: letter; margin: 1in } img { width: 2.6in; height: 2.6in }</style>"
        f'<p>Coversheet</p><img src="data:image/svg+xml,{picture}">'
    )
    pdf = pdfium.PdfDocument(io.BytesIO(HTML(string=html).write_pdf()))
    return pdf[0].render(scale=200 / 72).to_pil().convert("L")


def faxed(page: Image.Image, *, turned: float, down: int = 98) -> Image.Image:
    """The page as a fax machine in its coarse mode sends it: turned, few lines, black or white."""
    turned_page = page.rotate(turned, expand=True, fillcolor=255)
    width, height = turned_page.size
    coarse = turned_page.resize((width, height * down // 200))
    black = coarse.point(lambda value: 255 if value > 128 else 0)
    return black.resize((width, height))


@pytest.mark.parametrize("turned", [0, 3, -7, 90, 180, 187])
def test_a_coarse_fax_of_a_turned_sheet_still_reads(sheet, turned):
    [found] = zxingcpp.read_barcodes(faxed(sheet, turned=turned))
    assert decode(found.text, KEY) == CODE


def test_a_stain_over_a_part_of_the_code_is_borne(sheet):
    stained = sheet.copy()
    stained.paste(255, (330, 480, 430, 560))
    [found] = zxingcpp.read_barcodes(stained)
    assert decode(found.text, KEY) == CODE
