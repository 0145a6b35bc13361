"""Through which day credentials must hold: the day the determination is due.

LC 4610.6(d)(1): thirty days from the request and its documents, three days when it is expedited.
The exact clock has its own rules; here the longer time is the safe one.
"""

from datetime import date, timedelta

REGULAR = timedelta(days=30)
EXPEDITED = timedelta(days=3)


def credentials_through(records_complete_on: date | None, *, is_expedited: bool, day: date) -> date:
    """Return the last day of the review's time; `day` itself when that has passed already."""
    if records_complete_on is None:
        return day
    return max(day, records_complete_on + (EXPEDITED if is_expedited else REGULAR))
