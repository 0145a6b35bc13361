"""The life of a case: its statuses and the table of steps between them.

The order follows the regulation's path (8 CCR 9792.10.3 to 9792.10.6, LC 4610.6): eligibility,
assignment to the organization, records, review, determination. Signed, sealed and issued are three
states: the director's act, the organization's seal on the PDF, and service on every recipient.
"""

from django.db.models import TextChoices

from cases.statemachine import Lifecycle, Step


class CaseStatus(TextChoices):
    """Where a case stands. Late, waiting and blocked are derived, never stored."""

    RECEIVED = "received", "Received"
    ELIGIBLE = "eligible", "Eligible"
    ASSIGNED = "assigned", "Assigned"
    AWAITING_RECORDS = "awaiting_records", "Awaiting records"
    READY_FOR_REVIEW = "ready_for_review", "Ready for review"
    IN_REVIEW = "in_review", "In review"
    IN_QUALITY_CHECK = "in_quality_check", "In quality check"
    APPROVED = "approved", "Approved"
    SIGNED = "signed", "Signed"
    SEALED = "sealed", "Sealed"
    ISSUED = "issued", "Issued"
    WITHDRAWN = "withdrawn", "Withdrawn"
    TERMINATED = "terminated", "Terminated"
    INELIGIBLE = "ineligible", "Ineligible"
    CONSOLIDATED = "consolidated", "Consolidated"


class LetterStatus(TextChoices):
    """Where a letter or notice stands: the row is the piece of work, the file its result."""

    QUEUED = "queued", "Being prepared"
    READY = "ready", "Ready"
    FAILED = "failed", "Failed"


S = CaseStatus
BEFORE_SIGNATURE = frozenset(
    {
        S.RECEIVED,
        S.ELIGIBLE,
        S.ASSIGNED,
        S.AWAITING_RECORDS,
        S.READY_FOR_REVIEW,
        S.IN_REVIEW,
        S.IN_QUALITY_CHECK,
        S.APPROVED,
    }
)
ENDINGS = frozenset({S.ISSUED, S.WITHDRAWN, S.TERMINATED, S.INELIGIBLE, S.CONSOLIDATED})
MAIN_LINE = (
    S.RECEIVED,
    S.ELIGIBLE,
    S.ASSIGNED,
    S.AWAITING_RECORDS,
    S.READY_FOR_REVIEW,
    S.IN_REVIEW,
    S.IN_QUALITY_CHECK,
    S.APPROVED,
    S.SIGNED,
    S.SEALED,
    S.ISSUED,
)
# In these the records of a case may still change.
OPEN_FOR_RECORDS = frozenset(MAIN_LINE[: MAIN_LINE.index(CaseStatus.APPROVED)])

# Until when the file may be corrected: services until the parties have been told of them, parties
# until the determination that names them is approved.
SERVICES_MAY_CHANGE = frozenset({S.RECEIVED, S.ELIGIBLE})
# Services are split and put together until a reviewer writes on them.
SERVICES_MAY_BE_DIVIDED = SERVICES_MAY_CHANGE | {
    S.ASSIGNED,
    S.AWAITING_RECORDS,
    S.READY_FOR_REVIEW,
}
# What may take another application in, or give it back (8 CCR 9792.10.4(a)).
MAY_LEAD = SERVICES_MAY_BE_DIVIDED - {S.RECEIVED}
PARTIES_MAY_CHANGE = BEFORE_SIGNATURE - {S.APPROVED}

# Where a case stands again whose ending was typed wrong: the review it was taken from has ended.
REOPENED_AS = {
    **{status: status for status in (S.RECEIVED, S.ELIGIBLE, S.ASSIGNED, S.AWAITING_RECORDS)},
    **dict.fromkeys(
        (S.READY_FOR_REVIEW, S.IN_REVIEW, S.IN_QUALITY_CHECK, S.APPROVED), S.READY_FOR_REVIEW
    ),
}

