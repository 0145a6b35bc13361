"""Asks a party for records that are named and did not come; everyone is sent a copy."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cases import access
from cases.actions.lifecycle import lock_case
from cases.actions.notices import prepare_notice
from cases.characters import character_refusal, with_plain_lines
from cases.errors import Refused
from cases.lifecycle import MAIN_LINE, CaseStatus
from cases.models import Case, Notice
from cases.notices.kinds import NoticeKind

LONGEST = 6_000
ASKING = frozenset(
    MAIN_LINE[MAIN_LINE.index(CaseStatus.ASSIGNED) : MAIN_LINE.index(CaseStatus.APPROVED)]
)


@transaction.atomic
def ask_for_records(case: Case, *, by: Any, at: datetime, asked_role: str, text: str) -> Notice:
    """Prepare the notice that asks one party for records, once for the same words.

    8 CCR 9792.10.5(a)(1); every party is sent a copy (LC 4610.6(b)).
    """
    case = lock_case(case)
    access.require(by, "cases.prepare_notice")
    if case.status not in ASKING:
        raise Refused(
            f"The case is {case.get_status_display().lower()}: records are asked for from the "
            "assignment until the determination is approved."
        )
    text = with_plain_lines(text).strip()
    faults = [] if text else ["Write what is asked for."]
    if len(text) > LONGEST:
        faults.append(f"The request has {len(text):,} characters; at most {LONGEST:,} are kept.")
    faults += filter(None, [character_refusal("The request", text)])
    if not case.parties.filter(role=asked_role).exists():
        faults.append("Choose the party that is asked.")
    if faults:
        raise Refused(*faults)
    return prepare_notice(case, NoticeKind.QUESTION, by=by, at=at, asked_role=asked_role, text=text)
