"""The words of a letter against the file: header, records, worker, what was in dispute."""

from datetime import date

import pytest

from cases.intake import CitationEntry
from reviews.checks.file import (
    age,
    amount_unanswered,
    contrast_unanswered,
    date_of_injury,
    date_of_ur_decision,
    dates_to_come,
    dates_without_record,
    impossible_dates,
    retrospective_without_date,
    sex,
    ur_guideline_unanswered,
    ur_records_unsummarised,
)
from reviews.checks.view import pages_from
from tests.reviews.check_letters import (
    NOTHING,
    ODG,
    RATIONALE,
    SHOULDER,
    SUMMARY,
    UNCHECKED,
    answer_of,
    letter,
    said,
    service,
    told,
)

CONTRAST = "MRI of the right shoulder with and without contrast"
CLOSING = f"The guideline agrees. The request for {CONTRAST} is medically necessary."
THERAPY = "Physical therapy, 12 sessions"
PAGES = pages_from([("Report, page 1", "Seen on 11/02/2016."), ("Report, page 2", "Back 10-5-16.")])
UNREAD = pages_from([("Report, page 1", "Seen on 11/02/2016."), ("Report, page 2", None)])
CITING = (
    "The claims administrator failed to approve the request, citing progress notes of November 2, "
    "2016 and October 5, 2016 in its determination."
)


def summary(old: str, new: str, **changes):
    assert old in SUMMARY
    return letter(summary=SUMMARY.replace(old, new), **changes)


