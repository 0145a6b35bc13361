"""The letter of a consolidated case: one number in its header, every application by its own."""

import re
import shutil
from datetime import date

import pytest
from django.utils import timezone

from cases.models import Consolidation
from reviews.freezing import draft_content
from reviews.letters.content import ConsolidatedContent, from_snapshot, to_snapshot
from reviews.letters.render import Form, render_html, render_letter
from tests.factories import NOON, make_case, make_review, make_user
from tests.reviews.letter_contents import ASSETS, make_content
from tests.reviews.letter_pdfs import folded, pages_of

OTHERS = (
    ConsolidatedContent("CM25-0000201", date(2025, 6, 18), date(2025, 6, 9)),
    ConsolidatedContent("CM25-0000202", date(2025, 6, 20), date(2025, 6, 11)),
)


def test_both_forms_name_every_application_and_the_header_one():
    letter = make_content(consolidated=OTHERS)
    for form in (Form.SERVED, Form.PUBLIC):
        page = render_html(letter, form, ASSETS)
        header = page[page.index('<table class="header">') : page.index("</table>")]
        said = " ".join(re.sub(r"<[^>]*>", "", page).split())
        assert "CM25-0000201 (received 06/18/2025, UR decision of 06/09/2025)" in said
        assert "CM25-0000202 (received 06/20/2025, UR decision of 06/11/2025)" in said
        assert "which were consolidated with it" in said
        assert "CM25-0000201" not in header


@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
@pytest.mark.parametrize("form", Form)
def test_the_pdf_itself_names_every_application_with_its_days(form):
    letter = make_content(consolidated=OTHERS)
    pages = pages_of(render_letter(letter, form, ASSETS).pdf)
    said = folded(" ".join(pages))
    for one in ("CM25-0000201 (received 06/18/2025", "CM25-0000202 (received 06/20/2025"):
        assert one in said
    assert letter.case_number in said
    feet = " ".join(page.rstrip().splitlines()[-1] for page in pages)
    assert "CM25-0000201" not in feet


def test_a_letter_of_one_application_says_nothing_of_it():
    assert "consolidated" not in render_html(make_content(), Form.SERVED, ASSETS)


def test_a_snapshot_keeps_them_and_one_from_before_has_none():
    letter = make_content(consolidated=OTHERS)
    snapshot = to_snapshot(letter)
    assert from_snapshot(snapshot) == letter
    del snapshot["consolidated"]
    assert from_snapshot(snapshot).consolidated == ()


@pytest.mark.django_db
def test_what_is_frozen_names_the_cases_that_are_led_now():
    review = make_review()
    known = {"consolidated_by": make_user("coordinator"), "consolidated_at": NOON}
    joined = make_case("consolidated")
    apart = {"separated_at": NOON, "separated_reason": "Two knees."}
    for case, more in ((joined, {}), (make_case("consolidated"), apart)):
        Consolidation.objects.create(
            leading=review.case, case=case, reason="One knee.", **known, **more
        )
    frozen = draft_content(review, at=timezone.now())
    assert [one.case_number for one in frozen.consolidated] == [joined.case_number]
