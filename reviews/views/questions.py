"""Pages of questions: the reviewer asks from the workbench, the coordinator answers."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from cases.access import NOT_FOUND, open_case
from cases.errors import Refused
from reviews import access
from reviews.actions import questions as actions
from reviews.forms.questions import AnswerForm, QuestionForm
from reviews.models import ReviewerQuestion


@require_http_methods(["GET", "POST"])
def ask_question(request: HttpRequest, case_number: str) -> HttpResponse:
    """List what the reviewer asked, with the answers, and ask the next."""
    review = access.open_own_review(request.user, case_number)
    status, now = 200, timezone.now()
    if request.method == "POST":
        form = QuestionForm(review.case, request.POST)
        if form.is_valid():
            try:
                actions.ask_question(review, by=request.user, at=now, **form.cleaned_data)
            except Refused as refusal:
                form.add_error(None, list(refusal.reasons))
                status = 409
            else:
                messages.success(request, "The coordinator has your question.")
                return redirect("reviews:ask_question", review.case.case_number)
    else:
        form = QuestionForm(review.case)
        actions.see_answers(review, by=request.user, at=now)
    context = {"review": review, "case": review.case, "form": form}
    context["questions"] = review.questions.order_by("-asked_at", "-pk")
    return render(request, "reviews/questions/ask.html", context, status=status)


@require_http_methods(["GET", "POST"])
def answer_question(request: HttpRequest, case_number: str, question_id: int) -> HttpResponse:
    """Answer one question."""
    case = open_case(request.user, case_number, permission="reviews.answer_question")
    question = (
        ReviewerQuestion.objects.filter(review__case=case, pk=question_id)
        .select_related("review__case", "review__reviewer")
        .first()
    )
    if question is None:
        raise Http404(NOT_FOUND)
    status, form = 200, AnswerForm(question)
    if request.method == "POST":
        form = AnswerForm(question, request.POST)
        if form.is_valid():
            try:
                actions.answer_question(
                    question, by=request.user, at=timezone.now(), **form.cleaned_data
                )
            except Refused as refusal:
                form.add_error(None, list(refusal.reasons))
                status = 409
            else:
                messages.success(request, "The reviewer has your answer.")
                return redirect(case)
    context = {"case": case, "question": question, "form": form}
    context["notices"] = case.notices.filter(event=actions.event_of(question)).order_by("number")
    return render(request, "reviews/questions/answer.html", context, status=status)
