"""Search over many pages: its work has an end, is right within that, and says where it ends."""

import pytest
from django.db import connection, transaction
from django.urls import reverse

from cases import pagesearch
from cases.queries import QueryFault
from tests.factories import make_case
from tests.factories.books import make_document

pytestmark = pytest.mark.django_db
APART = "Straight is the way, and then the leg."
BESIDE = "The straight leg is raised."
OTHER = "Nothing else."


@pytest.fixture
def case(db):
    case = make_case("in_quality_check")
    make_document(case, [APART, APART, BESIDE, OTHER], title="Report")
    return case


@pytest.fixture
def bounds(monkeypatch):
    def bound(ranked, looked_at):
        monkeypatch.setattr(pagesearch, "MOST_RANKED", ranked)
        monkeypatch.setattr(pagesearch, "MOST_LOOKED_AT", looked_at)

    return bound


@pytest.mark.parametrize(
    ("typed", "numbers"),
    [
        ("leg", {1, 2, 3}),
        ('"straight leg"', {3}),
        ("straight NEAR/1 leg", {3}),
        ('straight -"straight leg"', {1, 2}),
        ('straight -"straight leg" -way', set()),
        ('(way OR "straight leg") leg', {1, 2, 3}),
    ],
)
def test_within_its_bounds_the_search_over_all_cases_finds_all(case, quinn, typed, numbers):
    found = pagesearch.search_everywhere(quinn, typed)
    assert set(found.numbers) == numbers
    assert (found.compared, found.looked_at) == (None, None)


@pytest.mark.parametrize(
    ("typed", "ranked", "looked_at", "numbers", "least", "said"),
    [
        ("leg", 2, 1500, {1, 2, 3}, 2, (2, None)),
        ('"straight leg"', 200, 2, {3}, 0, (None, 2)),
        ('"straight leg"', 1, 1500, {3}, 1, (1, None)),
        ("straight NEAR/1 leg", 200, 2, {3}, 0, (None, 2)),
        ('straight -"straight leg"', 200, 2, {1, 2}, 1, (None, 2)),
        ("SLR", 200, 1, {3}, 0, (None, 1)),
    ],
)
def test_where_the_work_over_all_cases_ends_it_is_said(
    case, quinn, bounds, typed, ranked, looked_at, numbers, least, said
):
    """Which of the pages are looked at is the table's affair; none is found that does not match."""
    bounds(ranked, looked_at)
    found = pagesearch.search_everywhere(quinn, typed)
    assert set(found.numbers) <= numbers
    assert least <= len(found.numbers) <= min(ranked, looked_at)
    assert (found.compared, found.looked_at) == said
    assert pagesearch.search_everywhere(quinn, typed).numbers == found.numbers


@pytest.mark.parametrize(
    ("typed", "ranked", "looked_at", "sentence"),
    [
        ("leg", 2, 1500, "the best of the first 2 pages found"),
        ('"straight leg"', 200, 2, "Only the first 2 pages"),
        ("the leg", 200, 1500, "Nearly every page says “the”"),
        ("leg and straight", 200, 1500, "Write it in capitals: AND, OR, NOT."),
    ],
)
def test_the_page_says_so_in_a_sentence(
    case, quinn, sign_in, bounds, typed, ranked, looked_at, sentence
):
    bounds(ranked, looked_at)
    answer = sign_in(quinn).post(reverse("cases:search_records"), {"query": typed})
    assert sentence in answer.content.decode()
    bounds(200, 1500)
    whole = sign_in(quinn).post(reverse("cases:search_records"), {"query": "leg"})
    assert "first" not in whole.content.decode().split("<main", 1)[1]


def test_the_settings_of_the_connection_are_what_they_were(case, quinn):
    """A search may run within a longer transaction, whose own bounds go on."""
    own = {"statement_timeout": "7s", "max_parallel_workers_per_gather": "1"}
    with transaction.atomic(), connection.cursor() as cursor:
        for name, value in own.items():
            cursor.execute("select set_config(%s, %s, true)", [name, value])
        assert pagesearch.search_everywhere(quinn, "leg").numbers
        for name, value in {**own, "enable_seqscan": "on"}.items():
            cursor.execute("select current_setting(%s)", [name])
            assert cursor.fetchone() == (value,)


def test_in_one_book_every_page_is_looked_at(case, quinn, bounds):
    bounds(1, 1)
    assert pagesearch.search_book(quinn, case, "leg").numbers == [1, 2, 3]
    assert pagesearch.search_book(quinn, case, '"straight leg"').numbers == [3]


@pytest.mark.parametrize("typed", ["the", "the -leg", "-leg the"])
def test_a_word_of_every_page_finds_nothing_and_is_named(case, quinn, typed):
    for found in (
        pagesearch.search_book(quinn, case, typed),
        pagesearch.search_everywhere(quinn, typed),
    ):
        assert (found.numbers, found.common) == ([], ["the"])


@pytest.mark.parametrize("typed", ["surgery*", "surger*", "surgeries*"])
def test_a_beginning_is_found_although_the_index_has_stems(quinn, typed):
    case = make_case("in_quality_check")
    make_document(case, ["Surgery was done.", OTHER], title="Report")
    assert pagesearch.search_book(quinn, case, typed).numbers == [1]


def test_a_search_that_takes_too_long_ends_with_a_sentence(case, quinn, monkeypatch):
    monkeypatch.setattr(pagesearch, "SECONDS", 0.1)
    monkeypatch.setattr(pagesearch, "_passages", lambda *_: pagesearch._rows("select pg_sleep(9)"))
    with pytest.raises(QueryFault, match="takes too long"):
        pagesearch.search_book(quinn, case, "leg")
    monkeypatch.undo()
    assert pagesearch.search_book(quinn, case, "leg").numbers == [1, 2, 3]
