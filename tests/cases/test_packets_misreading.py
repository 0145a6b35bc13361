"""Two readings of one print, and a figure or a word that somebody changed: told apart."""

import itertools
from random import Random

import numpy as np
import pytest

from cases.packets.alignment import fewest_unequal_runs, most_in_order
from cases.packets.dedupe import REFAXED, VERSION, compare, find_twins
from cases.packets.faxes import without_stamps
from cases.packets.looks import look_at
from cases.packets.pages import Page
from cases.packets.readings import is_cut_elsewhere, is_misread

NOTE = """Kaweah Spine and Joint Center
Patient: Graciela Montes    DOB: 03/08/1975
Date of Service: 10/02/2026    Claim: 949214-21-77310
Low back pain is rated 7/10 today and runs down the left leg to the foot.
He sleeps 6 hours and walks 20 minutes. Extensor strength is 4/5 on the left.
The disc at L4 is narrow, and that at C6 is not. Grade II spondylolisthesis.
Takes gabapentin 300mg q6h and tizanidine, no side effects. Blood pressure 138/80.
Electronically signed by Owen Tarrant, DO"""

ONE_PRINT = [
    ("work5", "works"),
    ("media1", "medial"),
    ("7/10", "//10"),
    ("4/S", "4/5"),
    ("3O0", "300"),
    ("B12", "BI2"),
    ("L4-LS", "L4-L5"),
    ("WC97379221", "WC9737922I"),
    ("5595550117", "559555017"),
    ("5595550133", "5595550183"),
    ("02/17/26", "02117126"),
    ("60-degree", "60-degrce"),
    ("averages 8", "averages8"),
    ("tothesacrum", "to the sacrurn"),
    ("legis", "lcg is"),
]
CHANGED = [
    ("C5", "C6"),
    ("L4", "L5"),
    ("C6", "C8"),
    ("T12", "T11"),
    ("II", "III"),
    ("x3", "x8"),
    ("3/10", "8/10"),
    ("4/10", "//10"),
    ("300mg", "800mg"),
    ("300mg", "30mg"),
    ("q6h", "q8h"),
    ("35-pound", "85-pound"),
    ("20%", "80%"),
    ("12:30", "12:80"),
    ("138/80", "133/80"),
    ("$1,200.00", "$1,250.00"),
    ("120,000", "12,000"),
    ("$120,000.00", "$12,000.00"),
    ("02/17/26", "02/10126"),
    ("WC97379221", "WC97379331"),
    ("8 of", "7of"),
    ("averages", "averages7"),
    ("Amphetamines", "Ampetamines none"),
    ("palri", "no pain"),
    ("swelling", "swe1ling mild"),
    ("averages 8", "averages7"),
]


@pytest.mark.parametrize(("one", "other"), ONE_PRINT)
def test_a_figure_may_be_read_as_the_letter_that_it_looks_like(one, other):
    assert is_misread(one.split(), other.split(), {})
    assert is_misread(other.split(), one.split(), {})


@pytest.mark.parametrize(("one", "other"), CHANGED)
def test_a_figure_is_never_read_as_another_one(one, other):
    assert not is_misread(one.split(), other.split(), {})
    assert not is_misread(other.split(), one.split(), {})


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("at L4", "at L5"),
        ("at C6", "at C8"),
        ("Grade II ", "Grade III "),
        ("7/10", "1/10"),
        ("300mg", "800mg"),
        ("q6h", "q8h"),
        ("138/80", "133/80"),
        ("sleeps 6 hours", "sleeps7 hovrs"),
        ("walks 20", "walks30"),
        ("10/02/2026", "10/07l2026"),
        ("the left leg", "the right leg"),
        ("tizanidine, no side", "tizariidinc, side"),
        ("tizanidine, no side", "tizanidinc mild side"),
        ("Extensor strength", "Extcnsor normal strength"),
        ("is not", "is"),
        ("Owen Tarrant, DO", "Iris Bell, MD"),
    ],
)
def test_a_page_with_another_figure_is_never_folded(old, new):
    page = Page(2, NOTE.replace(old, new), is_scanned=True)
    for twin in (compare(Page(1, NOTE, is_scanned=True), page), compare(page, Page(3, NOTE))):
        assert twin is None or twin.kind == VERSION


def garbled(text: str, seed: int, share: float) -> str:
    chance, swaps = Random(seed), {"e": "c", "h": "b", "t": "f", "a": "o", "n": "ri", "m": "rn"}
    return "".join(
        ("" if sign == " " else swaps.get(sign, sign)) if chance.random() < share else sign
        for sign in text
    )


PHRASES = (
    "Sensation is reduced over the outer border of the left foot.",
    "Straight leg raise is positive on the left and negative on the right.",
    "Side effects are limited to mild nausea, and mood is described as even.",
    "The patient works with restrictions and no lifting above twenty pounds.",
    "Coughing and sneezing bring on the leg pain.",
)


def test_pages_that_say_the_same_sentences_again_are_found_though_both_are_misread():
    chance = Random(5)
    text = "\n".join(chance.choice(PHRASES) for _ in range(24))
    for seed in range(6):
        pages = [Page(n, garbled(text, seed + 50 * n, 0.09), is_scanned=True) for n in (1, 2)]
        (twin,) = find_twins(pages)
        assert (twin.number, twin.of) == (2, 1) and twin.likeness > 0.95


HEADER = "From: Kaweah Spine Center Paqe: 70 of 15 Fox: 5595550l06 Ta: 9165550133 06;02 P"


