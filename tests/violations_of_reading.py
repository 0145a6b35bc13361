"""Reading: every constraint of it, violated by raw rows."""

from collections.abc import Callable

from cases.models import PageReading, PageTurn, ReadingPlace
from imrportal.accounts.roles import Role
from tests.factories import NOON, make_user
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


VIOLATIONS: dict[str, Callable[[], object]] = {
    "cases_one_reading_a_page_and_reader": second_reading,
    "cases_reading_is_not_a_stopwatch": lambda: read(shown_ms=1501),
    "cases_a_page_was_read_when_it_was_shown_long_enough": lambda: read(shown_ms=3, read_at=NOON),
    "cases_one_place_a_reader_and_book": second_place,
    "cases_one_turn_a_page_and_reader": second_turn,
    "cases_a_reader_turns_by_quarters": lambda: turn(degrees=45),
}
