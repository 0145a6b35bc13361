"""Long letters and real ones: every word survives, and no heading is left alone."""

import json
import random

import pytest

from cases.press.keys import make_keys
from cases.press.seal import Sealer
from cases.press.verify import verify_pdf
from reviews.letters.render import Form, render_letter
from tests.reviews.letter_contents import (
    ASSETS,
    DOCUMENTS,
    PROJECT,
    REAL_CASE_FILES,
    SIGNED_AT,
    content_of_case_file,
    make_content,
    make_service,
)
from tests.reviews.letter_pdfs import (
    SECTIONS,
    alone_at_a_foot,
    broken_standards,
    folded,
    headings_of,
    missing_in_order,
    needs_poppler,
    pages_of,
    said_by_services,
    text_of,
    without_foot,
)

pytestmark = needs_poppler

EXAMPLE = PROJECT / "cases" / "demonstration" / "example.json"
SENTENCE = "The record of that day tells of pain that grew worse with repeated motion of the arm. "


def long_content(seed: int):
    """Return a letter with services of uneven lengths, so that pages end in different places."""
    chance = random.Random(seed)
    services = tuple(
        make_service(
            number,
            requested=f"Service {number}" + " with a long name" * chance.randint(0, 12),
            decision_rationale=SENTENCE * chance.randint(1, 30),
        )
        for number in range(1, chance.randint(8, 22))
    )
    return make_content(
        clinical_case_summary=SENTENCE * chance.randint(2, 40),
        documents=DOCUMENTS * chance.randint(1, 9),
        services=services,
    )


@pytest.mark.parametrize("seed", range(8))
def test_no_page_of_a_long_letter_ends_in_a_heading(seed):
    content = long_content(seed)
    pdf = render_letter(content, Form.SERVED if seed % 2 else Form.PUBLIC, ASSETS).pdf
    assert alone_at_a_foot(pdf, headings_of(content)) == []
    assert _divided_headings(pdf, content) == []
    assert missing_in_order(said_by_services(content), text_of(pdf)) == []


def test_a_heading_left_alone_would_be_found():
    """The check can fail: told that ordinary words are a heading, it finds them at a foot."""
    pdf = render_letter(long_content(3), Form.PUBLIC, ASSETS).pdf
    last_words = folded(without_foot(pages_of(pdf)[0])).split()[-3:]
    assert alone_at_a_foot(pdf, [" ".join(last_words)]) != []


def test_fifty_services_are_printed():
    services = tuple(make_service(n, requested=f"Disputed service {n}") for n in range(1, 51))
    content = make_content(services=services)
    letter = render_letter(content, Form.SERVED, ASSETS)
    assert missing_in_order(said_by_services(content), text_of(letter.pdf)) == []
    assert alone_at_a_foot(letter.pdf, headings_of(content)) == []


def test_every_word_of_the_example_case_survives_the_seal_too():
    content = content_of_case_file(json.loads(EXAMPLE.read_text()))
    keys = make_keys("Golden Coast Medical Review", at=SIGNED_AT)
    sealed = Sealer.from_pkcs12(keys.pkcs12, keys.password, ASSETS).seal_pdf(
        render_letter(content, Form.SERVED, ASSETS).pdf,
        signed_at=SIGNED_AT,
        director_name="Maxine Okafor, MD",
        meaning="Final determination approved",
    )
    wanted = [*SECTIONS[:2], content.clinical_case_summary, *said_by_services(content)]
    assert missing_in_order(wanted, text_of(sealed)) == []
    assert verify_pdf(sealed, [keys.authority]).is_valid


@pytest.mark.shared
@pytest.mark.parametrize(
    "file",
    sorted(REAL_CASE_FILES.glob("*.json"))
    or [
        pytest.param(
            None, marks=pytest.mark.skip(reason=f"{REAL_CASE_FILES} with real letters is absent")
        )
    ],
    ids=lambda file: file.stem if file else "absent",
)
def test_every_word_of_a_real_determination_survives(file):
    content = content_of_case_file(json.loads(file.read_text()))
    for form in Form:
        pdf = render_letter(content, form, ASSETS).pdf
        wanted = [
            *SECTIONS[:2],
            *content.clinical_case_summary.split("\n"),
            SECTIONS[2],
            *said_by_services(content),
        ]
        text = text_of(pdf)
        assert missing_in_order(wanted, text) == []
        assert text.count("Decision rationale:") == len(content.services)
        assert alone_at_a_foot(pdf, headings_of(content)) == []
        assert broken_standards(pdf) == []


def _divided_headings(pdf, content):
    """Return the service headings that no single page holds whole."""
    pages = [folded(each) for each in pages_of(pdf)]
    names = [folded(service.requested) for service in content.services]
    return [name for name in names if not any(name in page for page in pages)]