@pytest.mark.parametrize("is_above", [True, False])
@pytest.mark.parametrize("is_first", [True, False])
def test_a_header_that_cannot_be_read_hides_no_copy_and_is_shown(is_above, is_first):
    longer = f"{HEADER}\n{NOTE}" if is_above else f"{NOTE}\n{HEADER}"
    texts = (longer, NOTE) if is_first else (NOTE, longer)
    twin = compare(*(Page(n, text, is_scanned=True) for n, text in enumerate(texts, 1)))
    assert twin.kind == VERSION and len(twin.changes) == 1
    assert "5595550106" in twin.changes[0].before + twin.changes[0].after


@pytest.mark.parametrize("behind", ["Center", "to the foot."])
def test_words_that_one_page_alone_has_within_are_no_header(behind):
    words = " ".join(f"word{chr(97 + n)}" for n in range(16))
    longer = NOTE.replace(behind, f"{behind} {words}")
    assert compare(Page(1, NOTE, is_scanned=True), Page(2, longer, is_scanned=True)) is None


def test_a_day_of_birth_that_became_no_day_makes_no_other_page():
    misread = NOTE.replace("03/08/1975", "03/0/19751")
    twin = compare(Page(1, NOTE), Page(2, misread, is_scanned=True))
    assert (twin.kind, len(twin.changes)) == (VERSION, 1)


@pytest.mark.parametrize(("words", "is_found"), [(500, True), (250, False)])
def test_a_long_page_may_hold_more_that_nobody_can_read(words, is_found):
    chance = Random(words)
    print_ = ["".join(chance.choices("aehimnorstu", k=7)) for _ in range(words)]
    read = ["xkzqw" if place % (words // 16) == 3 else word for place, word in enumerate(print_)]
    pages = (Page(n, " ".join(said), is_scanned=True) for n, said in ((1, print_), (2, read)))
    assert (compare(*pages) is not None) == is_found


def test_the_mark_of_a_synthetic_page_is_told_though_it_is_misread():
    assert without_stamps(f"{NOTE}\nSYNTHEIC - inuented for demonstration") == NOTE


@pytest.mark.parametrize(
    ("before", "after", "is_cut"),
    [
        ("percent beforeadjustment", "percentbefare adjustment", True),
        ("percent beforeadjustment", "percentafter adjustment", False),
        ("left hip", "left lip", False),
        ("by 200percent", "by300 percent", False),
    ],
)
def test_a_space_may_fall_elsewhere_when_all_else_is_the_same(before, after, is_cut):
    assert is_cut_elsewhere(before.split(), after.split()) == is_cut


@pytest.mark.parametrize(
    ("one", "other", "kind"),
    [
        ("tight in the lumbarspine internal", "tight in the lumbar spineinternal", REFAXED),
        ("at two percent beforeadjustment", "at two percentbefare adjustment", REFAXED),
        ("there is no pain", "there is or pain", VERSION),
        ("of the left knee", "of the right knee", VERSION),
    ],
)
def test_a_space_that_fell_elsewhere_changes_nothing(one, other, kind):
    pages = (Page(n, f"{NOTE}\nIt is {said} as before", True) for n, said in ((1, one), (2, other)))
    assert compare(*pages).kind == kind


@pytest.mark.parametrize("seed", range(40))
def test_as_many_words_as_can_be_are_found_in_one_order(seed):
    chance = Random(seed)
    first, second = ([chance.choice("abcde") for _ in range(chance.randrange(12))] for _ in "12")
    most = max(
        size
        for size in range(len(first) + 1)
        for some in itertools.combinations(first, size)
        if is_within(some, second)
    )
    unequal = list(fewest_unequal_runs(first, second))
    left = [sign for n, sign in enumerate(first) if not any(a <= n < b for a, b, _, _ in unequal)]
    right = [sign for n, sign in enumerate(second) if not any(a <= n < b for _, _, a, b in unequal)]
    assert most_in_order(first, second) == most == len(left) and left == right
    assert most_in_order("".join(first).encode(), "".join(second).encode()) == most


def is_within(some, signs) -> bool:
    rest = iter(signs)
    return all(sign in rest for sign in some)


def drawn(mark: str, seed: int):
    """The look of a page of print with a hand's mark at one and the same place, or with none."""
    pixels = np.full((792, 612), 255, np.uint8)
    chance = np.random.default_rng(7)
    for row in range(80, 560, 20):
        for column in range(60, 420, 12):
            pixels[row : row + 8, column : column + int(chance.integers(4, 11)) : 2] = 0
    for step in range(140 if mark else 0):
        tall = {"loops": np.sin(step / 4), "hooks": abs(np.sin(step / 7)) * 2 - 1}[mark]
        at = int(650 + 11 * tall), 300 + step
        pixels[at[0] : at[0] + 2, at[1] : at[1] + 2] = 0
    dust = np.random.default_rng(seed).integers(0, 612, 60)
    pixels[dust + 100, dust] = 120
    return look_at(pixels)


@pytest.mark.parametrize("marks", list(itertools.permutations(["", "loops", "hooks"])))
def test_two_hands_at_one_place_are_two_pages_where_the_page_without_either_is_there(marks):
    pages = [
        Page(number, NOTE, is_scanned=True, look=drawn(mark, number))
        for number, mark in enumerate(marks, 1)
    ]
    folded = {twin.number: twin.of for twin in find_twins(pages) if twin.kind == REFAXED}
    assert all(not marks[number - 1] for number in folded)


def test_a_page_with_a_mark_that_was_sent_twice_is_folded_and_so_is_one_without():
    pages = [
        Page(number, NOTE, is_scanned=True, look=drawn(mark, number))
        for number, mark in enumerate(["loops", "loops", "", ""], 1)
    ]
    assert [twin.kind for twin in find_twins(pages[:2])] == [REFAXED]
    assert {t.number: t.kind for t in find_twins(pages)} == {2: VERSION, 3: REFAXED, 4: REFAXED}
