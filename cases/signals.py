"""The domain signals: they call up a floor, so that `cases` need not know who listens."""

from enum import StrEnum

from django.dispatch import Signal

# Sent inside the transaction, after the status is written: sender=Case, case, step, by, at.
case_transitioned = Signal()
# Sent with `case`, `by` and `at` when services that had ended are in dispute again.
services_reopened = Signal()

# Sent inside the transaction, after the rows are written, when something changes that work on the
# case must follow: sender=Case, case, change (a `Change`), by, at.
case_changed = Signal()


class Change(StrEnum):
    """What changed in a case that is being worked on."""

    EXPEDITED = "expedited"
    STANDARD = "standard"
    CLAIMS_ADMINISTRATOR = "claims_administrator"
