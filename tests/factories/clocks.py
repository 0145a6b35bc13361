"""Makers of what moves a clock."""

from datetime import date, timedelta
from typing import Any

from cases.deadlines.clocks import midday
from cases.models import Case, ClockEvent, ClockToll, Extension, Message, PriorityChange
from imrportal.accounts.models import User
from tests.factories.case_file import make_case, make_record, make_user
from tests.factories.letter_content import NOON


def make_event(case: Case | None = None, **fields: Any) -> ClockEvent:
    """Make the event of an appeal: the determination served on the worker."""
    known = {"rule_id": "P1", "subject": "injured_worker", "happened_at": midday(date(2025, 7, 9))}
    known |= {"method": "mail", "sent_from": "california", "sent_to": "california"}
    return ClockEvent.objects.create(case=case or make_case(), noted_at=NOON, **(known | fields))


def make_toll(case: Case | None = None, **fields: Any) -> ClockToll:
    """Make a pause of the time to file that lasts."""
    known = {"rule_id": "A1", "ground": "A3", "first_on": date(2025, 6, 7), "reason": "No form."}
    return ClockToll.objects.create(case=case or make_case(), noted_at=NOON, **(known | fields))


def make_extension(case: Case | None = None, **fields: Any) -> Extension:
    """Make a request for an extension that waits to be decided."""
    known = {"dispute": "regular", "ground": "good_cause", "days_asked": 3, "asked_at": NOON}
    known |= {"reason": "Records came on the last day."} | fields
    known.setdefault("asked_by", None)
    known["asked_by"] = known["asked_by"] or make_user("coordinator")
    return Extension.objects.create(case=case or make_case(), **known)


def make_conversion(case: Case | None = None, **fields: Any) -> PriorityChange:
    """Make the change of a case to expedited."""
    case = case or make_case()
    known = {"priority": "expedited", "ground": "physician", "received_at": NOON}
    known |= {"certified_by": "Pauline Physician, MD", "changed_at": NOON + timedelta(hours=1)}
    if "document" not in fields:
        known["document"] = make_record(case, title="Certification")
    return PriorityChange.objects.create(case=case, **(known | fields))


def make_message(to: User | None = None, **fields: Any) -> Message:
    """Make a message that somebody has not read."""
    known = {"kind": "expedited", "key": "occasion", "made_at": NOON, "mail_after": NOON}
    known |= {"case": fields.pop("case", None) or make_case()}
    return Message.objects.create(to=to or make_user("coordinator"), **(known | fields))
