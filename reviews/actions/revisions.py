"""Keeps every save of a draft, in the transaction of the save."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from typing import Any

from cases.intake import CitationEntry
from reviews.actions.pagesaves import BY_HAND, PageSave
from reviews.models import Draft, DraftRevision, ServiceDraft


def keep_summary(draft: Draft, *, by: Any, at: datetime, sent: PageSave = BY_HAND) -> DraftRevision:
    """Keep the summary as it has just been saved."""
    return DraftRevision.objects.create(
        draft=draft,
        revision=draft.revision,
        text=draft.clinical_case_summary,
        saved_by=by,
        saved_at=at,
        page_key=sent.page,
        page_save=sent.number,
    )


def keep_service(
    row: ServiceDraft,
    citations: Sequence[CitationEntry],
    *,
    by: Any,
    at: datetime,
    sent: PageSave = BY_HAND,
) -> DraftRevision:
    """Keep the work on one service as it has just been saved."""
    return DraftRevision.objects.create(
        draft_id=row.draft_id,
        service_id=row.service_id,
        revision=row.revision,
        text=row.decision_rationale,
        outcome=row.outcome,
        imro_basis=row.imro_basis,
        opioid_use=row.opioid_use,
        citations=[asdict(citation) for citation in citations],
        evidence_search=row.evidence_search,
        saved_by=by,
        saved_at=at,
        page_key=sent.page,
        page_save=sent.number,
    )
