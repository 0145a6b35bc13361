"""Through which day credentials must hold: the legal last day of the determination."""

from datetime import date


def credentials_through(determination_due_on: date | None, *, day: date) -> date:
    """Return the last day of the review's time; `day` itself when that has passed already."""
    return day if determination_due_on is None else max(day, determination_due_on)
