"""What the statute wants in a determination, and what it keeps out of one."""

import pytest

from reviews.checks.statute import (
    abrupt_stop,
    advice_to_treat,
    causation_decided,
    condition_named,
    documents_named,
    identifying_numbers,
    mandatory_elements,
    opioid_notice,
    party_named,
    reading_grade,
    reviewer_named,
    ur_process_decided,
    visit_cap,
)
from tests.reviews.check_letters import (
    NOTHING,
    SUMMARY,
    UNCHECKED,
    answer_of,
    drug_service,
    letter,
    said,
    service,
    told,
)

BARE = "The guideline wants a gain in function. The request is not medically necessary."
HARD = "Notwithstanding aforementioned considerations, adjudicatory determinations necessitate "
THERAPY = "Physical therapy, 30 visits"
CASES = [
    (mandatory_elements, "blocks", letter(summary="See the file.")),
    (mandatory_elements, "blocks", letter(service(outcome=""))),
    (mandatory_elements, "blocks", letter(service(basis=""))),
    (mandatory_elements, "blocks", letter(service(citations=()))),
    (mandatory_elements, "blocks", letter(service(rationale="Necessary."))),
    (mandatory_elements, NOTHING, letter()),
    (mandatory_elements, NOTHING, letter(service(basis="none", citations=()))),
    (condition_named, "asks", letter(summary="The worker was seen on November 2, 2016 and again.")),
    (condition_named, NOTHING, letter()),
    (condition_named, NOTHING, letter(summary="The worker is treated for depression.")),
    (documents_named, "notes", letter(service(rationale="It helps."), summary="The worker hurts.")),
    (documents_named, "notes", letter(documents_reviewed=())),
    (documents_named, NOTHING, letter()),
    (causation_decided, "blocks", said("The knee is not related to the industrial injury.")),
    (causation_decided, "blocks", said("The neck is not an accepted body part.")),
    (
        causation_decided,
        NOTHING,
        said("Whether the knee is not related to the work injury is left."),
    ),
    (
        causation_decided,
        NOTHING,
        said("The claims administrator stated that the neck is not accepted as a part."),
    ),
    (
        causation_decided,
        NOTHING,
        said("The pain is related to the industrial injury, as the report says."),
    ),
    (ur_process_decided, "blocks", said("The utilization review decision was untimely.")),
    (
        ur_process_decided,
        "blocks",
        said("In this case the drug is too expensive, so the request fails."),
    ),
    (ur_process_decided, NOTHING, said("The guideline names it the most cost-effective option.")),
    (ur_process_decided, NOTHING, letter()),
    (advice_to_treat, "asks", said("I recommend that she rests.")),
    (advice_to_treat, "asks", said("In this case the injured worker should start gabapentin.")),
    (
        advice_to_treat,
        NOTHING,
        said("The guideline recommends that patients should be assessed first."),
    ),
    (advice_to_treat, NOTHING, said("The worker is advised to speak with the treating physician.")),
    (abrupt_stop, "notes", letter(drug_service("Diazepam 5 mg #30", rationale=BARE))),
    (abrupt_stop, "notes", letter(drug_service("Soma 350 mg #60", rationale=BARE))),
    (
        abrupt_stop,
        NOTHING,
        letter(drug_service("Diazepam 5 mg #30", rationale=f"Taper it. {BARE}")),
    ),
    (abrupt_stop, NOTHING, letter(drug_service("Baclofen 5% cream", rationale=BARE))),
    (abrupt_stop, NOTHING, letter(drug_service("Naproxen 500 mg #60", rationale=BARE))),
    (opioid_notice, "notes", letter(drug_service("Norco 10/325mg #60", rationale=BARE))),
    (opioid_notice, "notes", letter(drug_service("Synapryn 10 mg/ml suspension", rationale=BARE))),
    (opioid_notice, NOTHING, letter(drug_service("Norco 10/325mg #60"))),
    (
        opioid_notice,
        NOTHING,
        letter(drug_service("Norco #60", rationale=BARE, outcome="overturned")),
    ),
    (visit_cap, "notes", letter(service(requested=THERAPY))),
    (
        visit_cap,
        "notes",
        letter(
            service(requested="Physical therapy, 12 visits"),
            summary=f"{SUMMARY} 18 prior sessions.",
        ),
    ),
    (visit_cap, NOTHING, letter(service(requested=f"Post-operative {THERAPY}"))),
    (visit_cap, NOTHING, letter(service(requested="Physical therapy, 12 visits"))),
    (visit_cap, NOTHING, letter(service(requested=THERAPY, outcome="upheld"))),
    (reviewer_named, "blocks", said("I, Rita Reviewer, read it.")),
    (reviewer_named, "blocks", told("Signed: Dr. Reviewer.")),
    (reviewer_named, NOTHING, said("The reviewer read it.")),
    (reviewer_named, UNCHECKED, letter(reviewer_names=None)),
    (party_named, "blocks", told("Wanda Worker hurts.")),
    (party_named, "blocks", told("Ms. Worker hurts.")),
    (party_named, "asks", said("Dr. Mercer saw her.")),
    (party_named, NOTHING, told("The worker hurts.")),
    (party_named, UNCHECKED, letter(names=None)),
    (identifying_numbers, "blocks", told("SSN 123-45-6789.")),
    (identifying_numbers, "blocks", told("Call 559-555-0142.")),
    (identifying_numbers, "blocks", told("Claim CLM-2016-9.", claim_number="CLM-2016-9")),
    (identifying_numbers, NOTHING, told("Code 29827, 120-130 degrees, L4-L5, 10-12-2016.")),
    (reading_grade, "notes", letter(cover_text=HARD * 4 + "reconsideration.")),
    (reading_grade, NOTHING, letter()),
    (reading_grade, UNCHECKED, letter(cover_text=None)),
]


@pytest.mark.parametrize(
    ("check", "expected", "view"), CASES, ids=[f"{n}-{c[0].ID}" for n, c in enumerate(CASES)]
)
def test_the_statute(check, expected, view):
    assert answer_of(check, view) == expected


def test_a_finding_on_a_name_does_not_repeat_it():
    (finding,) = reviewer_named.check(said("I, Rita Reviewer, read it."))
    assert "Rita" not in finding.words + finding.sentence
