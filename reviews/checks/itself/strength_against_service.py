"""The rationale names the service with another strength."""

from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.making import asks, blocks, clip, in_rationale
from reviews.checks.reading.drugs import Strength, strengths
from reviews.checks.reading.requests import named_services
from reviews.checks.view import LetterView

ID = "strength-against-service"
TITLE = "The rationale names the strength that was asked for"


def check(view: LetterView) -> Iterator[Answer]:
    """Compare strengths of one unit where the rationale names the service."""
    for service in view.services:
        own = strengths(service.names)
        if not own:
            continue
        siblings = [each for other in view.others(service) for each in strengths(other.names)]
        for named in named_services(service.rationale):
            wrong = next((each for each in strengths(named.text) if _is_wrong(each, own)), None)
            if wrong is None:
                continue
            is_sibling = wrong.value in {each.value for each in siblings}
            make = blocks if named.concludes and not is_sibling else asks
            yield make(
                ID,
                in_rationale(service, named.start + wrong.start),
                clip(named.text),
                f"The rationale has {wrong.text}, and the service is "
                f"“{clip(service.decided, 90)}”. Look at the strength.",
            )
            break


def _is_wrong(given: Strength, own: tuple[Strength, ...]) -> bool:
    """Whether the service has that unit, and the numbers are not among its own."""
    same = [each for each in own if each.unit == given.unit]
    known = {number for each in same for number in each.numbers}
    return bool(same) and not set(given.numbers) <= known
