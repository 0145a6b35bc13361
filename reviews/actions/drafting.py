"""What the reviewer writes: saved as typed against lost updates, then submitted as a version."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from reviews.models import Determination, Draft, Review, ServiceDraft


def save_summary(review: Review, *, by: Any, at: datetime, text: str, revision: int) -> Draft:
    """Save the clinical case summary; EditConflict if another save came between."""
    raise NotImplementedError


def save_service(
    review: Review,
    service_id: int,
    *,
    by: Any,
    at: datetime,
    revision: int,
    outcome: str,
    imro_basis: str,
    decision_rationale: str,
    citations: Sequence[Any],
) -> ServiceDraft:
    """Save the work on one service; EditConflict if another save came between.

    `citations` are `cases.intake.CitationEntry` rows in order.
    """
    raise NotImplementedError


def submit_review(
    review: Review, *, by: Any, at: datetime, record_ids: Sequence[int]
) -> Determination:
    """Submit the draft as the next version, based on the records named by `record_ids`."""
    raise NotImplementedError
