"""The order of the saves of one open page, which the network may lose, repeat or turn round.

A page counts its saves. When an answer is lost the page does not know that its text was stored, and
sends the next text on the revision before: that is no conflict, it is the same hand. And a save
that arrives after a later one of its own page is overtaken: what it says is old.
"""

from dataclasses import dataclass

from cases.errors import EditConflict
from reviews.models import Draft, DraftRevision, ServiceDraft


@dataclass(frozen=True)
class PageSave:
    """Which open page sends a save, and the how-manieth of that page it is, from 1."""

    page: str = ""
    number: int = 0


BY_HAND = PageSave()


def is_overtaken(
    row: Draft | ServiceDraft,
    sent: PageSave,
    revision: int,
    *,
    stored: dict[str, str],
    reason: str,
) -> bool:
    """Whether a later save of the same page is stored already.

    EditConflict, with what is `stored`, if anything else saved since the page had `revision`.
    """
    if revision == row.revision:
        return False
    draft_id, service_id = (
        (row.pk, None) if isinstance(row, Draft) else (row.draft_id, row.service_id)
    )
    latest = DraftRevision.objects.filter(
        draft_id=draft_id, service_id=service_id, revision=row.revision
    ).first()
    if not sent.page or latest is None or latest.page_key != sent.page:
        raise EditConflict(reason, stored=stored)
    return sent.number <= latest.page_save
