"""An age that the worker never had between the injury and the decision."""

from collections.abc import Iterator
from datetime import date

from reviews.checks.findings import Answer, Place
from reviews.checks.itself.another_case import AGE, ELSEWHEN
from reviews.checks.making import asks, in_rationale, in_summary, not_checked
from reviews.checks.view import LetterView

ID = "age"
TITLE = "The age is the worker's"


def check(view: LetterView) -> Iterator[Answer]:
    """Compare each age with those from the first record, or the injury, to the decision."""
    if view.born_on is None:
        yield not_checked(ID, "The worker's date of birth is not known.")
        return
    first = min([view.injured_on, *(r.dated for r in view.records or () if r.dated)])
    last = view.decided_on or view.applied_on or view.ur_decided_on or first
    youngest, oldest = _age(view.born_on, first), _age(view.born_on, max(last, first))
    places = [(in_summary(), view.summary)]
    places += [(in_rationale(service), service.rationale) for service in view.services]
    for place, text in places:
        for match in AGE.finditer(text):
            around = text[max(0, match.start() - 40) : match.end() + 30]
            if youngest <= int(match["age"]) <= oldest or ELSEWHEN.search(around):
                continue
            span = str(oldest) if youngest == oldest else f"{youngest} to {oldest}"
            yield asks(
                ID,
                Place(place.field, place.service, match.start()),
                match.group(),
                f"The text says “{match.group()}”; by the date of birth the worker was {span} "
                "in the time of the records. Look at the age.",
            )
            break


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))
