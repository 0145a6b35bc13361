"""Who gets what from every address of the site: the table that `test_access` asks.

A page names the stage of the case that it is asked about. `get` and `post` list who is let in;
`not_now` lists who would be, at another stage (409), and `may_not` who may know of it but not do it
(403). Everybody else learns nothing (404), and whoever is not signed in is sent to sign in. Without
`get` or `post` the address does not take the method (405). An address may have several rows. A POST
is empty but for what `sends` names of the world's arguments.
"""

from dataclasses import dataclass

EVERYBODY = "cora rita olga wilma otto quinn max stella ada audrey"


@dataclass(frozen=True)
class Page:
    """One address: its name, the stage of its case, and who gets in by which method."""

    name: str
    stage: str = "in_review"
    get: str | None = None
    post: str | None = None
    not_now: str = ""
    may_not: str = ""
    is_public: bool = False
    sends: tuple[str, ...] = ()


def both(name: str, stage: str = "in_review", *, by: str, may_not: str) -> Page:
    """A page with a form, for the same people."""
    return Page(name, stage, get=by, post=by, may_not=may_not)


def public(name: str, *, post: str | None = None) -> Page:
    """A page that asks nobody who he is."""
    return Page(name, get=EVERYBODY, post=post, is_public=True)


NO_REVIEWERS = "cora quinn max stella ada audrey"
SEES_RECORDS = "cora rita quinn max"
SITE = (
    Page("home", get=EVERYBODY),
    public("health"),
    public("verify", post=EVERYBODY),
)
ACCOUNTS = (
    public("accounts:sign_in", post=EVERYBODY),
    Page("accounts:sign_out", post=EVERYBODY, is_public=True),
    Page("accounts:still_here", post=EVERYBODY),
    public("accounts:password_reset", post=EVERYBODY),
    public("accounts:choose_password", post=EVERYBODY),
    both("accounts:change_password", by=EVERYBODY, may_not=""),
    Page("accounts:users", get="ada", may_not=EVERYBODY),
    both("accounts:invite_user", by="ada", may_not=EVERYBODY),
    both("accounts:user", by="ada", may_not=EVERYBODY),
    Page("accounts:send_link", post="ada", may_not=EVERYBODY),
    Page("accounts:deactivate_user", post="ada", may_not=EVERYBODY),
    Page("accounts:reactivate_user", post="ada", may_not=EVERYBODY),
)
CASES = (
    both("cases:cases", by=EVERYBODY, may_not=""),
    both("cases:receive_application", by="cora", may_not=EVERYBODY),
    both("cases:resume_application", by="cora", may_not=EVERYBODY),
    Page("cases:say_remainder", post="cora", may_not=EVERYBODY),
    Page("cases:save_half_typed", post="cora", may_not=EVERYBODY),
    Page("cases:attach_intake_file", post="cora", may_not=EVERYBODY),
    Page("cases:discard_half_typed", post="cora", may_not=EVERYBODY),
    both("cases:bulk_intake", by="cora", may_not=EVERYBODY),
    Page("cases:take_in_case_files", post="cora", may_not=EVERYBODY),
    Page("cases:discard_case_file", post="cora", may_not=EVERYBODY),
    Page("cases:half_typed", get="cora", may_not=EVERYBODY),
    Page("cases:case", "received", get="cora max ada audrey"),
    Page("cases:case", "offered", get="cora max ada audrey"),
    Page("cases:case", "ready_for_review", get="cora max ada audrey"),
    Page("cases:case", "in_review", get="cora rita max ada audrey"),
    Page("cases:case", "in_quality_check", get="cora rita quinn max ada audrey"),
    Page("cases:case", "issued", get="cora rita quinn max stella ada audrey"),
    Page("cases:case", "withdrawn", get="cora max ada audrey"),
    Page("cases:deadline", "in_review", get="cora rita max ada audrey"),
    Page("cases:deadline", "in_quality_check", get="cora rita quinn max ada audrey"),
    both("cases:note_done", by="cora", may_not="rita max ada audrey"),
    both("cases:ask_extension", by="cora max", may_not="rita ada audrey"),
    both("cases:decide_extension", by="cora max", may_not="rita ada audrey"),
    Page("cases:withdraw_extension", post="cora max", may_not="rita ada audrey"),
    both("cases:toll_clock", by="cora", may_not="rita max ada audrey"),
    both("cases:end_toll", by="cora", may_not="rita max ada audrey"),
    both("cases:withdraw_toll", by="cora", may_not="rita max ada audrey"),
    both("cases:convert_to_expedited", by="cora", may_not="rita max ada audrey"),
    both("cases:change_administrator", by="cora", may_not="rita max ada audrey"),
    both("cases:eligibility", "received", by="cora", may_not="max ada audrey"),
    both("cases:answer_eligibility", "received", by="cora", may_not="max ada audrey"),
    both("cases:duplicates", by="cora", may_not="rita max ada audrey"),
    both("cases:assign_case", "eligible", by="cora", may_not="max ada audrey"),
    both("cases:end_dispute", by="cora max", may_not="rita ada audrey"),
    both("cases:take_back_ending", by="cora", may_not="rita max ada audrey"),
    both("cases:correct_fee", "withdrawn", by="ada", may_not="cora max audrey"),
    both("cases:edit_services", "received", by="cora", may_not="max ada audrey"),
    both("cases:split_service", "received", by="cora", may_not="max ada audrey"),
    both("cases:split_service", "ready_for_review", by="cora", may_not="max ada audrey"),
    both("cases:merge_services", "received", by="cora", may_not="max ada audrey"),
    both("cases:consolidate_case", "eligible", by="cora", may_not="max ada audrey"),
    both("cases:correct_application", "received", by="cora", may_not="max ada audrey"),
    both("cases:note_contact", by="cora", may_not="rita max ada audrey"),
    both("cases:edit_party", "received", by="cora", may_not="max ada audrey"),
    both("cases:edit_party place", "received", by="cora", may_not="max ada audrey"),
    Page("cases:remove_party", "received", post="cora", may_not="max ada audrey"),
)
RECORDS = (
    Page("cases:records", "in_quality_check", get=SEES_RECORDS),
    Page("cases:records", "ready_for_review", get="cora max"),
    Page("cases:record", "in_quality_check", get=SEES_RECORDS),
    Page("cases:record_progress", "in_quality_check", get=SEES_RECORDS),
    Page("cases:record_progress", "ready_for_review", get="cora max"),
    Page("cases:records_progress", "in_quality_check", get=SEES_RECORDS),
    Page("cases:records_progress", "ready_for_review", get="cora max"),
    Page("cases:looked_through", "in_quality_check", get=SEES_RECORDS),
    Page("cases:looked_through", "ready_for_review", get="cora max"),
    Page("cases:record_file", "in_quality_check", get=SEES_RECORDS),
    Page("cases:record_file", "offered", get="cora max"),
    Page("cases:record_file", "ready_for_review", get="cora max"),
    both("cases:upload_record", by="cora", may_not="rita max ada audrey"),
    Page("cases:begin_transfer", post="cora", may_not="rita max ada audrey"),
    Page("cases:transfer", get="cora", post="cora", may_not=EVERYBODY),
    Page("cases:finish_transfer", post="cora", may_not=EVERYBODY),
    Page("cases:discard_transfer", post="cora", may_not=EVERYBODY),
    both("cases:tray", by="cora", may_not=EVERYBODY),
    Page("cases:tray_progress", get="cora", may_not=EVERYBODY),
    Page("cases:begin_bundle", post="cora", may_not=EVERYBODY),
    Page("cases:tray_file", get="cora", may_not=EVERYBODY),
    Page("cases:assign_from_tray", post="cora", may_not=EVERYBODY),
    Page("cases:set_aside_from_tray", post="cora", may_not=EVERYBODY),
    Page("cases:put_back_into_tray", post="cora", may_not=EVERYBODY),
    Page("cases:take_back_to_tray", post="cora", may_not=EVERYBODY),
    Page("cases:tray_page", get="cora", may_not=EVERYBODY),
    Page("cases:attach_record_file", post="cora", may_not="rita max ada audrey"),
    Page("cases:read_anew", post="cora", may_not="rita max ada audrey"),
    both("cases:supersede_record", by="cora", may_not="rita max ada audrey"),
    both("cases:split_record", by="cora", may_not="rita max ada audrey"),
    Page("cases:other_pages", get="cora", may_not="rita max ada audrey"),
    Page("cases:join_record", post="cora", may_not="rita max ada audrey"),
    Page(
        "cases:missing_records",
        "in_quality_check",
        get=SEES_RECORDS,
        post="cora",
        may_not="rita quinn max",
    ),
    Page("cases:missing_records", "ready_for_review", get="cora max", post="cora", may_not="max"),
    Page("cases:chronology", "in_quality_check", get=SEES_RECORDS),
    Page("cases:chronology", "ready_for_review", get="cora max"),
    Page("cases:request_binder", "in_quality_check", post=SEES_RECORDS),
    Page("cases:request_binder", "offered", post="cora max"),
    Page("cases:request_binder", "issued", post="cora quinn max"),
    Page("cases:binder_state", "in_quality_check", get="cora"),
    Page("cases:binder_file", "in_quality_check", get="cora"),
    both("cases:sort_pages", by="cora", may_not="rita max ada audrey"),
    Page("cases:compare_pages", get="cora", may_not="rita max ada audrey"),
    both("cases:request_records", "assigned", by="cora", may_not="max ada audrey"),
    both("cases:expected_records", by="cora", may_not="rita max ada audrey"),
    both("cases:complete_records", "awaiting_records", by="cora", may_not="max ada audrey"),
)
BOOK = (
    Page("cases:book", "in_quality_check", get=SEES_RECORDS),
    Page("cases:book", "offered", get="cora max"),
    Page("cases:book", "issued", get="cora quinn max"),
    Page("cases:book_index", "in_quality_check", get=SEES_RECORDS),
    Page("cases:book_index", "ready_for_review", get="cora max"),
    Page("cases:book_suggestions", "in_quality_check", get=SEES_RECORDS),
    Page("cases:book_suggestions", "ready_for_review", get="cora max"),
    Page("cases:book_suggestions", "issued", get="cora quinn max"),
    Page("cases:page_image", "in_quality_check", get=SEES_RECORDS),
    Page("cases:page_image", "ready_for_review", get="cora max"),
    Page("cases:page_image", "issued", get="cora quinn max"),
    Page("cases:page_text", "in_quality_check", get=SEES_RECORDS),
    Page("cases:page_text", "issued", get="cora quinn max"),
    Page("cases:page_hits", "in_quality_check", post=SEES_RECORDS),
    Page("cases:page_hits", "issued", post="cora quinn max"),
    Page("cases:search_book", "in_quality_check", post=SEES_RECORDS),
    Page("cases:search_book", "issued", post="cora quinn max"),
    Page("cases:note_reading", "in_quality_check", post=SEES_RECORDS),
    Page("cases:turn_page", "in_quality_check", post=SEES_RECORDS, sends=("degrees",)),
    both("cases:search_records", by=SEES_RECORDS, may_not=EVERYBODY),
)
EVIDENCE = (
    Page("reviews:evidence", get="rita"),
    Page("reviews:evidence", "in_quality_check", get="rita quinn max"),
    Page("reviews:evidence", "ready_for_review", get=""),
    Page("reviews:add_highlight", post="rita", sends=("page_key",)),
    Page("reviews:change_highlight", post="rita"),
    Page("reviews:remove_highlight", post="rita"),
    Page("reviews:restore_highlight", post="rita"),
    Page("reviews:cite_highlight", post="rita"),
)
SEES_NOTICES = "cora max stella audrey"
NOTICES = (
    Page("cases:notice_desk", get="cora stella", may_not=EVERYBODY),
    Page("cases:notices", get=SEES_NOTICES, may_not="rita ada"),
    Page("cases:notices", "assigned", get=SEES_NOTICES, may_not="ada"),
    Page("cases:notice", get=SEES_NOTICES, may_not="rita ada"),
    Page("cases:notice", "assigned", get=SEES_NOTICES, may_not="ada"),
    Page("cases:notice_state", get=SEES_NOTICES, may_not="rita ada"),
    Page("cases:notice_file", get=SEES_NOTICES, may_not="rita ada"),
    Page("cases:notice_proof", get=SEES_NOTICES, may_not="rita ada"),
    both("cases:prepare_notice_again", by="cora", may_not="rita max stella ada audrey"),
    Page("cases:retry_notice", post="cora", may_not="rita max stella ada audrey"),
    both("cases:serve_notice", by="cora stella", may_not="rita max ada audrey"),
    both("cases:notice_returned", by="cora stella", may_not="rita max ada audrey"),
)
DECISIONS = (
    Page("reviews:to_check", get="quinn max", may_not=EVERYBODY),
    Page("reviews:to_sign", get="max", may_not=EVERYBODY),
    Page("reviews:quality_check", "in_quality_check", get="quinn max", may_not="rita"),
    Page("reviews:return_review", "in_quality_check", post="quinn max", may_not="rita"),
    Page("reviews:approve_review", "in_quality_check", post="quinn max", may_not="rita"),
    Page("reviews:acknowledge_record", "in_review", post="rita"),
    Page("reviews:acknowledge_record", "approved", post="rita max", may_not="quinn"),
    Page("reviews:recount", "in_review", get="rita"),
    Page("reviews:recount", "approved", get="rita max", may_not="quinn"),
    both("reviews:sign_determination", "approved", by="max", may_not="rita quinn"),
)
LETTERS = (
    Page("reviews:release_desk", get="stella", may_not=EVERYBODY),
    Page("reviews:failed_letters", get="max ada", may_not=EVERYBODY),
    Page("reviews:letters", "sealed", get="cora quinn max stella", may_not="rita ada audrey"),
    Page(
        "reviews:letters_status", "sealed", get="cora quinn max stella", may_not="rita ada audrey"
    ),
    Page(
        "reviews:download_letter",
        "sealed",
        get="stella",
        may_not="cora rita quinn max ada audrey",
    ),
    Page(
        "reviews:letter_preview",
        "in_quality_check",
        get="quinn max",
        not_now="cora",
        may_not="rita ada audrey",
    ),
    Page(
        "reviews:letter_preview",
        "approved",
        get="cora quinn max stella",
        may_not="rita ada audrey",
    ),
    Page("reviews:retry_letter", "sealed", post="max ada", may_not="cora rita quinn stella audrey"),
    both("reviews:serve_letter", "sealed", by="stella", may_not="cora rita quinn max ada audrey"),
    both(
        "reviews:letter_returned", "sealed", by="stella", may_not="cora rita quinn max ada audrey"
    ),
    # Nobody is served yet.
    Page(
        "reviews:letter_proof",
        "sealed",
        get="",
        not_now="cora quinn max stella",
        may_not="rita ada audrey",
    ),
)
SEES_ROSTER = "cora quinn max ada audrey"
REVIEWERS = (
    Page("reviews:roster", get=SEES_ROSTER, may_not=EVERYBODY),
    Page("reviews:reviewer", get=SEES_ROSTER, may_not=EVERYBODY),
    both("reviews:add_reviewer", by="cora", may_not=EVERYBODY),
    both("reviews:edit_reviewer", by="cora", may_not=EVERYBODY),
    Page(
        "reviews:offer_review",
        "ready_for_review",
        get="cora",
        post="cora",
        may_not="max ada audrey",
        sends=("reviewer",),
    ),
    both("reviews:recall_offer", "offered", by="cora", may_not="max ada audrey"),
    both("reviews:recall_review", by="cora", may_not="rita max ada audrey"),
)
REVIEWS = (
    Page("reviews:offer", "offered", get="olga"),
    Page("reviews:offer", "ready_for_review", get="olga"),
    Page("reviews:answer_offer", "offered", post="olga"),
    both("reviews:attest_offer", "ready_for_review", by="olga", may_not=""),
    Page("reviews:answer_recheck", get="", post=""),
    Page("reviews:workbench", get="rita"),
    Page("reviews:workbench", "in_quality_check", get="rita"),
    Page("reviews:workbench", "ready_for_review", get=""),
    Page("reviews:save_summary", post="rita"),
    Page("reviews:save_service", post="rita"),
    Page("reviews:preview", get="rita"),
    Page("reviews:check_typed", post="rita"),
    Page("reviews:keep_finding", post="rita"),
    Page("reviews:keep_finding", "in_quality_check", post="quinn max", may_not="rita"),
    Page("reviews:keep_finding", "approved", post="max", may_not="rita quinn"),
    both("reviews:phrases", by="rita olga wilma otto", may_not=NO_REVIEWERS),
    Page("reviews:edit_phrase", get="rita", post="rita", may_not=NO_REVIEWERS),
    Page("reviews:remove_phrase", post="rita", may_not=NO_REVIEWERS),
    Page("reviews:share_rationale", post="rita"),
    Page("reviews:find_guideline", post="rita"),
    both("reviews:ask_question", by="rita", may_not=""),
    both("reviews:answer_question", by="cora", may_not="rita max ada audrey"),
    Page("reviews:draft_revisions", get="rita"),
    Page("reviews:restore_revision", post="rita"),
    both("reviews:submit_review", by="rita", may_not=""),
    both("reviews:withdraw_review", by="rita", may_not=""),
)
DESKS = (
    Page("reviews:export_case", get="cora", may_not="rita max ada audrey"),
    Page("cases:fees", get="cora ada", may_not=EVERYBODY),
    Page("cases:due_dates", get="cora max", may_not=EVERYBODY),
    Page("cases:messages", get=EVERYBODY),
    Page("cases:read_message", post="cora"),
    Page("cases:read_all_messages", post=EVERYBODY),
    Page("cases:rules", get="cora quinn max ada audrey", may_not=EVERYBODY),
    both("cases:change_calendar", by="ada", may_not=EVERYBODY),
    both("cases:change_mail_days", by="ada", may_not=EVERYBODY),
    both("cases:change_rule_set", by="ada", may_not=EVERYBODY),
    both("cases:organization", by="ada", may_not=EVERYBODY),
    Page("cases:audit", get="audrey", may_not=EVERYBODY),
    Page("cases:verify_audit", post="audrey", may_not=EVERYBODY),
)
PAGES = (
    *SITE,
    *ACCOUNTS,
    *CASES,
    *RECORDS,
    *NOTICES,
    *BOOK,
    *EVIDENCE,
    *REVIEWERS,
    *REVIEWS,
    *DECISIONS,
    *LETTERS,
    *DESKS,
)
