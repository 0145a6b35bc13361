"""What changed between two versions: each place once, each word marked, long sameness left out."""

import dataclasses

import pytest

from reviews.letters.comparison import CONTEXT, Mark, compare, marked_words
from reviews.letters.outcome import Outcome
from tests.factories import make_case, make_content


def text_marked(pieces, *marks):
    return "".join(piece.text for piece in pieces if piece.mark in marks)


def test_every_word_of_both_texts_is_there():
    old, new = "The knee is stable and dry.", "The left knee is stable."
    pieces = marked_words(old, new)
    assert text_marked(pieces, Mark.SAME, Mark.GONE) == old
    assert text_marked(pieces, Mark.SAME, Mark.NEW) == new


def test_a_long_unchanged_stretch_is_left_out_but_for_its_edges():
    same = "word " * 100
    pieces = marked_words(f"old {same}old", f"new {same}new")
    assert [piece.mark for piece in pieces].count(Mark.LEFT_OUT) == 1
    assert text_marked(pieces, Mark.SAME).split() == ["word"] * (2 * CONTEXT)


def test_nothing_is_left_out_of_a_short_text():
    assert Mark.LEFT_OUT not in [piece.mark for piece in marked_words("one two", "one three")]


@pytest.mark.django_db
def test_only_the_places_that_differ_are_named():
    content = make_content(make_case("approved"))
    service = dataclasses.replace(content.services[0], outcome=Outcome.UPHELD)
    later = dataclasses.replace(
        content,
        services=(service, *content.services[1:]),
        clinical_case_summary=f"{content.clinical_case_summary} He limps.",
    )
    changes = compare(content, later)
    assert [change.place for change in changes] == ["Clinical case summary", "Service 1: decision"]
    assert text_marked(changes[0].pieces, Mark.NEW).strip().endswith("He limps.")
    assert compare(content, content) == ()
