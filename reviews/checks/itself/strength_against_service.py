"""The rationale names the service with another strength, or the summary knows only another."""

from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.making import asks, blocks, clip, in_rationale, in_summary
from reviews.checks.reading.drugs import Drug, Strength, drugs, strengths
from reviews.checks.reading.requests import named_services
from reviews.checks.view import LetterView, ServiceView

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
        else:
            yield from _against_summary(view, service)


def _against_summary(view: LetterView, service: ServiceView) -> Iterator[Answer]:
    """Ask where the summary gives the drug a strength, and never the one that was asked for."""
    for own in drugs(service.requested):
        if own.strength is None:
            continue
        told = [each for text in (view.summary, service.rationale) for each in _same(own, text)]
        in_summary_only = _same(own, view.summary)
        given = [each.strength for each in told if each.strength]
        if not in_summary_only or any(not _differs(each, own.strength) for each in given):
            continue
        first = in_summary_only[0]
        yield asks(
            ID,
            in_summary(first.start),
            clip(view.summary[first.start : first.strength.end]),
            f"The summary knows this drug with another strength alone, and the service is "
            f"“{clip(service.decided, 90)}”. Look at the strength.",
        )
        return


def _same(own: Drug, text: str) -> list[Drug]:
    """The mentions of the drug with a strength of the same unit, numbers of the same count."""
    return [
        each
        for each in drugs(text)
        if each.is_same(own)
        and each.strength
        and each.strength.unit == own.strength.unit
        and len(each.strength.numbers) == len(own.strength.numbers)
    ]


def _differs(given: Strength, own: Strength) -> bool:
    """Whether it is another strength, and no daily dose: no multiple of the one asked for."""
    if set(given.numbers) == set(own.numbers):
        return False
    if len(own.numbers) > 1 or not own.numbers[0]:
        return True
    return given.numbers[0] / own.numbers[0] not in range(2, 9)


def _is_wrong(given: Strength, own: tuple[Strength, ...]) -> bool:
    """Whether the service has that unit, and the numbers are not among its own."""
    same = [each for each in own if each.unit == given.unit]
    known = {number for each in same for number in each.numbers}
    return bool(same) and not set(given.numbers) <= known
