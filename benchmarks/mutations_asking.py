"""More ways to spoil a letter: slips that ask, or that only inform."""

import random
import re
from datetime import date, timedelta
from typing import Any

from benchmarks.mutations import (
    SIDE,
    Document,
    decisions,
    flip,
    flipped,
    operator,
    other_level,
    other_part,
    spoil,
)
from reviews.checks.reading.anatomy import parts
from reviews.checks.reading.dates import date_mentions


@operator(blocks=False)
def flip_one_side_somewhere_in_a_rationale(document, dice, others):
    def change(text):
        found = [
            m
            for m in SIDE.finditer(text)
            if any(p.side for p in parts(text[m.start() : m.end() + 30]))
        ]
        if not found:
            return None
        match = dice.choice(found)
        return text[: match.start()] + flipped(match) + text[match.end() :]

    return document if spoil(document, dice, change) else None


@operator(blocks=False)
def flip_every_side_of_the_summary(document, dice, others):
    summary = flip(document["determination"]["clinical_case_summary"])
    if summary is None:
        return None
    document["determination"]["clinical_case_summary"] = summary
    return document


@operator(blocks=False)
def change_every_part_of_a_rationale(document, dice, others):
    return document if spoil(document, dice, other_part) else None


@operator(blocks=False)
def change_a_level_somewhere_in_a_rationale(document, dice, others):
    return document if spoil(document, dice, other_level) else None


@operator(blocks=False)
def change_the_date_of_injury(document, dice, others):
    day = date.fromisoformat(document["date_of_injury"])
    return _move_date(document, day, dice.choice((-365, 365, 10, -8, 31)))


@operator(blocks=False)
def change_the_date_of_the_ur_decision(document, dice, others):
    return _move_date(
        document, date.fromisoformat(document["ur_decision_date"]), dice.choice((-6, 5, 31))
    )


def _move_date(document: Document, day: date, by: int) -> Document | None:
    summary = document["determination"]["clinical_case_summary"]
    for mention in date_mentions(summary):
        if mention.day == day:
            other = day + timedelta(days=by)
            document["determination"]["clinical_case_summary"] = (
                summary[: mention.start] + f"{other:%m-%d-%Y}" + summary[mention.end :]
            )
            return document
    return None


@operator(blocks=False)
def move_a_date_past_the_decision(document, dice, others):
    summary = document["determination"]["clinical_case_summary"]
    found = [each for each in date_mentions(summary) if each.day]
    if not found:
        return None
    mention = dice.choice(found)
    later = mention.day.replace(year=mention.day.year + 11, day=min(mention.day.day, 28))
    document["determination"]["clinical_case_summary"] = (
        summary[: mention.start] + f"{later:%m/%d/%Y}" + summary[mention.end :]
    )
    return document


def _citation(document: Document, dice: random.Random) -> dict[str, Any] | None:
    rows = [
        row
        for decision in decisions(document)
        for row in decision["imro_guideline"].get("citations", [])
        if row["source"] == "mtus" and row.get("title")
    ]
    return dice.choice(rows) if rows else None


@operator(blocks=False)
def break_the_title_of_a_citation(document, dice, others):
    row = _citation(document, dice)
    if row is None:
        return None
    row["title"] = dice.choice(("Thumb Complaints", "Cardiac Disorders", "Spinal Matters"))
    return document


@operator(blocks=False)
def break_the_year_of_a_citation(document, dice, others):
    row = _citation(document, dice)
    if row is None or not row.get("year"):
        return None
    row["year"] = dice.choice((1998, 2011, 2033))
    return document


@operator(blocks=False)
def break_the_page_of_a_citation(document, dice, others):
    row = _citation(document, dice)
    if row is None:
        return None
    row["pages"] = ["999"]
    return document


@operator(blocks=False)
def break_the_section_of_a_citation(document, dice, others):
    row = _citation(document, dice)
    if row is None or not row.get("sections"):
        return None
    row["sections"] = ["Unicycle riding"]
    return document


@operator(blocks=False)
def cite_the_chapter_of_another_part(document, dice, others):
    row = _citation(document, dice)
    if row is None:
        return None
    named = " ".join(service["requested"].lower() for service in document["disputed_services"])
    row |= {"title": "Ankle and Foot Complaints", "year": 2004, "sections": ["Special Studies"]}
    return None if re.search(r"ankle|foot|heel|toe|lower|leg", named) else document


@operator(blocks=False)
def find_it_partly_necessary(document, dice, others):
    decision = dice.choice(decisions(document))
    decision["rationale"] = f"The request is partially medically necessary. {decision['rationale']}"
    return document


@operator(blocks=False)
def advise_treatment(document, dice, others):
    decision = dice.choice(decisions(document))
    decision["rationale"] = f"{decision['rationale']} I recommend that the patient try ice."
    return document


@operator(blocks=False)
def give_two_ages(document, dice, others):
    summary = document["determination"]["clinical_case_summary"]
    age = re.search(r"\b([0-9]{2})[- ]year[- ]old", summary)
    if age is None:
        return None
    other = int(age[1]) + 12
    decision = dice.choice(decisions(document))
    decision["rationale"] = f"This is a {other} year old worker. {decision['rationale']}"
    return document


@operator(blocks=False)
def misspell_a_term(document, dice, others):
    document["determination"]["clinical_case_summary"] += " A medical meniscectomy was done."
    return document


@operator(blocks=False)
def repeat_a_word(document, dice, others):
    def change(text):
        words = list(re.finditer(r"\b[a-z]{4,}\b", text))
        if not words:
            return None
        match = dice.choice(words)
        return f"{text[: match.end()]} {match.group()}{text[match.end() :]}"

    return document if spoil(document, dice, change) else None
