"""The rendered letter: what it says, in which order, and what it must never say or fetch."""

import hashlib
import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from weasyprint import HTML
from weasyprint.urls import URLFetcher

from cases.press.fetching import ClosedFetcher
from cases.press.limits import LetterRefused
from cases.press.marks import DRAFT, NOT_CLEARED
from reviews.letters.content import DocumentContent
from reviews.letters.outcome import Outcome
from reviews.letters.render import Form, render_html, render_letter
from tests.reviews.letter_contents import (
    ASSETS,
    DOCUMENTS,
    LOGO,
    ORGANIZATION,
    PROJECT,
    make_content,
    make_service,
)
from tests.reviews.letter_pdfs import (
    COVER_SECTIONS,
    SECTIONS,
    broken_standards,
    folded,
    missing_in_order,
    needs_poppler,
    pages_of,
    said_by_services,
    text_of,
)

pytestmark = needs_poppler

ODD_CHARACTERS = (
    "98.6° Lidoderm® 3 × 5 mg – ‘four A’s’ ≥ 50 ≤ 60 ± 2 µg μ α β Δ é ñ ő Nguyễn → ≠ ½ ™ …"
)


def served(**changes):
    return render_letter(make_content(**changes), Form.SERVED, ASSETS)


def public(**changes):
    return render_letter(make_content(**changes), Form.PUBLIC, ASSETS)


def test_the_served_letter_says_everything_in_order():
    content = make_content(records_not_received="The operative report of May 3, 2025.")
    text = text_of(render_letter(content, Form.SERVED, ASSETS).pdf)
    wanted = [
        "Golden Coast Medical Review",
        "June 22, 2026",
        "Dana Whitfield 18 Alder Court Modesto, CA 95350",
        "Injured worker Dana Whitfield",
        "Claim number WC-07-118264",
        "ADJ number ADJ1234567",
        "Employer Valley Produce Packing",
        "Requesting physician Alan Mercer, MD",
        "Final Determination: OVERTURN",
        "Every service in dispute was found medically necessary",
        COVER_SECTIONS[0],
        "binding on all parties (Labor Code section 4610.6(g))",
        "within five working days",
        "within twenty days",
        COVER_SECTIONS[1],
        "30 days, counted from the day this letter was mailed",
        "five grounds",
        "Appeals Board (ADJ) case number: ADJ1234567",
        "Independent Medical Review case number: CM26-0900001",
        "Maxine Okafor, MD",
        "Medical Director",
        COVER_SECTIONS[2],
        "Ruiz & Tran LLP (Attorney)",
        COVER_SECTIONS[3],
        "Utilization review determination",
        "04/24/2026",
        "Sierra Claims Services",
        "Requested and not received:",
        "The operative report of May 3, 2025.",
        "Case Number: CM26-0900001",
        *SECTIONS[:2],
        *SECTIONS[2:],
        *said_by_services(content),
    ]
    assert missing_in_order(wanted, text) == []
    assert "06/03/2026" in text


def test_the_published_body_names_no_party_and_carries_no_signature():
    text = text_of(public().pdf)
    content = make_content()
    for recipient in content.recipients:
        assert recipient.name not in text
    for name in (content.employer, content.claim_number, content.adj_number):
        assert name not in text
    assert ORGANIZATION.director_name not in text
    assert missing_in_order([*SECTIONS, *said_by_services(content)], text) == []


def test_paragraphs_stay_paragraphs():
    rationale = "First the guideline.\n\nThen the record.\r\nTherefore it is necessary."
    html = render_html(
        make_content(services=(make_service(decision_rationale=rationale),)), Form.PUBLIC, ASSETS
    )
    assert html.count("<p>Then the record.</p>") == 1
    assert html.count("<p>Therefore it is necessary.</p>") == 1


def test_every_page_has_its_number_and_the_case_number():
    services = tuple(make_service(n) for n in range(1, 13))
    letter = served(services=services)
    pages = pages_of(letter.pdf)
    assert len(pages) == letter.pages > 4
    for number, text in enumerate(pages, start=1):
        assert f"Page {number} of {letter.pages}" in folded(text)
        assert "IMR Case CM26-0900001" in folded(text)


def test_odd_characters_are_printed_and_read_back():
    text = text_of(served(clinical_case_summary=ODD_CHARACTERS).pdf)
    assert ODD_CHARACTERS in text


def test_hyphenated_words_read_back_whole():
    words = " ".join(
        f"C{n}-C{n + 1} EMG/NCV (12-22-{n}) non-certified well-known" for n in range(40)
    )
    assert words in text_of(served(clinical_case_summary=words).pdf)


