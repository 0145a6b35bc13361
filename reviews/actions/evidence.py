"""Writes what a reviewer marks in the records, and where it is cited."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from cases import audit
from cases.access import require, require_records
from cases.characters import character_refusal, with_plain_lines
from cases.errors import EditConflict, Refused
from cases.models import DisputedService, RecordPage
from reviews import access, passages
from reviews.actions.endings import lock_review
from reviews.evidence.anchors import anchor_of
from reviews.lifecycle import REVIEW
from reviews.models import EvidenceLink, Highlight, Review, ServiceDraft

MOST_WORDS = 400
MOST_HIGHLIGHTS = 2000
LONGEST_NOTE = 4000
CONFLICT = (
    "This card was changed in another window since it was shown here. It is shown as it is now; "
    "make your change again if you still want it."
)


@dataclass(frozen=True)
class Passage:
    """What was marked: words by their count on the page, or an area as shares of the page."""

    page: RecordPage
    start: int = 0
    end: int = 0
    area: tuple[float, float, float, float] | None = None


@transaction.atomic
def add_highlight(
    review: Review,
    key: UUID,
    passage: Passage,
    *,
    by: Any,
    at: datetime,
    service: int | None = None,
) -> Highlight:
    """Mark a passage; the same key again is the same highlight, not a second one."""
    review = _lock_marked(review, by)
    known = review.highlights.filter(key=key).first()
    if known is not None:
        return known
    _require_room(review)
    highlight = Highlight(review=review, key=key, made_at=at, service=_service(review, service))
    _place(highlight, passage)
    highlight.save()
    audit.append("highlight.added", highlight, by=by, case=review.case, number=passage.page.number)
    return highlight


@transaction.atomic
def change_highlight(
    review: Review,
    key: UUID,
    *,
    by: Any,
    revision: int,
    service: int | None = None,
    note: str | None = None,
    passage: Passage | None = None,
    is_tagging: bool = False,
) -> Highlight:
    """Tag a highlight to a service, note something on it, or put a lost one where it belongs.

    What comes again because its answer was lost on the way changes nothing, and is no conflict.
    """
    review = _lock_marked(review, by)
    wanted: dict[str, Any] = {"service": _service(review, service)} if is_tagging else {}
    if note is not None:
        wanted["note"] = _noted(note)
    if passage is None and _is_next(review, key, revision, wanted):
        return review.highlights.get(key=key)
    highlight = _current(review, key, revision)
    for name, value in wanted.items():
        setattr(highlight, name, value)
    changed = list(wanted)
    if passage is not None:
        _place(highlight, passage)
        changed.append("page")
    highlight.revision += 1
    highlight.save()
    audit.append("highlight.changed", highlight, by=by, case=review.case, changed=changed)
    return highlight


@transaction.atomic
def remove_highlight(review: Review, key: UUID, *, by: Any, at: datetime, revision: int) -> None:
    """Take a highlight away, twice is harmless; what an earlier version cited stays with it."""
    review = _lock_marked(review, by)
    if review.highlights.filter(key=key, removed_at__isnull=False).exists():
        return
    highlight = _current(review, key, revision)
    highlight.removed_at = at
    highlight.revision += 1
    highlight.save(update_fields=["removed_at", "revision"])
    highlight.links.all().delete()
    audit.append("highlight.removed", highlight, by=by, case=review.case)


@transaction.atomic
def restore_highlight(review: Review, key: UUID, *, by: Any) -> Highlight:
    """Bring back a highlight that was taken away, with its note; twice is harmless."""
    review = _lock_marked(review, by)
    highlight = review.highlights.select_for_update().filter(key=key).first()
    if highlight is None:
        raise Refused("This card was never saved: mark the passage again.")
    if highlight.removed_at is None:
        return highlight
    _require_room(review)
    highlight.removed_at = None
    highlight.revision += 1
    highlight.save(update_fields=["removed_at", "revision"])
    audit.append("highlight.restored", highlight, by=by, case=review.case)
    return highlight


@transaction.atomic
def cite_highlight(review: Review, key: UUID, part: str, *, by: Any, at: datetime) -> EvidenceLink:
    """Link a highlight with the text that cites it: the summary, or a service by its place."""
    review = _lock_marked(review, by)
    highlight = review.highlights.filter(key=key, removed_at=None).first()
    if highlight is None:
        raise Refused("This card has been taken away: reload to see the cards as they are.")
    draft = None
    if part != passages.SUMMARY:
        parts = ServiceDraft.objects.filter(draft__review=review)
        place = int(part) if part.isascii() and part.isdigit() and len(part) < 4 else 0
        draft = parts.filter(service__position=place).first()
        if draft is None:
            raise Refused("This service is no longer part of the case: reload the page.")
    link, is_new = EvidenceLink.objects.get_or_create(
        highlight=highlight, part=draft, defaults={"linked_at": at}
    )
    if is_new:
        audit.append("highlight.cited", highlight, by=by, case=review.case, part=part)
    return link


def _lock_marked(review: Review, by: Any) -> Review:
    """Return the review locked, if it is this user's, still written, and its records open."""
    review = lock_review(review)
    require(by, "reviews.draft_review")
    access.require_holder(review.reviewer, by)
    require_records(by, review.case)
    REVIEW.step("submit", review.status)
    return review


