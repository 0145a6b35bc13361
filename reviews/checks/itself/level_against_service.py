"""The rationale names the service at another spinal level."""

from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.making import asks, blocks, clip, in_rationale
from reviews.checks.reading.anatomy import Level, levels
from reviews.checks.reading.requests import named_services
from reviews.checks.view import LetterView

ID = "level-against-service"
TITLE = "The rationale names the spinal levels that were asked for"


def check(view: LetterView) -> Iterator[Answer]:
    """Compare the levels where the rationale names the service; C5-C6 lies within C5-C7."""
    for service in view.services:
        own = levels(service.names)
        if not own:
            continue
        siblings = [each for other in view.others(service) for each in levels(other.names)]
        for named in named_services(service.rationale):
            wrong = next((each for each in levels(named.text) if not fits(each, own)), None)
            if wrong is None:
                continue
            is_clear = named.concludes and not fits(wrong, siblings)
            make = blocks if is_clear else asks
            yield make(
                ID,
                in_rationale(service, named.start + wrong.start),
                clip(named.text),
                f"The rationale names {wrong.text}, and the service is "
                f"“{clip(service.decided, 90)}”. Look at the spinal level.",
            )
            break


def fits(level: Level, known: tuple[Level, ...] | list[Level]) -> bool:
    """Whether a level lies within the known ones taken together, or holds one of them."""
    if any(level.lies_within(each) or each.lies_within(level) for each in known):
        return True
    covered = {(each.first + step) for each in known for step in range(each.last - each.first + 1)}
    joined = _joins(known)
    whole = set(range(level.first, level.last + 1))
    return whole <= covered and all(
        pair in joined for pair in zip(whole, list(whole)[1:], strict=False)
    )


def _joins(known: tuple[Level, ...] | list[Level]) -> set[tuple[int, int]]:
    return {
        (each.first + step, each.first + step + 1)
        for each in known
        for step in range(each.last - each.first)
    }
