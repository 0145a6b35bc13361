"""The finder of guidelines: what is in force on the days that count, and a press that cites it."""

from datetime import date

import pytest
from django.urls import reverse

from reviews.guidelines.finder import find_sources
from reviews.guidelines.library import Edition, Library, Source
from tests.factories import make_review

HTMX = {"HX-Request": "true"}
LOW_BACK = Source(
    "Low Back Disorders",
    "9792.23.5",
    "ACOEM",
    (
        Edition(2017, effective_from=date(2017, 12, 1), effective_to=date(2021, 11, 22)),
        Edition(2020, effective_from=date(2021, 11, 23)),
        Edition(2030, effective_from=None),
    ),
    sections=("Imaging", "Injections", "Surgery"),
)
OLD = Source(
    "Low Back Complaints",
    "9792.23.5",
    "ACOEM",
    (Edition(2004, effective_from=date(2004, 3, 22), effective_to=date(2017, 11, 30)),),
    sections=("Special Studies",),
)
KNEE = Source(
    "Knee Disorders",
    "9792.23.6",
    "ACOEM",
    (Edition(2020, effective_from=date(2021, 1, 1)),),
    sections=("Low back pain and the knee",),
)
LIBRARY = Library("A small one", (KNEE, OLD, LOW_BACK))


def found(words, ur=date(2021, 6, 1), today=date(2026, 11, 25)):
    return find_sources(LIBRARY, words, ur_day=ur, today=today)


def test_titles_come_before_sections_and_what_is_in_force_before_what_is_not():
    titles = [one.source.title for one in found("low back")]
    assert titles == ["Low Back Disorders", "Low Back Complaints", "Knee Disorders"]


def test_each_edition_says_on_which_day_it_is_in_force():
    (one, *_) = found("low back disorders")
    said = {row.edition.year: row.words for row in one.editions}
    assert said == {
        2017: "in force at UR’s decision, not today",
        2020: "in force today, not at UR’s decision",
        2030: "days in force not known",
    }
    assert found("complaints")[0].editions[0].words == "in force on neither day"


def test_the_words_choose_among_the_sections():
    (one,) = found("low back imaging")
    assert one.sections == ("Imaging",)
    assert found("low back disorders")[0].sections == ("Imaging", "Injections", "Surgery")


def test_nothing_typed_shows_what_is_in_force():
    assert [one.source.title for one in found("")] == ["Knee Disorders", "Low Back Disorders"]
    assert found("zebra") == ()


@pytest.fixture
def review(rita):
    return make_review(reviewer=rita.reviewer, is_written=False)


def url(name, review, *args):
    return reverse(f"reviews:{name}", args=[review.case.case_number, *args])


@pytest.mark.django_db
def test_a_press_cites_it_and_another_section_joins_its_row(sign_in, review, rita):
    client, save = sign_in(rita), url("save_service", review, 1)
    fields = {"revision": "0", "outcome": "", "imro_basis": "mtus", "decision_rationale": ""}
    chosen = {"arrange": "cite 2020|Low Back Disorders|Imaging"}
    client.post(save, fields | chosen, headers=HTMX)
    row = review.draft.services.get(service__position=1)
    (cite,) = row.citations.all()
    assert (cite.title, cite.year, cite.sections) == ("Low Back Disorders", 2020, ["Imaging"])
    typed = {
        "citation_source": ["mtus", "other"],
        "citation_title": ["Low Back Disorders", ""],
        "citation_year": ["2020", ""],
        "citation_sections": ["Imaging", ""],
        "citation_pages": ["", ""],
        "citation_text": ["", "ODG, Low Back"],
    }
    for section in ("Surgery", "Surgery"):
        row.refresh_from_db()
        chosen = {"arrange": f"cite 2020|Low Back Disorders|{section}"}
        client.post(save, fields | typed | chosen | {"revision": row.revision}, headers=HTMX)
    assert [c.sections for c in row.citations.all()] == [["Imaging", "Surgery"], []]
    row.refresh_from_db()
    chosen = {"arrange": "cite 2017|Opioids|", "revision": row.revision}
    client.post(save, fields | typed | chosen, headers=HTMX)
    assert [c.title for c in row.citations.all()] == ["Low Back Disorders", "Opioids", ""]


@pytest.mark.django_db
def test_the_panel_lists_the_shipped_library(sign_in, review, rita):
    answer = sign_in(rita).post(url("find_guideline", review, 1), {"words": "low back"})
    page = answer.content.decode()
    assert "Low Back" in page
    assert 'form="service-form" name="arrange"' in page
    nothing = sign_in(rita).post(url("find_guideline", review, 1), {"words": "zebra"})
    assert "No guideline of the library" in nothing.content.decode()
