"""Suspected duplicates: found on receipt and after a correction, settled by a person."""

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
from cases.models import Application, Case, DuplicateSuspicion, MedicalRecord, Party

LONGEST_REASON = 2000
# The documents of which a second copy means the same dispute.
OWN_DOCUMENTS = (MedicalRecord.Kind.APPLICATION, MedicalRecord.Kind.UR_DETERMINATION)
State = DuplicateSuspicion.State


def suspect_duplicates(case: Case, *, by: Any, at: datetime) -> None:
    """Keep each case that could be this one; called with the case locked, in the transaction.

    Asked when an application is received, and again when something that is compared has changed.
    What a person has settled stays settled.
    """
    own = compared_of(case)
    for other in _alike(case, own):
        matched = list(matching_fields(own, compared_of(other)))
        if is_suspected(matched):
            _suspect(case, other, matched, by=by, at=at)


def compared_of(case: Case) -> Compared:
    """Return what is compared of a case, read from its rows."""
    worker = case.parties.filter(role=Party.Role.INJURED_WORKER).first()
    files = case.records.filter(kind__in=OWN_DOCUMENTS, is_synthetic=False)
    digests = {case.application.document_sha256, *files.values_list("file_sha256", flat=True)}
    return Compared(
        worker=worker.name if worker else "",
        born_on=worker.date_of_birth if worker else None,
        date_of_injury=case.date_of_injury,
        ur_decided_on=case.ur_decision.decided_on,
        requested=tuple(case.services.values_list("requested", flat=True)),
        documents=frozenset(digests - {""}),
    )


def _suspect(case: Case, other: Case, matched: list[str], *, by: Any, at: datetime) -> None:
    """Write the suspicion, with the later case first; an open one says what matches now."""
    earlier, later = sorted((case, other), key=lambda one: one.pk)
    suspicion, is_new = DuplicateSuspicion.objects.get_or_create(
        case=later, other=earlier, defaults={"matched": matched, "found_at": at}
    )
    if not is_new and (suspicion.state != State.OPEN or suspicion.matched == matched):
        return
    suspicion.matched = matched
    suspicion.save(update_fields=["matched"])
    audit.append("duplicate.suspected", later, by=by, other=earlier.case_number, matched=matched)


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


def _alike(case: Case, own: Compared) -> Iterable[Case]:
    """Return the other cases that could match, found by indexes."""
    keys = set(_of_one_worker(case, own))
    if own.documents:
        same = Application.objects.filter(document_sha256__in=own.documents)
        keys |= set(same.values_list("case", flat=True))
        files = MedicalRecord.objects.filter(
            kind__in=OWN_DOCUMENTS, file_sha256__in=own.documents, is_synthetic=False
        )
        keys |= set(files.values_list("case", flat=True))
    found = Case.objects.filter(pk__in=keys - {case.pk})
    return found.select_related("ur_decision", "application").order_by("pk")


def _of_one_worker(case: Case, own: Compared) -> Iterable[int]:
    """Yield the cases of this worker with the injury or the decision of the same day."""
    name = folded_name(own.worker)
    workers = Party.objects.filter(role=Party.Role.INJURED_WORKER).exclude(case=case)
    for same_day in (
        Q(case__date_of_injury=own.date_of_injury),
        Q(case__ur_decision__decided_on=own.ur_decided_on),
    ):
        for key, other in workers.filter(same_day).values_list("case", "name"):
            if folded_name(other) == name:
                yield key
