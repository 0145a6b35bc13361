"""Words that mean one thing, and words that a machine misreads."""

from collections import Counter
from pathlib import Path

import pytest

from cases.packets.misread import could_be_one, distance, has_words, skeletons, with_digits
from cases.packets.vocabulary import DRUG, groups, others, phrases_in

FILE = Path(__file__).resolve().parents[2] / "cases" / "packets" / "data" / "vocabulary.txt"


def test_every_group_has_a_known_kind_and_more_than_one_spelling():
    assert {group.kind for group in groups()} == {"drug", "abbreviation", "anatomy"}
    assert [group for group in groups() if len(set(group.spellings)) < 2] == []


def test_each_part_of_the_file_is_in_order_and_no_line_stands_twice():
    parts = FILE.read_text(encoding="utf-8").split("\n\n")[1:]
    lines = [part.strip().splitlines()[1:] for part in parts]
    assert len(lines) >= 12 and all(lines)
    assert [part for part in lines if part != sorted(part, key=str.casefold)] == []
    every = [line for part in lines for line in part]
    assert len(every) == len(set(every))


def test_a_spelling_stands_once_but_for_those_that_mean_two_things():
    count = Counter(word.casefold() for group in groups() for word in group.spellings)
    assert {word for word, times in count.items() if times > 1} == {"ocd", "rfa", "rtc"}


@pytest.mark.parametrize(
    ("word", "other"),
    [
        # What a reader types, and what the record has instead: one of each kind of care.
        ("Opana", "oxymorphone"),
        ("Fioricet", "butalbital acetaminophen caffeine"),
        ("Zipsor", "diclofenac potassium"),
        ("Pristiq", "desvenlafaxine"),
        ("Eliquis", "apixaban"),
        ("Monovisc", "sodium hyaluronate"),
        ("cortisone injection", "corticosteroid injection"),
        ("SI joint injection", "sacroiliac joint injection"),
        ("pain pump", "intrathecal drug delivery system"),
        ("diskectomy", "microdiscectomy"),
        ("artificial disc replacement", "TDR"),
        ("partial knee replacement", "UKA"),
        ("Mumford procedure", "distal clavicle excision"),
        ("frozen shoulder", "adhesive capsulitis"),
        ("tennis elbow", "lateral epicondylitis"),
        ("sciatica", "radiculopathy"),
        ("cold therapy unit", "Game Ready"),
        ("bone growth stimulator", "osteogenesis stimulator"),
        ("unloader brace", "knee brace"),
        ("CT myelogram", "myelography"),
        ("discography", "discogram"),
        ("empty can test", "Jobe"),
        ("Spurling's test", "Spurling maneuver"),
        ("light duty", "modified work"),
        ("whole person impairment", "WPI"),
        ("shoulder blade", "scapula"),
        ("facet joint", "zygapophyseal joint"),
        ("shockwave therapy", "ESWT"),
        ("pool therapy", "aquatic therapy"),
        ("home health care", "home health aide"),
        ("Norco", "hydrocodone/APAP"),
        ("hydrocodone-APAP", "Norco"),
        ("NEURONTIN", "gabapentin"),
        ("SLR", "straight leg raise"),
        ("straight-leg raise", "SLR"),
        ("magnetic resonance imaging", "MRI"),
        ("RFA", "request for authorization"),
        ("RFA", "rhizotomy"),
    ],
)
def test_other_spellings_are_found(word, other):
    assert other in others(word)


def test_a_word_is_not_its_own_other_and_kinds_can_be_chosen():
    assert "norco" not in [word.casefold() for word in others("norco")]
    assert others("MRI", DRUG) == () and others("unheard of") == ()


def test_the_longest_phrase_is_cut():
    text = "Positive straight leg raise; asked for MRI of the lumbar spine and Tylenol #3"
    assert phrases_in(text) == ("straight leg raise", "MRI", "lumbar spine", "Tylenol #3")


def test_letters_among_digits_are_digits():
    assert with_digits("DOS 1O/O5/2O26, Soil l2:3O, 24l5") == "DOS 10/05/2026, Soil 12:30, 2415"
    assert with_digits("L5-S1, S1-S2, B12, 5/5, I2") == "L5-S1, S1-S2, B12, 5/5, I2"


@pytest.mark.parametrize(
    ("one", "other", "is_one"),
    [
        ("Montes", "Mont3s", True),
        ("modern", "modem", True),
        ("lumbar", "1umbar", True),
        ("left", "right", False),
        ("no", "on", False),
        ("Graciela", "Gracicla", True),
        ("Graciela", "Gabriela", False),
        ("positive", "negative", False),
    ],
)
def test_two_readings_of_one_word(one, other, is_one):
    assert could_be_one(one, other) is is_one


def test_distance_stops_at_the_most():
    assert distance("kitten", "sitting", 3) == 3
    assert distance("kitten", "sitting", 1) == 2


def test_words_side_by_side_are_found_misread():
    assert has_words(skeletons("FAX C0VER SHEFT"), "cover", "sheet")
    assert not has_words(skeletons("cover the sheet"), "cover", "sheet")
