"""The rationale names the service with the other side of the body."""

from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.making import asks, blocks, clip, in_rationale
from reviews.checks.reading.anatomy import BOTH, Part, parts
from reviews.checks.reading.requests import Named, named_services
from reviews.checks.view import LetterView, ServiceView

ID = "side-against-service"
TITLE = "The rationale names the side that was asked for"


def check(view: LetterView) -> Iterator[Answer]:
    """Compare the phrases that name the service with its name, and with those of the others."""
    for service in view.services:
        own = sided(service.names)
        if not own:
            continue
        siblings = [part for other in view.others(service) for part in sided(other.names)]
        for named in named_services(service.rationale):
            wrong = next((p for p in sided(named.text) if is_wrong(p, own)), None)
            if wrong is None:
                continue
            yield _finding(service, named, wrong, is_sibling=not is_wrong_for_all(wrong, siblings))
            break


def sided(text: str) -> list[Part]:
    """Return the parts of the body of which a side is said."""
    return [part for part in parts(text) if part.side]


def is_wrong(part: Part, own: list[Part]) -> bool:
    """Whether the part overlaps only parts of the other side."""
    met = [each for each in own if each.meets(part)]
    return bool(met) and all(each.is_opposite(part) for each in met)


def is_wrong_for_all(part: Part, siblings: list[Part]) -> bool:
    """Whether no other service is on that side."""
    return not any(each.meets(part) and (each.side in (part.side, BOTH)) for each in siblings)


def _finding(service: ServiceView, named: Named, wrong: Part, *, is_sibling: bool) -> Answer:
    make = blocks if named.concludes and not is_sibling else asks
    return make(
        ID,
        in_rationale(service, named.start + wrong.start),
        clip(named.text),
        f"The rationale says {wrong.side} where it names the service, and the service is "
        f"“{clip(service.decided, 90)}”. Look at the side.",
    )
