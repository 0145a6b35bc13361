"""The letter's grammar and fixed sentences: what stands in a line, and when it stands there."""

from dataclasses import replace

import pytest

from cases.press.limits import LetterRefused
from cases.press.words import label_of, pacific_time
from reviews.checks.statute.reading_grade import HIGHEST, reading_grade
from reviews.letters.content import CitationContent, GuidelineContent
from reviews.letters.covertext import cover_text
from reviews.letters.guidelines import guideline_line, service_heading
from reviews.letters.outcome import Outcome
from reviews.letters.printed import printed_letter
from reviews.letters.wording import how_it_was_made
from tests.reviews.letter_contents import REVIEWER, SIGNED_AT, make_content, make_service

CHRONIC_PAIN = CitationContent(
    "mtus", "Chronic Pain Medical Treatment", 2016, ("Medications", "NSAIDs, GI symptoms & risk")
)
NECK = CitationContent("mtus", "ACOEM Chapter 8 Neck and Upper Back Complaints", pages=("182",))
FOREARM = CitationContent("mtus", "Forearm, Wrist, and Hand Complaints", 2004)
ODG = CitationContent("other", text="Official Disability Guidelines (ODG), Low Back")
TEXTBOOK = CitationContent("other", "Green's Operative Hand Surgery", 2010, pages=("17", "30"))


@pytest.mark.parametrize(
    ("basis", "rows", "line"),
    [
        ("none", (), "The Expert Reviewer did not cite any medical evidence for its decision."),
        (
            "outside_mtus",
            (),
            "The Expert Reviewer based their decision on recommendation(s) outside of the MTUS "
            "Guidelines.",
        ),
        (
            "outside_mtus",
            (ODG,),
            "The Expert Reviewer based their decision on recommendation(s) outside of the MTUS "
            "Guidelines. Decision based on Non-MTUS Citation Official Disability Guidelines "
            "(ODG), Low Back.",
        ),
        (
            "mtus",
            (NECK,),
            "Decision based on MTUS ACOEM Chapter 8 Neck and Upper Back Complaints Page(s): 182.",
        ),
        (
            "mtus",
            (CHRONIC_PAIN, FOREARM),
            "Decision based on MTUS Chronic Pain Medical Treatment 2016, Section(s): Medications, "
            "NSAIDs, GI symptoms & risk, and Forearm, Wrist, and Hand Complaints 2004.",
        ),
        (
            "mtus",
            (FOREARM, ODG, TEXTBOOK),
            "Decision based on MTUS Forearm, Wrist, and Hand Complaints 2004. Decision based on "
            "Non-MTUS Citation Official Disability Guidelines (ODG), Low Back and Other Medical "
            "Treatment Guidelines Green's Operative Hand Surgery 2010, Page(s): 17, 30.",
        ),
    ],
)
def test_a_guideline_field_prints_in_the_one_grammar(basis, rows, line):
    assert guideline_line(GuidelineContent(basis, rows), cited_by="Expert Reviewer") == line


def test_a_source_that_ends_in_a_full_stop_gets_no_second_one():
    row = CitationContent("other", text="ACOEM, 3rd ed.")
    line = guideline_line(GuidelineContent("outside_mtus", (row,)), cited_by="Expert Reviewer")
    assert line.endswith("ACOEM, 3rd ed.")


def test_a_remainder_is_told_as_requested_authorized_and_left():
    service = make_service(
        requested="Physical therapy, 12 visits",
        ur_action="modified",
        modification="remainder",
        authorized="Physical therapy, 4 visits",
        eligible_portion="8 visits of physical therapy",
    )
    name, before_decision = service_heading(service)
    assert name == (
        "Physical therapy, 12 visits was the original request. Physical therapy, 4 visits was "
        "authorized by the Claims Administrator. The remaining IMR eligible portion of the "
        "original request, 8 visits of physical therapy"
    )
    assert before_decision == " is: "


def test_a_substituted_service_stays_eligible_whole():
    service = make_service(
        requested="Acute rehabilitation",
        ur_action="modified",
        modification="substituted",
        authorized="skilled nursing",
    )
    name, before_decision = service_heading(service)
    assert name == (
        "Acute rehabilitation was the original request. The Claims Administrator authorized "
        "skilled nursing, leaving the original request IMR eligible. The original request, Acute "
        "rehabilitation"
    )
    assert before_decision == " is: "


def test_years_and_hours_stand_only_where_the_record_supports_them():
    full = how_it_was_made(REVIEWER, "Golden Coast")
    assert "for more than five years and now practices at least 24 hours a week." in full
    bare = how_it_was_made(replace(REVIEWER, years_over=None, hours_at_least=None), "Golden Coast")
    assert "years" not in bare
    assert "hours" not in bare
    only_years = how_it_was_made(replace(REVIEWER, hours_at_least=None), "Golden Coast")
    assert "for more than five years." in only_years
    assert "hours" not in only_years


