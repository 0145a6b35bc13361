"""A reviewer's own phrases: listed, added, changed, removed."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from cases.access import NOT_FOUND
from cases.errors import Refused
from reviews import access
from reviews.actions import phrases as actions
from reviews.forms.phrases import PhraseForm
from reviews.models import Phrase, Reviewer


@require_http_methods(["GET", "POST"])
def phrases(request: HttpRequest) -> HttpResponse:
    """List one's phrases with a form for the next."""
    return _page(request, access.own_record(request.user), None)


@require_http_methods(["GET", "POST"])
def edit_phrase(request: HttpRequest, phrase_id: int) -> HttpResponse:
    """Change one phrase."""
    reviewer = access.own_record(request.user)
    return _page(request, reviewer, _own(reviewer, phrase_id))


@require_POST
def remove_phrase(request: HttpRequest, phrase_id: int) -> HttpResponse:
    """Remove one phrase."""
    phrase = _own(access.own_record(request.user), phrase_id)
    actions.remove_phrase(phrase, by=request.user)
    messages.success(request, f"“{phrase.name}” is removed. Texts that use it stay as they are.")
    return redirect("reviews:phrases")


def _page(request: HttpRequest, reviewer: Reviewer, phrase: Phrase | None) -> HttpResponse:
    status = 200
    if request.method == "POST":
        form = PhraseForm(request.POST)
        if form.is_valid():
            try:
                saved = actions.save_phrase(
                    reviewer, phrase, by=request.user, at=timezone.now(), **form.cleaned_data
                )
            except Refused as refusal:
                form.add_error(None, list(refusal.reasons))
                status = 409
            else:
                messages.success(request, f"“{saved.name}” is kept.")
                return redirect("reviews:phrases")
    else:
        known = {"name": phrase.name, "text": phrase.text} if phrase else None
        form = PhraseForm(initial=known)
    context = {"form": form, "phrase": phrase, "phrases": reviewer.phrases.all()}
    return render(request, "reviews/phrases/phrases.html", context, status=status)


def _own(reviewer: Reviewer, phrase_id: int) -> Phrase:
    phrase = reviewer.phrases.filter(pk=phrase_id).first()
    if phrase is None:
        raise Http404(NOT_FOUND)
    return phrase
