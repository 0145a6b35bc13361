"""A marked passage is found again in another reading of its page, or said to be lost."""

import pytest

from reviews.evidence.anchors import CONTEXT, Span, anchor_of, find


def words(text: str) -> list[str]:
    """The words of a page."""
    return text.split()


PAGE = words(
    "Progress report of May. The worker says the left leg is weak after the fall. "
    "On examination the right leg is strong. Straight leg raise is positive on the left "
    "at forty degrees. The left leg is weak when walking."
)
WEAK = (9, 14)  # leg is weak after the


def moved(words):
    return find(anchor_of(PAGE, 9, 14), words)


def test_the_same_words_in_the_same_place():
    assert moved(PAGE) == Span(*WEAK)


def test_words_that_came_in_before_move_it():
    assert moved(["Page", "1", "of", "2", *PAGE]) == Span(13, 18)


def test_words_that_went_before_move_it():
    assert moved(PAGE[3:]) == Span(6, 11)


def test_among_equal_passages_the_neighbours_decide():
    anchor = anchor_of(PAGE, PAGE.index("walking.") - 5, PAGE.index("walking.") - 1)
    assert anchor.quote == ("left", "leg", "is", "weak")
    turned = [*PAGE[30:], *PAGE[:30]]
    found = find(anchor, turned)
    assert turned[found.end : found.end + 2] == ["when", "walking."]


@pytest.mark.parametrize(
    "read",
    [
        words("the left 1eg is weak aftcr the fall"),
        words("the left legis weak after thc fall"),
        words("the left le g is weak after the fall"),
        words("THE LEFT LEG IS WEAK AFTER THE FALL"),
    ],
)
def test_misread_run_together_and_torn_words_are_found(read):
    page = [*PAGE[:7], *read, *PAGE[15:]]
    found = moved(page)
    said = "".join(page[found.start : found.end]).lower()
    assert said[0] in "l1"
    assert "weak" in said


def test_a_misread_row_is_not_taken_for_the_same_words_of_another_row():
    rows = [
        f"{drug} none detected cutoff 300 ng/mL"
        for drug in ("Opiates", "Tramadol", "Codeine", "Fentanyl", "Methadone")
    ]
    anchor = anchor_of(words(" ".join(rows)), 13, 16)
    assert anchor.quote == ("none", "detected", "cutoff")
    read = [*rows[:2], "Codeine rione detectcd cutoff 300 ng/mL", *rows[3:]]
    assert find(anchor, words(" ".join(read))) == Span(13, 16)


def test_what_is_gone_is_lost():
    assert (
        moved(
            ["Nothing", "on", "this", "page", "says", "anything", "of", "the", "kind", "at", "all"]
        )
        is None
    )
    assert moved([]) is None


def test_two_likely_places_are_no_place():
    anchor = anchor_of(words("alpha beta gamma delta"), 0, 4)
    twice = words("alphx beta gamma delta zzz alphx beta gamma delta")
    assert find(anchor, twice) is None or find(anchor, twice) == Span(0, 4)


def test_the_neighbours_are_kept():
    anchor = anchor_of(PAGE, *WEAK)
    assert anchor.prefix == tuple(PAGE[9 - CONTEXT : 9])
    assert anchor.suffix == tuple(PAGE[14 : 14 + CONTEXT])
