"""The list of cases and its search: who sees what, and no name in any address."""

from datetime import date, timedelta

import pytest
from django.urls import reverse

from cases import search
from cases.models import AuditEvent
from tests.factories import make_case

pytestmark = pytest.mark.django_db
URL = reverse("cases:cases")


def named(case, worker: str):
    case.parties.filter(role="injured_worker").update(name=worker)
    return case


def found(user, words="", **options) -> list[str]:
    return [row.case.case_number for row in search.find_cases(user, words=words, **options).rows]


@pytest.mark.parametrize(
    "typed",
    [
        "CM16-0213037",
        " cm16-0213037 ",
        "CM160213037",
        "CM16–0213037",
        "CM16-O213O37",
        "CM16 0213037",
    ],
)
def test_a_number_is_found_however_it_is_typed(typed, cora, sign_in):
    case = make_case(case_number="CM16-0213037", services=0)
    answer = sign_in(cora).post(URL, {"q": typed})
    assert answer.url == case.get_absolute_url()


def test_a_number_of_an_unknown_or_hidden_case_is_not_found(otto, sign_in):
    make_case(case_number="CM16-0213037", services=0)
    answer = sign_in(otto).post(URL, {"q": "CM16-0213037"}, follow=True)
    assert answer.context["page"].rows == []
    assert "Wanda" not in answer.content.decode()


def test_words_are_found_in_number_claim_and_names(cora):
    case = named(make_case(claim_number="WC-7-11", case_number="CM25-1234567"), "Dana Whitfield")
    make_case()
    for words in ("whitf", "dana WHITFIELD", "WC-7", "1234567", "Careful dana", "Physician dana"):
        assert found(cora, words) == [case.case_number], words


@pytest.mark.parametrize("words", ["%", "_", "'", "\\", "x' or 1=1 --", "zz" * 5000, "z\x00z"])
def test_signs_of_the_database_are_searched_for_literally(words, cora):
    make_case()
    assert found(cora, words) == []


def test_names_are_neither_shown_to_nor_searched_by_those_who_may_not_see_parties(
    ada, audrey, sign_in
):
    case = named(make_case(), "Dana Whitfield")
    for person in (ada, audrey):
        page = sign_in(person).get(URL).content.decode()
        assert case.case_number in page
        assert "Whitfield" not in page
        assert "Careful Claims" not in page
        assert found(person, "whitfield") == []


def test_what_is_searched_for_is_never_in_an_address(cora, sign_in):
    case = named(make_case(), "Dana Whitfield")
    client = sign_in(cora)
    answer = client.post(URL, {"q": "whitfield"})
    assert "whitfield" not in answer.url.lower()
    page = client.get(answer.url).content.decode()
    assert case.case_number in page
    assert 'value="whitfield"' in page
    assert page.lower().count("whitfield") == 2  # the field, and the name in the list
    assert "found=" not in client.get(URL).content.decode()


def test_a_search_that_is_not_kept_any_more_says_so(cora, sign_in):
    page = sign_in(cora).get(URL, {"found": "gone"}).content.decode()
    assert "That search is not kept any more" in page


def test_only_the_last_searches_are_kept(cora, sign_in):
    client = sign_in(cora)
    for number in range(15):
        client.post(URL, {"q": f"word {number}"})
    kept = client.session["case_searches"]
    assert list(kept.values()) == [f"word {number}" for number in range(5, 15)]


def test_open_cases_come_first_and_statuses_filter(cora):
    received, ended = make_case(), make_case("withdrawn")
    assigned = make_case("assigned")
    assert set(found(cora)) == {received.case_number, assigned.case_number}
    assert found(cora, status="withdrawn") == [ended.case_number]
    assert len(found(cora, status="all")) == 3
    assert set(found(cora, status="taking_in")) == {received.case_number, assigned.case_number}


def test_pages_follow_each_other_without_gap_or_repetition(cora, sign_in, monkeypatch):
    monkeypatch.setattr(search, "PAGE", 4)
    day = date(2025, 6, 16)
    made = {
        make_case(application_received_on=day - timedelta(days=n // 3), services=0).case_number
        for n in range(10)
    }
    client, seen, url = sign_in(cora), [], URL
    while url:
        page = client.get(url).context["page"]
        seen += [row.case.case_number for row in page.rows]
        url = f"{URL}?after={page.next_after}" if page.next_after else ""
    assert len(seen) == 10
    assert set(seen) == made


@pytest.mark.parametrize(
    "after", ["", "nonsense", "2025-99-99_CM", "_", "2025-06-16", "2025-06-16_\x00"]
)
def test_a_cursor_that_makes_no_sense_is_survived(after, cora, sign_in):
    make_case()
    assert sign_in(cora).get(URL, {"after": after, "status": "<b>"}).status_code == 200


def test_looking_at_names_leaves_a_row_without_them(cora, sign_in):
    named(make_case(), "Dana Whitfield")
    client = sign_in(cora)
    client.post(URL, {"q": "whitfield"}, follow=True)
    event = AuditEvent.objects.get(kind="cases.listed")
    assert event.data == {"cases": 1, "searched": True}


def test_an_invisible_case_changes_nothing_for_others(organization, otto, sign_in):
    client = sign_in(otto)
    before = client.get(URL, {"status": "all"}).content
    named(make_case(), "Dana Whitfield")
    after = client.get(URL, {"status": "all"}).content
    assert _without_token(before) == _without_token(after)


def _without_token(page: bytes) -> list[bytes]:
    return [line for line in page.split(b"\n") if b"csrf" not in line.lower()]