def _require_room(review: Review) -> None:
    if review.highlights.filter(removed_at=None).count() >= MOST_HIGHLIGHTS:
        raise Refused(f"{MOST_HIGHLIGHTS:,} highlights are the most a review holds: remove some.")


def _is_next(review: Review, key: UUID, revision: int, wanted: dict[str, Any]) -> bool:
    """Say whether the change after a revision is this very one."""
    after = review.highlights.filter(key=key, removed_at=None, revision=revision + 1)
    return bool(wanted) and after.filter(**wanted).exists()


def _current(review: Review, key: UUID, revision: int) -> Highlight:
    highlight = review.highlights.select_for_update().filter(key=key).first()
    if highlight is None or highlight.removed_at is not None:
        raise EditConflict(
            "This card has been taken away in another window.", stored={"removed": "yes"}
        )
    if highlight.revision != revision:
        raise EditConflict(CONFLICT, stored={"revision": str(highlight.revision)})
    return highlight


def _place(highlight: Highlight, passage: Passage) -> None:
    words, boxes, revision = passages.words_of(passage.page)
    highlight.page, highlight.text_revision = passage.page, revision
    if passage.area is not None:
        _place_area(highlight, passage.area, words, boxes)
        return
    start, end = passage.start, min(passage.end, len(words))
    if not 0 <= start < end:
        raise Refused("The passage is not on this page any more: reload, and mark it again.")
    if end - start > MOST_WORDS:
        raise Refused(
            f"A highlight holds at most {MOST_WORDS} words: mark the sentence that counts."
        )
    anchor = anchor_of(words, start, end)
    highlight.kind, highlight.start, highlight.end = Highlight.Kind.TEXT, start, end
    highlight.quote = " ".join(anchor.quote)
    highlight.prefix, highlight.suffix = " ".join(anchor.prefix), " ".join(anchor.suffix)


def _place_area(
    highlight: Highlight, area: tuple[float, float, float, float], words: Any, boxes: Any
) -> None:
    left, top, right, bottom = area
    if not (0 <= left < right <= 1 and 0 <= top < bottom <= 1):
        raise Refused("The area is not on the page: drag from one corner to the other.")
    highlight.kind = Highlight.Kind.AREA
    highlight.left, highlight.top, highlight.right, highlight.bottom = area
    inside = [
        word
        for word, box in zip(words, boxes, strict=False)
        if left <= (box.left + box.right) / 2 <= right
        and top <= (box.top + box.bottom) / 2 <= bottom
    ]
    highlight.quote = " ".join(inside[:MOST_WORDS])


def _service(review: Review, position: int | None) -> DisputedService | None:
    if not position:
        return None
    service = review.case.services.in_review().filter(position=position).first()
    if service is None:
        raise Refused(f"There is no service {position} in this case.")
    return service


def _noted(note: str) -> str:
    note = with_plain_lines(note).strip()
    if len(note) > LONGEST_NOTE:
        raise Refused(f"A note has at most {LONGEST_NOTE:,} characters.")
    refusal = character_refusal("The note", note)
    if refusal:
        raise Refused(refusal)
    return note
