"""Ways to spoil a case file's letter: each takes a document it may change, and a seeded dice.

An operator returns the document, or None where the letter offers nothing to spoil. `BLOCKING` names
those whose slip has to stop a letter or be answered: they are here. The rest are in
mutations_asking.py.
"""

import copy
import random
import re
from collections.abc import Callable
from typing import Any

from reviews.checks.reading.amounts import amounts
from reviews.checks.reading.anatomy import levels
from reviews.checks.reading.conclusions import conclusions
from reviews.checks.reading.dates import date_mentions
from reviews.checks.reading.drugs import drugs, strengths
from reviews.checks.reading.requests import named_services
from reviews.checks.reading.sentences import sentences

Document = dict[str, Any]
Operator = Callable[[Document, random.Random, list[Document]], Document | None]
OPERATORS: dict[str, Operator] = {}
BLOCKING: set[str] = set()
SIDE = re.compile(r"\b(?P<side>left|right)(?=[ -](?!hand(?:ed| domin))\w)", re.IGNORECASE)
PART_BY_PART = {
    "shoulder": "knee", "knee": "shoulder", "lumbar": "cervical", "cervical": "lumbar",
    "wrist": "ankle", "ankle": "wrist", "elbow": "hip", "hip": "elbow", "hand": "foot",
    "foot": "hand", "thoracic": "lumbar", "low back": "neck", "neck": "low back",
    "upper extremity": "lower extremity", "upper extremities": "lower extremities",
    "lower extremity": "upper extremity", "lower extremities": "upper extremities",
}  # fmt: skip
OTHER_DRUGS = ("Metformin", "Lisinopril", "Sertraline", "Omeprazole", "Gabapentin")


def operator(*, blocks: bool = True) -> Callable[[Operator], Operator]:
    """Enter a function into the table under its name."""

    def enter(function: Operator) -> Operator:
        name = function.__name__.replace("_", " ")
        OPERATORS[name] = function
        if blocks:
            BLOCKING.add(name)
        return function

    return enter


def decisions(document: Document) -> list[dict[str, Any]]:
    return document["determination"]["decisions"]


def spoil(document: Document, dice: random.Random, change: Callable[[str], str | None]) -> bool:
    """Change the rationale of one service, tried in a random order; say whether it was changed."""
    places = list(range(len(decisions(document))))
    dice.shuffle(places)
    for place in places:
        before = decisions(document)[place]["rationale"]
        after = change(before)
        if after is not None and after != before:
            decisions(document)[place]["rationale"] = after
            return True
    return False


def in_name(change: Callable[[str], str | None]) -> Callable[[str], str | None]:
    """Apply a change to the phrase of the conclusion that names the service."""

    def apply(rationale: str) -> str | None:
        for named in named_services(rationale):
            if not named.concludes:
                continue
            after = change(named.text)
            if after is not None and after != named.text:
                end = named.start + len(named.text)
                return rationale[: named.start] + after + rationale[end:]
        return None

    return apply


def flipped(match: re.Match[str]) -> str:
    word = match["side"]
    other = "right" if word.lower() == "left" else "left"
    return other.capitalize() if word[0].isupper() else other


def flip(text: str) -> str | None:
    return SIDE.sub(flipped, text) if SIDE.search(text) else None


def other_part(text: str) -> str | None:
    words = "|".join(sorted(PART_BY_PART, key=len, reverse=True))
    pattern = re.compile(rf"\b(?:{words})\b", re.IGNORECASE)
    if not pattern.search(text):
        return None
    return pattern.sub(lambda match: PART_BY_PART[match.group().lower()], text)


def other_level(text: str) -> str | None:
    found = levels(text)
    if not found:
        return None
    level = found[0]
    letter = level.text[0].upper()
    other = {"C": "C2-C3", "T": "T3-T4", "L": "L1-L2", "S": "L1-L2"}[letter]
    if level.text.replace(" ", "").upper() in (other, "L1-2", "C2-3"):
        other = {"C": "C6-C7", "L": "L4-L5"}.get(letter, other)
    return text[: level.start] + other + text[level.end :]


def other_strength(text: str) -> str | None:
    found = strengths(text)
    if not found:
        return None
    numbers = re.sub(
        r"[0-9]+(?:\.[0-9]+)?", lambda m: f"{float(m.group()) * 3 + 1:g}", found[0].text, count=1
    )
    return text[: found[0].start] + numbers + text[found[0].end :]


def other_amount(text: str) -> str | None:
    found = [each for each in amounts(text) if re.search(r"[0-9]", each.text)]
    if not found:
        return None
    changed = re.sub(r"[0-9]+", str(found[0].value + 7), found[0].text, count=1)
    return text[: found[0].start] + changed + text[found[0].end :]


def other_drug(text: str) -> str | None:
    found = drugs(text)
    if not found:
        return None
    given = found[0].text.lower()
    other = next(name for name in OTHER_DRUGS if name.lower() != given)
    return text[: found[0].start] + other + text[found[0].end :]


@operator()
def swap_the_decision(document, dice, others):
    decision = dice.choice(decisions(document))
    decision["decision"] = "upheld" if decision["decision"] == "overturned" else "overturned"
    return document


@operator()
def negate_the_conclusion(document, dice, others):
    def change(text):
        found = conclusions(text)
        if not found:
            return None
        start = found[-1].start
        tail = text[start:]
        if re.search(r"\bnot medically necessary", tail):
            return text[:start] + re.sub(r"\bnot medically necessary", "medically necessary", tail)
        if found[-1].says and re.search(r"\b(?:is|was|are|were) medically necessary", tail):
            return text[:start] + re.sub(
                r"\b(is|was|are|were) medically necessary", r"\1 not medically necessary", tail
            )
        return None

    return document if spoil(document, dice, change) else None


