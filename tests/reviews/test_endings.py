"""A review that ends undecided: withdrawn, recalled, or cancelled with its case."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from cases.access import may_view_records
from cases.actions.endings import end_dispute
from cases.errors import Refused, StepNotAllowed
from cases.lifecycle import CaseStatus
from cases.models import AuditEvent, Case
from reviews.actions.endings import recall_review, withdraw_review
from reviews.actions.offers import offer_review
from reviews.lifecycle import OfferStatus, ReviewStatus
from reviews.models import Review
from tests.factories import ending_entry, make_offer, make_review

pytestmark = pytest.mark.django_db


@pytest.fixture
def review(rita):
    return make_review(reviewer=rita.reviewer)


def end(action, review, by, reason="A reason."):
    return action(review, by=by, at=timezone.now(), reason=reason)


@pytest.mark.parametrize("who", ["rita", "cora"])
def test_the_case_goes_back_and_the_records_close(who, review, rita, cora):
    action, by = {"rita": (withdraw_review, rita), "cora": (recall_review, cora)}[who]
    ended = end(action, review, by)
    review.case.refresh_from_db()
    review.offer.refresh_from_db()
    assert ended.ended_reason == "A reason."
    assert review.case.status == CaseStatus.READY_FOR_REVIEW
    assert review.offer.status == OfferStatus.ENDED
    assert not may_view_records(rita, review.case)
    assert not Case.objects.visible_to(rita).exists()
    assert not Review.objects.visible_to(rita).exists()


def test_what_was_written_is_kept_and_the_reason_is_not_in_the_audit(review, rita):
    end(withdraw_review, review, rita, "The worker is my neighbor.")
    assert review.draft.clinical_case_summary
    assert "neighbor" not in str(list(AuditEvent.objects.values_list("data", flat=True)))


def test_the_next_reviewer_can_be_asked(review, rita, otto, cora):
    end(withdraw_review, review, rita)
    made = offer_review(
        review.case,
        otto.reviewer,
        by=cora,
        at=timezone.now(),
        fit_specialty="Orthopedic Surgery",
        fit_reason="Treats this daily.",
    )
    assert made.status == OfferStatus.OFFERED


def test_a_reason_is_asked(review, rita, cora):
    with pytest.raises(Refused, match="Say why you withdraw"):
        end(withdraw_review, review, rita, " ")
    with pytest.raises(Refused, match="Say why the review is recalled"):
        end(recall_review, review, cora, "")


def test_only_the_reviewer_withdraws_and_only_a_coordinator_recalls(review, rita, otto, cora):
    with pytest.raises(Http404):
        end(withdraw_review, review, otto)
    with pytest.raises(PermissionDenied):
        end(withdraw_review, review, cora)
    with pytest.raises(PermissionDenied):
        end(recall_review, review, rita)


def test_a_returned_review_may_be_withdrawn_and_a_submitted_one_not(rita, otto):
    returned = make_review(reviewer=rita.reviewer, status=ReviewStatus.RETURNED)
    assert end(withdraw_review, returned, rita).status == ReviewStatus.WITHDRAWN
    submitted = make_review(reviewer=otto.reviewer, status=ReviewStatus.SUBMITTED)
    with pytest.raises(StepNotAllowed):
        end(withdraw_review, submitted, otto)


@pytest.mark.parametrize("reason", ["withdrawn_by_applicant", "authorized"])
def test_a_review_is_cancelled_with_its_case(reason, review, rita, cora):
    entry = ending_entry(review.case, reason=reason)
    end_dispute(review.case, entry, by=cora, at=timezone.now())
    review.refresh_from_db()
    review.offer.refresh_from_db()
    assert review.status == ReviewStatus.CANCELLED
    assert review.offer.status == OfferStatus.ENDED
    assert not may_view_records(rita, review.case)


def test_an_open_offer_ends_with_its_case(rita, cora):
    made = make_offer(reviewer=rita.reviewer)
    entry = ending_entry(made.case, reason="withdrawn_by_applicant")
    end_dispute(made.case, entry, by=cora, at=timezone.now())
    made.refresh_from_db()
    assert (made.status, made.ended_reason) == (OfferStatus.ENDED, "The case was withdrawn.")