CASE = Lifecycle(
    noun="case",
    words_by_status={status.value: status.label.lower() for status in CaseStatus},
    steps=(
        Step(
            "find_eligible",
            frozenset({S.RECEIVED}),
            S.ELIGIBLE,
            "cases.decide_eligibility",
            "Find eligible",
        ),
        Step(
            "find_ineligible",
            frozenset({S.RECEIVED, S.ELIGIBLE}),
            S.INELIGIBLE,
            "cases.decide_eligibility",
            "Find ineligible",
        ),
        Step(
            "consolidate",
            frozenset({S.ELIGIBLE, S.ASSIGNED}),
            S.CONSOLIDATED,
            "cases.consolidate_cases",
            "Consolidate with another case",
        ),
        Step(
            "separate",
            frozenset({S.CONSOLIDATED}),
            S.ELIGIBLE,
            "cases.consolidate_cases",
            "Separate again",
        ),
        Step("assign", frozenset({S.ELIGIBLE}), S.ASSIGNED, "cases.assign_case", "Assign the case"),
        Step(
            "request_records",
            frozenset({S.ASSIGNED}),
            S.AWAITING_RECORDS,
            "cases.request_records",
            "Request records",
        ),
        Step(
            "complete_records",
            frozenset({S.AWAITING_RECORDS}),
            S.READY_FOR_REVIEW,
            "cases.complete_records",
            "Records are complete",
        ),
        Step(
            "begin_review",
            frozenset({S.READY_FOR_REVIEW}),
            S.IN_REVIEW,
            "cases.begin_review",
            "Begin the review",
        ),
        Step(
            "end_review",
            frozenset({S.IN_REVIEW}),
            S.READY_FOR_REVIEW,
            "cases.end_review",
            "End the review",
        ),
        Step(
            "submit",
            frozenset({S.IN_REVIEW}),
            S.IN_QUALITY_CHECK,
            "cases.submit_review",
            "Submit for quality check",
        ),
        Step(
            "return",
            frozenset({S.IN_QUALITY_CHECK, S.APPROVED}),
            S.IN_REVIEW,
            "cases.return_review",
            "Return to the reviewer",
        ),
        Step(
            "approve",
            frozenset({S.IN_QUALITY_CHECK}),
            S.APPROVED,
            "cases.approve_review",
            "Approve",
        ),
        Step(
            "sign",
            frozenset({S.APPROVED}),
            S.SIGNED,
            "cases.sign_determination",
            "Sign the determination",
        ),
        Step("seal", frozenset({S.SIGNED}), S.SEALED, "", "Seal the letter"),
        Step("issue", frozenset({S.SEALED}), S.ISSUED, "cases.issue_determination", "Issue"),
        Step("withdraw", BEFORE_SIGNATURE, S.WITHDRAWN, "cases.withdraw_case", "Withdraw the case"),
        Step(
            "terminate",
            BEFORE_SIGNATURE,
            S.TERMINATED,
            "cases.terminate_case",
            "Terminate the case",
        ),
        *(
            Step(
                f"reopen_as_{status}",
                frozenset({S.WITHDRAWN, S.TERMINATED}),
                status,
                "cases.take_back_ending",
                "Take the ending back",
            )
            for status in dict.fromkeys(REOPENED_AS.values())
        ),
    ),
)

BINDER = Lifecycle(
    noun="binder",
    words_by_status={status.value: status.label.lower() for status in LetterStatus},
    steps=(
        Step("finish", frozenset({LetterStatus.QUEUED}), LetterStatus.READY, "", "Finish"),
        Step("fail", frozenset({LetterStatus.QUEUED}), LetterStatus.FAILED, "", "Give up"),
    ),
)

NOTICE = Lifecycle(
    noun="notice",
    words_by_status={status.value: status.label.lower() for status in LetterStatus},
    steps=(
        Step("finish", frozenset({LetterStatus.QUEUED}), LetterStatus.READY, "", "Finish"),
        Step("fail", frozenset({LetterStatus.QUEUED}), LetterStatus.FAILED, "", "Give up"),
        Step(
            "retry",
            frozenset({LetterStatus.FAILED}),
            LetterStatus.QUEUED,
            "cases.prepare_notice",
            "Try again",
        ),
    ),
)
