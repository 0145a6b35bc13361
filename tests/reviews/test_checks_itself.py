"""The words of a letter against themselves: each check with what it finds and what it leaves."""

import pytest

from reviews.checks.itself import (
    amount_against_service,
    ancillary_of_refused,
    another_case,
    body_part_against_service,
    care_against_service,
    concludes_twice,
    conclusion_against_decision,
    conclusion_missing,
    decided_two_ways,
    drug_against_service,
    level_against_service,
    level_only_in_rationale,
    near_copy_of_ur,
    part_only_in_rationale,
    partly_necessary,
    placeholders,
    radiation,
    repeated_words,
    same_rationale_two_decisions,
    service_not_in_summary,
    service_not_spoken_of,
    side_against_service,
    side_against_summary,
    side_only_in_rationale,
    strength_against_service,
    unbalanced_marks,
    unlikely_terms,
)
from tests.reviews.check_letters import (
    NECK,
    NOTHING,
    RATIONALE,
    REFUSAL,
    SUMMARY,
    UNCHECKED,
    answer_of,
    drug_service,
    letter,
    said,
    service,
    told,
)

NOTICE = (
    " This decision addresses the medical necessity of opioids as prescribed. It should not be "
    "interpreted as a recommendation to stop them abruptly."
)


def concluded(words: str, outcome: str = "upheld"):
    """A letter whose rationale ends with these words."""
    start = "The report of November 2, 2016 was read with the guideline in hand. "
    return letter(service(outcome=outcome, rationale=start + words))


def named(words: str, requested: str = "MRI of the right shoulder", **changes):
    """A letter whose conclusion names the service with these words."""
    text = f"The report was read with care. The request for {words} is not medically necessary."
    return letter(service(requested=requested, outcome="upheld", rationale=text, **changes))


def spine(requested: str, conclusion: str, middle: str = "", summary: str = SUMMARY):
    end = f"The request for {conclusion} is not medically necessary."
    text = f"The guideline is strict. {middle} {end}"
    item = service(requested=requested, outcome="upheld", citations=(NECK,), rationale=text)
    return letter(item, summary=summary)


