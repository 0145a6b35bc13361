"""Addresses of the file of a case: a case is named by its number, never by a primary key."""

from django.urls import URLPattern, URLResolver, path

from cases.views import (
    audit,
    book,
    bulk,
    cases,
    chronology,
    clocks,
    consolidations,
    corrections,
    deadlines,
    disputes,
    division,
    duplicates,
    eligibility,
    endings,
    expected,
    fees,
    intake,
    messages,
    notes,
    notice_service,
    notices,
    organization,
    page_search,
    parties,
    progress,
    radar,
    record_files,
    records,
    remainders,
    risks,
    rules,
    sorting,
    splitting,
    steps,
    transfers,
    tray,
)

app_name = "cases"

RECORDS: list[URLPattern | URLResolver] = [
    path("<str:case_number>/records/", records.records, name="records"),
    path("<str:case_number>/records/upload/", records.upload_record, name="upload_record"),
    path("<str:case_number>/records/send/", transfers.begin_transfer, name="begin_transfer"),
    path("<str:case_number>/records/request/", records.request_records, name="request_records"),
    path("<str:case_number>/records/expected/", expected.expected_records, name="expected_records"),
    path("<str:case_number>/records/complete/", records.complete_records, name="complete_records"),
    path("<str:case_number>/records/progress/", progress.records_progress, name="records_progress"),
    path(
        "<str:case_number>/records/looked-through/", progress.looked_through, name="looked_through"
    ),
    path("<str:case_number>/records/<int:record_id>/", records.record, name="record"),
    path(
        "<str:case_number>/records/<int:record_id>/progress/",
        progress.record_progress,
        name="record_progress",
    ),
    path(
        "<str:case_number>/records/<int:record_id>/file/",
        record_files.record_file,
        name="record_file",
    ),
    path(
        "<str:case_number>/records/<int:record_id>/attach/",
        records.attach_record_file,
        name="attach_record_file",
    ),
    path(
        "<str:case_number>/records/<int:record_id>/read-anew/", records.read_anew, name="read_anew"
    ),
    path("<str:case_number>/records/<int:record_id>/split/", splitting.split, name="split_record"),
    path(
        "<str:case_number>/records/<int:record_id>/split/pages/",
        splitting.other_pages,
        name="other_pages",
    ),
    path(
        "<str:case_number>/records/<int:record_id>/join/", sorting.join_record, name="join_record"
    ),
    path("<str:case_number>/records/pages/", sorting.sort_pages, name="sort_pages"),
    path(
        "<str:case_number>/records/pages/<str:page_key>/compare/",
        sorting.compare_pages,
        name="compare_pages",
    ),
    path(
        "<str:case_number>/records/<int:record_id>/supersede/",
        records.supersede_record,
        name="supersede_record",
    ),
]

COPIES: list[URLPattern | URLResolver] = [
    path("<str:case_number>/records/missing/", radar.missing_records, name="missing_records"),
    path("<str:case_number>/records/chronology/", chronology.chronology, name="chronology"),
    path("<str:case_number>/records/copies/", chronology.request_binder, name="request_binder"),
    path(
        "<str:case_number>/records/copies/<slug:download>/",
        chronology.binder_state,
        name="binder_state",
    ),
    path(
        "<str:case_number>/records/copies/<slug:download>/file/",
        chronology.binder_file,
        name="binder_file",
    ),
]

BOOK: list[URLPattern | URLResolver] = [
    path("<str:case_number>/book/", book.book, name="book"),
    path("<str:case_number>/book/index/", book.book_index, name="book_index"),
    path("<str:case_number>/book/suggestions/", book.book_suggestions, name="book_suggestions"),
    path("<str:case_number>/book/reading/", book.note_reading, name="note_reading"),
    path(
        "<str:case_number>/book/pages/<str:page_key>/image/<slug:size>/",
        book.page_image,
        name="page_image",
    ),
    path("<str:case_number>/book/pages/<str:page_key>/text/", book.page_text, name="page_text"),
    path("<str:case_number>/book/search/", page_search.search_book, name="search_book"),
    path(
        "<str:case_number>/book/pages/<str:page_key>/hits/", page_search.page_hits, name="page_hits"
    ),
    path("<str:case_number>/book/pages/<str:page_key>/turn/", book.turn_page, name="turn_page"),
]

