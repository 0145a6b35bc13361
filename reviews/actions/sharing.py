"""One rationale under several services: copied to those chosen, later edited for one or for all.

Only the words are shared. A decision is each service's own and is never copied.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from cases import audit
from cases.errors import Refused
from cases.intake import CitationEntry
from reviews.actions.endings import lock_written
from reviews.actions.revisions import keep_service
from reviews.models import Review, ServiceDraft


@transaction.atomic
def share_rationale(
    review: Review, service_id: int, others: Sequence[int], *, by: Any, at: datetime
) -> list[ServiceDraft]:
    """Write this service's rationale under the others too; what stood there is kept as a revision.

    `others` are keys of disputed services. The rows that changed are returned.
    """
    review = lock_written(review, by)
    rows = {
        row.service_id: row
        for row in ServiceDraft.objects.select_for_update(of=("self",)).filter(
            draft__review=review, service_id__in=[service_id, *others]
        )
    }
    source = rows.pop(service_id, None)
    if source is None or set(others) - {service_id} - set(rows):
        raise Refused("A service is no longer part of the case: reload the page.")
    if not rows:
        raise Refused("Tick the services that this rationale shall stand under too.")
    if not source.decision_rationale.strip():
        raise Refused("There is no rationale yet to use for other services: write it first.")
    group = source.rationale_group or source.pk
    for row in (source, *rows.values()):
        row.rationale_group = group
        row.save(update_fields=["rationale_group"])
    changed = [row for row in rows.values() if _take(row, source.decision_rationale, by, at)]
    audit.append(
        "draft.rationale_shared",
        source,
        by=by,
        case=review.case,
        service_ids=sorted(rows),
    )
    return changed


def follow_rationale(row: ServiceDraft, *, spreads: bool, by: Any, at: datetime) -> None:
    """After an edit of a shared rationale: write it under the others too, or leave the group.

    Called inside the save, with the review locked.
    """
    if row.rationale_group is None:
        return
    others = ServiceDraft.objects.select_for_update(of=("self",)).filter(
        draft_id=row.draft_id, rationale_group=row.rationale_group
    )
    others = list(others.exclude(pk=row.pk))
    if spreads:
        for other in others:
            _take(other, row.decision_rationale, by, at)
        return
    leaving = [row, *others] if len(others) == 1 else [row]
    for one in leaving:
        one.rationale_group = None
        one.save(update_fields=["rationale_group"])


def _take(row: ServiceDraft, text: str, by: Any, at: datetime) -> bool:
    if row.decision_rationale == text:
        return False
    row.decision_rationale = text
    row.revision += 1
    row.saved_at = at
    row.save(update_fields=["decision_rationale", "revision", "saved_at"])
    citations = [
        CitationEntry(c.source, c.title, c.year, tuple(c.sections), tuple(c.pages), c.text)
        for c in row.citations.all()
    ]
    keep_service(row, citations, by=by, at=at)
    return True
