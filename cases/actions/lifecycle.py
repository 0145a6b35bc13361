"""The one writer of a case's status."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cases import access, audit
from cases.actions.deadlines import refresh_deadlines
from cases.lifecycle import CASE, ENDINGS
from cases.models import Case
from cases.signals import case_transitioned


def lock_case(case: Case) -> Case:
    """Return the case with its row locked; always the first lock, so that none wait in a ring."""
    return Case.objects.select_for_update(of=("self",)).get(pk=case.pk)


@transaction.atomic
def transition_case(case: Case, step_name: str, *, by: Any, at: datetime, **changes: Any) -> Case:
    """Take one step: permission, then state, then the row and its audit event.

    `by` is None only for the steps of the table that have no permission: a worker's. `changes` are
    fields of the case that the step sets with it. PermissionDenied or StepNotAllowed is raised.
    """
    case = lock_case(case)
    permission = CASE.named(step_name).permission
    if permission:
        access.require(by, permission)
    step = CASE.step(step_name, case.status)
    left, case.status, case.status_at = case.status, step.target, at
    if step.target in ENDINGS:
        case.ended_at = at
    for name, value in changes.items():
        setattr(case, name, value)
    case.save()
    audit.append(f"case.{step.name}", case, by=by, changed=changes, left=left, reached=step.target)
    refresh_deadlines(case, by=by, at=at, reason=f"case.{step.name}")
    case_transitioned.send(sender=Case, case=case, step=step, by=by, at=at)
    return case
