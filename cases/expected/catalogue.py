"""The rules on records as tables of the page of rules."""

from datetime import date

from cases.deadlines.catalogue import Section, span
from cases.expected.rules import Item, Penalty, RecordRules
from cases.fees.money import dollars

ROLE_WORDS = {
    "claims_administrator": "claims administrator",
    "injured_worker": "injured worker",
    "requesting_physician": "requesting physician",
}


def record_sections(rules: RecordRules) -> tuple[Section, Section]:
    """Return the checklist and the penalties, each as a table to read."""
    checklist = Section(
        kind="records",
        name="records",
        title="Records to be sent",
        words=f"What a request for records asks for, by the day of the request. {rules.source}",
        head=("code", "what", "from", "must", "in force", "cite", "statute", "note", "verified"),
        rows=tuple(_item(item) for item in rules.items),
    )
    penalties = Section(
        kind="penalties",
        name="penalties",
        title="Penalties for silence",
        words="Imposed by the Administrative Director, never by this organization: what is kept "
        "here is evidence.",
        head=("code", "what", "a day", "at most", "in force", "cite", "note", "verified"),
        rows=tuple(_penalty(penalty) for penalty in rules.penalties),
    )
    return checklist, penalties


def _item(item: Item) -> tuple[str, ...]:
    return (
        item.code,
        item.what,
        ROLE_WORDS[item.owed_by],
        "must" if item.is_required else "may",
        span(item.effective_from, item.effective_to),
        item.cite,
        item.statute,
        item.note,
        _verified(item),
    )


def _verified(item: Item) -> str:
    if not item.is_verified:
        return "no"
    return "yes" if item.verified_to == date.max else f"to {item.verified_to.isoformat()}"


def _penalty(penalty: Penalty) -> tuple[str, ...]:
    return (
        penalty.code,
        penalty.what,
        dollars(penalty.per_day),
        dollars(penalty.at_most),
        span(penalty.effective_from, penalty.effective_to),
        penalty.cite,
        penalty.note,
        "yes" if penalty.is_verified else "no",
    )
