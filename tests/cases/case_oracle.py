"""A second way from the facts of a whole case to its due dates, sharing no code with the engine.

It knows the lengths of the rules of 2026 by heart, reads nothing of the rule data, and decides by
plain conditions which clocks run: by kind, conversion, extension, pauses and places.
"""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from tests.cases.deadline_oracle import oracle_due

PACIFIC = ZoneInfo("America/Los_Angeles")
FARTHER = ["california", "united_states", "confidential_address", "abroad"]


def noon(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=PACIFIC)


def days(at, length, *, mail="", rolls=True, tolled=frozenset(), extension=0, unit="calendar_days"):
    return oracle_due(
        at=at, unit=unit, length=length, mail=bool(mail), place=mail or "california", rolls=rolls,
        tolled=tolled, extension=extension,
    )  # fmt: skip


def farther(one, other):
    known = [end or "california" for end in (one, other)]
    return FARTHER[max(FARTHER.index(end) for end in known)]


def case_due(facts: dict) -> dict[str, date]:
    """Return the due day of each clock of a case by its name."""
    found: dict[str, date] = {}
    is_expedited, is_formulary = facts["is_expedited"], facts["is_formulary"]
    if "A1" not in facts["stopped"]:
        mail = farther(*facts["ends"]) if facts["method"] == "mail" else ""
        begins = max(facts["served_on"], facts["form_given_on"] or facts["served_on"])
        length = 10 if is_formulary else 30
        tolled = facts["tolled"].get("A1", frozenset())
        found["A1"] = days(noon(begins), length, mail=mail, tolled=tolled)
    notified, complete = facts["notified_at"], facts["complete_on"]
    turned = facts["expedited_at"] if is_expedited else None
    came_before = bool(turned and complete and complete <= turned.astimezone(PACIFIC).date())
    tolled = {rule: facts["tolled"].get(rule, frozenset()) for rule in ("R1", "R2")}
    if is_expedited and not came_before:
        hours = {"unit": "hours"}
        at = max(notified, turned) if turned else notified
        found |= {rule: days(at, 24, **hours) for rule in ("R1", "R2")}
    else:
        found["R1-mail"] = days(notified, 15, tolled=tolled["R1"])
        found["R2"] = days(notified, 10, tolled=tolled["R2"])
    for rule in ("R1", "R2"):
        if rule in facts["stopped"]:
            found = {name: day for name, day in found.items() if name.split("-")[0] != rule}
    if complete:
        found["D1"] = _determination(facts, complete, turned)
    for subject, served_on, ends in facts["appeals"]:
        tolled_days = facts["tolled"].get("P1", frozenset())
        if "P1" not in facts["stopped"]:
            found[f"P1-{subject}"] = days(
                noon(served_on), 30, mail=farther(*ends), tolled=tolled_days
            )
    return found


def _determination(facts: dict, complete: date, turned: datetime | None) -> date:
    begins = max(complete, facts["received_on"])
    extension = facts["extension"]
    if facts["is_expedited"]:
        if turned:
            begins = max(begins, turned.astimezone(PACIFIC).date())
        return begins + timedelta(days=3 + extension)
    if facts["is_formulary"]:
        return days(noon(begins), 5, unit="working_days", extension=extension)
    return days(noon(begins), 30, extension=extension)
