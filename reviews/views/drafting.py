"""The workbench: the records beside what is written about them, saved as it is typed."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from csp.decorators import csp_replace
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from cases.access import NOT_FOUND
from cases.errors import Refused
from cases.intake import CitationEntry
from cases.views.book import book_context
from cases.views.record_files import VIEWER_POLICY
from reviews import access, drafts, workbench
from reviews.actions import drafting as actions
from reviews.actions import sharing
from reviews.actions.findings import keep_findings
from reviews.coverage import coverage_of, opened_record_ids
from reviews.evidence.mtus import titles_of
from reviews.evidence.sequence import BELOW_WORDS, FOUND_WORDS, LEVELS
from reviews.findings import check_review
from reviews.forms.drafting import (
    ServiceForm,
    SharingForm,
    SummaryForm,
    typed_aside,
    typed_citations,
)
from reviews.forms.findings import typed_reasons
from reviews.freezing import draft_content
from reviews.library import current_library
from reviews.lifecycle import WORKING
from reviews.models import Review, ServiceDraft
from reviews.pipelines.previews import draft_body_pdf


@require_GET
def open_workbench(request: HttpRequest, case_number: str) -> HttpResponse:
    """Show the records and the part of the draft that was asked for."""
    review = access.open_own_review(request.user, case_number)
    if review.rechecks.open().exists():
        return redirect("reviews:answer_recheck", review.case.case_number)
    if review.status not in WORKING:
        return render(request, "reviews/workbench/written.html", {"review": review})
    context = _part(request, review, request.GET.get("part", ""))
    if request.htmx and not request.htmx.history_restore_request:
        return render(request, "reviews/workbench/_work.html", context)
    records = drafts.current_records(review.case)
    context |= {
        "records": records,
        "opened": opened_record_ids(review),
        "fresh_answers": review.questions.filter(answered_at__isnull=False, seen_at=None).count(),
        "returned": workbench.reasons_returned(review),
        "due_on": workbench.due_on(review.case),
        "physician": workbench.requesting_physician(review.case),
        **book_context(review.case, request.user, None),
        "evidence_url": reverse("reviews:evidence", args=[review.case.case_number]),
        "may_mark": True,
    }
    return render(request, "reviews/workbench/workbench.html", context)


@require_POST
def save_summary(request: HttpRequest, case_number: str) -> HttpResponse:
    """Save the clinical case summary."""
    review = access.open_own_review(request.user, case_number, is_look=False)
    form = SummaryForm(request.POST)
    _refuse_shapeless(form)
    draft = actions.save_summary(review, by=request.user, at=timezone.now(), **form.saved())
    return _saved(request, review, workbench.SUMMARY, draft)


@require_POST
def save_service(request: HttpRequest, case_number: str, position: int) -> HttpResponse:
    """Save the work on one service, and add or move a citation if a button asked for that."""
    review = access.open_own_review(request.user, case_number, is_look=False)
    service = review.case.services.filter(position=position).first()
    if service is None:
        raise Http404(NOT_FOUND)
    form = ServiceForm(request.POST)
    _refuse_shapeless(form)
    citations = _rearranged(typed_citations(request.POST), request.POST.get("arrange", ""))
    row = actions.save_service(
        review,
        service.pk,
        by=request.user,
        at=timezone.now(),
        citations=citations,
        **form.saved(),
    )
    return _saved(request, review, str(position), row)


@require_POST
def share_rationale(request: HttpRequest, case_number: str, position: int) -> HttpResponse:
    """Write the rationale of one service under the ticked others too."""
    review = access.open_own_review(request.user, case_number, is_look=False)
    key_by_place = dict(review.case.services.in_review().values_list("position", "pk"))
    if position not in key_by_place:
        raise Http404(NOT_FOUND)
    form = SharingForm(request.POST, places=list(key_by_place))
    places = form.cleaned_data["places"] if form.is_valid() else []
    changed = sharing.share_rationale(
        review,
        key_by_place[position],
        [key_by_place[place] for place in places],
        by=request.user,
        at=timezone.now(),
    )
    words = "service has" if len(changed) == 1 else "services have"
    messages.success(request, f"{len(changed)} more {words} this rationale now.")
    if request.htmx:
        return render(
            request, "reviews/workbench/_work.html", _part(request, review, str(position))
        )
    return redirect(f"{review.get_absolute_url()}?part={position}")


@require_http_methods(["GET", "POST"])
def submit_review(request: HttpRequest, case_number: str) -> HttpResponse:
    """Show what is missing and which records it rests on, and submit."""
    review = access.open_own_review(request.user, case_number)
    access.require(request.user, "reviews.submit_review")
    if request.method == "GET":
        return submit_page(request, review)
    if review.status not in WORKING:  # sent a second time: it is submitted already
        return submit_page(request, review, status=409)
    typed = typed_aside(request.POST)
    try:
        keep_findings(review, typed_reasons(request.POST), by=request.user, at=timezone.now())
        actions.submit_review(review, by=request.user, at=timezone.now(), set_aside=typed)
    except Refused as refusal:
        return submit_page(request, review, typed, refusal.reasons, status=409)
    messages.success(request, f"{review.case.case_number} is submitted for the quality check.")
    return redirect("home")


def submit_page(
    request: HttpRequest,
    review: Review,
    typed: Mapping[int, str] | None = None,
    reasons: Sequence[str] = (),
    status: int = 200,
    layout: str = "",
) -> HttpResponse:
    """Show what is left before the submission; in a `layout` of its own what is left now."""
    if review.status not in WORKING:
        context = {"review": review}
        return render(request, "reviews/workbench/written.html", context, status=status)
    context = {
        "review": review,
        "case": review.case,
        "progress": drafts.progress(review),
        "coverage": coverage_of(review),
        "aside": typed or {},
        "checked": check_review(review, on=timezone.localdate()),
        "typed": typed_reasons(request.POST),
        "layout": layout,
    }
    faults = _faults(context) if reasons or layout else []
    context |= {"faults": faults, "reasons": faults if layout else reasons}
    return render(request, "reviews/workbench/submit_review.html", context, status=status)


def _faults(shown: Mapping[str, Any]) -> list[str]:
    """Return what stands in the way now: what the checks find is said once nothing else is."""
    review, progress, coverage = shown["review"], shown["progress"], shown["coverage"]
    reasons = actions.reasons_not_to_submit(review, progress, coverage, at=timezone.now())
    return reasons or shown["checked"].refusals


@require_GET
@csp_replace(VIEWER_POLICY)
def preview(request: HttpRequest, case_number: str) -> HttpResponse:
    """Show the body as it would print now, marked as a draft; never the cover with the names."""
    review = access.open_own_review(request.user, case_number)
    content = draft_content(review, at=timezone.now())
    if not content.services:
        raise Refused("Decide at least one service: then there is something to preview.")
    response = HttpResponse(draft_body_pdf(content), content_type="application/pdf")
    name = f"IMR-{review.case.case_number}-draft.pdf"
    response["Content-Disposition"] = f'inline; filename="{name}"'
    return response


def _part(request: HttpRequest, review: Review, wanted: str) -> dict[str, Any]:
    bench = workbench.bench(review, wanted)
    if bench is None:
        raise Http404(NOT_FOUND)
    phrases = review.reviewer.phrases.all()
    return {
        "review": review,
        "case": review.case,
        "bench": bench,
        "mtus": titles_of(current_library()),
        "phrases": phrases,
        "search": bench.evidence_search,
        "below_words": list(BELOW_WORDS.items()),
        "found_words": list(FOUND_WORDS.items()),
        "levels": LEVELS,
        "seal": workbench.browser_seal(review, request.user),
    }


def _saved(
    request: HttpRequest, review: Review, part: str, row: ServiceDraft | Any
) -> HttpResponse:
    """Answer a save: to a script with the revision, to htmx with the part, else with the page."""
    if request.htmx:
        return render(request, "reviews/workbench/_work.html", _part(request, review, part))
    if request.headers.get("Accept", "").startswith("application/json"):
        context = _part(request, review, part) | {"spreads": request.POST.get("spreads") == "on"}
        pieces = {
            "work-list": render_to_string("reviews/workbench/_list.html", context, request),
            "work-gaps": render_to_string("reviews/workbench/_gaps.html", context, request),
            "work-shared": render_to_string("reviews/workbench/_shared.html", context, request),
        }
        saved_at = timezone.localtime(row.saved_at or timezone.now())
        answer = {"revision": row.revision, "saved_at": f"{saved_at:%H:%M:%S}", "html": pieces}
        return JsonResponse(answer)
    messages.success(request, "Saved.")
    return redirect(f"{review.get_absolute_url()}?part={part}")


def _refuse_shapeless(form: SummaryForm | ServiceForm) -> None:
    if not form.is_valid():
        raise Refused("The page did not send everything. Reload it; what you typed is shown here.")


def _rearranged(citations: list[CitationEntry], how: str) -> list[CitationEntry]:
    """Add, remove or lift one row, as the button that sent the form says: `remove 2`."""
    verb, _, what = how.partition(" ")
    if verb == "cite":
        return _cited(citations, what)
    if verb == "quote" and what:
        return [*citations, CitationEntry("other", text=what)]
    if verb == "add" and what in ("mtus", "other"):
        return [*citations, CitationEntry(what)]
    place = int(what) if what.isascii() and what.isdigit() else 0
    if verb not in ("remove", "lift") or not 1 <= place <= len(citations):
        return citations
    row = citations.pop(place - 1)
    if verb == "lift":
        citations.insert(max(0, place - 2), row)
    return citations


def _cited(citations: list[CitationEntry], what: str) -> list[CitationEntry]:
    """Add `YEAR|TITLE|SECTION` of the library; another section of a cited edition joins its row."""
    year, _, rest = what.partition("|")
    title, _, section = rest.partition("|")
    if not (title and year.isascii() and year.isdigit()):
        return citations
    sections = (section,) if section else ()
    for place, row in enumerate(citations):
        if (row.source, row.title, row.year) == ("mtus", title, int(year)):
            joined = (*row.sections, *(each for each in sections if each not in row.sections))
            return [*citations[:place], replace(row, sections=joined), *citations[place + 1 :]]
    new = CitationEntry("mtus", title, int(year), sections)
    first_other = next((i for i, row in enumerate(citations) if row.source != "mtus"), None)
    place = len(citations) if first_other is None else first_other
    return [*citations[:place], new, *citations[place:]]