CLOCKS: list[URLPattern | URLResolver] = [
    path("<str:case_number>/deadlines/<slug:clock>/", deadlines.deadline, name="deadline"),
    path("<str:case_number>/deadlines/<slug:clock>/done/", clocks.note_done, name="note_done"),
    path("<str:case_number>/extension/", clocks.ask_extension, name="ask_extension"),
    path("<str:case_number>/extension/decision/", clocks.decide_extension, name="decide_extension"),
    path(
        "<str:case_number>/extension/withdraw/",
        clocks.withdraw_extension,
        name="withdraw_extension",
    ),
    path("<str:case_number>/pauses/", clocks.toll_clock, name="toll_clock"),
    path("<str:case_number>/pauses/<int:toll_id>/", clocks.end_toll, name="end_toll"),
    path(
        "<str:case_number>/pauses/<int:toll_id>/withdraw/",
        clocks.withdraw_toll,
        name="withdraw_toll",
    ),
    path("<str:case_number>/expedite/", clocks.convert_to_expedited, name="convert_to_expedited"),
    path(
        "<str:case_number>/administrator/", clocks.change_administrator, name="change_administrator"
    ),
]

FILE: list[URLPattern | URLResolver] = [
    path("", cases.cases, name="cases"),
    path("new/", intake.receive, name="receive_application"),
    path("new/remainder/", remainders.say_remainder, name="say_remainder"),
    path("new/<uuid:key>/", intake.receive, name="resume_application"),
    path("new/<uuid:key>/save/", intake.save_half_typed, name="save_half_typed"),
    path("new/<uuid:key>/files/", intake.attach_file, name="attach_intake_file"),
    path("new/<uuid:key>/discard/", intake.discard_half_typed, name="discard_half_typed"),
    path("bulk/", bulk.bulk_intake, name="bulk_intake"),
    path("bulk/take-in/", bulk.take_in, name="take_in_case_files"),
    path("bulk/<uuid:upload_key>/discard/", bulk.discard, name="discard_case_file"),
    path("half-typed/", intake.half_typed, name="half_typed"),
    path("<str:case_number>/", cases.case, name="case"),
    path("<str:case_number>/eligibility/", eligibility.eligibility, name="eligibility"),
    path(
        "<str:case_number>/eligibility/answers/",
        eligibility.answer_eligibility,
        name="answer_eligibility",
    ),
    path("<str:case_number>/duplicates/", duplicates.duplicates, name="duplicates"),
    path("<str:case_number>/assign/", steps.assign_case, name="assign_case"),
    path("<str:case_number>/fee/", fees.correct_fee, name="correct_fee"),
    path("<str:case_number>/end/", endings.end_dispute, name="end_dispute"),
    path(
        "<str:case_number>/endings/<int:place>/take-back/",
        endings.take_back_ending,
        name="take_back_ending",
    ),
    path(
        "<str:case_number>/services/<int:position>/split/",
        division.split_service,
        name="split_service",
    ),
    path("<str:case_number>/services/merge/", division.merge_services, name="merge_services"),
    path(
        "<str:case_number>/consolidate/",
        consolidations.consolidate_case,
        name="consolidate_case",
    ),
    path("<str:case_number>/services/", disputes.edit_services, name="edit_services"),
    path(
        "<str:case_number>/application/",
        corrections.correct_application,
        name="correct_application",
    ),
    path("<str:case_number>/notes/", notes.note_contact, name="note_contact"),
    path("<str:case_number>/parties/<slug:role>/", parties.edit_party, name="edit_party"),
    path(
        "<str:case_number>/parties/<slug:role>/<int:place>/", parties.edit_party, name="edit_party"
    ),
    path(
        "<str:case_number>/parties/<slug:role>/<int:place>/remove/",
        parties.remove_party,
        name="remove_party",
    ),
]

