"""The makers: every status they promise can be stored."""

import pytest
from django.utils import timezone

from cases import blobs
from cases.lifecycle import CaseStatus
from reviews.credentials import shortcomings
from reviews.lifecycle import OfferStatus, ReviewStatus
from tests.factories import (
    make_case,
    make_delivery,
    make_determination,
    make_letter,
    make_offer,
    make_review,
)

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("status", CaseStatus.values)
def test_a_case_can_be_made_at_every_status(status):
    assert make_case(status).status == status


@pytest.mark.parametrize("status", OfferStatus.values)
def test_an_offer_can_be_made_at_every_status(status):
    assert make_offer(status=status).status == status


@pytest.mark.parametrize("status", ReviewStatus.values)
def test_a_review_can_be_made_at_every_status(status):
    assert make_review(status=status).status == status


def test_a_made_review_has_nothing_against_its_submission():
    assert shortcomings(make_review(), on=timezone.localdate()) == []


@pytest.mark.parametrize("status", ["submitted", "approved", "signed"])
def test_a_determination_can_be_made_at_every_status(status):
    assert make_determination(status=status).decisions.count() == 2


def test_a_ready_letter_has_its_file():
    letter = make_letter(status="ready")
    make_delivery(letter)
    assert blobs.read(letter.file_sha256).startswith(b"%PDF")
