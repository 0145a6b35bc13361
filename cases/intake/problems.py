"""Everything that is wrong with an application, each in a sentence beside its place."""

import re
from collections import Counter
from datetime import date

from cases.deadlines.addresses import place_of
from cases.deadlines.counting import Place
from cases.intake.addresses import address_problems
from cases.intake.dates import birth_problems, date_problems, range_refusal
from cases.intake.disputes import service_problems
from cases.intake.entries import ApplicationEntry, PartyEntry
from cases.intake.findings import Limits, Path, Problem, Problems
from cases.intake.texts import is_blank, text_problems

CASE_NUMBER = re.compile(r"[A-Z]{2,4}[0-9]{2}-[0-9]{7}")
TELEPHONE = re.compile(r"[0-9+().,#/x\- ]*(ext[. ]*)?[0-9 ]*", re.IGNORECASE)
EMAIL = re.compile(r"[^@\s]+@[^@\s.]+(\.[^@\s.]+)+")
ROLES_REPEATED = frozenset({"facility", "manufacturer"})
ROLES_REQUIRED = ("injured_worker", "claims_administrator")

__all__ = ["Limits", "Problem", "party_problems", "problems", "service_problems"]


def problems(entry: ApplicationEntry, today: date, limits: Limits | None = None) -> list[Problem]:
    """Return all that is wrong with `entry` on the day `today`; empty when it can be received."""
    limits = limits or Limits()
    return [
        *date_problems(entry, today),
        *text_problems(entry, (), limits),
        *text_problems(entry.ur_decision, ("ur_decision",), limits),
        *_case_number_problems(entry),
        *_cast_problems(entry),
        *_all_party_problems(entry, today, limits),
        *service_problems(entry.services, today, limits),
    ]


def party_problems(
    party: PartyEntry,
    today: date,
    limits: Limits,
    *,
    injury: date | None = None,
    path: Path = (),
) -> Problems:
    """Yield what is wrong with one party; `injury` is the case's date of injury."""
    place = party.role.replace("_", " ").capitalize().replace("Ur ", "UR ")
    yield from text_problems(party, path, limits, place)
    if is_blank(party.name):
        yield Problem((*path, "name"), f"{place}: enter the name.")
    for field in ("telephone", "fax"):
        if not _is_telephone(getattr(party, field)):
            yield Problem(
                (*path, field),
                f"{place}: write the {field} number with its digits, for example 209-555-0144.",
            )
    if "\n" in party.email or "\r" in party.email:
        yield Problem((*path, "email"), f"{place}: this e-mail address contains a line break.")
    elif party.email and not EMAIL.fullmatch(party.email):
        yield Problem((*path, "email"), f"{place}: write one e-mail address, such as a@b.org.")
    if party.npi and not re.fullmatch(r"[0-9]{10}", party.npi):
        yield Problem((*path, "npi"), f"{place}: an NPI has ten digits; “{party.npi}” has not.")
    yield from address_problems(party.address, place, path)
    yield from _place_problems(party, place, path)
    yield from birth_problems(party, injury, today, path)
    yield from _designation_problems(party, today, path)


def _place_problems(party: PartyEntry, words: str, path: Path) -> Problems:
    """What was said of the place may add to the address, and not contradict it."""
    read = place_of(party.address)
    if party.place not in ("", *Place):
        yield Problem((*path, "place"), f"{words}: choose where the address is.")
    elif party.place not in ("", Place.CONFIDENTIAL_ADDRESS, read) and read is not None:
        yield Problem(
            (*path, "place"),
            f"{words}: the address says that it is {PLACE_WORDS_OF_ADDRESS[read]}. Correct the "
            "address, or leave the place as the address says.",
        )


PLACE_WORDS_OF_ADDRESS = {
    Place.CALIFORNIA: "in California",
    Place.UNITED_STATES: "in another state",
    Place.ABROAD: "abroad",
    Place.CONFIDENTIAL_ADDRESS: "a confidential address of the Secretary of State",
}


def _is_telephone(text: str) -> bool:
    if not text:
        return True
    digits = sum(letter.isdigit() for letter in text)
    return bool(TELEPHONE.fullmatch(text)) and 7 <= digits <= 20


def _designation_problems(party: PartyEntry, today: date, path: Path) -> Problems:
    if party.designated_on is None:
        return
    path = (*path, "designated_on")
    if party.role != "agent":
        yield Problem(path, "Only an agent has a date of designation (LC 4610.5(j)).")
    sentence = range_refusal("date of designation", party.designated_on, today)
    if sentence:
        yield Problem(path, sentence)


def _case_number_problems(entry: ApplicationEntry) -> Problems:
    if entry.case_number and not CASE_NUMBER.fullmatch(entry.case_number):
        yield Problem(
            ("case_number",),
            f"“{entry.case_number[:40]}” is not a case number: two to four capitals, two digits of "
            "the year, a hyphen and seven digits, such as CM26-0000001.",
        )


def _cast_problems(entry: ApplicationEntry) -> Problems:
    count_by_role = Counter(party.role for party in entry.parties)
    for role in ROLES_REQUIRED:
        if not count_by_role[role]:
            yield Problem(("parties", role, "name"), f"Enter the {role.replace('_', ' ')}.")
    for role, count in count_by_role.items():
        if count > 1 and role not in ROLES_REPEATED:
            yield Problem(
                ("parties",), f"A case has one {role.replace('_', ' ')}; {count} are entered."
            )


def _all_party_problems(entry: ApplicationEntry, today: date, limits: Limits) -> Problems:
    for index, party in enumerate(entry.parties):
        yield from party_problems(
            party, today, limits, injury=entry.date_of_injury, path=("parties", index)
        )