@operator()
def drop_the_conclusion(document, dice, others):
    def change(text):
        drop = {each.start for each in conclusions(text)}
        kept = [each.text for each in sentences(text) if each.start not in drop]
        return " ".join(kept) if drop else None

    return document if spoil(document, dice, change) else None


@operator()
def flip_a_side_in_the_conclusion(document, dice, others):
    return document if spoil(document, dice, in_name(flip)) else None


@operator()
def flip_every_side_of_a_rationale(document, dice, others):
    return document if spoil(document, dice, flip) else None


@operator()
def flip_the_side_of_a_service(document, dice, others):
    services = [s for s in document["disputed_services"] if SIDE.search(s["requested"])]
    if not services:
        return None
    service = dice.choice(services)
    for key in ("requested", "authorized", "eligible_portion"):
        if service.get(key):
            service[key] = SIDE.sub(flipped, service[key])
    return document


@operator()
def change_the_part_in_the_conclusion(document, dice, others):
    return document if spoil(document, dice, in_name(other_part)) else None


@operator()
def change_the_part_of_a_service(document, dice, others):
    services = [s for s in document["disputed_services"] if other_part(s["requested"])]
    if not services:
        return None
    service = dice.choice(services)
    for key in ("requested", "authorized", "eligible_portion"):
        if service.get(key):
            service[key] = other_part(service[key]) or service[key]
    return document


@operator()
def change_a_level_in_the_conclusion(document, dice, others):
    return document if spoil(document, dice, in_name(other_level)) else None


@operator()
def change_the_drug_in_the_conclusion(document, dice, others):
    return document if spoil(document, dice, in_name(other_drug)) else None


@operator()
def change_a_strength_in_the_conclusion(document, dice, others):
    return document if spoil(document, dice, in_name(other_strength)) else None


@operator()
def change_an_amount_in_the_conclusion(document, dice, others):
    return document if spoil(document, dice, in_name(other_amount)) else None


@operator()
def change_a_strength_of_a_service(document, dice, others):
    services = [s for s in document["disputed_services"] if other_strength(s["requested"])]
    if not services:
        return None
    service = dice.choice(services)
    service["requested"] = other_strength(service["requested"])
    return document


@operator()
def drop_a_rationale(document, dice, others):
    dice.choice(decisions(document))["rationale"] = "Denied."
    return document


@operator()
def drop_the_evidence(document, dice, others):
    guideline = dice.choice(decisions(document))["imro_guideline"]
    if guideline["basis"] == "none":
        return None
    guideline["citations"] = []
    return document


@operator()
def drop_the_summary(document, dice, others):
    document["determination"]["clinical_case_summary"] = "See the records."
    return document


def foreign_rationale(document: Document, dice: random.Random, others: list[Document]) -> str:
    other = dice.choice([each for each in others if each["case_number"] != document["case_number"]])
    return max((d["rationale"] for d in decisions(other)), key=len)


@operator()
def paste_a_foreign_rationale_at_the_end(document, dice, others):
    decision = dice.choice(decisions(document))
    decision["rationale"] += " " + foreign_rationale(document, dice, others)
    return document


@operator()
def replace_by_a_foreign_rationale(document, dice, others):
    dice.choice(decisions(document))["rationale"] = foreign_rationale(document, dice, others)
    return document


@operator()
def paste_a_foreign_summary(document, dice, others):
    other = dice.choice([each for each in others if each["case_number"] != document["case_number"]])
    first = [s.text for s in sentences(other["determination"]["clinical_case_summary"])][:3]
    document["determination"]["clinical_case_summary"] += " " + " ".join(first)
    return document


@operator()
def leave_a_placeholder(document, dice, others):
    blank = dice.choice(("[INSERT DATE]", "____", "[insert guideline here]", "{{findings}}", "TBD"))
    decision = dice.choice(decisions(document))
    decision["rationale"] = f"The report of {blank} was read. {decision['rationale']}"
    return document


@operator()
def make_a_date_impossible(document, dice, others):
    summary = document["determination"]["clinical_case_summary"]
    found = date_mentions(summary)
    if not found:
        return None
    mention = dice.choice(found)
    document["determination"]["clinical_case_summary"] = (
        summary[: mention.start] + "February 30, 2016" + summary[mention.end :]
    )
    return document


@operator()
def decide_causation(document, dice, others):
    decision = dice.choice(decisions(document))
    sentence = dice.choice(
        (
            "The condition is not related to the industrial injury.",
            "The shoulder is not an accepted body part.",
            "This is not industrially related to the work injury.",
            "There is no causal relationship to the injury at work.",
        )
    )
    decision["rationale"] = f"{sentence} {decision['rationale']}"
    return document


@operator()
def refuse_for_silence_alone(document, dice, others):
    refused = [d for d in decisions(document) if d["decision"] == "upheld"]
    if not refused:
        return None
    decision = dice.choice(refused)
    decision["imro_guideline"]["citations"] = [
        row for row in decision["imro_guideline"].get("citations", []) if row["source"] == "mtus"
    ] or [
        {
            "source": "mtus",
            "title": "General Approaches",
            "year": 2004,
            "sections": ["Initial Care"],
        }
    ]
    decision["imro_guideline"]["basis"] = "mtus"
    decision["rationale"] = (
        "The MTUS does not address the requested service. Therefore, the request is not "
        "medically necessary."
    )
    return document


@operator()
def leave_a_social_security_number(document, dice, others):
    document["determination"]["clinical_case_summary"] += " SSN 123-45-6789."
    return document


def mutated(
    name: str, document: Document, dice: random.Random, others: list[Document]
) -> Document | None:
    """Return a spoiled copy, or None where there is nothing to spoil."""
    return OPERATORS[name](copy.deepcopy(document), dice, others)
