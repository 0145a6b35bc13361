"""Brings an earlier wording back: as a new save, so that what stands now is kept too."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cases import audit
from cases.errors import Refused
from cases.intake import CitationEntry
from reviews.actions.drafting import save_service, save_summary
from reviews.actions.endings import lock_review
from reviews.evidence.sequence import search_from
from reviews.models import Draft, DraftRevision, Review, ServiceDraft

GONE = "That revision is not one of this part: reload the page and choose again."


@transaction.atomic
def restore_revision(
    review: Review, revision: DraftRevision, *, by: Any, at: datetime
) -> Draft | ServiceDraft:
    """Save the kept wording as the newest one; a wording that stands already changes nothing."""
    review = lock_review(review)
    kept = DraftRevision.objects.filter(pk=revision.pk, draft__review=review).first()
    if kept is None:
        raise Refused(GONE)
    before, row = _saved_again(review, kept, by=by, at=at)
    if row.revision == before:
        return row
    draft = row if isinstance(row, Draft) else row.draft
    newest = DraftRevision.objects.filter(
        draft=draft, service_id=kept.service_id, revision=row.revision
    )
    newest.update(restored_from=kept.revision)
    audit.append(
        "draft.restored",
        row,
        by=by,
        case=review.case,
        revision=row.revision,
        restored_from=kept.revision,
    )
    return row


def _saved_again(
    review: Review, kept: DraftRevision, *, by: Any, at: datetime
) -> tuple[int, Draft | ServiceDraft]:
    """Save it through the action that saves typing; return the revision before, and the row."""
    if kept.service_id is None:
        before = Draft.objects.get(review=review).revision
        return before, save_summary(review, by=by, at=at, text=kept.text, revision=before)
    standing = ServiceDraft.objects.filter(draft__review=review, service_id=kept.service_id)
    before = standing.values_list("revision", flat=True).first()
    if before is None:
        raise Refused("This service is no longer part of the case: its text can be read here only.")
    row = save_service(
        review,
        kept.service_id,
        by=by,
        at=at,
        revision=before,
        outcome=kept.outcome,
        imro_basis=kept.imro_basis,
        decision_rationale=kept.text,
        opioid_use=kept.opioid_use,
        search=search_from(kept.evidence_search),
        citations=[_entry(cite) for cite in kept.citations],
    )
    return before, row


def _entry(kept: dict[str, Any]) -> CitationEntry:
    return CitationEntry(
        **{**kept, "sections": tuple(kept["sections"]), "pages": tuple(kept["pages"])}
    )