def test_long_words_and_addresses_wrap_and_stay_on_the_page():
    address = "https://www.example.org/" + "guideline-chapter/" * 12 + "table?row=8&view=full"
    letter = served(
        clinical_case_summary=f"See {address} and {'x' * 150}.",
        injured_worker="W" * 80,
    )
    text = "".join(text_of(letter.pdf).split())
    assert address in text
    assert "x" * 150 in text
    for left, right in _sides(letter.pdf):
        assert left > 70
        assert right < 612 - 70


def test_characters_no_face_can_print_are_refused_by_name():
    with pytest.raises(LetterRefused) as refused:
        served(clinical_case_summary="The worker wrote 漢字.")
    assert "clinical case summary holds the character “漢” (U+6F22" in refused.value.sentence
    with pytest.raises(LetterRefused, match=r"rationale of service 1 .*U\+1F600"):
        served(services=(make_service(decision_rationale="Good \U0001f600"),))
    with pytest.raises(LetterRefused, match=r"U\+202E"):
        served(injured_worker="Dana \u202edleiftihW")


def test_the_same_content_gives_the_same_bytes():
    first = served()
    public(clinical_case_summary="Another letter in between.")
    again = served()
    assert first.pdf == again.pdf
    assert first.versions == again.versions


def test_another_process_gives_the_same_bytes():
    script = (
        "import hashlib; from tests.reviews.letter_contents import ASSETS, make_content;"
        "from reviews.letters.render import Form, render_letter;"
        "pdf = render_letter(make_content(), Form.SERVED, ASSETS).pdf;"
        "print(hashlib.sha256(pdf).hexdigest())"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=PROJECT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == hashlib.sha256(served().pdf).hexdigest()


def test_the_versions_that_made_a_letter_are_recorded():
    versions = served().versions
    assert versions["weasyprint"] == "70.0"
    assert versions["template"] == "california/3"
    for name in ("pydyf", "pikepdf", "pango", "harfbuzz", "fonts_sha256", "template_sha256"):
        assert versions[name]


def test_the_file_says_its_title_and_language_and_names_nobody():
    with pikepdf.open(BytesIO(served().pdf)) as pdf:
        assert pdf.docinfo["/Title"] == "Final Determination CM26-0900001"
        assert set(pdf.docinfo.keys()) == {"/Title", "/Producer", "/CreationDate", "/ModDate"}
        assert str(pdf.Root.Lang) == "en-US"
        xmp = pdf.Root.Metadata.read_bytes().decode()
    for name in ("Dana", "Mercer", "Okafor", "Sierra", "creator", "Author"):
        assert name not in xmp


def test_the_reviewers_identity_has_no_way_into_the_letter():
    """The content has no field for it, so nothing of it can be printed."""
    html = render_html(make_content(), Form.SERVED, ASSETS)
    assert "State(s) of Licensure:</strong> Texas, New York, California" in html
    assert set(make_content().reviewer.__dataclass_fields__) == {
        "licensed_states",
        "certifications",
        "is_unaffiliated",
        "has_similar_specialty",
        "years_over",
        "hours_at_least",
    }


@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("mark", ["", DRAFT, NOT_CLEARED])
def test_each_form_is_archivable_and_accessible(form, mark):
    content = make_content(
        organization=replace(ORGANIZATION, logo_svg=LOGO), clinical_case_summary=ODD_CHARACTERS
    )
    assert broken_standards(render_letter(content, form, ASSETS, mark=mark).pdf) == []


def test_header_cells_have_their_scope():
    with pikepdf.open(BytesIO(served().pdf)) as pdf:
        headers = [each for each in pdf.objects if _is_header_cell(each)]
        scopes = {str(each.A.Scope) for each in headers}
    assert len(headers) > 10
    assert scopes == {"/Row", "/Column"}


@pytest.mark.parametrize("mark", [DRAFT, NOT_CLEARED])
def test_a_mark_is_on_every_page_and_outside_the_text(mark):
    marked = render_letter(make_content(), Form.PUBLIC, ASSETS, mark=mark)
    for text in pages_of(marked.pdf):
        assert folded(text).count(mark) == 1
    plain = [each.replace(mark, "") for each in pages_of(marked.pdf)]
    assert [folded(each) for each in plain] == [folded(each) for each in pages_of(public().pdf)]


def test_only_a_letter_to_be_served_has_a_place_for_the_seal():
    with pikepdf.open(BytesIO(served().pdf)) as pdf:
        assert "/AcroForm" in pdf.Root
    for other in (public(), render_letter(make_content(), Form.SERVED, ASSETS, mark=DRAFT)):
        with pikepdf.open(BytesIO(other.pdf)) as pdf:
            assert "/AcroForm" not in pdf.Root


HOSTILE = [
    "<script>alert(1)</script>",
    '<img src="http://198.51.100.7/pixel.png">',
    '<link rel="attachment" href="file:///etc/passwd">',
    "<style>@import url(http://198.51.100.7/x.css);</style>",
    '"><a href="javascript:alert(1)">x</a>',
    "{{ letter.cover.addressee }} {% include 'x' %}",
    "&lt;b&gt; &amp; <!-- hidden -->",
    '<object data="file:///etc/hostname"></object>',
]


@pytest.mark.parametrize("text", HOSTILE)
def test_markup_in_a_text_prints_literally_and_fetches_nothing(text, monkeypatch):
    asked = []
    monkeypatch.setattr(URLFetcher, "open", lambda self, url, *rest: asked.append(url))
    content = make_content(
        clinical_case_summary=f"Before {text} after.",
        injured_worker=f"Dana {text}",
        services=(make_service(requested=text, decision_rationale=text),),
        documents=(replace(DOCUMENTS[0], title=text, author=text),),
        records_not_received=text,
    )
    letter = render_letter(content, Form.SERVED, ASSETS)
    read = "".join(text_of(letter.pdf).split())
    assert read.count("".join(text.split())) >= 5
    assert asked == []
    with pikepdf.open(BytesIO(letter.pdf)) as pdf:
        assert not pdf.attachments
        assert "/AF" not in pdf.Root
        assert not [each for each in pdf.objects if _subtype(each) == "/Link"]


def test_a_logo_cannot_fetch_either(monkeypatch):
    asked = []
    monkeypatch.setattr(URLFetcher, "open", lambda self, url, *rest: asked.append(url))
    logo = LOGO.replace(
        "</svg>",
        '<image href="http://198.51.100.7/x.png" width="9" height="9"/>'
        '<image href="file:///etc/passwd" width="9" height="9"/></svg>',
    )
    letter = served(organization=replace(ORGANIZATION, logo_svg=logo))
    assert asked == []
    assert broken_standards(letter.pdf) == []


@pytest.mark.parametrize(
    "address",
    [
        "http://example.org/a",
        "file:///etc/passwd",
        "data:text/plain,a",
        "ftp://a/b",
        "letter-font:x",
    ],
)
def test_the_fetcher_refuses_every_address_it_was_not_given(address):
    fetcher = ClosedFetcher({"letter-font:known": (b"bytes", "font/woff2")})
    assert fetcher.fetch("letter-font:known").read() == b"bytes"
    with pytest.raises(ValueError, match="nothing but its own"):
        fetcher.fetch(address)


def test_limits_are_refused_with_a_sentence():
    services = tuple(make_service(n) for n in range(1, 52))
    with pytest.raises(LetterRefused, match="51 disputed services; one letter holds at most 50"):
        served(services=services)
    with pytest.raises(LetterRefused, match="rationale of service 1 has 60,001 characters"):
        served(services=(make_service(decision_rationale="x" * 60_001),))
    with pytest.raises(LetterRefused, match="no disputed service"):
        served(services=())
    with pytest.raises(LetterRefused, match=r"comes to \d+ pages; at most 1"):
        render_letter(make_content(), Form.SERVED, ASSETS, max_pages=1)


def test_a_text_at_the_limit_is_printed():
    words = "necessary " * 6_000
    letter = render_letter(make_content(clinical_case_summary=words), Form.PUBLIC, ASSETS)
    assert text_of(letter.pdf).count("necessary ") >= 6_000


def test_markup_without_our_fetcher_would_have_fetched(monkeypatch):
    """The tests above can fail: the library's own fetcher is asked for what they look for."""
    asked = []

    def ask(self, url, *rest):
        asked.append(url)
        raise ValueError("no")

    monkeypatch.setattr(URLFetcher, "fetch", ask)
    HTML(string='<img src="http://198.51.100.7/pixel.png">').render()
    assert asked == ["http://198.51.100.7/pixel.png"]


def test_documents_without_date_pages_or_author_are_listed_all_the_same():
    document = DocumentContent("other", "Handwritten note", "", None, None, "attorney", None)
    text = text_of(served(documents=(document,)).pdf)
    assert "Handwritten note" in text
    assert "None" not in text


def test_an_upheld_letter_says_nothing_of_duties():
    text = text_of(served(services=(make_service(outcome=Outcome.UPHELD),)).pdf)
    assert "five working days" not in text
    assert "Final Determination: UPHOLD" in text


def _is_header_cell(item):
    return isinstance(item, pikepdf.Dictionary) and item.get("/S") == "/TH"


def _subtype(item):
    return item.get("/Subtype") if isinstance(item, pikepdf.Dictionary) else None


def _sides(pdf):
    """Yield the left and right edge of every word, in points."""
    done = subprocess.run(
        ["pdftotext", "-bbox", "-", "-"], input=pdf, capture_output=True, check=True
    )
    words = re.finditer(r'<word xMin="([\d.]+)".*? xMax="([\d.]+)"', done.stdout.decode())
    return [(float(each[1]), float(each[2])) for each in words]
