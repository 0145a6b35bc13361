"""Claims of absence: found, searched on every page, and asked about only on a contrary hit."""

import pytest

from reviews.checks.absence import absence_claims, unsupported_judgement
from reviews.checks.absence.absence_claims import claims
from reviews.checks.absence.search import Verdict, search, terms_of
from reviews.checks.reading.absences import absences
from reviews.checks.view import pages_from
from tests.reviews.check_letters import NOTHING, RATIONALE, answer_of, letter, said, service

CLAIM = "There is no documentation of a home exercise program."
SAYS = [("Report, page 3", "She keeps up a home exercise program every day.")]
DENIES = [("Report, page 3", "The patient denies any home exercise program.")]
OTHER = [("Report, page 3", "The gait is normal.")]


def claiming(words: str, pages):
    return said(words, outcome="upheld") if pages is None else letter(
        service(rationale=f"{words} {RATIONALE}", outcome="upheld"), pages=pages_from(pages)
    )  # fmt: skip


@pytest.mark.parametrize(
    ("words", "concept"),
    [
        ("There is no documentation of failed conservative care.", "failed conservative care"),
        ("The provider did not mention a home exercise program.", "a home exercise program"),
        ("The records do not describe any red flags.", "any red flags"),
        ("A trial of gabapentin was not documented.", "A trial of gabapentin"),
        ("The provider failed to document functional improvement.", "functional improvement"),
        ("There was no mention of a wish for surgery.", "a wish for surgery"),
        ("It is unclear whether injections were tried.", "injections were tried"),
        (
            "There was neither an explicit statement (nor an implied one) that she would operate.",
            "an explicit statement that she would operate",
        ),
    ],
)
def test_a_claim_is_found_with_its_concept(words, concept):
    (found,) = absences(words)
    assert found.concept == concept
    assert words[found.start :].startswith(found.words[:10])


@pytest.mark.parametrize(
    "words",
    [
        "The MTUS does not mention this unit.",
        "There is no quality evidence of benefit in the literature.",
        'The report says "no documentation of trauma".',
        "She does not smoke.",
    ],
)
def test_what_is_no_claim_about_the_record_is_left(words):
    assert absences(words) == ()


@pytest.mark.parametrize(
    ("page", "is_contrary"),
    [
        ("She does a home exercise program.", True),
        ("HEP was taught and is done daily.", True),
        ("H0me exerc1se program daily.", True),
        ("She denies a home exercise program.", False),
        ("No home exercise program was given.", False),
        ("A home exercise program was not given.", False),
        ("Family history: her mother keeps a home exercise program.", False),
    ],
)
def test_a_hit_is_contrary_only_where_the_page_affirms(page, is_contrary):
    proof = search("a home exercise program", pages_from([("page 1", page)]))
    assert [hit.is_contrary for hit in proof.hits] == [is_contrary]


def test_another_part_of_the_body_is_no_contrary_hit():
    pages = pages_from([("page 1", "MRI of the left knee was done.")])
    assert search("MRI of the right shoulder", pages).verdict is Verdict.NOTHING_CONTRARY


def test_a_brand_is_found_by_its_generic_name():
    proof = search("a trial of Neurontin", pages_from([("page 9", "Gabapentin was started.")]))
    assert proof.verdict is Verdict.CONTRARY
    assert proof.hits[0].page == "page 9"


def test_a_concept_without_a_word_to_search_for_is_not_searched():
    assert terms_of("the specific reason for the request") == ()
    assert search("the reason", pages_from(OTHER)).verdict is Verdict.UNSEARCHED


@pytest.mark.parametrize(
    ("pages", "verdict"),
    [
        (SAYS, Verdict.CONTRARY),
        (DENIES, Verdict.NOTHING_CONTRARY),
        (OTHER, Verdict.NOTHING_CONTRARY),
        ([*OTHER, ("Report, page 4", None)], Verdict.UNSEARCHED),
        ([], Verdict.UNSEARCHED),
    ],
)
def test_an_unread_page_is_never_not_found(pages, verdict):
    (claim,) = claims(claiming(CLAIM, pages))
    assert claim.proof.verdict is verdict
    assert claim.carries


CASES = [
    (absence_claims, "asks", claiming(CLAIM, SAYS)),
    (absence_claims, "notes", claiming(CLAIM, DENIES)),
    (absence_claims, "notes", claiming(CLAIM, [("page 1", None)])),
    (absence_claims, NOTHING, letter()),
    (unsupported_judgement, "notes", said("The study of 2014 is likely too dated for planning.")),
    (unsupported_judgement, NOTHING, said("By the guideline a study of 2014 is too old.")),
]


@pytest.mark.parametrize(
    ("check", "expected", "view"), CASES, ids=[f"{n}-{c[0].ID}" for n, c in enumerate(CASES)]
)
def test_absence(check, expected, view):
    assert answer_of(check, view) == expected


def test_what_could_not_be_searched_is_said_to_be_unchecked():
    answers = list(absence_claims.check(claiming(CLAIM, [("Report, page 4", None)])))
    assert any("Report, page 4" in getattr(each, "reason", "") for each in answers)
