"""The rules and calendars as a page to read: every clock with its cite, dates and state."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.deadlines.calendars import WEEKDAY_NAMES
from cases.deadlines.rules import Rule, RuleSet, Unit, rule_set_from

UNITS = {
    Unit.CALENDAR_DAYS: "calendar days",
    Unit.WORKING_DAYS: "working days",
    Unit.HOURS: "hours",
    Unit.MONTHS: "months",
}
MONTHS = "January February March April May June July August September October November December"
NTH = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth", -1: "last"}
Documents = Mapping[tuple[str, str], Any]


@dataclass(frozen=True)
class Section:
    """One document as a table: its kind and name, what it is, and a cell a column in each row."""

    kind: str
    name: str
    title: str
    words: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def catalogue(documents: Documents) -> str:
    """Return the whole catalogue in Markdown, from the documents in their plain form."""
    parts = [
        "# Rules and calendars",
        "",
        "Written from the rule data by `manage.py write_rules`; edit the data, not this page. "
        "*Verified* means that the length was read in the text cited; the rest is to be checked "
        "before it is relied on. The time of *a right* runs out, and nobody is late by it.",
    ]
    for section in sections(documents):
        parts += section_lines(section)
    return "\n".join(parts) + "\n"


def section_lines(section: Section) -> list[str]:
    """Return one document in Markdown, line by line."""
    lines = ["", f"## {section.title}", "", section.words, ""]
    lines += [_line(section.head), _line("---" for _ in section.head)]
    return [*lines, *(_line(row) for row in section.rows)]


def sections(documents: Documents) -> list[Section]:
    """Return each document as a table to read."""
    return [_section(kind, name, plain) for (kind, name), plain in documents.items()]


def _section(kind: str, name: str, plain: Mapping[str, Any]) -> Section:
    if kind == "rule_set":
        return _rule_set(kind, name, rule_set_from(plain))
    tables = {"mail_days": _mail_days, "ladder": _ladder}
    return tables.get(kind, _calendar)(kind, name, plain)


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _rule_set(kind: str, name: str, rules: RuleSet) -> Section:
    return Section(
        kind=kind,
        name=name,
        title=f"Deadlines, set {rules.name}",
        words=f"In force for events {span(rules.effective_from, rules.effective_to)}. "
        f"{rules.source}",
        head=(
            *("id", "what", "owed by", "starts with", "dispute", "length", "mail", "rolls"),
            *("in force", "cite", "verified"),
        ),
        rows=tuple(_rule(rule) for rule in rules.rules),
    )


def _rule(rule: Rule) -> tuple[str, ...]:
    by = f", {rule.method}" if rule.method else ""
    return (
        rule.id,
        rule.what,
        f"{rule.owed_by} (a right)" if rule.is_right else rule.owed_by,
        rule.trigger + by,
        rule.dispute.value,
        f"{rule.length} {UNITS[rule.unit]}",
        _yes(rule.adds_mail),
        _yes(rule.rolls),
        span(rule.effective_from, rule.effective_to),
        rule.cite,
        _yes(rule.is_verified),
    )


def _mail_days(kind: str, name: str, plain: Mapping[str, Any]) -> Section:
    return Section(
        kind=kind,
        name=name,
        title="Days for mail",
        words=f"{plain['source']} Verified: {_yes(plain['is_verified'])}.",
        head=("address", "calendar days"),
        rows=tuple(
            (place.replace("_", " "), str(days)) for place, days in plain["days_by_place"].items()
        ),
    )


def _ladder(kind: str, name: str, plain: Mapping[str, Any]) -> Section:
    return Section(
        kind=kind,
        name=name,
        title=plain["name"],
        words=f"{plain['source']} No mail goes out between {plain['quiet_from']} and "
        f"{plain['quiet_to']} o'clock Pacific time, but for expedited cases.",
        head=("step", "disputes", "who is told"),
        rows=tuple(
            (step["name"], ", ".join(step["disputes"]), ", ".join(step["to"]))
            for step in plain["steps"]
        ),
    )


def _calendar(kind: str, name: str, plain: Mapping[str, Any]) -> Section:
    return Section(
        kind=kind,
        name=name,
        title=f"Calendar: {plain['name']}",
        words=f"Version {plain['version']}, {plain['first_year']} to {plain['last_year']}; "
        f"Saturdays and Sundays are closed. {plain['source']}",
        head=("holiday", "day", "years", "moves", "statute", "verified"),
        rows=tuple(_holiday(holiday) for holiday in plain["holidays"]),
    )


def _holiday(plain: Mapping[str, Any]) -> tuple[str, ...]:
    return (
        plain["name"],
        _day_words(plain),
        _years(plain),
        _moves(plain),
        plain.get("statute", ""),
        _yes(plain.get("is_verified", False)),
    )


def _day_words(plain: Mapping[str, Any]) -> str:
    month = MONTHS.split()[plain["month"] - 1]
    if plain["form"] == "fixed":
        return f"{plain['day']} {month}"
    words = f"{NTH[plain['nth']]} {WEEKDAY_NAMES[plain['weekday']]} of {month}"
    return f"the day after the {words}" if plain["form"] == "after" else words


def _years(plain: Mapping[str, Any]) -> str:
    first, last = plain.get("from_year"), plain.get("to_year")
    return " ".join(_only([first and f"from {first}", last and f"to {last}"])) or "all"


def _moves(plain: Mapping[str, Any]) -> str:
    return ", ".join(
        _only(
            [
                plain.get("moves_from_sunday") and "Sunday to Monday",
                plain.get("moves_from_saturday") and "Saturday to Friday",
            ]
        )
    )


def _only(words: Iterable[Any]) -> list[str]:
    return [word for word in words if word]


def span(first: date, last: date) -> str:
    """Return the days between which something is in force, as words."""
    begins = "" if first == date.min else f"from {first.isoformat()}"
    ends = "" if last == date.max else f"to {last.isoformat()}"
    return f"{begins} {ends}".strip() or "always"


def _yes(value: bool) -> str:
    return "yes" if value else "no"
