"""Work lists of the judgement: what waits for whom, most pressing first, one sentence a row."""

import dataclasses
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone

from cases.duedates import determination_due, due_words
from cases.lifecycle import CASE
from cases.models import Case
from cases.queues import WorkList, WorkRow
from reviews.latecomers import unacknowledged
from reviews.lifecycle import (
    OPEN_OFFERS,
    OPEN_REVIEWS,
    WORKING,
    LetterStatus,
    OfferStatus,
    ReviewStatus,
)
from reviews.models import (
    Delivery,
    DeterminationLetter,
    Review,
    ReviewerQuestion,
    ReviewOffer,
)

WAITING_OFFERS = (OfferStatus.OFFERED, OfferStatus.ACCEPTED)
SILENT_AFTER = timedelta(days=5)
ROWS = 30


def work_lists(user: Any, now: datetime) -> list[WorkList]:
    """Return the lists of the judgement that `user` may act on, the most pressing first.

    An empty list that has nothing to say of its emptiness is left out.
    """
    lists = [make(user, now) for permission, make in LISTS if user.has_perm(permission)]
    return [one for one in lists if one.rows or one.empty]


def own_offers(user: Any, now: datetime) -> WorkList:
    """List the offers a reviewer has to answer or to attest."""
    offers = ReviewOffer.objects.filter(
        reviewer__user=user, status__in=WAITING_OFFERS
    ).select_related("case")
    rows = [_own_offer(offer, now) for offer in offers.order_by("respond_by", "pk")[:ROWS]]
    empty = "No offer waits for your answer. A coordinator offers you a case when one fits."
    return WorkList("Offers to answer", tuple(rows), empty, offers.count())


def own_reviews(user: Any, now: datetime) -> WorkList:
    """List the reviews a reviewer is writing, returned ones first."""
    mine = Review.objects.filter(reviewer__user=user, status__in=WORKING)
    reviews = mine.select_related("case", "reviewer")
    ordered = sorted(
        reviews, key=lambda review: (review.status != ReviewStatus.RETURNED, _due(review.case))
    )
    rows = [_own_review(review, now) for review in ordered[:ROWS]]
    empty = "Nothing to write. A case comes here when you have accepted and attested."
    return WorkList("Reviews to write", tuple(rows), empty, len(ordered))


def own_answers(user: Any, now: datetime) -> WorkList:
    """List the answers that a reviewer has not read yet."""
    fresh = ReviewerQuestion.objects.filter(
        review__reviewer__user=user,
        review__status__in=WORKING,
        answered_at__isnull=False,
        seen_at=None,
    ).select_related("review__case")
    rows = tuple(
        WorkRow(
            f"Your question on {row.review.case.case_number} is answered",
            row.get_about_display(),
            reverse("reviews:ask_question", args=[row.review.case.case_number]),
            action="Read",
        )
        for row in fresh.order_by("answered_at", "pk")[:ROWS]
    )
    return WorkList("Answers to read", rows, "Every answer is read.", fresh.count())


def questions(user: Any, now: datetime) -> WorkList:
    """List the reviewers' questions that wait for an answer, the longest first."""
    open_ones = ReviewerQuestion.objects.filter(
        review__case__in=Case.objects.visible_to(user),
        review__status__in=OPEN_REVIEWS,
        answered_at=None,
    ).select_related("review__case", "review__reviewer")
    rows = tuple(
        WorkRow(
            f"{row.review.reviewer} asks about {row.review.case.case_number}",
            row.get_about_display(),
            reverse("reviews:answer_question", args=[row.review.case.case_number, row.pk]),
            *_due_badge(row.review.case, now),
            "Answer",
        )
        for row in open_ones.order_by("asked_at", "pk")[:ROWS]
    )
    empty = "No reviewer waits for an answer."
    return WorkList("Questions of reviewers", rows, empty, open_ones.count())


def to_offer(user: Any, now: datetime) -> WorkList:
    """List the cases that are ready for review and offered to nobody."""
    cases = _unoffered(user)
    rows = [
        _to_offer(case, now)
        for case in cases.order_by("priority", "records_complete_on", "pk")[:ROWS]
    ]
    empty = "Every case with complete records is with a reviewer."
    return WorkList("Needs a reviewer", tuple(rows), empty, cases.count())


def silent(user: Any, now: datetime) -> WorkList:
    """List offers past their answer, and reviews nobody has written in for days."""
    rows = [*_late_offers(now), *_idle_reviews(now)]
    empty = "Every reviewer has answered in time and is writing."
    return WorkList("Silent reviewers", tuple(rows[:ROWS]), empty, len(rows))


def to_check(user: Any, now: datetime) -> WorkList:
    """List the submitted versions that wait for their quality check."""
    reviews = _visible(user, ReviewStatus.SUBMITTED)
    rows = [
        _version_row(review, now, "Check the determination of", "reviews:quality_check", "Read")
        for review in reviews[:ROWS]
    ]
    empty = "Nothing waits for a quality check. Submitted reviews come here."
    return WorkList("To check", tuple(rows), empty, reviews.count())


