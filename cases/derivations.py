"""What a stored due date would be if its paper had been served another way."""

from datetime import date

from cases.deadlines.counting import Event, Method, Place
from cases.deadlines.explain import under_other_methods
from cases.deadlines.rules import Dispute, NoSuchRule, choose_rule_set
from cases.models import Deadline
from cases.rulebook import current_rulebook

METHOD_WORDS = {
    Method.PERSONAL: "served in person",
    Method.MAIL: "served by mail",
    Method.ELECTRONIC: "served electronically",
    Method.FAX: "served by fax",
}


def other_methods(deadline: Deadline) -> list[tuple[str, date]]:
    """Return the due day under each other way of service that would change it, in words."""
    book = current_rulebook()
    event = Event(deadline.event_at, Method(deadline.method), Place(deadline.place))
    try:
        rules = choose_rule_set(book.rule_sets, event.day)
        rule = rules.find(deadline.rule_id, Dispute(deadline.dispute), event.day, event.method)
    except NoSuchRule:
        return []
    if not rule.adds_mail:
        return []
    return [
        (METHOD_WORDS[method], day)
        for method, day in under_other_methods(rule, event, book.counting)
        if day != deadline.due_on
    ]
