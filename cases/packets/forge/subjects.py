"""Whom a packet is about when a case file says so; only a file whose parties are invented."""

import re
from collections.abc import Mapping
from datetime import date
from random import Random
from typing import Any

from cases.packets.forge.assembly import invented_subject
from cases.packets.forge.cast import Person, Subject

WORDS_BY_REGION = {
    "lumbar": r"lumbar|low back|l[345]-|sacr",
    "cervical": r"cervical|neck|c[34567]-",
    "shoulder": r"shoulder|rotator|subacromial",
    "knee": r"knee|menisc|patell",
    "wrist": r"wrist|carpal|hand\b|thumb|finger",
}
INVENTED = ("parties", "claim_number")


class NotInvented(ValueError):
    """The case file is about somebody who may be real; the message says what to do."""


def subject_of(document: Mapping[str, Any], pages: int) -> Subject:
    """Return the subject of a parsed case file; NotInvented when its people could be real."""
    real = [name for name in INVENTED if name not in document.get("synthetic_fields", ())]
    worker = document.get("parties", {}).get("injured_worker", {})
    if real or not worker.get("name"):
        raise NotInvented(
            "Packets are forged about invented people only: name an injured worker, and list "
            f"{' and '.join(INVENTED)} in synthetic_fields of the case file."
        )
    parties, chance = document["parties"], Random(document.get("case_number", ""))
    made_up = invented_subject(chance, pages)
    region, side = _body_part(document)
    asked = tuple(service["requested"] for service in document.get("disputed_services", ()))
    return Subject(
        worker=_person(worker, made_up.worker),
        claim_number=document.get("claim_number") or made_up.claim_number,
        injured_on=_day(document, "date_of_injury") or made_up.injured_on,
        requested_on=_day(document, "rfa_date") or made_up.requested_on,
        decided_on=_day(document, "ur_decision_date") or made_up.decided_on,
        administrator=_name(parties, "claims_administrator") or made_up.administrator,
        employer=_name(parties, "employer") or made_up.employer,
        region=region or made_up.region,
        side=side or made_up.side,
        services=asked or made_up.services,
        physician=_name(parties, "requesting_physician"),
    )


def _person(worker: Mapping[str, Any], made_up: Person) -> Person:
    first, *middle, last = (worker["name"].split() * 2)[: max(2, len(worker["name"].split()))]
    born = worker.get("date_of_birth")
    return Person(
        first=first,
        last=last,
        born_on=date.fromisoformat(born) if born else made_up.born_on,
        middle=" ".join(middle),
        sex=worker.get("sex", made_up.sex),
    )


def _name(parties: Mapping[str, Any], role: str) -> str:
    return parties.get(role, {}).get("name", "")


def _day(document: Mapping[str, Any], field: str) -> date | None:
    return date.fromisoformat(document[field]) if document.get(field) else None


def _body_part(document: Mapping[str, Any]) -> tuple[str, str]:
    """Return the region and side that the requests, then the records name most."""
    said = [service["requested"] for service in document.get("disputed_services", ())]
    said += [line for record in document.get("records", ()) for line in record.get("text", ())]
    text = " ".join(said).casefold()
    counts = {region: len(re.findall(words, text)) for region, words in WORDS_BY_REGION.items()}
    region = max(counts, key=lambda name: counts[name])
    sides = {side: len(re.findall(rf"\b{side}\b", text)) for side in ("left", "right")}
    side = max(sides, key=lambda name: sides[name])
    return (region if counts[region] else "", side if sides[side] else "")
