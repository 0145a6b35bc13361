"""The domain signals: they call up a floor, so that `cases` need not know who listens."""

from django.dispatch import Signal

# Sent inside the transaction, after the status is written: sender=Case, case, step, by, at.
case_transitioned = Signal()
# Sent with `case`, `by` and `at` when services that had ended are in dispute again.
services_reopened = Signal()
