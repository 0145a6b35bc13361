"""Roles and what each may do: the one table for every app.

Code asks for permissions, never for roles. A permission is `app.verb_noun`.
"""

from django.db.models import TextChoices


class Role(TextChoices):
    """The seven kinds of account. One account has one role, so an administrator is nothing else."""

    COORDINATOR = "coordinator", "Coordinator"
    REVIEWER = "reviewer", "Expert reviewer"
    QUALITY = "quality", "Quality reviewer"
    MEDICAL_DIRECTOR = "medical_director", "Medical director"
    STAFF = "staff", "Release staff"
    ADMINISTRATOR = "administrator", "Administrator"
    AUDITOR = "auditor", "Auditor"


COORDINATOR = frozenset(
    {
        "cases.view_all_cases",
        "cases.view_parties",
        "cases.view_records",
        "cases.receive_application",
        "cases.edit_parties",
        "cases.edit_services",
        "cases.correct_application",
        "cases.decide_eligibility",
        "cases.consolidate_cases",
        "cases.assign_case",
        "cases.request_records",
        "cases.complete_records",
        "cases.upload_records",
        "cases.supersede_record",
        "cases.sort_pages",
        "cases.withdraw_case",
        "cases.terminate_case",
        "cases.take_back_ending",
        "cases.view_fees",
        "cases.note_contact",
        "cases.view_notices",
        "cases.prepare_notice",
        "cases.serve_notice",
        "cases.convert_priority",
        "cases.toll_clock",
        "cases.note_done",
        "cases.ask_extension",
        "cases.record_extension",
        "cases.view_due_dates",
        "cases.export_case",
        "cases.view_rules",
        "cases.end_review",
        "reviews.view_roster",
        "reviews.view_reviewer_names",
        "reviews.edit_roster",
        "reviews.offer_review",
        "reviews.answer_question",
        "reviews.recall_review",
        "reviews.view_letters",
        "reviews.view_decisions_after_approval",
    }
)
REVIEWER = frozenset(
    {
        "reviews.answer_offer",
        "reviews.attest_offer",
        "reviews.draft_review",
        "reviews.submit_review",
        "reviews.withdraw_review",
        "cases.begin_review",
        "cases.end_review",
        "cases.submit_review",
    }
)
QUALITY = frozenset(
    {
        "cases.view_cases_in_review",
        "cases.view_rules",
        "cases.view_parties",
        "cases.view_records",
        "cases.return_review",
        "cases.approve_review",
        "reviews.view_submitted_reviews",
        "reviews.return_review",
        "reviews.approve_review",
        "reviews.view_letters",
        "reviews.view_decisions_after_approval",
        "reviews.view_roster",
    }
)
MEDICAL_DIRECTOR = QUALITY | {
    "cases.view_all_cases",
    "cases.sign_determination",
    "cases.terminate_case",
    "cases.view_notices",
    "cases.ask_extension",
    "cases.record_extension",
    "cases.view_due_dates",
    "cases.receive_escalations",
    "reviews.sign_determination",
    "reviews.retry_letter",
    "reviews.view_reviewer_names",
}
STAFF = frozenset(
    {
        "cases.view_released_cases",
        "cases.view_parties",
        "cases.issue_determination",
        "cases.view_notices",
        "cases.serve_notice",
        # Serving the notice of assignment is the request for records.
        "cases.request_records",
        "reviews.view_letters",
        "reviews.download_letter",
        "reviews.serve_letter",
        "reviews.view_decisions_after_approval",
    }
)
ADMINISTRATOR = frozenset(
    {
        "accounts.manage_users",
        "cases.edit_organization",
        "cases.edit_rules",
        "cases.view_fees",
        "cases.correct_fee",
        "cases.view_rules",
        "cases.view_all_cases",
        "reviews.view_roster",
        "reviews.retry_letter",
    }
)
AUDITOR = frozenset(
    {
        "cases.read_audit",
        "cases.view_rules",
        "cases.verify_audit",
        "cases.view_notices",
        "cases.view_all_cases",
        "reviews.view_roster",
    }
)

PERMISSIONS_BY_ROLE: dict[str, frozenset[str]] = {
    Role.COORDINATOR: COORDINATOR,
    Role.REVIEWER: REVIEWER,
    Role.QUALITY: QUALITY,
    Role.MEDICAL_DIRECTOR: MEDICAL_DIRECTOR,
    Role.STAFF: STAFF,
    Role.ADMINISTRATOR: ADMINISTRATOR,
    Role.AUDITOR: AUDITOR,
}
ALL_PERMISSIONS: frozenset[str] = frozenset().union(*PERMISSIONS_BY_ROLE.values())
