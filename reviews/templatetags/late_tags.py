"""Records that came after the review began: for whoever has to read them, and on the case."""

from typing import Any

from django import template

from cases.access import may_view_records
from reviews.latecomers import late_records, seen_by, words_by_record
from reviews.lifecycle import OPEN_REVIEWS
from reviews.models import Review

register = template.Library()


@register.inclusion_tag("reviews/late/_strip.html", takes_context=True)
def late_strip(
    context: template.RequestContext, review: Review, back: str, may_acknowledge: bool = True
) -> dict[str, Any]:
    """Show what came since, with the button that says it was read."""
    rows = seen_by(review, context["request"].user)
    waiting = [row.record for row in rows if not row.is_acknowledged]
    return {
        "case": review.case,
        "rows": rows,
        "pages": sum(record.pages or 0 for record in waiting),
        "back": back,
        "may_acknowledge": may_acknowledge,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("reviews/late/_panel.html", takes_context=True)
def late_panel(context: template.RequestContext, case: Any, heading: str = "h3") -> dict[str, Any]:
    """Show what came after the review of a case began, and who has read it."""
    review = Review.objects.filter(case=case, status__in=OPEN_REVIEWS).first()
    user = context["request"].user
    if review is None or not may_view_records(user, case):
        return {"rows": []}
    late = late_records(review)
    by_reviewer = words_by_record(review, review.reviewer.user_id) if late else {}
    may_see_reasons = user.has_perm("reviews.view_submitted_reviews")
    by_others = review.acknowledgements.exclude(user=review.reviewer.user_id)
    read_by_director = set(by_others.values_list("record__file_sha256", flat=True))
    rows = [
        {
            "record": record,
            "by_reviewer": by_reviewer.get(record.pk),
            "by_director": record.file_sha256 in read_by_director,
        }
        for record in late
    ]
    shown = {"case": case, "rows": rows, "heading": heading}
    return shown | {"may_see_reasons": may_see_reasons}