SPINE_SUMMARY = (
    "The injured worker is a 44-year-old woman with neck pain radiating to the left arm. "
    "MRI showed "
    "stenosis at C5-C6 and C6-C7."
)
FUSION = "C5-C7 anterior cervical fusion"
NORCO_5 = "The worker takes Norco 5/325 mg."
NORCO_BOTH = "Norco 5/325 mg was raised to Norco 10/325 mg."
CASES = [
    (conclusion_against_decision, "blocks", letter(service(outcome="upheld"))),
    (conclusion_against_decision, "blocks", letter(service(rationale=REFUSAL))),
    (
        conclusion_against_decision,
        "blocks",
        concluded("Medical necessity is not established.", "overturned"),
    ),
    (conclusion_against_decision, "blocks", concluded("It is a medical necessity here.")),
    (conclusion_against_decision, "asks", concluded("It is supported by the guideline.")),
    (conclusion_against_decision, NOTHING, letter()),
    (conclusion_against_decision, NOTHING, concluded("The request is not-medically necessary.")),
    (conclusion_against_decision, NOTHING, concluded("This is not a medical necessity.")),
    (
        conclusion_against_decision,
        NOTHING,
        concluded("The request is not medically necessary." + NOTICE),
    ),
    (
        conclusion_against_decision,
        NOTHING,
        concluded("Medical necessity for this has not been established."),
    ),
    (
        conclusion_against_decision,
        NOTHING,
        concluded("The medical necessity of this request cannot be affirmed."),
    ),
    (conclusion_against_decision, NOTHING, concluded("This is deemed medically unnecessary.")),
    (conclusion_against_decision, NOTHING, concluded("Medical necessity remains unproven.")),
    (
        conclusion_against_decision,
        NOTHING,
        concluded("It is not medically necessary, medically appropriate, or indicated."),
    ),
    (
        conclusion_against_decision,
        NOTHING,
        concluded("The request for MRI without contrast is medically necessary.", "overturned"),
    ),
    (
        conclusion_against_decision,
        NOTHING,
        concluded("As the surgery is not necessary, the sling is not medically necessary."),
    ),
    (
        conclusion_against_decision,
        NOTHING,
        concluded(
            "Although therapy is not finished, the study is medically necessary.", "overturned"
        ),
    ),
    (
        conclusion_against_decision,
        NOTHING,
        concluded(
            "It is medically necessary. Whether more is medically necessary is left open.",
            "overturned",
        ),
    ),
    (
        conclusion_against_decision,
        NOTHING,
        concluded(
            "It is medically necessary since other care has not been effective.", "overturned"
        ),
    ),
    (
        conclusion_against_decision,
        NOTHING,
        concluded("It is medically necessary and is not contraindicated.", "overturned"),
    ),
    (
        conclusion_against_decision,
        NOTHING,
        concluded("There is no medical necessity for this request."),
    ),
    (conclusion_missing, "blocks", concluded("No gain was shown.")),
    (conclusion_missing, "asks", concluded("The request is not supported by the guideline.")),
    (conclusion_missing, NOTHING, letter()),
    (side_against_service, "blocks", named("MRI of the left shoulder")),
    (side_against_service, "blocks", named("MRI of the shoulder on the left")),
    (side_against_service, NOTHING, named("MRI of the right shoulder")),
    (side_against_service, NOTHING, named("MRI of the bilateral shoulders")),
    (side_against_service, NOTHING, named("MRI of the right shoulder, left knee to follow")),
    (
        side_against_service,
        NOTHING,
        named("EMG of the right arm", "EMG of the bilateral upper extremities"),
    ),
    (side_against_service, NOTHING, named("EMG of the RUE", "EMG of the right upper extremity")),
    (body_part_against_service, "blocks", named("MRI of the knee")),
    (body_part_against_service, NOTHING, named("MRI of the rotator cuff")),
    (
        body_part_against_service,
        NOTHING,
        named("EMG of the hand", "EMG of the right upper extremity"),
    ),
    (body_part_against_service, NOTHING, named("this study")),
    (level_against_service, "blocks", spine(FUSION, "fusion at C3-C4")),
    (level_against_service, NOTHING, spine(FUSION, "fusion at C5-C6")),
    (level_against_service, NOTHING, spine("ESI at L4-L5 and L5-S1", "ESI at L4-S1")),
    (level_against_service, NOTHING, spine("ESI at L5-S1", "ESI at L5-1")),
    (drug_against_service, "blocks", letter(drug_service("Tramadol 50 mg #60", "Naproxen 500 mg"))),
    (drug_against_service, NOTHING, letter(drug_service("Norco 10/325mg #60", "hydrocodone/APAP"))),
    (drug_against_service, NOTHING, letter(drug_service("Tramadol 50 mg #60", "Ultram"))),
    (
        strength_against_service,
        "blocks",
        letter(drug_service("Tramadol 50 mg #60", "Tramadol 100 mg #60")),
    ),
    (
        strength_against_service,
        "blocks",
        letter(drug_service("Trezix 320.5/30/16mg", "30.5/30/16mg")),
    ),
    (
        strength_against_service,
        NOTHING,
        letter(drug_service("Norco 10/325mg #60", "Norco 10-325 mg")),
    ),
    (
        strength_against_service,
        "asks",
        letter(drug_service("Norco 10/325mg #60", "Norco"), summary=f"{SUMMARY} {NORCO_5}"),
    ),
    (
        strength_against_service,
        NOTHING,
        letter(drug_service("Norco 10/325mg #60", "Norco"), summary=f"{SUMMARY} {NORCO_BOTH}"),
    ),
    (
        strength_against_service,
        NOTHING,
        letter(
            drug_service("Tramadol 50 mg #60", "Tramadol"),
            summary=f"{SUMMARY} Tramadol 200 mg a day is taken.",
        ),
    ),
    (amount_against_service, "blocks", letter(drug_service("Tramadol 50 mg #60", "Tramadol #90"))),
    (
        amount_against_service,
        NOTHING,
        letter(drug_service("Tramadol 50 mg #60", "Tramadol, quantity of 60")),
    ),
    (
        amount_against_service,
        "blocks",
        named("20 sessions of therapy", "12 sessions of physical therapy"),
    ),
    (
        amount_against_service,
        NOTHING,
        named("12 sessions of therapy", "Physical therapy, 12 visits (3 times a week for 4 weeks)"),
    ),
    (
        amount_against_service,
        NOTHING,
        named("12 sessions", "Physical therapy 3 times a week for 4 weeks"),
    ),
    (care_against_service, "blocks", named("physical therapy")),
    (care_against_service, "asks", named("CT of the shoulder")),
    (care_against_service, NOTHING, named("magnetic resonance imaging")),
    (care_against_service, NOTHING, named("nerve conduction study", "EMG/NCV of the right arm")),
    (care_against_service, NOTHING, named("aquatic therapy", "Physical therapy in a pool")),
    (
        service_not_spoken_of,
        "asks",
        letter(
            service(
                rationale=(
                    "Acupuncture is to bring a gain in function, and none is seen. "
                    "The request is not "
                    "medically necessary."
                ),
                outcome="upheld",
            )
        ),
    ),
    (service_not_spoken_of, NOTHING, letter()),
    (
        service_not_spoken_of,
        NOTHING,
        letter(
            service(
                requested="Cold therapy unit",
                depends_on=2,
                rationale="As the surgery is refused, this is not medically necessary.",
            )
        ),
    ),
    (service_not_in_summary, "asks", letter(service(requested="MRI of the left knee"))),
    (service_not_in_summary, NOTHING, letter()),
    (concludes_twice, "asks", letter(service(rationale=f"{RATIONALE} {REFUSAL} {REFUSAL}"))),
    (concludes_twice, NOTHING, letter()),
    (side_against_summary, "asks", letter(service(requested="MRI of the left shoulder"))),
    (side_against_summary, NOTHING, letter(service(requested="MRI of the bilateral shoulders"))),
    (side_against_summary, NOTHING, letter()),
    (side_only_in_rationale, "asks", said("The worker has weakness of the left shoulder.")),
    (
        side_only_in_rationale,
        NOTHING,
        said("The worker has normal strength of the left shoulder for comparison."),
    ),
    (side_only_in_rationale, NOTHING, said('The guideline says "left shoulder".')),
    (part_only_in_rationale, "asks", said("The worker complains of knee pain.")),
    (part_only_in_rationale, NOTHING, said("The guideline recommends imaging of the knee.")),
    (part_only_in_rationale, NOTHING, said("The worker had a knee operation in the past.")),
    (
        level_only_in_rationale,
        "asks",
        spine(FUSION, FUSION, "The worker has stenosis at C3-C4.", SPINE_SUMMARY),
    ),
    (
        level_only_in_rationale,
        NOTHING,
        spine(FUSION, FUSION, "The worker has stenosis at C6-C7.", SPINE_SUMMARY),
    ),
    (
        level_only_in_rationale,
        NOTHING,
        spine(FUSION, FUSION, "The guideline allows fusion at C3-C4.", SPINE_SUMMARY),
    ),
    (
        radiation,
        "asks",
        letter(
            service(rationale="He has neck pain radiating into the left leg."),
            summary=SPINE_SUMMARY,
        ),
    ),
    (
        radiation,
        "asks",
        letter(
            service(rationale="He has neck pain radiating into the right arm."),
            summary=SPINE_SUMMARY,
        ),
    ),
    (
        radiation,
        "notes",
        letter(summary="There is neck pain radiating to the left lower extremity."),
    ),
    (
        radiation,
        NOTHING,
        letter(
            service(rationale="He has neck pain radiating into the left hand."),
            summary=SPINE_SUMMARY,
        ),
    ),
    (decided_two_ways, "asks", letter(service(), service(2, outcome="upheld", rationale=REFUSAL))),
    (decided_two_ways, NOTHING, letter(service(), service(2, requested="NCS", outcome="upheld"))),
    (
        same_rationale_two_decisions,
        "asks",
        letter(service(), service(2, requested="NCS", outcome="upheld")),
    ),
    (same_rationale_two_decisions, NOTHING, letter(service(), service(2, requested="NCS"))),
    (partly_necessary, "asks", said("The request is partially medically necessary.")),
    (partly_necessary, NOTHING, said("Utilization review partially certified the request.")),
    (partly_necessary, NOTHING, said("There is no provision for modification of the request.")),
    (
        ancillary_of_refused,
        "asks",
        letter(service(outcome="upheld"), service(2, requested="Sling", depends_on=1)),
    ),
    (
        ancillary_of_refused,
        "asks",
        letter(
            service(requested="Right shoulder arthroscopy", outcome="upheld"),
            service(2, requested="Post-op sling"),
        ),
    ),
    (
        ancillary_of_refused,
        NOTHING,
        letter(service(), service(2, requested="Sling", depends_on=1, outcome="upheld")),
    ),
    (another_case, "blocks", told("See CM16-0000077.")),
    (another_case, NOTHING, told("This is CM16-0000001.")),
    (another_case, "asks", said("This is a 61 year old worker.")),
    (another_case, "asks", said("This is a 44 year old male.")),
    (another_case, NOTHING, said("She was 41 years old at the time, now a 44 year old woman.")),
    (near_copy_of_ur, "asks", letter(service(ur_reason=RATIONALE))),
    (near_copy_of_ur, NOTHING, letter(service(ur_reason=REFUSAL[::-1]))),
    (near_copy_of_ur, UNCHECKED, letter(service(ur_reason=""))),
    (placeholders, "blocks", said("The report of [INSERT DATE] was read.")),
    (placeholders, "blocks", told("The pain is ____ of 10.")),
    (placeholders, "blocks", said("{{findings}} were seen.")),
    (placeholders, "blocks", said("[INSERT FIRST TWO SENTENCES FROM SUMMARY]")),
    (placeholders, NOTHING, said("See [84, 89, 90] and [following TPII]; [sic] stands there.")),
    (placeholders, NOTHING, said("He [the surgeon] agreed.")),
    (repeated_words, "notes", said("There are there are two reports.")),
    (repeated_words, "notes", said("The the report was read.")),
    (repeated_words, NOTHING, said("He had had two injections, and said that that helped.")),
    (unbalanced_marks, "notes", said('He said "it hurts.')),
    (unbalanced_marks, "notes", said("A gain (of 10 degrees was seen.")),
    (unbalanced_marks, NOTHING, said('He said "it hurts" (a lot); 1) rest, 2) ice.')),
    (unlikely_terms, "notes", told("There was a medical meniscectomy.")),
    (unlikely_terms, "notes", told("She takes diazempam at night.")),
    (unlikely_terms, "notes", told("The ankle plantar fascia scored at 4+/5.")),
    (unlikely_terms, NOTHING, told("She has plantar fasciitis and takes diazepam.")),
]


@pytest.mark.parametrize(
    ("check", "expected", "view"), CASES, ids=[f"{n}-{c[0].ID}" for n, c in enumerate(CASES)]
)
def test_the_words_against_themselves(check, expected, view):
    assert answer_of(check, view) == expected


def test_a_conclusion_on_a_sibling_asks_and_does_not_stop():
    knee = service(2, requested="MRI of the left knee", outcome="upheld", rationale=REFUSAL)
    view = letter(service(), knee, summary=f"{SUMMARY} Her left knee hurts.")
    assert answer_of(body_part_against_service, view) == "asks"