def to_sign(user: Any, now: datetime) -> WorkList:
    """List the approved versions that wait for a signature."""
    reviews = _visible(user, ReviewStatus.APPROVED)
    rows = [_to_sign(review, user, now) for review in reviews[:ROWS]]
    empty = "Nothing waits for a signature. Approved determinations come here."
    return WorkList("To sign", tuple(rows), empty, reviews.count())


def unserved_letters(user: Any) -> QuerySet[DeterminationLetter]:
    """Return the sealed letters that somebody still has to be served with, the oldest first."""
    waiting = Delivery.objects.filter(letter=OuterRef("pk"), served_on=None)
    return (
        DeterminationLetter.objects.filter(
            Exists(waiting),
            status=LetterStatus.READY,
            determination__case__in=Case.objects.visible_to(user),
        )
        .annotate(
            recipients=Count("deliveries__position", distinct=True),
            unserved=Count("deliveries", filter=Q(deliveries__served_on=None)),
        )
        .select_related("determination__case")
        .order_by("ready_at", "pk")
    )


def to_serve(user: Any, now: datetime) -> WorkList:
    """List the sealed letters that wait for the release desk."""
    letters = unserved_letters(user).prefetch_related("deliveries")
    rows = []
    for letter in letters[:ROWS]:
        case = letter.determination.case
        left = sum(delivery.served_on is None for delivery in letter.deliveries.all())
        sentence = f"Serve {case.case_number} on {left} recipient{'' if left == 1 else 's'}"
        url = reverse("reviews:release_desk")
        rows.append(WorkRow(sentence, "", url, *_due_badge(case, now), "Serve"))
    empty = "Every sealed letter was served."
    return WorkList("To serve", tuple(rows), empty, letters.count())


def returned_deliveries(user: Any) -> QuerySet[Delivery]:
    """Return what came back and waits to be served at another address, longest first."""
    return (
        Delivery.objects.filter(
            letter__determination__case__in=Case.objects.visible_to(user),
            letter__superseded_by=None,
            served_on=None,
            attempt__gt=1,
        )
        .select_related("letter__determination__case")
        .order_by("pk")
    )


def came_back(user: Any, now: datetime) -> WorkList:
    """List the letters that came back, for those who serve them again."""
    desk = reverse("reviews:release_desk")
    return _returned(user, "Serve again", lambda row: f"{desk}#{_number(row)}")


def to_readdress(user: Any, now: datetime) -> WorkList:
    """List the letters that came back, for those who keep the addresses of the parties."""
    return _returned(user, "Find the address", _parties_of)


def _returned(user: Any, action: str, url_of: Callable[[Delivery], str]) -> WorkList:
    waiting = returned_deliveries(user)
    rows = tuple(
        WorkRow(
            f"{_number(row)}: the determination came back; find the address",
            row.recipient_role.replace("_", " ").capitalize(),
            url_of(row),
            badge="Came back",
            badge_tone="stop",
            action=action,
        )
        for row in waiting[:ROWS]
    )
    return WorkList("Letters that came back", rows, "", waiting.count())


def _parties_of(row: Delivery) -> str:
    return f"{reverse('cases:case', args=[_number(row)])}#parties"


def _number(row: Delivery) -> str:
    return str(row.letter.determination.case.case_number)


def failed_letters_of(user: Any) -> QuerySet[DeterminationLetter]:
    """Return the letters that could not be made, of cases the user sees, the oldest first."""
    failed = DeterminationLetter.objects.filter(
        status=LetterStatus.FAILED, determination__case__in=Case.objects.visible_to(user)
    )
    return failed.select_related("determination__case").order_by("queued_at", "pk")


def failed_letters(user: Any, now: datetime) -> WorkList:
    """List the letters that could not be made."""
    letters = failed_letters_of(user)
    shown = tuple(
        WorkRow(
            f"The {letter.get_form_display().lower()} of {letter.determination.case.case_number} "
            "could not be made",
            letter.last_error,
            reverse("reviews:failed_letters"),
            "Failed",
            "stop",
            "Look",
        )
        for letter in letters[:ROWS]
    )
    return WorkList("Letters that failed", shown, "Every letter was made.", letters.count())


LISTS: tuple[tuple[str, Callable[[Any, datetime], WorkList]], ...] = (
    ("reviews.answer_offer", own_offers),
    ("reviews.draft_review", own_reviews),
    ("reviews.draft_review", own_answers),
    ("reviews.answer_question", questions),
    ("reviews.offer_review", to_offer),
    ("reviews.recall_review", silent),
    ("reviews.sign_determination", to_sign),
    ("reviews.approve_review", to_check),
    ("reviews.serve_letter", came_back),
    ("reviews.serve_letter", to_serve),
    ("cases.edit_parties", to_readdress),
    ("reviews.retry_letter", failed_letters),
)


