"""A rationale that never speaks of what was asked for, and does speak of other care."""

from collections.abc import Iterator

from reviews.checks.authority.without_authority import HANGS
from reviews.checks.findings import Answer
from reviews.checks.making import asks, clip, in_rationale
from reviews.checks.reading.anatomy import parts
from reviews.checks.reading.care import care
from reviews.checks.reading.drugs import drugs
from reviews.checks.view import LetterView, ServiceView

ID = "service-not-spoken-of"
TITLE = "The rationale speaks of what was asked for"


def check(view: LetterView) -> Iterator[Answer]:
    """Compare the kinds of care, drugs and parts of the body in a rationale with the service's."""
    for service in view.services:
        text = service.rationale
        if not text.strip() or service.depends_on is not None or HANGS.search(text):
            continue
        word = _other_word(service)
        if word:
            yield asks(
                ID,
                in_rationale(service, text.lower().find(word.lower())),
                word,
                f"The rationale speaks of “{word}” and never of what was asked for, "
                f"“{clip(service.decided, 90)}”. Look whether it belongs to this service.",
            )


def _other_word(service: ServiceView) -> str:
    """Return the first word of other care in a rationale that has none of the service's."""
    asked, said = care(service.names), care(service.rationale)
    asked_drugs, said_drugs = drugs(service.names), drugs(service.rationale)
    if asked_drugs:
        is_met = any(a.is_same(b) or _is_one_class(a, b) for a in asked_drugs for b in said_drugs)
        others = [each.text for each in said_drugs] or [each.text for each in said]
        return "" if is_met or not others or _is_generic(service) else others[0]
    if not asked:
        return ""
    if {each.family for each in asked} & {each.family for each in said}:
        return ""
    here, there = parts(service.names), parts(service.rationale)
    if here and any(a.meets(b) for a in here for b in there):
        return ""
    others = [each.text for each in (*said, *said_drugs)]
    return others[0] if others else ""


def _is_one_class(one: object, other: object) -> bool:
    return any(
        one.is_of(name) and other.is_of(name)  # type: ignore[attr-defined]
        for name in ("opioid", "benzodiazepine")
    )


def _is_generic(service: ServiceView) -> bool:
    """Whether the rationale speaks of the service by its class: “this medication”, “topical”."""
    lowered = service.rationale.lower()
    return any(
        word in lowered
        for word in ("nsaid", "muscle relax", "opioid", "topical", "compound", "antidepressant",
                     "benzodiazepine", "proton pump", "anti-epilep", "antiepilep", "ppi",
                     "this medication", "the medication", "the drug", "antiemetic", "sleep")
    )  # fmt: skip