ONE_NOTICE = "<str:case_number>/notices/<int:number>/"
NOTICES: list[URLPattern | URLResolver] = [
    path("<str:case_number>/notices/", notices.notices, name="notices"),
    path(ONE_NOTICE, notices.notice, name="notice"),
    path(ONE_NOTICE + "state/", notices.notice_state, name="notice_state"),
    path(ONE_NOTICE + "file/", notices.notice_file, name="notice_file"),
    path(
        ONE_NOTICE + "again/",
        notices.prepare_notice_again,
        name="prepare_notice_again",
    ),
    path(ONE_NOTICE + "retry/", notices.retry_notice, name="retry_notice"),
    path(
        ONE_NOTICE + "proof/",
        notice_service.notice_proof,
        name="notice_proof",
    ),
    path(
        ONE_NOTICE + "serve/<int:position>/",
        notice_service.serve_notice,
        name="serve_notice",
    ),
    path(
        ONE_NOTICE + "returned/<int:position>/",
        notice_service.notice_returned,
        name="notice_returned",
    ),
]

ONE_OF_TRAY = "tray/<int:tray_id>/"
ONE_TRANSFER = "transfers/<uuid:transfer_key>/"
SITE: list[URLPattern | URLResolver] = [
    path("tray/", tray.tray, name="tray"),
    path("tray/progress/", progress.tray_progress, name="tray_progress"),
    path("tray/send/", tray.begin_bundle, name="begin_bundle"),
    path(ONE_OF_TRAY, tray.tray_file, name="tray_file"),
    path(ONE_OF_TRAY + "assign/", tray.assign_from_tray, name="assign_from_tray"),
    path(ONE_OF_TRAY + "set-aside/", tray.set_aside_from_tray, name="set_aside_from_tray"),
    path("tray/aside/<int:aside_id>/back/", tray.put_back_into_tray, name="put_back_into_tray"),
    path("tray/sent/<int:sent_id>/back/", tray.take_back_to_tray, name="take_back_to_tray"),
    path(ONE_OF_TRAY + "pages/<int:number>/<slug:size>/", tray.tray_page, name="tray_page"),
    path(ONE_TRANSFER, transfers.transfer, name="transfer"),
    path(ONE_TRANSFER + "finish/", transfers.finish_transfer, name="finish_transfer"),
    path(ONE_TRANSFER + "discard/", transfers.discard_transfer, name="discard_transfer"),
    path("search-records/", page_search.search_records, name="search_records"),
    path("notices-to-serve/", notices.notice_desk, name="notice_desk"),
    path("organization/", organization.organization, name="organization"),
    path("fees/", fees.fees, name="fees"),
    path("rules/", rules.rules, name="rules"),
    path("rules/mail-days/", rules.change_mail_days, name="change_mail_days"),
    path("rules/sets/<slug:name>/", rules.change_rule_set, name="change_rule_set"),
    path("rules/<slug:kind>/", rules.change_calendar, name="change_calendar"),
    path("messages/", messages.messages, name="messages"),
    path("messages/read/", messages.read_all_messages, name="read_all_messages"),
    path("messages/<int:message_id>/read/", messages.read_message, name="read_message"),
    path("due/", risks.due_dates, name="due_dates"),
    path("audit/", audit.audit, name="audit"),
    path("audit/verify/", audit.verify_audit, name="verify_audit"),
]

# A page of the site (audit, organization) stands before FILE, whose case number is any word.
urlpatterns: list[URLPattern | URLResolver] = [
    *SITE,
    *FILE,
    *CLOCKS,
    *RECORDS,
    *NOTICES,
    *COPIES,
    *BOOK,
]
