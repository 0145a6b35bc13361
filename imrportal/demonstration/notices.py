"""Serves the invented cases' notices of assignment, as the desk would have on their days."""

from datetime import datetime, time

from django.utils import timezone

from cases.actions.noticeservice import serve_notice
from cases.actions.service import ServiceEntry
from cases.errors import Refused
from cases.lifecycle import LetterStatus
from cases.models import Case
from cases.notices.kinds import NoticeKind
from cases.pipelines.notices import produce
from imrportal.demonstration.roster import person

DESK_CLOSES_AT = time(16, 30)


def serve_assignment(case: Case, now: datetime) -> None:
    """Make the notice of assignment and serve it on everyone, on its own day and in its own way.

    A notice of today is left to be served by hand. Raises Refused where it could not be made.
    """
    today = timezone.localdate(now)
    for notice in case.notices.filter(kind=NoticeKind.ASSIGNMENT, dated__lt=today):
        produce(notice.pk)
        notice.refresh_from_db()
        if notice.status != LetterStatus.READY:
            raise Refused(f"The notice of assignment of {case.case_number} could not be made.")
        at = timezone.make_aware(datetime.combine(notice.dated, DESK_CLOSES_AT))
        for service in notice.services.filter(served_on=None):
            entry = ServiceEntry(
                served_on=notice.dated,
                method=service.planned_method,
                address=service.address or "As on the proof of service",
                envelope_number=case.case_number,
            )
            serve_notice(service, entry, by=person("stella"), at=at)
