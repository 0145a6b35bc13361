"""The rationale names another drug than the service, or none that it holds."""

from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.making import asks, blocks, clip, in_rationale
from reviews.checks.reading.drugs import Drug, drugs
from reviews.checks.reading.requests import named_services
from reviews.checks.view import LetterView

ID = "drug-against-service"
TITLE = "The rationale names the drug that was asked for"


def check(view: LetterView) -> Iterator[Answer]:
    """Compare the drugs where the rationale names the service; brand and generic are one."""
    for service in view.services:
        own = drugs(service.names)
        if not own:
            continue
        siblings = [each for other in view.others(service) for each in drugs(other.names)]
        for named in named_services(service.rationale):
            given = drugs(named.text)
            if not given or any(_is_in(each, own) for each in given):
                continue
            make = blocks if named.concludes and not _is_in(given[0], siblings) else asks
            yield make(
                ID,
                in_rationale(service, named.start + given[0].start),
                clip(named.text),
                f"The rationale names {given[0].text}, and the service is "
                f"“{clip(service.decided, 90)}”. Look at the drug.",
            )
            break


def _is_in(drug: Drug, known: tuple[Drug, ...] | list[Drug]) -> bool:
    return any(drug.is_same(each) for each in known)
