"""The public doors answer; everything else asks for a sign-in."""

import pytest

pytestmark = pytest.mark.django_db


def test_home_asks_for_a_sign_in(client):
    response = client.get("/")
    assert response.status_code == 302
    assert response["Location"] == "/accounts/sign-in/?next=/"


def test_the_sign_in_page_opens(client):
    response = client.get("/accounts/sign-in/")
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]


def test_health_says_words_only(client):
    response = client.get("/health/")
    assert response.status_code == 200
    assert set(response.json().values()) == {"ok"}
