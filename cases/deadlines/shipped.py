"""The rules and calendars that ship with the project, read from `data/`: version 1 of each."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from cases.deadlines.calendars import calendar_from
from cases.deadlines.counting import Counting, Place
from cases.deadlines.rules import RuleSet, rule_set_from

DATA = Path(__file__).parent / "data"
FILES = {
    ("rule_set", "2014"): "rules_2014.json",
    ("rule_set", "2026-04"): "rules_2026-04.json",
    ("working_days", "Working days"): "working_days.json",
    ("judicial_holidays", "Judicial holidays"): "judicial_holidays.json",
    ("mail_days", "Days for mail"): "mail_days.json",
    ("ladder", "Reminders"): "ladder.json",
}


@cache
def documents() -> dict[tuple[str, str], Any]:
    """Return each shipped document in plain form, by its kind and name."""
    return {
        key: json.loads((DATA / name).read_text(encoding="utf-8")) for key, name in FILES.items()
    }


@cache
def rule_sets() -> tuple[RuleSet, ...]:
    """Return the shipped rule sets, oldest first."""
    return tuple(
        rule_set_from(plain) for (kind, _), plain in documents().items() if kind == "rule_set"
    )


@cache
def counting() -> Counting:
    """Return the shipped calendars and the days that mail adds."""
    plain = {kind: document for (kind, _), document in documents().items()}
    return Counting(
        working=calendar_from(plain["working_days"]),
        judicial=calendar_from(plain["judicial_holidays"]),
        mail_days_by_place={
            Place(place): days for place, days in plain["mail_days"]["days_by_place"].items()
        },
    )
