"""The rationale names the service for another part of the body."""

from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.making import asks, blocks, clip, in_rationale
from reviews.checks.reading.anatomy import Part, parts
from reviews.checks.reading.care import care
from reviews.checks.reading.requests import Named, named_services
from reviews.checks.view import LetterView, ServiceView

ID = "body-part-against-service"
TITLE = "The rationale names the part of the body that was asked for"


def check(view: LetterView) -> Iterator[Answer]:
    """Compare the phrases that name the service with its name, and with those of the others."""
    for service in view.services:
        own = _regions(service.names)
        if not own:
            continue
        siblings = frozenset().union(*(_regions(each.names) for each in view.others(service)))
        for named in named_services(service.rationale):
            given = parts(named.text)
            foreign = [part for part in given if not part.regions & (own | siblings)]
            if given and not any(part.regions & own for part in given):
                if named.concludes or _is_same_care(named, service):
                    yield _finding(service, named, given[0], is_clear=given == tuple(foreign))
                    break
            elif foreign and named.concludes:
                yield _finding(service, named, foreign[0], is_clear=False)
                break


def _regions(text: str) -> frozenset[str]:
    return frozenset().union(*(part.regions for part in parts(text)))


def _is_same_care(named: Named, service: ServiceView) -> bool:
    kinds = {each.kind for each in care(service.names)}
    return bool(kinds & {each.kind for each in care(named.text)})


def _finding(service: ServiceView, named: Named, part: Part, *, is_clear: bool) -> Answer:
    make = blocks if named.concludes and is_clear else asks
    return make(
        ID,
        in_rationale(service, named.start + part.start),
        clip(named.text),
        f"The rationale names the service for “{part.text}”, and the service is "
        f"“{clip(service.decided, 90)}”. Look at the part of the body.",
    )
