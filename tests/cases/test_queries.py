"""The language of the search in records: what is meant, what means nothing, what is close."""

import pytest

from cases.queries import And, Meaning, Near, Not, Or, Phrase, QueryFault, Word, parse, text_query
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
        ("pain NEAR/5 leg", Near(Word("pain"), Word("leg"), 5)),
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


def compiled(typed: str) -> str:
    node = parse(typed)
    words = ["back", "pain", "leg", "neck"]
    meanings = {Word(word): Meaning((f"'{word}'",)) for word in words}
    return text_query(node, meanings | {Word("the"): Meaning(())})


def test_a_tree_becomes_a_text_query():
    assert compiled("back pain") == "(('back')) & (('pain'))"
    assert compiled("back OR pain") == "(('back')) | (('pain'))"
    assert compiled("back -pain") == "(('back')) & (!(('pain')))"
    assert compiled("the back") == "(('back'))"
    assert compiled("the") == ""


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