def test_the_numbers_printed_are_those_of_the_content():
    said = how_it_was_made(replace(REVIEWER, years_over=3, hours_at_least=20), "Golden Coast")
    assert "more than three years and now practices at least 20 hours" in said


def test_no_affiliation_stands_only_where_it_was_attested():
    assert "no affiliation" in how_it_was_made(REVIEWER, "Golden Coast")
    unsaid = replace(REVIEWER, is_unaffiliated=False)
    assert "affiliation" not in how_it_was_made(unsaid, "Golden Coast")


def test_similar_specialty_stands_only_where_a_fit_was_recorded():
    assert "one similar to" in how_it_was_made(REVIEWER, "Golden Coast")
    unsaid = replace(REVIEWER, has_similar_specialty=False)
    assert "specialty" not in how_it_was_made(unsaid, "Golden Coast")


@pytest.mark.parametrize(
    ("outcomes", "word"),
    [
        ((Outcome.UPHELD, Outcome.UPHELD), "UPHOLD"),
        ((Outcome.OVERTURNED, Outcome.OVERTURNED), "OVERTURN"),
        ((Outcome.UPHELD, Outcome.OVERTURNED), "PARTIAL OVERTURN"),
    ],
)
def test_the_outcome_is_computed_from_the_services(outcomes, word):
    services = tuple(make_service(n, outcome=each) for n, each in enumerate(outcomes, 1))
    letter = printed_letter(make_content(services=services), with_cover=True, mark="")
    assert letter.cover.outcome == word


def test_a_mixed_outcome_says_how_many_were_found_necessary():
    upheld = make_service(2, outcome=Outcome.UPHELD)
    mixed = make_content(services=(make_service(1), upheld))
    cover = printed_letter(mixed, with_cover=True, mark="").cover
    assert cover.outcome_count == "Of 2 services in dispute, 1 was found medically necessary."
    assert not printed_letter(make_content(), with_cover=True, mark="").cover.outcome_count


def test_the_employers_duties_stand_only_where_something_is_overturned():
    upheld = make_content(services=(make_service(outcome=Outcome.UPHELD),))
    assert not printed_letter(upheld, with_cover=True, mark="").cover.duties_condition
    overturned = printed_letter(make_content(), with_cover=True, mark="")
    assert "where the claims administrator also disputes" in overturned.cover.duties_condition


def test_disputed_liability_suspends_the_duties():
    content = make_content(is_liability_disputed=True)
    letter = printed_letter(content, with_cover=True, mark="")
    assert "While that dispute is open" in letter.cover.duties_condition


def test_the_administrative_director_is_always_sent_the_letter():
    recipients = printed_letter(make_content(), with_cover=True, mark="").cover.recipients
    assert recipients[-1] == (
        "Division of Workers’ Compensation, State of California",
        "Administrative director",
    )


def test_an_address_on_one_line_is_set_on_two():
    cover = printed_letter(make_content(), with_cover=True, mark="").cover
    assert cover.address == ("18 Alder Court", "Modesto, CA 95350")


def test_a_cumulative_injury_prints_both_its_dates():
    content = make_content(date_of_injury_to=SIGNED_AT.date())
    header = dict(printed_letter(content, with_cover=False, mark="").header)
    assert header["Date of Injury:"] == "12/17/2007 to 06/22/2026"


def test_the_time_of_signature_is_pacific_with_its_zone():
    assert pacific_time(SIGNED_AT) == "June 22, 2026 at 3:04 PM PDT"
    assert pacific_time(SIGNED_AT.replace(month=12)) == "December 22, 2026 at 2:04 PM PST"


def test_controlled_values_are_printed_in_words():
    assert label_of("claims_administrator") == "Claims administrator"
    assert label_of("ur_determination") == "Utilization review determination"
    assert label_of("Progress report (PR-2)") == "Progress report (PR-2)"


def test_a_wording_that_is_not_installed_is_refused():
    with pytest.raises(LetterRefused, match="california/99"):
        printed_letter(make_content(template_version="california/99"), with_cover=True, mark="")


@pytest.mark.parametrize("is_disputed", [False, True])
@pytest.mark.parametrize("outcomes", [("upheld",), ("overturned",), ("upheld", "overturned")])
def test_the_cover_of_a_new_letter_reads_easily(outcomes, is_disputed):
    services = tuple(make_service(n, outcome=Outcome(each)) for n, each in enumerate(outcomes, 1))
    content = make_content(services=services, is_liability_disputed=is_disputed)
    text = cover_text(content)
    assert "Appeals Board" in text
    before = cover_text(replace(content, template_version="california/2"))
    assert reading_grade(text) <= HIGHEST - 1
    assert reading_grade(text) < reading_grade(before)
