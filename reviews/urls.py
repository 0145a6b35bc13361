"""Addresses of the judgement: a case is named by its number, a reviewer by the pseudonym."""

from django.urls import URLPattern, URLResolver, path

from reviews.views import (
    acknowledgements,
    attestations,
    casefiles,
    deliveries,
    determination,
    drafting,
    endings,
    evidence,
    findings,
    guidelines,
    letters,
    offers,
    phrases,
    quality,
    questions,
    rechecks,
    revisions,
    roster,
)

app_name = "reviews"

LETTERS: list[URLPattern | URLResolver] = [
    path("to-check/", quality.to_check, name="to_check"),
    path("to-sign/", determination.to_sign, name="to_sign"),
    path("release-desk/", deliveries.release_desk, name="release_desk"),
    path("failed-letters/", letters.failed_letters, name="failed_letters"),
    path("<str:case_number>/quality-check/", quality.quality_check, name="quality_check"),
    path("<str:case_number>/return/", quality.return_review, name="return_review"),
    path("<str:case_number>/approve/", quality.approve_review, name="approve_review"),
    path(
        "<str:case_number>/acknowledge/<int:position>/",
        acknowledgements.acknowledge_record,
        name="acknowledge_record",
    ),
    path("<str:case_number>/recount/", acknowledgements.recount, name="recount"),
    path("<str:case_number>/sign/", determination.sign_determination, name="sign_determination"),
    path("<str:case_number>/letters/", letters.letters, name="letters"),
    path("<str:case_number>/letters/status/", letters.letters_status, name="letters_status"),
    path("<str:case_number>/letters/download/", letters.download_letter, name="download_letter"),
    path(
        "<str:case_number>/letters/<str:form>/preview/",
        letters.letter_preview,
        name="letter_preview",
    ),
    path("<str:case_number>/letters/<str:form>/retry/", letters.retry_letter, name="retry_letter"),
    path(
        "<str:case_number>/deliveries/<int:position>/",
        deliveries.serve_letter,
        name="serve_letter",
    ),
    path(
        "<str:case_number>/deliveries/<int:position>/returned/",
        deliveries.letter_returned,
        name="letter_returned",
    ),
    path("<str:case_number>/letters/proof/", deliveries.letter_proof, name="letter_proof"),
]

ROSTER: list[URLPattern | URLResolver] = [
    path("roster/", roster.roster, name="roster"),
    path("roster/add/", roster.add_reviewer, name="add_reviewer"),
    path("roster/<str:pseudonym>/", roster.reviewer, name="reviewer"),
    path("roster/<str:pseudonym>/edit/", roster.edit_reviewer, name="edit_reviewer"),
]

OFFERS: list[URLPattern | URLResolver] = [
    path("<str:case_number>/choose-reviewer/", offers.offer_review, name="offer_review"),
    path("<str:case_number>/recall-offer/", offers.recall_offer, name="recall_offer"),
    path("<str:case_number>/offer/", offers.offer, name="offer"),
    path("<str:case_number>/offer/answer/", offers.answer_offer, name="answer_offer"),
    path("<str:case_number>/attestation/", attestations.attest_offer, name="attest_offer"),
    path("<str:case_number>/recheck/", rechecks.answer_recheck, name="answer_recheck"),
]

WORK: list[URLPattern | URLResolver] = [
    path("phrases/", phrases.phrases, name="phrases"),
    path("phrases/<int:phrase_id>/", phrases.edit_phrase, name="edit_phrase"),
    path("phrases/<int:phrase_id>/remove/", phrases.remove_phrase, name="remove_phrase"),
    path("<str:case_number>/workbench/", drafting.open_workbench, name="workbench"),
    path("<str:case_number>/workbench/summary/", drafting.save_summary, name="save_summary"),
    path(
        "<str:case_number>/workbench/services/<int:position>/",
        drafting.save_service,
        name="save_service",
    ),
    path(
        "<str:case_number>/workbench/services/<int:position>/share/",
        drafting.share_rationale,
        name="share_rationale",
    ),
    path(
        "<str:case_number>/workbench/services/<int:position>/guidelines/",
        guidelines.find_guideline,
        name="find_guideline",
    ),
    path("<str:case_number>/workbench/preview/", drafting.preview, name="preview"),
    path("<str:case_number>/workbench/findings/", findings.check_typed, name="check_typed"),
    path("<str:case_number>/findings/keep/", findings.keep_finding, name="keep_finding"),
    path(
        "<str:case_number>/workbench/<str:part>/earlier/",
        revisions.draft_revisions,
        name="draft_revisions",
    ),
    path(
        "<str:case_number>/workbench/<str:part>/earlier/<int:revision>/restore/",
        revisions.restore_revision,
        name="restore_revision",
    ),
    path("<str:case_number>/workbench/questions/", questions.ask_question, name="ask_question"),
    path(
        "<str:case_number>/questions/<int:question_id>/",
        questions.answer_question,
        name="answer_question",
    ),
    path("<str:case_number>/submit/", drafting.submit_review, name="submit_review"),
    path("<str:case_number>/withdraw/", endings.withdraw_review, name="withdraw_review"),
    path("<str:case_number>/recall/", endings.recall_review, name="recall_review"),
    path("<str:case_number>/export/", casefiles.export_case, name="export_case"),
]

EVIDENCE: list[URLPattern | URLResolver] = [
    path("<str:case_number>/evidence/", evidence.evidence, name="evidence"),
    path(
        "<str:case_number>/evidence/<uuid:card>/add/", evidence.add_highlight, name="add_highlight"
    ),
    path(
        "<str:case_number>/evidence/<uuid:card>/change/",
        evidence.change_highlight,
        name="change_highlight",
    ),
    path(
        "<str:case_number>/evidence/<uuid:card>/remove/",
        evidence.remove_highlight,
        name="remove_highlight",
    ),
    path(
        "<str:case_number>/evidence/<uuid:card>/restore/",
        evidence.restore_highlight,
        name="restore_highlight",
    ),
    path(
        "<str:case_number>/evidence/<uuid:card>/cite/",
        evidence.cite_highlight,
        name="cite_highlight",
    ),
]

urlpatterns: list[URLPattern | URLResolver] = [*ROSTER, *OFFERS, *WORK, *EVIDENCE, *LETTERS]
