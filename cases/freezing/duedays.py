"""The due days that a notice prints: counted from its own day, by the rules in force on it."""

from datetime import date

from cases.casedates import dispute_of_case
from cases.deadlines.catalogue import UNITS
from cases.deadlines.clocks import midday
from cases.deadlines.counting import Due, Event, Method, Place, due
from cases.deadlines.explain import explain
from cases.deadlines.rules import NoSuchRule, Unit, choose_rule_set
from cases.models import Case
from cases.notices.content import DueDay
from cases.press.words import weekday_date
from cases.rulebook import current_rulebook

AFTER_RECEIPT = "{length} after this notice is received"


def counted(case: Case, rule_id: str, dated: date, method: str = "") -> Due | None:
    """Count one rule from the day of a notice served so; None where no rule was in force."""
    book = current_rulebook()
    event = Event(
        at=midday(dated), method=Method(method or Method.PERSONAL), place=Place.CALIFORNIA
    )
    try:
        rules = choose_rule_set(book.rule_sets, dated)
        rule = rules.find(rule_id, dispute_of_case(case), dated, method)
    except NoSuchRule:
        return None
    return due(rule, event, book.counting)


def due_day(
    case: Case, rule_id: str, dated: date, *, who: str, what: str, method: str = "", role: str = ""
) -> tuple[DueDay, ...]:
    """Return what is due by one rule, in words; nothing where no rule was in force."""
    result = counted(case, rule_id, dated, method)
    if result is None:
        return ()
    in_hours = result.rule.unit == Unit.HOURS
    length = f"{result.rule.length} {UNITS[result.rule.unit]}"
    mail = "" if in_hours else _mail_words(result, method)
    return (
        DueDay(
            who=who,
            what=what,
            length=length + mail,
            cite=result.rule.cite,
            by=AFTER_RECEIPT.format(length=length) if in_hours else weekday_date(result.on),
            day=None if in_hours else result.on,
            role=role,
            why=tuple(f"{line.words} {line.cite}".strip() for line in explain(result)),
        ),
    )


def records_method(method: str) -> str:
    """Return the way of service by which the days for records are counted.

    Only what is mailed has the longer days (8 CCR 9792.10.5(a)(1)).
    """
    return Method.MAIL if method == Method.MAIL else Method.ELECTRONIC


def _mail_words(result: Due, method: str) -> str:
    if not result.rule.adds_mail or method != Method.MAIL:
        return ""
    days = current_rulebook().counting.mail_days_by_place[result.event.place]
    return f" and {days} days for mail"
