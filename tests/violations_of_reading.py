"""Reading and evidence: every constraint of them, violated by raw rows."""

import uuid
from collections.abc import Callable

from cases.models import PageReading, PageTurn, ReadingPlace
from imrportal.accounts.roles import Role
from reviews.models import CitedPassage, EvidenceLink, Highlight, SetAside
from tests.factories import NOON, make_determination, make_review, make_user
from tests.factories.pages import make_page


def read(**fields: object) -> PageReading:
    """A page in sight of somebody."""
    page = fields.pop("page", None) or make_page()
    user = fields.pop("user", None) or make_user(Role.QUALITY)
    return PageReading.objects.create(user=user, page=page, case=page.case, first_at=NOON, **fields)


def turn(**fields: object) -> PageTurn:
    """A page turned by somebody."""
    known = {"page": None, "user": None, "degrees": 90} | fields
    known["page"] = known["page"] or make_page()
    known["user"] = known["user"] or make_user(Role.QUALITY)
    return PageTurn.objects.create(**known)


def second_reading() -> None:
    """One page read twice by one person."""
    first = read()
    read(page=first.page, user=first.user)


def second_turn() -> None:
    """One page turned twice by one person."""
    first = turn()
    turn(page=first.page, user=first.user)


def second_place() -> None:
    """One book left in two places."""
    page, user = make_page(), make_user(Role.QUALITY)
    for number in (1, 2):
        ReadingPlace.objects.create(user=user, case=page.case, number=number, left_at=NOON)


def mark(**fields: object) -> Highlight:
    """A marked passage of a page."""
    review = fields.pop("review", None) or make_review()
    known = {"key": uuid.uuid4(), "start": 0, "end": 2, "made_at": NOON, "quote": "A leg"} | fields
    known.setdefault("page", None)
    known["page"] = known["page"] or make_page(review.case.records.first())
    return Highlight.objects.create(review=review, **known)


def second_mark() -> None:
    """One key for two highlights."""
    first = mark()
    mark(review=first.review, key=first.key, page=first.page)


def second_link() -> None:
    """A highlight cited twice in the summary."""
    first = mark()
    for _ in range(2):
        EvidenceLink.objects.create(highlight=first, linked_at=NOON)


def second_cited() -> None:
    """A version that cites a highlight twice in its summary."""
    version = make_determination()
    first = mark(review=version.review)
    for _ in range(2):
        CitedPassage.objects.create(determination=version, highlight=first, reference="(p. 1)")


def set_aside(reason: str = "Another worker's.", times: int = 1) -> None:
    """A document set aside."""
    review = make_review()
    for _ in range(times):
        SetAside.objects.create(
            review=review, record=review.case.records.first(), reason=reason, set_aside_at=NOON
        )


VIOLATIONS: dict[str, Callable[[], object]] = {
    "cases_one_reading_a_page_and_reader": second_reading,
    "cases_reading_is_not_a_stopwatch": lambda: read(shown_ms=1501),
    "cases_a_page_was_read_when_it_was_shown_long_enough": lambda: read(shown_ms=3, read_at=NOON),
    "cases_one_place_a_reader_and_book": second_place,
    "cases_one_turn_a_page_and_reader": second_turn,
    "cases_a_reader_turns_by_quarters": lambda: turn(degrees=45),
    "reviews_a_highlight_is_made_once": second_mark,
    "reviews_a_passage_has_words": lambda: mark(end=0),
    "reviews_an_area_lies_on_its_page": lambda: mark(kind="area", left=0.5, right=0.4, bottom=1),
    "reviews_a_highlight_is_cited_once_a_part": second_link,
    "reviews_a_version_cites_a_highlight_once_a_part": second_cited,
    "reviews_a_document_is_set_aside_once": lambda: set_aside(times=2),
    "reviews_a_document_set_aside_has_its_reason": lambda: set_aside(reason=""),
}
