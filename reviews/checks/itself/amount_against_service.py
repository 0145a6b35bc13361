"""The rationale names the service with another quantity, frequency or duration."""

from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.making import asks, blocks, clip, in_rationale
from reviews.checks.reading.amounts import Amount, amounts, numbers
from reviews.checks.reading.requests import named_services
from reviews.checks.view import LetterView

ID = "amount-against-service"
TITLE = "The rationale names the amount that was asked for"


def check(view: LetterView) -> Iterator[Answer]:
    """Compare amounts of one unit where the rationale names the service."""
    for service in view.services:
        own = amounts(service.names)
        known = numbers(service.names)
        if not known:
            continue
        siblings = frozenset().union(*(numbers(each.names) for each in view.others(service)))
        for named in named_services(service.rationale):
            wrong = next(
                (each for each in amounts(named.text) if _is_wrong(each, own, known)), None
            )
            if wrong is None:
                continue
            make = blocks if named.concludes and wrong.value not in siblings else asks
            yield make(
                ID,
                in_rationale(service, named.start + wrong.start),
                clip(named.text),
                f"The rationale has “{wrong.text}”, and the service is "
                f"“{clip(service.decided, 90)}”. Look at the amount.",
            )
            break


def _is_wrong(given: Amount, own: tuple[Amount, ...], known: frozenset[int]) -> bool:
    """Whether the service counts that unit, and the number is none of its own."""
    return any(each.unit == given.unit for each in own) and given.value not in known
