"""The rationale concludes on another kind of care than the service."""

from collections.abc import Iterator

from reviews.checks.findings import Answer
from reviews.checks.making import asks, blocks, clip, in_rationale
from reviews.checks.reading.care import Care, care
from reviews.checks.reading.drugs import Drug, drugs
from reviews.checks.reading.requests import Named, named_services
from reviews.checks.view import LetterView, ServiceView

ID = "care-against-service"
TITLE = "The rationale concludes on the kind of care that was asked for"
DRUG = "drug"
# Families in which another kind is another service; in the rest kinds run into each other.
STRICT = {"imaging", "electrodiagnostic test"}
BOTH_TESTS = {"EMG", "NCS", "EMG and NCS"}


def check(view: LetterView) -> Iterator[Answer]:
    """Compare kinds of care in the conclusion; within one family of kinds it asks."""
    for service in view.services:
        kinds, families = _kinds(service)
        named = next((each for each in named_services(service.rationale) if each.concludes), None)
        if named is None or not families:
            continue
        word = _foreign(named, kinds, families)
        if word is None:
            continue
        is_near = isinstance(word, Care) and word.family in families
        is_sibling = any(_holds(other, word) for other in view.others(service))
        make = asks if is_near or is_sibling else blocks
        yield make(
            ID,
            in_rationale(service, named.start + word.start),
            clip(named.text),
            f"The rationale concludes on “{word.text}”, and the service is "
            f"“{clip(service.decided, 90)}”. Look at what is decided.",
        )


def _foreign(named: Named, kinds: set[str], families: set[str]) -> Care | Drug | None:
    """Return the first word of a phrase that names other care, where none names the service's."""
    given = care(named.text)
    if not given:
        found = drugs(named.text)
        return found[0] if found and DRUG not in families else None
    if any(each.kind in kinds for each in given):
        return None
    if any(each.family in families - STRICT for each in given):
        return None
    if DRUG in families and drugs(named.text):
        return None
    return given[0]


def _kinds(service: ServiceView) -> tuple[set[str], set[str]]:
    found = care(service.names)
    kinds, families = {each.kind for each in found}, {each.family for each in found}
    if drugs(service.names):
        families.add(DRUG)
    if "EMG and NCS" in kinds:
        kinds |= BOTH_TESTS
    elif kinds & BOTH_TESTS:
        kinds.add("EMG and NCS")
    return kinds, families


def _holds(service: ServiceView, word: Care | Drug) -> bool:
    if isinstance(word, Drug):
        return any(word.is_same(each) for each in drugs(service.names))
    return word.kind in _kinds(service)[0]
