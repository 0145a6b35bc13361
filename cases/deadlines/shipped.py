"""The rules and calendars that ship with the project, read from `data/`."""

import json
from functools import cache
from pathlib import Path
from typing import Any

from cases.deadlines.calendars import calendar_from
from cases.deadlines.counting import Counting, Place
from cases.deadlines.rules import RuleSet, rule_set_from

DATA = Path(__file__).parent / "data"
RULE_SETS = ("rules_2014.json", "rules_2026-04.json")


@cache
def rule_sets() -> tuple[RuleSet, ...]:
    """Return the shipped rule sets, oldest first."""
    return tuple(rule_set_from(_read(name)) for name in RULE_SETS)


@cache
def counting() -> Counting:
    """Return the shipped calendars and the days that mail adds."""
    return Counting(
        working=calendar_from(_read("working_days.json")),
        judicial=calendar_from(_read("judicial_holidays.json")),
        mail_days_by_place={
            Place(place): days for place, days in _read("mail_days.json")["days_by_place"].items()
        },
    )


def _read(name: str) -> dict[str, Any]:
    return json.loads((DATA / name).read_text(encoding="utf-8"))
