"""The book of a case: its page, its index, and each page's image and text with a fresh look."""

from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cases import access
from cases import book as books
from cases.actions import reading as actions
from cases.book import Book
from cases.bundles.faults import CANNOT_BE_SHOWN
from cases.errors import Refused
from cases.forms.book import ReadingForm, TurnForm
from cases.models import Case, RecordPage
from cases.pipelines import page_images
from cases.pipelines.page_images import CannotBeShown, Wanted
from cases.pipelines.thumbnails import thumbnail_of


@require_GET
def book(request: HttpRequest, case_number: str) -> HttpResponse:
    """Show the book where it was left, or open at the page that is asked for."""
    case = access.open_book(request.user, case_number)
    context = book_context(case, request.user, _number(request.GET.get("page", "")))
    return render(request, "cases/book/page.html", context)


def book_context(case: Case, user: Any, wanted: int | None) -> dict[str, Any]:
    """Return what the templates of the book take, with the one page that needs no script."""
    shown = books.book_of(case, user)
    place = wanted or (shown.place.number if shown.place else None)
    page = books.first_page(case, place)
    context: dict[str, Any] = {"case": case, "book": shown, "wanted": wanted, "page": page}
    if page is None:
        return context
    access.note_page(user, page, "text")
    before, after = books.neighbours(page)
    return context | {
        "page_key": books.key_of(page.pk, page.number),
        "said": books.text_of(page),
        "notice": books.notice_of(page),
        "before": before,
        "after": after,
    }


@require_GET
def book_index(request: HttpRequest, case_number: str) -> JsonResponse:
    """Answer with every page of the book: number, key, size, and what is known of it."""
    case = access.case_of_records(request.user, case_number)
    return JsonResponse(_index(books.book_of(case, request.user)))


@require_GET
def book_suggestions(request: HttpRequest, case_number: str) -> JsonResponse:
    """Answer with where documents seem to begin; asked for once the book is open, for thousands."""
    case = access.case_of_records(request.user, case_number)
    kinds: dict[str, int] = {}
    rows = [
        [one.number, kinds.setdefault(one.kind, len(kinds)), f"{one.on:%Y-%m-%d}" if one.on else ""]
        for one in books.suggestions_of(case)
    ]
    return JsonResponse({"kinds": list(kinds), "begins": rows})


@require_GET
def page_image(request: HttpRequest, case_number: str, page_key: str, size: str) -> HttpResponse:
    """Answer with the image of one page."""
    page = access.open_page(request.user, case_number, page_key, size)
    if size not in page_images.SIZES:
        raise Refused("A page is shown as thumb, page, sharp or upright.")
    image = thumbnail_of(page) if size == page_images.THUMB else None
    response = HttpResponse(image or _drawn(page, size), content_type="image/jpeg")
    response["Content-Disposition"] = f'inline; filename="page-{page.number}.jpg"'
    return response


def _drawn(page: RecordPage, size: str) -> bytes:
    if page.display_fault in CANNOT_BE_SHOWN:
        raise Refused(CANNOT_BE_SHOWN[page.display_fault])
    wanted = Wanted(
        file_sha256=page.file.working_sha256 or page.file.sha256,
        index=page.number_in_file - 1,
        size=size,
        rotation=page.rotation if size == page_images.UPRIGHT else 0,
    )
    try:
        return page_images.image_of(wanted)
    except CannotBeShown as fault:
        raise Refused(fault.reason) from None


@require_GET
def page_text(request: HttpRequest, case_number: str, page_key: str) -> JsonResponse:
    """Answer with the words of one page and where each stands."""
    page = access.open_page(request.user, case_number, page_key, "text")
    said = books.text_of(page)
    told: dict[str, Any] = {"text": "", "words": [], "revision": 0}
    if said is not None:
        told = {"text": said.text, "words": books.placed_words(said), "revision": said.revision}
    return JsonResponse(told | {"notice": books.notice_of(page)})


@require_POST
def note_reading(request: HttpRequest, case_number: str) -> HttpResponse:
    """Take in which pages were in sight, and where the book is open."""
    case = access.case_of_records(request.user, case_number)
    form = ReadingForm(request.POST)
    if not form.is_valid():
        return JsonResponse(
            {"reasons": ["The report of what was read makes no sense."]}, status=400
        )
    now = timezone.now()
    read = actions.read_pages(case, form.cleaned_data["pages"], by=request.user, at=now)
    if form.cleaned_data["place"] is not None:
        actions.leave_place(case, form.cleaned_data["place"], by=request.user, at=now)
    return JsonResponse({"numbers": read})


@require_POST
def turn_page(request: HttpRequest, case_number: str, page_key: str) -> HttpResponse:
    """Remember how far this reader has turned the page."""
    page = access.open_page(request.user, case_number, page_key, "")
    form = TurnForm(request.POST)
    if not form.is_valid():
        raise Refused("A page is turned by quarters.")
    actions.turn_page(page, by=request.user, degrees=form.cleaned_data["degrees"])
    return HttpResponse(status=204)


def _index(book: Book) -> dict[str, Any]:
    place_by_record = {one.record.pk: place for place, one in enumerate(book.documents)}
    sizes: dict[tuple[float, float], int] = {}
    pages = []
    for leaf in book.leaves:
        size = sizes.setdefault((leaf.width, leaf.height), len(sizes))
        row = [leaf.number, leaf.key, size, place_by_record[leaf.record_id], leaf.fold, leaf.turn]
        row += [int(leaf.is_read), *([leaf.skew] if leaf.skew else [])]
        pages.append(row)
    documents = [
        {"id": one.record.pk, "title": one.record.title, "shown": one.shown}
        for one in book.documents
    ]
    return {"documents": documents, "sizes": list(sizes), "pages": pages, "place": _place(book)}


def _place(book: Book) -> dict[str, Any] | None:
    place = book.place
    if place is None:
        return None
    return {
        "page": place.number,
        "offset": place.offset,
        "zoom": place.zoom,
        "spread": place.is_spread,
        "look": place.look,
        "asText": place.is_text,
    }


def _number(typed: str) -> int | None:
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 9 else None
