"""Suspected duplicates: found as an application is received, settled by a person with a reason."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q

from cases import access, audit
from cases.actions.lifecycle import lock_case
from cases.characters import character_refusal
from cases.duplicates import Compared, folded_name, is_suspected, matching_fields
from cases.errors import Refused
from cases.intake import ApplicationEntry
from cases.models import Application, Case, DisputedService, DuplicateSuspicion, Party

LONGEST_REASON = 2000
State = DuplicateSuspicion.State


def suspect_duplicates(case: Case, entry: ApplicationEntry, *, by: Any, at: datetime) -> None:
    """Keep each earlier case that could be this one, in the transaction that receives it."""
    worker = entry.party(Party.Role.INJURED_WORKER)
    received = Compared(
        worker=worker.name if worker else "",
        born_on=worker.date_of_birth if worker else None,
        date_of_injury=entry.date_of_injury,
        ur_decided_on=entry.ur_decision.decided_on,
        requested=tuple(service.requested for service in entry.services),
        document_sha256=entry.document_sha256,
    )
    for other, earlier in _earlier(case, received):
        matched = matching_fields(received, earlier)
        if is_suspected(matched):
            DuplicateSuspicion.objects.create(
                case=case, other=other, matched=list(matched), found_at=at
            )
            audit.append(
                "duplicate.suspected", case, by=by, other=other.case_number, matched=list(matched)
            )


@transaction.atomic
def settle_duplicate(
    case: Case, other: Case, *, by: Any, at: datetime, state: str, reason: str, seen: str
) -> DuplicateSuspicion:
    """Link the two cases or dismiss the suspicion; `seen` is the state that was decided on.

    Refused without a reason, or when somebody else has settled it meanwhile.
    """
    later, earlier = sorted((case, other), key=lambda one: one.pk, reverse=True)
    later = lock_case(later)
    access.require(by, "cases.receive_application")
    suspicion = (
        DuplicateSuspicion.objects.select_for_update().filter(case=later, other=earlier).first()
    )
    if suspicion is None:
        raise Refused("These two cases are not suspected to be one.")
    if suspicion.state != seen:
        words = suspicion.get_state_display()
        raise Refused(f"Somebody has decided this meanwhile: {words}. Look at it once more.")
    if state not in (State.LINKED, State.DISMISSED) or state == seen:
        raise Refused("Choose whether to link the two cases or to dismiss the suspicion.")
    suspicion.state, suspicion.reason = state, _sound_reason(reason)
    suspicion.decided_by, suspicion.decided_at = by, at
    suspicion.save()
    for each, opposite in ((later, earlier), (earlier, later)):
        audit.append(
            f"duplicate.{state}", suspicion, by=by, case=each, other=opposite.case_number, was=seen
        )
    return suspicion


def _sound_reason(reason: str) -> str:
    reason = reason.strip()
    if not reason:
        raise Refused("Say why: a suspicion is not settled without a reason.")
    if len(reason) > LONGEST_REASON:
        raise Refused(
            f"The reason has {len(reason):,} characters; at most {LONGEST_REASON:,} are kept."
        )
    unprintable = character_refusal("The reason", reason)
    if unprintable:
        raise Refused(unprintable)
    return reason


def _earlier(case: Case, received: Compared) -> Iterable[tuple[Case, Compared]]:
    """Return the earlier cases that could match, found by indexes, as what is compared of them."""
    keys = set(_of_one_worker(case, received))
    if received.document_sha256:
        same = Application.objects.filter(document_sha256=received.document_sha256)
        keys |= set(same.filter(case__lt=case.pk).values_list("case", flat=True))
    found = Case.objects.filter(pk__in=keys).select_related("ur_decision", "application")
    for other in found.order_by("pk"):
        worker = other.parties.filter(role=Party.Role.INJURED_WORKER).first()
        requested = DisputedService.objects.filter(case=other).values_list("requested", flat=True)
        yield (
            other,
            Compared(
                worker=worker.name if worker else "",
                born_on=worker.date_of_birth if worker else None,
                date_of_injury=other.date_of_injury,
                ur_decided_on=other.ur_decision.decided_on,
                requested=tuple(requested),
                document_sha256=other.application.document_sha256,
            ),
        )


def _of_one_worker(case: Case, received: Compared) -> Iterable[int]:
    """Yield the cases of this worker with the injury or the decision of the same day."""
    name = folded_name(received.worker)
    workers = Party.objects.filter(role=Party.Role.INJURED_WORKER, case__lt=case.pk)
    for same_day in (
        Q(case__date_of_injury=received.date_of_injury),
        Q(case__ur_decision__decided_on=received.ur_decided_on),
    ):
        for key, other in workers.filter(same_day).values_list("case", "name"):
            if folded_name(other) == name:
                yield key
