"""Earlier wordings of a part: read them beside what stands now, and bring one back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from cases.access import NOT_FOUND
from reviews import access, revisions
from reviews.actions.restoring import restore_revision as restore
from reviews.models import Draft, DraftRevision, Review, ServiceDraft
from reviews.workbench import SUMMARY

MOMENTS = 40


@require_GET
def draft_revisions(request: HttpRequest, case_number: str, part: str) -> HttpResponse:
    """List the saves of one part, and show the chosen one against what stands now."""
    review = access.open_own_review(request.user, case_number)
    standing = _standing(review, part)
    saves = revisions.revisions_of(_draft(standing), _service_id(standing))
    wants_all = request.GET.get("every") == "1"
    rows = [revisions.Moment(one, 1) for one in saves] if wants_all else revisions.moments(saves)
    page = Paginator(rows, MOMENTS).get_page(request.GET.get("page"))
    chosen = _chosen(review, standing, request.GET.get("revision"))
    context = {
        "review": review,
        "case": review.case,
        "part": part,
        "standing": standing,
        "service": getattr(standing, "service", None),
        "moments": page,
        "wants_all": wants_all,
        "chosen": chosen,
        "differences": revisions.differences(chosen, standing) if chosen else [],
    }
    return render(request, "reviews/workbench/revisions.html", context)


@require_POST
def restore_revision(
    request: HttpRequest, case_number: str, part: str, revision: int
) -> HttpResponse:
    """Save the kept wording again, as the newest."""
    review = access.open_own_review(request.user, case_number, is_look=False)
    kept = _chosen(review, _standing(review, part), str(revision))
    if kept is None:
        raise Http404(NOT_FOUND)
    row = restore(review, kept, by=request.user, at=timezone.now())
    messages.success(
        request,
        f"Revision {kept.revision} stands again, as revision {row.revision}. "
        "What stood before is kept among the earlier wordings.",
    )
    return redirect(f"{review.get_absolute_url()}?part={part}")


def _standing(review: Review, part: str) -> Draft | ServiceDraft:
    draft = Draft.objects.get(review=review)
    if part == SUMMARY:
        return draft
    if not (part.isascii() and part.isdigit()):
        raise Http404(NOT_FOUND)
    rows = draft.services.select_related("service").prefetch_related("citations")
    row = rows.filter(service__position=int(part)).first()
    if row is None:
        raise Http404(NOT_FOUND)
    return row


def _draft(standing: Draft | ServiceDraft) -> Draft:
    return standing if isinstance(standing, Draft) else standing.draft


def _service_id(standing: Draft | ServiceDraft) -> int | None:
    return None if isinstance(standing, Draft) else standing.service_id


def _chosen(
    review: Review, standing: Draft | ServiceDraft, wanted: str | None
) -> DraftRevision | None:
    if not wanted:
        return None
    saves = revisions.revisions_of(_draft(standing), _service_id(standing))
    found = saves.filter(revision=int(wanted)).first() if wanted.isdigit() else None
    if found is None:
        raise Http404(NOT_FOUND)
    return found