def _own_offer(offer: ReviewOffer, now: datetime) -> WorkRow:
    number = offer.case.case_number
    if offer.status == OfferStatus.ACCEPTED:
        sentence = f"Sign the conflict attestation for {number}"
        detail, action = "The records open when it is signed.", "Attest"
        url = reverse("reviews:attest_offer", args=[number])
    else:
        sentence, action = f"Take or decline {number}", "Answer"
        detail, url = _services(offer.case), reverse("reviews:offer", args=[number])
    is_late = offer.respond_by is not None and offer.respond_by < now
    badge = "Answer is late" if is_late else _until(offer.respond_by, "Answer by")
    return WorkRow(sentence, detail, url, badge, "warn" if is_late else "info", action)


def _own_review(review: Review, now: datetime) -> WorkRow:
    number = review.case.case_number
    if review.status == ReviewStatus.RETURNED:
        sentence, action = f"{number} came back: see what has to change", "Revise"
    else:
        sentence, action = f"Write the review of {number}", "Write"
    badge, tone = _due_badge(review.case, now)
    if review.status == ReviewStatus.RETURNED:
        tone = "stop" if tone == "stop" else "warn"
    url = reverse("reviews:workbench", args=[number])
    return WorkRow(sentence, _services(review.case) + _came(review), url, badge, tone, action)


def _came(review: Review) -> str:
    """Say how much came since the reviewer last read; nothing where all of it is acknowledged."""
    pages = sum(record.pages or 0 for record in unacknowledged(review, review.reviewer.user_id))
    return f"; {pages} page{'' if pages == 1 else 's'} came since you last read" if pages else ""


def _unoffered(user: Any) -> QuerySet[Case]:
    open_offers = ReviewOffer.objects.filter(case=OuterRef("pk"), status__in=OPEN_OFFERS)
    return Case.objects.visible_to(user).filter(
        ~Exists(open_offers), status__in=CASE.named("begin_review").sources
    )


def _to_offer(case: Case, now: datetime) -> WorkRow:
    badge, tone = _due_badge(case, now)
    url = reverse("reviews:offer_review", args=[case.case_number])
    return WorkRow(
        f"Offer {case.case_number} to a reviewer", _services(case), url, badge, tone, "Choose"
    )


def _late_offers(now: datetime) -> list[WorkRow]:
    late = ReviewOffer.objects.filter(status__in=WAITING_OFFERS, respond_by__lt=now)
    return [
        WorkRow(
            f"{offer.reviewer} has not {'attested' if offer.answered_at else 'answered'}: "
            f"{offer.case.case_number}",
            "Recall the offer and choose another, or call.",
            reverse("reviews:recall_offer", args=[offer.case.case_number]),
            _until(offer.respond_by, "Was due"),
            "warn",
            "Recall",
        )
        for offer in late.select_related("case", "reviewer").order_by("respond_by", "pk")
    ]


def _idle_reviews(now: datetime) -> list[WorkRow]:
    idle = Review.objects.filter(status__in=WORKING, began_at__lt=now - SILENT_AFTER).exclude(
        draft__saved_at__gte=now - SILENT_AFTER
    )
    idle = idle.exclude(draft__services__saved_at__gte=now - SILENT_AFTER).distinct()
    return [
        WorkRow(
            f"{review.reviewer} has written nothing for {SILENT_AFTER.days} days: "
            f"{review.case.case_number}",
            "Call, or recall the review.",
            reverse("reviews:recall_review", args=[review.case.case_number]),
            *_due_badge(review.case, now),
            "Recall",
        )
        for review in idle.select_related("case", "reviewer").order_by("began_at", "pk")
    ]


def _visible(user: Any, status: str) -> QuerySet[Review]:
    reviews = Review.objects.visible_to(user).filter(status=status)
    return reviews.select_related("case").order_by("submitted_at", "pk")


def _to_sign(review: Review, user: Any, now: datetime) -> WorkRow:
    row = _version_row(
        review, now, "Sign the determination of", "reviews:sign_determination", "Sign"
    )
    if review.determinations.latest("version").approved_by_id != user.pk:
        return row
    detail = "You approved it, so another director has to sign."
    return dataclasses.replace(row, detail=detail, action="Read")


def _version_row(review: Review, now: datetime, words: str, url_name: str, action: str) -> WorkRow:
    url = reverse(url_name, args=[review.case.case_number])
    badge, tone = _due_badge(review.case, now)
    sentence = f"{words} {review.case.case_number}"
    return WorkRow(sentence, _services(review.case), url, badge, tone, action)


def _services(case: Case) -> str:
    count = case.services.in_review().count()
    return f"{count} disputed service{'' if count == 1 else 's'}"


def _due(case: Case) -> date:
    """Return the day to work to for the determination, or the far future where none is known."""
    expected = determination_due(case)
    return expected.target_on if expected else date.max


def _due_badge(case: Case, now: datetime) -> tuple[str, str]:
    """Return the badge of a determination's due day, and its tone (LC 4610.6(d)(1))."""
    expected = determination_due(case)
    return due_words(expected.target_on if expected else None, timezone.localdate(now))


def _until(moment: datetime | None, words: str) -> str:
    if moment is None:
        return ""
    local = timezone.localtime(moment)
    return f"{words} {local:%a} {local.day} {local:%b}, {local:%H:%M}"
