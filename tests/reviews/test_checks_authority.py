"""What a decision rests on: in the library, in force, about this part of the body, complete."""

from dataclasses import replace
from datetime import date

import pytest

from cases.intake import CitationEntry
from reviews.checks.authority import (
    bare_web_address,
    below_mtus_unsaid,
    chapter_for_another_part,
    cited_twice,
    edition_not_in_force,
    incomplete_citation,
    mtus_silent_alone,
    page_against_rationale,
    section_or_page_unknown,
    title_not_in_library,
    without_authority,
)
from reviews.evidence.sequence import EvidenceSearch
from tests.reviews.check_letters import (
    NOTHING,
    ODG,
    RATIONALE,
    REFUSAL,
    SHOULDER,
    UNCHECKED,
    answer_of,
    letter,
    said,
    service,
)


def mtus(title="Shoulder Complaints", year=2004, sections=("Special Studies",), pages=()):
    return CitationEntry("mtus", title, year, sections, pages)


def citing(*rows, **changes):
    return letter(service(citations=rows, **changes))


def refusing(words, *rows):
    """A refusal that says these words alone."""
    text = f"{words} Therefore, the request is not medically necessary."
    return letter(service(outcome="upheld", citations=rows or (SHOULDER,), rationale=text))


PAGE_208 = mtus("ACOEM Chapter 9 Shoulder Complaints", None, (), ("208",))
TOLD = EvidenceSearch(below="silent", found_in="acoem_odg")
WEIGHED = EvidenceSearch(disagree=True, study="Example 2015", applies="Same age.", level="1b")


def outside(search, **changes):
    """A decision on a source outside the MTUS."""
    return letter(service(basis="outside_mtus", citations=(ODG,), search=search, **changes))


CASES = [
    (below_mtus_unsaid, "asks", outside(EvidenceSearch())),
    (below_mtus_unsaid, "asks", outside(replace(TOLD, disagree=True, study="Example 2015"))),
    (below_mtus_unsaid, NOTHING, outside(TOLD)),
    (below_mtus_unsaid, NOTHING, outside(replace(WEIGHED, below="rebutted"))),
    (
        below_mtus_unsaid,
        NOTHING,
        outside(EvidenceSearch(), rationale=f"The MTUS does not address this. {RATIONALE}"),
    ),
    (below_mtus_unsaid, NOTHING, letter(service(search=EvidenceSearch()))),
    (below_mtus_unsaid, UNCHECKED, outside(None)),
    (title_not_in_library, "asks", citing(mtus("Thumb Complaints"))),
    (title_not_in_library, NOTHING, citing(SHOULDER)),
    (title_not_in_library, NOTHING, citing(mtus("ACOEM Chapter 9 Shoulder Complaints", None))),
    (
        title_not_in_library,
        NOTHING,
        citing(mtus("Chronic Pain Medical Treatment Guidelines", 2016)),
    ),
    (title_not_in_library, NOTHING, citing(ODG)),
    (edition_not_in_force, "asks", citing(mtus(year=1998))),
    (edition_not_in_force, "asks", citing(mtus("Chronic Pain Medical Treatment", 2009))),
    (edition_not_in_force, NOTHING, citing(mtus("Chronic Pain Medical Treatment", 2016))),
    (edition_not_in_force, "asks", citing(mtus("Low Back Disorders", 2019))),
    (edition_not_in_force, NOTHING, citing(mtus("Antiemetics", 2017))),
    (edition_not_in_force, NOTHING, citing(mtus(year=None))),
    (edition_not_in_force, UNCHECKED, letter(ur_decided_on=None, decided_on=None)),
    (section_or_page_unknown, "asks", citing(mtus(pages=("999",)))),
    (section_or_page_unknown, "asks", citing(mtus(pages=("208-299",)))),
    (section_or_page_unknown, NOTHING, citing(mtus(pages=("207-208",)))),
    (section_or_page_unknown, "notes", citing(mtus(sections=("Unicycle riding",)))),
    (section_or_page_unknown, NOTHING, citing(mtus(sections=("Inital Care",)))),
    (incomplete_citation, "notes", citing(mtus(year=None))),
    (incomplete_citation, "notes", citing(mtus(sections=()))),
    (incomplete_citation, "notes", citing(CitationEntry("other", text="ODG, Shoulder"))),
    (incomplete_citation, NOTHING, citing(SHOULDER)),
    (incomplete_citation, NOTHING, citing(PAGE_208)),
    (chapter_for_another_part, "asks", citing(mtus("Ankle and Foot Complaints"))),
    (chapter_for_another_part, NOTHING, citing(mtus("Neck and Upper Back Complaints"))),
    (chapter_for_another_part, NOTHING, citing(mtus("Ankle and Foot Complaints"), SHOULDER)),
    (chapter_for_another_part, NOTHING, citing(mtus("Chronic Pain Medical Treatment", 2016))),
    (
        bare_web_address,
        "asks",
        citing(CitationEntry("other", text="http://www.slideshare.net/x/y")),
    ),
    (bare_web_address, NOTHING, citing(CitationEntry("other", text="http://a.org"), SHOULDER)),
    (
        bare_web_address,
        NOTHING,
        citing(
            CitationEntry(
                "other", text="National Heart Institute, high blood pressure, 2016, nhlbi.nih.gov"
            )
        ),
    ),
    (mtus_silent_alone, "blocks", refusing("The MTUS does not address this service.")),
    (mtus_silent_alone, "blocks", refusing("The California MTUS guidelines are silent on it.")),
    (
        mtus_silent_alone,
        NOTHING,
        refusing("The MTUS is silent. The ODG wants a trial of care first."),
    ),
    (mtus_silent_alone, NOTHING, refusing("The MTUS is silent.", SHOULDER, ODG)),
    (
        mtus_silent_alone,
        NOTHING,
        refusing(
            "The MTUS is silent. The report of November 2, 2016 describes full strength and no "
            "injury."
        ),
    ),
    (mtus_silent_alone, NOTHING, letter()),
    (page_against_rationale, "asks", said("See page 215.", citations=(PAGE_208,))),
    (page_against_rationale, "asks", said("See ACOEM Chapter 12.", citations=(PAGE_208,))),
    (page_against_rationale, "asks", said("ACOEM Chapter 8, Table 8-8, page 282 says so.")),
    (
        page_against_rationale,
        NOTHING,
        said("See ACOEM Chapter 9, page 208.", citations=(PAGE_208,)),
    ),
    (page_against_rationale, NOTHING, said("ACOEM Chapter 11, page 261 says so.")),
    (without_authority, "asks", citing(basis="none")),
    (without_authority, "notes", citing(basis="none", outcome="upheld", rationale=REFUSAL)),
    (
        without_authority,
        NOTHING,
        letter(
            service(outcome="upheld"),
            service(2, basis="none", citations=(), outcome="upheld", depends_on=1),
        ),
    ),
    (without_authority, NOTHING, letter()),
    (cited_twice, "notes", citing(SHOULDER, SHOULDER)),
    (cited_twice, NOTHING, citing(SHOULDER, ODG)),
]


@pytest.mark.parametrize(
    ("check", "expected", "view"), CASES, ids=[f"{n}-{c[0].ID}" for n, c in enumerate(CASES)]
)
def test_what_a_decision_rests_on(check, expected, view):
    assert answer_of(check, view) == expected


def test_either_day_will_do_for_an_edition():
    row = mtus("Chronic Pain Medical Treatment", 2009)
    view = letter(service(citations=(row,)), ur_decided_on=date(2016, 7, 1))
    assert answer_of(edition_not_in_force, view) == NOTHING
