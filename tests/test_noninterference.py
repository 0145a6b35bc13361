"""A case that someone may not know of does not change a byte of what he is shown."""

import re

import pytest
from django.urls import reverse

from cases.models import Notice
from tests.factories import NOON, make_service
from tests.world import make_people, make_world

pytestmark = pytest.mark.django_db
# What differs from one answer to the next, whatever is in the database.
PASSING = re.compile(rb'(csrfmiddlewaretoken" value="|X-CSRFToken": "|found=)[\w-]+')
PAGES = ("home", "cases:cases", "reviews:to_check", "reviews:to_sign", "reviews:release_desk")
UNIQUE = "Quetzalcoatlus orthosis"
BLIND = {
    "rita": "in_review",
    "otto": "issued",
    "wilma": "in_review",
    "quinn": "in_review",
    "stella": "in_quality_check",
}


def shown(client, url: str) -> tuple[int, bytes]:
    response = client.get(url)
    return response.status_code, PASSING.sub(b"", response.content)


def found(client, words: str) -> tuple[int, bytes]:
    response = client.post(reverse("cases:cases"), {"q": words}, follow=True)
    return response.status_code, PASSING.sub(b"", response.content)


def everything(client) -> list[tuple[int, bytes]]:
    answers = [shown(client, reverse(name)) for name in PAGES]
    return [*answers, *(found(client, words) for words in (UNIQUE, "Wanda", "physical", "CM25"))]


@pytest.mark.parametrize("actor", BLIND)
def test_an_invisible_case_changes_nothing(actor, sign_in):
    people = make_people()
    client = sign_in(people[actor])
    make_world("issued", people | {"rita": people["wilma"], "wilma": people["rita"]})
    before = everything(client)
    hidden = make_world(BLIND[actor], people | _strangers(people, actor))
    make_service(hidden.case, requested=UNIQUE)
    # Whoever serves notices knows of those that wait, of every case; here none waits.
    Notice.objects.filter(case=hidden.case).update(cancelled_at=NOON)
    assert everything(client) == before


def _strangers(people, actor):
    """Whoever reviews the hidden case, it is not the one who looks."""
    other = "otto" if actor != "otto" else "wilma"
    return dict.fromkeys(("rita", "wilma", "olga"), people[other])


@pytest.mark.parametrize("actor", BLIND)
def test_a_case_that_may_not_be_known_is_answered_like_one_that_is_not_there(actor, sign_in):
    people = make_people()
    hidden = make_world(BLIND[actor], people | _strangers(people, actor))
    client = sign_in(people[actor])
    real, unreal = hidden.case.case_number, "CM24-9999999"
    for name in ("cases:case", "cases:records", "reviews:letters", "reviews:workbench"):
        there = shown(client, reverse(name, args=[real]))
        nowhere = shown(client, reverse(name, args=[unreal]))
        assert there == (404, nowhere[1].replace(unreal.encode(), real.encode()))


def test_a_visible_case_is_seen_by_the_same_comparison(sign_in):
    people = make_people()
    client = sign_in(people["cora"])
    make_world("issued", people)
    before = everything(client)
    make_world("in_review", people)
    assert everything(client) != before
