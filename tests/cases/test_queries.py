"""The language of the search in records: what is meant, what means nothing, what is close."""

import pytest

from cases.queries import (
    And,
    Meaning,
    Near,
    Not,
    Or,
    Phrase,
    QueryFault,
    Word,
    loose_query,
    parse,
    text_query,
)
from cases.queries.closeness import close_words
from cases.queries.parsing import terms


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("lumbar", Word("lumbar")),
        ("straight leg", And((Word("straight"), Word("leg")))),
        ("“straight leg”", Phrase("straight leg")),
        ('"lumbar"', Word("lumbar", is_exact=True)),
        ("back AND pain", And((Word("back"), Word("pain")))),
        ("back or pain", And((Word("back"), Word("or"), Word("pain")))),
        ("back OR neck pain", Or((Word("back"), And((Word("neck"), Word("pain")))))),
        ("(back OR neck) pain", And((Or((Word("back"), Word("neck"))), Word("pain")))),
        ("back -surgery", And((Word("back"), Not(Word("surgery"))))),
        ('back NOT "spinal fusion"', And((Word("back"), Not(Phrase("spinal fusion"))))),
        ('back -"spinal fusion"', And((Word("back"), Not(Phrase("spinal fusion"))))),
        ("back -(leg OR neck)", And((Word("back"), Not(Or((Word("leg"), Word("neck"))))))),
        ("pain NEAR/5 leg", Near(Word("pain"), Word("leg"), 5)),
        ("pain near/5 leg", Near(Word("pain"), Word("leg"), 5)),
        ("pain NEAR leg", Near(Word("pain"), Word("leg"), 10)),
        ("pain NEAR/900 leg", Near(Word("pain"), Word("leg"), 20)),
        ("=norco radicul*", And((Word("norco", True), Word("radicul", is_start=True)))),
        ("L4-5", Word("L4-5")),
        ("pain , leg", And((Word("pain"), Word("leg")))),
    ],
)
def test_what_is_typed_means(typed, meant):
    assert parse(typed) == meant


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type a word"),
        (" - ", "Type a word"),
        ('"straight leg', "does not end"),
        ('""', "nothing between"),
        ("(back", "is not closed"),
        ("back)", "too many"),
        ("NOT back", "NOT alone"),
        ('-"spinal fusion"', "NOT alone"),
        ("a OR NOT b", "NOT alone"),
        ("back OR", "word is missing"),
        ("AND back", "word is missing"),
        ("NEAR leg", "NEAR stands"),
        ("(a b) NEAR c", "NEAR stands"),
        ("a " * 25, "at most 24"),
        ("a" * 401, "at most 400"),
    ],
)
def test_what_means_nothing_is_answered_with_a_sentence(typed, said):
    with pytest.raises(QueryFault, match=said):
        parse(typed)


def test_terms_leave_out_what_should_not_be_there():
    assert list(terms(parse("a -b (c OR d)"))) == [Word("a"), Word("c"), Word("d")]


WORDS = {Word(word): Meaning((f"'{word}'",)) for word in ("back", "pain", "leg", "neck")}
MEANINGS = WORDS | {
    Word("the"): Meaning(()),
    Word("slr"): Meaning(("'slr'", "'leg' <-> 'rais'")),
    Phrase("back pain"): Meaning(("'back' <-> 'pain'",)),
    Phrase("isn't <-> it"): Meaning(("'isn''t <-> it' <2> 'it'",)),
}


def compiled(typed: str) -> str:
    return text_query(parse(typed), MEANINGS)


def test_a_tree_becomes_a_text_query():
    assert compiled("back pain") == "(('back')) & (('pain'))"
    assert compiled("back OR pain") == "(('back')) | (('pain'))"
    assert compiled("back -pain") == "(('back')) & (!(('pain')))"
    assert compiled("the back") == "(('back'))"
    assert compiled("the") == ""
    assert compiled("the -back") == ""
    assert compiled("(the -back) OR leg") == "(('leg'))"


@pytest.mark.parametrize(
    ("typed", "known"),
    [
        ("back -pain", "(('back')) & (!(('pain')))"),
        ("back NEAR/9 leg", "(('back')) & (('leg'))"),
        ("back NEAR the", "('back')"),
        ('"back pain"', "('back' & 'pain')"),
        ("slr", "('slr') | ('leg' & 'rais')"),
        ('leg -"back pain"', "(('leg'))"),
        ("leg -slr", "(('leg'))"),
        ("leg -(back NEAR neck)", "(('leg'))"),
        ('leg -(neck OR "back pain")', "(('leg'))"),
        ('leg OR (neck -"back pain")', "(('leg')) | ((('neck')))"),
        ("-slr (the OR leg)", "((('leg')))"),
        ('"isn\'t <-> it"', "('isn''t <-> it' & 'it')"),
    ],
)
def test_what_the_index_can_say_leaves_out_how_words_stand(typed, known):
    assert loose_query(parse(typed), MEANINGS) == known


def test_near_goes_both_ways():
    found = compiled("back NEAR/2 leg")
    assert "(('back')) <1> (('leg'))" in found
    assert "(('leg')) <2> (('back'))" in found
    assert "<3>" not in found


@pytest.mark.parametrize(
    ("word", "candidates", "close"),
    [
        ("lumbar", ["1umbar", "lurnbar", "lumbar", "number"], ["1umbar", "lurnbar"]),
        ("knee", ["knew", "knce", "kneel"], ["knce"]),
        ("right", ["night", "fight", "rjght"], ["rjght"]),
        ("radiculopathy", ["radicu1opathv", "radiculitis"], ["radicu1opathv"]),
        ("mri", ["mr1"], []),
        ("l4l5", ["1415"], []),
    ],
)
def test_misread_words_are_close_and_other_words_are_not(word, candidates, close):
    assert close_words(word, candidates) == close
