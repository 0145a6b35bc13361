"""Outcomes, letters and who was served, in words; and the letters' part of the case page."""

from typing import Any

from django import template
from django.template import Context

from cases.lifecycle import CaseStatus
from cases.models import Case, Party
from reviews.access import AFTER_APPROVAL
from reviews.freezing import ADMINISTRATIVE_DIRECTOR
from reviews.letters.content import LetterContent, ServiceContent
from reviews.letters.outcome import Outcome, decision_words
from reviews.lifecycle import LetterStatus
from reviews.models import DeterminationLetter

register = template.Library()

WORDS_BY_ROLE = {**dict(Party.Role.choices), ADMINISTRATIVE_DIRECTOR: "Administrative Director"}
OVERALL_WORDS = {
    Outcome.UPHOLD: "Upheld · none of {total} medically necessary",
    Outcome.OVERTURN: "Overturned · all {total} medically necessary",
    Outcome.PARTIAL_OVERTURN: "Partly overturned · {count} of {total} medically necessary",
}


@register.filter
def outcome_words(service: ServiceContent) -> str:
    """Say a decision so that it cannot be read the wrong way round."""
    return decision_words(
        service.outcome, ur_action=service.ur_action, modification=service.modification
    )


@register.filter
def overall_words(content: LetterContent) -> str:
    """Say the outcome of the whole case, with how many of the services it concerns."""
    total = len(content.services)
    if total == 1:
        return outcome_words(content.services[0])
    count = sum(service.outcome == Outcome.OVERTURNED for service in content.services)
    return OVERALL_WORDS[content.overall].format(count=count, total=total)


@register.filter
def recipient_words(role: str) -> str:
    """Name a recipient's role."""
    return WORDS_BY_ROLE.get(role, role.replace("_", " ").capitalize())


@register.filter
def letter_words(letter: DeterminationLetter) -> str:
    """Say how far a letter is."""
    if letter.status == LetterStatus.QUEUED:
        if letter.attempts == 0:
            return "Waiting for a worker"
        if letter.lease_token is None:
            return f"Trying again soon, after attempt {letter.attempts}"
        is_served = letter.form == DeterminationLetter.Form.SERVED
        again = f", attempt {letter.attempts}" if letter.attempts > 1 else ""
        return f"{'Being printed and sealed' if is_served else 'Being printed'}{again}"
    return letter.get_status_display()


@register.filter
def letter_tone(letter: DeterminationLetter) -> str:
    """Choose the tone of a letter's chip."""
    return {LetterStatus.READY: "good", LetterStatus.FAILED: "stop"}.get(letter.status, "info")


@register.inclusion_tag("reviews/letters/_panel.html", takes_context=True)
def letters_panel(context: Context, case: Case) -> dict[str, Any]:
    """Draw the letters of a case for those who may see them; nothing before the approval."""
    user = context["request"].user
    if not user.has_perm("reviews.view_letters") or case.status not in AFTER_APPROVAL:
        return {"is_shown": False}
    letters = DeterminationLetter.objects.filter(determination__case=case).order_by("-form")
    served = next((row for row in letters if row.form == DeterminationLetter.Form.SERVED), None)
    deliveries = list(served.deliveries.all()) if served else []
    return {
        "is_shown": True,
        "case": case,
        "letters": letters,
        "deliveries": deliveries,
        "unserved": sum(delivery.served_on is None for delivery in deliveries),
        "may_sign": case.status == CaseStatus.APPROVED
        and user.has_perm("reviews.sign_determination"),
        "perms": context.get("perms"),
    }
