"""Highlights and cards, as the book and the workbench ask for them: JSON, and nothing else."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cases import book
from cases.access import require_records
from cases.errors import Refused
from reviews import access, passages
from reviews.actions import evidence as actions
from reviews.forms.evidence import HighlightForm
from reviews.lifecycle import WORKING
from reviews.models import Review
from reviews.passages import Card


@require_GET
def evidence(request: HttpRequest, case_number: str) -> JsonResponse:
    """Answer with the cards: the writer's own, or what the submitted version cites, without notes.

    A note is for its writer alone, which the book says where it is written.
    """
    review = access.open_review(request.user, case_number)
    require_records(request.user, review.case)
    is_own = review.reviewer.user_id == request.user.pk
    if is_own and review.status in WORKING:
        cards, may_change = passages.cards_of(review), True
    else:
        version = review.determinations.order_by("-version").first()
        cards, may_change = passages.cited_cards(version) if version else [], False
    services = [
        {"position": service.position, "requested": service.requested}
        for service in review.case.services.in_review()
    ]
    shown = [_card(card) if is_own else _card(card) | {"note": ""} for card in cards]
    told = {"cards": shown, "services": services}
    references = passages.reference_starts(review.case)
    return JsonResponse(told | {"mayChange": may_change, "references": references})


@require_POST
def add_highlight(request: HttpRequest, case_number: str, card: UUID) -> JsonResponse:
    """Mark a passage or an area."""
    review, form = _asked(request, case_number)
    page = book.page_by_key(review.case, form.cleaned_data["page_key"])
    actions.add_highlight(
        review,
        card,
        form.passage(page),
        by=request.user,
        at=timezone.now(),
        service=form.cleaned_data["service"],
    )
    return _answer(review, card)


@require_POST
def change_highlight(request: HttpRequest, case_number: str, card: UUID) -> JsonResponse:
    """Tag, note or replace a highlight."""
    review, form = _asked(request, case_number)
    sent = form.cleaned_data
    page = book.page_by_key(review.case, sent["page_key"]) if sent["page_key"] else None
    actions.change_highlight(
        review,
        card,
        by=request.user,
        revision=sent["revision"] or 0,
        service=sent["service"],
        is_tagging="service" in request.POST,
        note=sent["note"] if "note" in request.POST else None,
        passage=form.passage(page) if page else None,
    )
    return _answer(review, card)


@require_POST
def remove_highlight(request: HttpRequest, case_number: str, card: UUID) -> JsonResponse:
    """Take a highlight away."""
    review, form = _asked(request, case_number)
    revision = form.cleaned_data["revision"] or 0
    actions.remove_highlight(review, card, by=request.user, at=timezone.now(), revision=revision)
    return JsonResponse({"removed": str(card)})


@require_POST
def restore_highlight(request: HttpRequest, case_number: str, card: UUID) -> JsonResponse:
    """Bring a highlight back that was just taken away."""
    review = access.open_own_review(request.user, case_number, is_look=False)
    actions.restore_highlight(review, card, by=request.user)
    return _answer(review, card)


@require_POST
def cite_highlight(request: HttpRequest, case_number: str, card: UUID) -> JsonResponse:
    """Link a card with the text it was put into."""
    review, form = _asked(request, case_number)
    part = form.cleaned_data["part"]
    actions.cite_highlight(review, card, part, by=request.user, at=timezone.now())
    return _answer(review, card)


def _asked(request: HttpRequest, case_number: str) -> tuple[Review, HighlightForm]:
    review = access.open_own_review(request.user, case_number, is_look=False)
    form = HighlightForm(request.POST)
    if not form.is_valid():
        raise Refused("The page did not send everything. Reload it, and mark the passage again.")
    return review, form


def _answer(review: Review, key: UUID) -> JsonResponse:
    card = next((one for one in passages.cards_of(review) if one.highlight.key == key), None)
    if card is None:
        raise Refused("This card has been taken away: reload to see the cards as they are.")
    return JsonResponse({"card": _card(card)})


def _card(card: Card) -> dict[str, Any]:
    row, page = card.highlight, card.highlight.page
    record = page.record
    return {
        "key": str(row.key),
        "page": page.number,
        "kind": row.kind,
        "quote": row.quote,
        "boxes": card.boxes,
        "isLost": card.is_lost,
        "service": row.service.position if row.service else 0,
        "note": row.note,
        "revision": row.revision,
        "document": record.title,
        "author": record.author,
        "on": f"{record.date_of_service:%m/%d/%Y}" if record.date_of_service else "",
        "reference": card.reference,
        "citedIn": card.cited_in,
    }