CASES = [
    (date_of_injury, "asks", summary("March 3, 2016", "March 3, 2015")),
    (date_of_injury, "asks", summary("injury of March 3, 2016", "injury on 3-13-16")),
    (date_of_injury, NOTHING, letter()),
    (date_of_injury, NOTHING, summary("March 3, 2016", "03/ 03/ 2016")),
    (date_of_injury, NOTHING, summary("March 3, 2016", "3-3-16")),
    (date_of_injury, NOTHING, summary("March 3, 2016", "May 5, 2016", injured_to=date(2016, 6, 1))),
    (date_of_injury, NOTHING, told("A previous work injury of June 1, 2010 healed.")),
    (
        date_of_injury,
        NOTHING,
        told("Some notes bear a date of injury of 6/13/16 of another injury."),
    ),
    (date_of_ur_decision, "asks", summary("November 21, 2016", "November 26, 2016")),
    (
        date_of_ur_decision,
        "asks",
        letter(summary="Utilization review dated 11-26-2016 non-certified it."),
    ),
    (date_of_ur_decision, NOTHING, letter()),
    (
        date_of_ur_decision,
        NOTHING,
        letter(summary="On October 5, 2016 the physician requested what UR denied."),
    ),
    (
        date_of_ur_decision,
        NOTHING,
        letter(summary="The claims administrator denied it, citing a note of 10/5/2016."),
    ),
    (date_of_ur_decision, UNCHECKED, letter(ur_decided_on=None)),
    (impossible_dates, "blocks", told("She was seen on February 30, 2016.")),
    (impossible_dates, "blocks", told("She was seen on 11/31/2016.")),
    (
        impossible_dates,
        NOTHING,
        told("She was seen on 2/29/2016 and took 320.5/30/16mg, grade 4/5."),
    ),
    (dates_to_come, "asks", told("She was seen on November 2, 2026.")),
    (dates_to_come, NOTHING, letter()),
    (dates_to_come, UNCHECKED, letter(decided_on=None)),
    (dates_without_record, "asks", told("On October 4, 2016 she fell.", pages=PAGES)),
    (dates_without_record, NOTHING, told("On October 5, 2016 she fell.", pages=PAGES)),
    (dates_without_record, "notes", told("On October 4, 2016 she fell.", pages=UNREAD)),
    (dates_without_record, "notes", told("On October 4, 2016 she fell.", pages=None)),
    (dates_without_record, UNCHECKED, letter(records=None)),
    (age, "asks", summary("44-year-old", "54-year-old")),
    (age, NOTHING, summary("44-year-old", "43 year old")),
    (age, NOTHING, told("Her son is 12 years old.")),
    (age, UNCHECKED, letter(born_on=None)),
    (sex, "notes", letter(sex="male")),
    (sex, "notes", told("The injured worker says that he sleeps badly.")),
    (sex, NOTHING, told("The worker's physician says that he will operate.")),
    (sex, UNCHECKED, letter(sex="")),
    (ur_records_unsummarised, "asks", told(CITING)),
    (ur_records_unsummarised, NOTHING, told(f"{CITING} On October 5, 2016 nothing had changed.")),
    (
        ur_records_unsummarised,
        "asks",
        letter(service(ur_reason="The note of 10/05/2016 has no gain.")),
    ),
    (ur_records_unsummarised, UNCHECKED, letter(service(ur_reason=""))),
    (ur_guideline_unanswered, "asks", letter(service(administrator_citations=(SHOULDER, ODG)))),
    (
        ur_guideline_unanswered,
        "notes",
        letter(service(outcome="upheld", administrator_citations=(ODG,))),
    ),
    (
        ur_guideline_unanswered,
        NOTHING,
        letter(service(administrator_citations=(ODG,), citations=(ODG,))),
    ),
    (
        ur_guideline_unanswered,
        NOTHING,
        said("The ODG adds nothing.", administrator_citations=(ODG,)),
    ),
    (
        ur_guideline_unanswered,
        NOTHING,
        said(
            "The chronic pain guideline is silent.",
            administrator_citations=(
                CitationEntry("mtus", "Chronic Pain Medical Treatment", 2016),
            ),
        ),
    ),
    (contrast_unanswered, "asks", letter(service(requested=CONTRAST, rationale=CLOSING))),
    (
        contrast_unanswered,
        NOTHING,
        letter(
            service(
                requested=CONTRAST,
                rationale=f"The cord is suspect, so contrast is of use. {CLOSING}",
            )
        ),
    ),
    (
        contrast_unanswered,
        NOTHING,
        letter(service(requested=CONTRAST, outcome="upheld", rationale=CLOSING)),
    ),
    (
        contrast_unanswered,
        "asks",
        letter(
            service(
                requested=CONTRAST,
                outcome="upheld",
                rationale=CLOSING,
                ur_reason="Contrast is not needed.",
            )
        ),
    ),
    (
        contrast_unanswered,
        UNCHECKED,
        letter(service(requested=CONTRAST, outcome="upheld", rationale=CLOSING, ur_reason="")),
    ),
    (contrast_unanswered, NOTHING, letter(service(requested="MRI without contrast"))),
    (
        amount_unanswered,
        "asks",
        letter(
            service(
                requested=THERAPY,
                rationale=(
                    f"The guideline agrees. The request for {THERAPY} is medically necessary."
                ),
            )
        ),
    ),
    (
        amount_unanswered,
        NOTHING,
        letter(
            service(
                requested=THERAPY,
                rationale=(
                    "The guideline allows ten visits and more. "
                    f"The request for {THERAPY} is medically "
                    f"necessary."
                ),
            )
        ),
    ),
    (
        amount_unanswered,
        NOTHING,
        letter(service(requested=THERAPY, outcome="upheld", rationale=RATIONALE)),
    ),
    (
        amount_unanswered,
        UNCHECKED,
        letter(service(requested=THERAPY, outcome="upheld", rationale=RATIONALE, ur_reason="")),
    ),
    (
        retrospective_without_date,
        "asks",
        letter(service(requested="Retrospective: urine drug test")),
    ),
    (
        retrospective_without_date,
        NOTHING,
        letter(service(requested="Urine drug test (DOS 11/2/16)")),
    ),
    (
        retrospective_without_date,
        NOTHING,
        letter(service(requested="Retrospective test", dates_of_service=(date(2016, 11, 2),))),
    ),
]


@pytest.mark.parametrize(
    ("check", "expected", "view"), CASES, ids=[f"{n}-{c[0].ID}" for n, c in enumerate(CASES)]
)
def test_the_words_against_the_file(check, expected, view):
    assert answer_of(check, view) == expected


def test_the_dates_that_stand_nowhere_are_named_in_one_finding():
    view = told("Seen on October 4, 2016 and on October 9, 2016.", pages=PAGES)
    (finding,) = dates_without_record.check(view)
    assert finding.words == "October 4, 2016, October 9, 2016"
    assert view.summary[finding.place.start :].startswith("October 4, 2016")
