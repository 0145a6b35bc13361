"""The lives of an offer, a review and a letter: three small tables beside the case's own."""

from django.db.models import TextChoices

from cases.lifecycle import LetterStatus
from cases.statemachine import Lifecycle, Step


class OfferStatus(TextChoices):
    """Where an offer to a reviewer stands."""

    OFFERED = "offered", "Offered"
    ACCEPTED = "accepted", "Accepted"
    ATTESTED = "attested", "Attested"
    DECLINED = "declined", "Declined"
    RECALLED = "recalled", "Recalled"
    CONFLICTED = "conflicted", "Conflict found"
    ENDED = "ended", "Ended with the review"


class ReviewStatus(TextChoices):
    """Where a reviewer's work on a case stands."""

    DRAFTING = "drafting", "Being written"
    SUBMITTED = "submitted", "Submitted"
    RETURNED = "returned", "Returned"
    APPROVED = "approved", "Approved"
    SIGNED = "signed", "Signed"
    WITHDRAWN = "withdrawn", "Withdrawn by the reviewer"
    RECALLED = "recalled", "Recalled"
    CANCELLED = "cancelled", "Cancelled with the case"


O = OfferStatus  # noqa: E741
R = ReviewStatus
L = LetterStatus
OPEN_OFFERS = frozenset({O.OFFERED, O.ACCEPTED, O.ATTESTED})
WORKING = frozenset({R.DRAFTING, R.RETURNED})
OPEN_REVIEWS = frozenset({R.DRAFTING, R.SUBMITTED, R.RETURNED, R.APPROVED, R.SIGNED})

OFFER = Lifecycle(
    noun="offer",
    words_by_status={status.value: status.label.lower() for status in OfferStatus},
    steps=(
        Step("accept", frozenset({O.OFFERED}), O.ACCEPTED, "reviews.answer_offer", "Accept"),
        Step(
            "decline",
            frozenset({O.OFFERED, O.ACCEPTED}),
            O.DECLINED,
            "reviews.answer_offer",
            "Decline",
        ),
        Step(
            "attest",
            frozenset({O.ACCEPTED}),
            O.ATTESTED,
            "reviews.attest_offer",
            "Sign the attestation",
        ),
        Step(
            "declare_conflict",
            frozenset({O.ACCEPTED}),
            O.CONFLICTED,
            "reviews.attest_offer",
            "Declare a conflict",
        ),
        Step(
            "recall",
            frozenset({O.OFFERED, O.ACCEPTED}),
            O.RECALLED,
            "reviews.recall_review",
            "Recall the offer",
        ),
        Step("end", OPEN_OFFERS, O.ENDED, "", "End with the review or the case"),
    ),
)

REVIEW = Lifecycle(
    noun="review",
    words_by_status={status.value: status.label.lower() for status in ReviewStatus},
    steps=(
        Step("submit", WORKING, R.SUBMITTED, "reviews.submit_review", "Submit for quality check"),
        Step(
            "return",
            frozenset({R.SUBMITTED, R.APPROVED}),
            R.RETURNED,
            "reviews.return_review",
            "Return to the reviewer",
        ),
        Step("approve", frozenset({R.SUBMITTED}), R.APPROVED, "reviews.approve_review", "Approve"),
        Step(
            "sign",
            frozenset({R.APPROVED}),
            R.SIGNED,
            "reviews.sign_determination",
            "Sign the determination",
        ),
        Step("withdraw", WORKING, R.WITHDRAWN, "reviews.withdraw_review", "Withdraw from the case"),
        Step("recall", WORKING, R.RECALLED, "reviews.recall_review", "Recall the review"),
        Step(
            "cancel",
            frozenset({R.DRAFTING, R.SUBMITTED, R.RETURNED, R.APPROVED}),
            R.CANCELLED,
            "",
            "Cancel with the case",
        ),
    ),
)

LETTER = Lifecycle(
    noun="letter",
    words_by_status={status.value: status.label.lower() for status in LetterStatus},
    steps=(
        Step("finish", frozenset({L.QUEUED}), L.READY, "", "Finish"),
        Step("fail", frozenset({L.QUEUED}), L.FAILED, "", "Give up"),
        Step("retry", frozenset({L.FAILED}), L.QUEUED, "reviews.retry_letter", "Try again"),
    ),
)
