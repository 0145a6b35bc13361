"""Ends a dispute without a determination, for some services or for all; and takes that back."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import access, audit
from cases.actions.deadlines import refresh_deadlines
from cases.actions.fees import take_back_fee
from cases.actions.lifecycle import lock_case, transition_case
from cases.actions.notices import cancel_notice, prepare_notice
from cases.characters import character_refusal
from cases.endings import (
    FACT_BY_REASON,
    PERMISSION_BY_REASON,
    EndingEntry,
    Plan,
    faults_of,
    plan_of,
)
from cases.errors import Refused
from cases.fees.money import dollars
from cases.lifecycle import BEFORE_SIGNATURE, CASE, REOPENED_AS, CaseStatus
from cases.models import Case, CaseGrant, EndedService, Ending, RecordsSilence
from cases.notices.kinds import NoticeKind
from cases.pipelines.silences import end_silence
from cases.signals import services_reopened

TAKE_BACK = "cases.take_back_ending"
CHANGED = (
    "The case has changed since this page was opened, and the ending would do something else now. "
    "Read what it does once more, then record it."
)


@transaction.atomic
def end_dispute(case: Case, entry: EndingEntry, *, by: Any, at: datetime, seen: str = "") -> Ending:
    """Take services out of the dispute; with the last one the case ends (LC 4610.5(g)).

    In one transaction: the services, and with the last of them the status, the clocks, the reviewer
    and the access. `seen` is the digest of the plan that was shown.
    """
    case = lock_case(case)
    access.require(by, PERMISSION_BY_REASON.get(entry.reason, "cases.terminate_case"))
    CASE.step(_step_of_reason(entry), case.status)
    _refuse_faults(case, entry, timezone.localdate(at))
    plan = plan_of(case, entry)
    if seen and seen != plan.digest:
        raise Refused(CHANGED)
    ending = _record(case, plan, by=by, at=at)
    if plan.is_whole:
        _end_case(case, plan, by=by, at=at)
    else:
        refresh_deadlines(case, by=by, at=at, reason="ending.recorded")
    _tell_parties(ending, plan, by=by, at=at)
    return ending


@transaction.atomic
def take_back_ending(ending: Ending, *, by: Any, at: datetime, reason: str) -> Ending:
    """Correct an ending that was typed wrong, as long as nobody has been served with it.

    A case that had ended stands where it was, or ready for review if a reviewer had it: the review
    that was cancelled with it stays cancelled.
    """
    case = lock_case(ending.case)
    access.require(by, TAKE_BACK)
    ending = case.endings.select_for_update(of=("self",)).get(pk=ending.pk)
    _refuse_take_back(case, ending, reason)
    cancel_notice(case, NoticeKind.TERMINATION, event_of(ending), by=by, at=at)
    ending.taken_back_at, ending.taken_back_by, ending.taken_back_reason = at, by, reason.strip()
    ending.save()
    ending.ended_services.update(taken_back_at=at)
    services = case.services.filter(endings__ending=ending)
    services.update(**{FACT_BY_REASON[Ending.Reason(ending.reason)]: None})
    audit.append("ending.taken_back", ending, by=by, ending=ending.reason, services=len(services))
    if ending.is_whole:
        case = _reopen(case, ending, by=by, at=at)
    else:
        refresh_deadlines(case, by=by, at=at, reason="ending.taken_back")
    services_reopened.send(sender=Case, case=case, by=by, at=at)
    return ending


def status_after(ending: Ending) -> CaseStatus:
    """Return where a case stands again when the ending of the whole of it is taken back."""
    return REOPENED_AS[CaseStatus(ending.left_status)]


def _step_of_reason(entry: EndingEntry) -> str:
    is_withdrawal = PERMISSION_BY_REASON.get(entry.reason) == "cases.withdraw_case"
    return "withdraw" if is_withdrawal else "terminate"


def _refuse_faults(case: Case, entry: EndingEntry, today: Any) -> None:
    sentences = [fault.sentence for fault in faults_of(case, entry, today=today)]
    refusal = character_refusal("The explanation", entry.explanation)
    if sentences or refusal:
        raise Refused(*sentences, *filter(None, [refusal]))


def _record(case: Case, plan: Plan, *, by: Any, at: datetime) -> Ending:
    entry = plan.entry
    ending = Ending.objects.create(
        case=case,
        reason=entry.reason,
        told_by=entry.told_by,
        happened_on=entry.happened_on,
        noticed_on=entry.noticed_on,
        explanation=entry.explanation.strip(),
        is_whole=plan.is_whole,
        left_status=case.status,
        ended_by=by,
        ended_at=at,
    )
    EndedService.objects.bulk_create(EndedService(ending=ending, service=s) for s in plan.ended)
    fact = FACT_BY_REASON[Ending.Reason(entry.reason)]
    case.services.filter(pk__in=entry.service_ids).update(**{fact: entry.happened_on})
    audit.append(
        "ending.recorded",
        ending,
        by=by,
        ending=entry.reason,
        told_by=entry.told_by,
        services=len(plan.ended),
        places=[one.position for one in plan.ended],
        is_whole=plan.is_whole,
        is_notice_late=plan.is_notice_late,
    )
    return ending


def _end_case(case: Case, plan: Plan, *, by: Any, at: datetime) -> None:
    """End the case; its reviewer is recalled and its fee noted by those who listen to the step."""
    end_silence(case, by=by, at=at, what=RecordsSilence.End.CASE_ENDED)
    case = transition_case(case, plan.step_name, by=by, at=at, ending_reason=plan.case_reason)
    for grant in CaseGrant.objects.filter(case=case, ended_at=None).order_by("pk"):
        grant.ended_at = at
        grant.save(update_fields=["ended_at"])
        audit.append("grant.ended", grant, by=by)


def _tell_parties(ending: Ending, plan: Plan, *, by: Any, at: datetime) -> None:
    places = () if ending.is_whole else tuple(one.position for one in plan.ended)
    prepare_notice(
        ending.case,
        NoticeKind.TERMINATION,
        by=by,
        at=at,
        event=event_of(ending),
        reason=ending.reason,
        positions=places,
        told_on=ending.noticed_on,
        words=ending.explanation,
        fee=_fee_words(ending),
    )


def _fee_words(ending: Ending) -> str:
    """Say what the ending costs, where that is sure; the worker never pays (LC 4610.6(l))."""
    fee = ending.case.fee_events.current().first() if ending.is_whole else None
    if fee is None or fee.amount is None or not fee.is_verified:
        return ""
    return f"The claims administrator is charged {dollars(fee.amount)} ({fee.cite})."


def event_of(ending: Ending) -> str:
    """Return what the notice of an ending is known by."""
    return f"ending:{ending.pk}"


def _refuse_take_back(case: Case, ending: Ending, reason: str) -> None:
    if ending.taken_back_at:
        raise Refused("This ending has been taken back already; reload to see by whom.")
    if not reason.strip():
        raise Refused("Say what was wrong with it: the reason stays with the ending.")
    if ending.is_whole or case.status in BEFORE_SIGNATURE:
        return
    if case.endings.standing().filter(is_whole=True).exists():
        raise Refused("The whole case ended after this: take that ending back first.")
    words = CaseStatus(case.status).label.lower()
    raise Refused(
        f"The case is {words}, and its determination was made without the services that this "
        "ending took out. A new application is the way."
    )


def _reopen(case: Case, ending: Ending, *, by: Any, at: datetime) -> Case:
    case.deadlines.current().filter(stopped_at=case.ended_at).update(stopped_at=None)
    step_name = f"reopen_as_{status_after(ending)}"
    case = transition_case(case, step_name, by=by, at=at, ending_reason="", ended_at=None)
    take_back_fee(case, by=by, at=at)
    return case
