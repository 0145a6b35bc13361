"""Searching what pages say: in one book, on one page, in every book that is open to the user.

The query comes in the body of a POST alone, so that it stands in no address and no log of them.
"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_POST

from cases import access, pagesearch
from cases.queries import QueryFault


@require_POST
def search_book(request: HttpRequest, case_number: str) -> HttpResponse:
    """Show what was found in the book: for htmx as a list, else as a page."""
    case = access.case_of_records(request.user, case_number)
    typed = request.POST.get("query", "")
    after = request.POST.get("first", "")
    first = int(after) if after.isascii() and after.isdigit() and len(after) < 7 else 0
    context = {"case": case, "query": typed}
    try:
        context["found"] = pagesearch.search_book(request.user, case, typed, first=first)
    except QueryFault as fault:
        context["fault"] = str(fault)
    if not request.htmx:
        return render(request, "cases/book/results.html", context)
    return render(request, f"cases/book/{'_passages' if first else '_results'}.html", context)


@require_POST
def page_hits(request: HttpRequest, case_number: str, page_key: str) -> HttpResponse:
    """Answer with where on the page the words stand that the query means."""
    page = access.open_page(request.user, case_number, page_key, "hits")
    try:
        boxes = pagesearch.hits_on(page, request.POST.get("query", ""))
    except QueryFault as fault:
        return JsonResponse({"reasons": [str(fault)], "boxes": []}, status=400)
    return JsonResponse({"boxes": [[round(edge, 4) for edge in box] for box in boxes]})


@require_http_methods(["GET", "POST"])
def search_records(request: HttpRequest) -> HttpResponse:
    """Search the records of every case that is open to the user."""
    access.require_some_records(request.user)
    typed = request.POST.get("query", "")
    context: dict[str, object] = {"query": typed}
    if request.method == "POST":
        try:
            context["found"] = pagesearch.search_everywhere(request.user, typed)
        except QueryFault as fault:
            context["fault"] = str(fault)
    return render(request, "cases/book/everywhere.html", context)
