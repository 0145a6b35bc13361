"""Serves notices: whom, when, how, where; what came back; and the clocks that service starts."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import access, audit
from cases.actions.clocks import EventEntry, note_event
from cases.actions.expected import begin_checklist
from cases.actions.lifecycle import lock_case, transition_case
from cases.actions.service import ServiceEntry, refuse_service, write_return, write_service
from cases.deadlines.addresses import place_of
from cases.deadlines.clocks import midday
from cases.errors import Refused
from cases.freezing.duedays import records_method
from cases.intake.findings import day_words
from cases.lifecycle import CaseStatus, LetterStatus
from cases.models import Notice, NoticeService, Party
from cases.notices.content import from_snapshot
from cases.notices.kinds import NoticeKind, ServiceMethod

ADMINISTRATOR = Party.Role.CLAIMS_ADMINISTRATOR
PREPARE_AGAIN = "Prepare it again for the day and the way in which it is served."


@transaction.atomic
def serve_notice(
    service: NoticeService, entry: ServiceEntry, *, by: Any, at: datetime
) -> NoticeService:
    """Record the service of a notice on one recipient.

    The notice of assignment, served on the claims administrator, starts the clocks of the records
    (8 CCR 9792.10.5(a)(1), LC 4610.5(l)).
    """
    case = lock_case(service.notice.case)
    access.require(by, "cases.serve_notice")
    service = _locked(service)
    notice = service.notice
    _refuse_notice(notice)
    refuse_service(
        service,
        entry,
        paper="notice",
        case_number=case.case_number,
        not_before=notice.dated,
        made="is dated",
        today=timezone.localdate(at),
    )
    _refuse_other_days(service, entry)
    write_service(service, entry, by=by, at=at)
    audit.append(
        "notice.served",
        service,
        by=by,
        case=case,
        notice_kind=notice.kind,
        number=notice.number,
        recipient_role=service.recipient_role,
        method=entry.method,
        served_on=entry.served_on.isoformat(),
        attempt=service.attempt,
        is_envelope_compared=bool(entry.envelope_number.strip()),
    )
    _start_clocks(service, entry, by=by, at=at)
    return service


@transaction.atomic
def return_notice(
    service: NoticeService, *, by: Any, at: datetime, returned_on: date
) -> NoticeService:
    """Record that a notice came back, and return what is now to be served at another address."""
    case = lock_case(service.notice.case)
    access.require(by, "cases.serve_notice")
    service = _locked(service)
    again = write_return(service, by=by, returned_on=returned_on, today=timezone.localdate(at))
    audit.append(
        "notice.returned",
        service,
        by=by,
        case=case,
        notice_kind=service.notice.kind,
        number=service.notice.number,
        recipient_role=service.recipient_role,
        returned_on=returned_on.isoformat(),
        attempt=service.attempt,
    )
    return again


def _locked(service: NoticeService) -> NoticeService:
    return (
        NoticeService.objects.select_for_update(of=("self",))
        .select_related("notice")
        .get(pk=service.pk)
    )


def _refuse_notice(notice: Notice) -> None:
    if notice.cancelled_at is not None:
        raise Refused("What this notice tells of was taken back: it is not served.")
    if Notice.objects.filter(replaces=notice).exists():
        raise Refused("This notice has been replaced: serve the one that stands in its place.")
    if notice.status != LetterStatus.READY:
        raise Refused("The notice is not ready yet: only a sealed notice can be served.")


def _refuse_other_days(service: NoticeService, entry: ServiceEntry) -> None:
    """Refuse a day or way by which the due days would be others than those that it prints.

    What came back is served again as it is: its clock is counted from the later service.
    """
    notice = service.notice
    due = from_snapshot(notice.snapshot).body.due
    if service.attempt > 1 or not any(each.day for each in due):
        return
    if entry.served_on != notice.dated:
        raise Refused(
            f"The notice counts its days from {day_words(notice.dated)}, and it was served on "
            f"{day_words(entry.served_on)}: the days that it prints would be wrong. {PREPARE_AGAIN}"
        )
    same = _SAME_DAYS_BY_KIND.get(notice.kind)
    if same is not None and same(entry.method) != same(service.planned_method):
        planned = ServiceMethod(service.planned_method).label.lower()
        raise Refused(
            f"The notice prints the days for service by {planned}; served otherwise they are "
            f"others. {PREPARE_AGAIN}"
        )


def _is_by_mail(method: str) -> bool:
    return method == ServiceMethod.MAIL


# By which difference of the method the days of a kind of notice are counted differently.
_SAME_DAYS_BY_KIND = {
    NoticeKind.ASSIGNMENT: records_method,
    NoticeKind.INELIGIBILITY: _is_by_mail,
}


def _start_clocks(service: NoticeService, entry: ServiceEntry, *, by: Any, at: datetime) -> None:
    """Begin what runs from this service; a later one on the same party counts anew."""
    notice, role = service.notice, service.recipient_role
    rule = _RULE_BY_SERVICE.get((notice.kind, role)) or _RULE_BY_KIND.get(notice.kind)
    is_asked = notice.facts.get("asked_role", role) == role
    case = notice.case
    if rule is None or not is_asked:
        return
    is_now = entry.served_on == timezone.localdate(at)
    happened_at = at if is_now else midday(entry.served_on)
    if rule == "R1" and case.status == CaseStatus.ASSIGNED:
        transition_case(case, "request_records", by=by, at=at, records_requested_at=happened_at)
        begin_checklist(case, by=by, at=happened_at)
    party = case.parties.filter(role=role).first()
    note_event(
        case,
        EventEntry(
            rule_id=rule,
            subject=role,
            happened_at=happened_at,
            method=entry.method,
            sent_from=place_of(case.organization.address),
            sent_to=place_of(entry.address) or (place_of(party.address) if party else None),
        ),
        by=by,
        at=at,
    )


_RULE_BY_SERVICE = {
    (NoticeKind.ASSIGNMENT, ADMINISTRATOR): "R1",
    (NoticeKind.ASSIGNMENT, Party.Role.INJURED_WORKER): "R3",
    (NoticeKind.ASSIGNMENT, Party.Role.REQUESTING_PHYSICIAN): "R3",
}
_RULE_BY_KIND = {NoticeKind.INELIGIBILITY: "P2", NoticeKind.QUESTION: "R6"}
