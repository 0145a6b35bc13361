"""The library of guidelines: titles as letters write them, editions by day, places to cite."""

from datetime import date

import pytest

from reviews.guidelines.library import chapter_number, library_from, plain_title
from reviews.guidelines.shipped import shipped_library


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("ACOEM Chapter 8 Neck and Upper Back Complaints", "Neck and Upper Back Complaints"),
        ("Chronic Pain Medical Treatment Guidelines", "Chronic Pain Medical Treatment"),
        ("Chronic Pain Treatment Guidelines", "Chronic Pain Medical Treatment"),
        ("MTUS Low Back Complaints 2004", "Low Back Complaints"),
        ("Forearm, Wrist, and Hand Complaints", "Forearm, Wrist, and Hand Complaints"),
        ("ACOEM Chapter 12", "Low Back Complaints"),
        ("Chronic Pain", "Chronic Pain"),
        ("Opioids", "Opioids"),
    ],
)
def test_a_title_is_found_as_it_is_written(written, title):
    assert shipped_library().find(written).title == title


@pytest.mark.parametrize("written", ["Thumb Complaints", "", "2004", "Chronic"])
def test_another_title_is_not_found(written):
    assert shipped_library().find(written) is None


@pytest.mark.parametrize(
    ("title", "day", "years"),
    [
        ("Chronic Pain Medical Treatment", date(2016, 7, 27), [2009]),
        ("Chronic Pain Medical Treatment", date(2016, 7, 28), [2016]),
        ("Chronic Pain Medical Treatment", date(2017, 12, 1), []),
        ("Chronic Pain", date(2017, 12, 1), [2017]),
        ("Low Back Disorders", date(2019, 8, 10), [2016]),
        ("Low Back Disorders", date(2019, 8, 11), [2019]),
        ("Low Back Disorders", date(2021, 11, 23), [2021]),
        ("Low Back Complaints", date(2017, 11, 30), [2004]),
        ("Low Back Complaints", date(2017, 12, 1), []),
    ],
)
def test_one_edition_is_in_force_on_a_day(title, day, years):
    assert [each.year for each in shipped_library().find(title).in_force(day)] == years


def test_no_two_editions_of_a_title_are_in_force_on_one_day():
    for source in shipped_library().mtus:
        known = [each for each in source.editions if each.effective_from]
        for edition in known:
            assert len(source.in_force(edition.effective_from)) == 1


def test_an_edition_without_a_day_is_neither_in_force_nor_not():
    (edition,) = shipped_library().find("Antiemetics").editions
    assert edition.is_in_force(date(2020, 1, 1)) is None


def test_an_edition_is_known_by_either_year_it_is_printed_with():
    source = shipped_library().find("Low Back Disorders")
    assert source.edition(2020) is source.edition(2021)
    assert source.edition(1999) is None


def test_every_source_names_its_regulation_and_its_parent():
    library = shipped_library()
    assert all(each.regulation.startswith("9792.") and each.parent for each in library.mtus)
    assert library.other("ODG Chiropractic guidelines").short == "ODG"
    assert library.other("a friend") is None


def test_pages_run_forward():
    for source in shipped_library().mtus:
        for edition in source.editions:
            assert edition.pages is None or edition.pages[0] < edition.pages[1]


def test_a_chapter_and_a_title_are_read_from_words():
    assert chapter_number("ACOEM Chapter 8 Neck") == 8
    assert chapter_number("Neck") is None
    assert plain_title("MTUS ACOEM Chapter 12 Low Back Complaints (2004)") == "low back complaints"


def test_a_library_is_made_of_plain_data():
    plain = {"name": "x", "mtus": [{"title": "A", "regulation": "9792.1", "parent": "B",
                                    "editions": [{"year": 2020, "pages": [1, 9]}]}]}  # fmt: skip
    (source,) = library_from(plain).mtus
    assert source.edition(2020).pages == (1, 9)
