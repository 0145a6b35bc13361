"""What must never be true: every constraint of the database, each violated by raw rows."""

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from cases.models import (
    AuditHead,
    CaseGrant,
    CaseNumberCounter,
    ContactNote,
    Deadline,
    DisputedService,
    DuplicateSuspicion,
    EligibilityDecision,
    Recount,
    RuleDocument,
)
from reviews.models import (
    ConflictAttestation,
)
from tests.factories import (
    NOON,
    make_case,
    make_delivery,
    make_determination,
    make_eligibility,
    make_finding,
    make_letter,
    make_loaded_edition,
    make_offer,
    make_organization,
    make_phrase,
    make_question,
    make_record,
    make_review,
    make_reviewer,
    make_revision,
    make_service,
    make_user,
)
from tests.violations_of_clocks import OF_CLOCKS
from tests.violations_of_endings import VIOLATIONS as OF_ENDINGS
from tests.violations_of_files import VIOLATIONS as OF_FILES
from tests.violations_of_findings import VIOLATIONS as OF_FINDINGS
from tests.violations_of_intake import VIOLATIONS as OF_INTAKE
from tests.violations_of_notices import VIOLATIONS as OF_NOTICES
from tests.violations_of_reading import VIOLATIONS as OF_READING

pytestmark = pytest.mark.django_db
DAY = date(2025, 7, 1)


def change(row: models.Model, **values: object) -> None:
    """Write the values as SQL does, past every form and action."""
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def repeat(row: models.Model, **values: object) -> None:
    """Write a second row like the first."""
    row.pk, row._state.adding = None, True
    for name, value in values.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def grant(**values: object) -> CaseGrant:
    known = {"scope": "file", "reason": "Asked.", "granted_at": NOON} | values
    return CaseGrant.objects.create(case=make_case(), user=make_user("reviewer"), **known)


def two_services() -> list[DisputedService]:
    return list(make_case().services.all())


def make_modified_service() -> DisputedService:
    words = {"authorized": "6 sessions", "eligible_portion": "6 more sessions"}
    return make_service(make_case(), ur_action="modified", modification="remainder", **words)


def decided(**values: object) -> EligibilityDecision:
    return make_eligibility(make_service(make_case()), **values)


def suspicion(**values: object) -> DuplicateSuspicion:
    earlier = make_case()
    known = {"matched": ["worker"], "found_at": NOON, "other": earlier, "case": make_case()}
    return DuplicateSuspicion.objects.create(**(known | values))


def second_open_offer() -> None:
    repeat(make_offer())


def second_signed_version() -> None:
    version = make_determination(status="signed")
    repeat(version, version=2)


def second_record_of_one_file() -> None:
    repeat(make_record(make_case()), position=9)


def make_rules(**values: object) -> RuleDocument:
    known = {
        "kind": "rule_set",
        "name": "imr",
        "version": 2,
        "document": {},
        "reason": "A new law.",
    }
    return RuleDocument.objects.create(added_at=NOON, **(known | values))


def make_deadline(**values: object) -> Deadline:
    known = {"rule_id": "R1", "clock": "R1-mail", "what": "Records", "owed_by": "Administrator"}
    known |= {"dispute": "medical", "event": "Notice", "event_at": NOON, "counted_at": NOON}
    known |= {"due_on": DAY, "target_on": DAY} | values
    return Deadline.objects.create(case=make_case(), **known)


def make_recount(**values: object) -> Recount:
    return Recount.objects.create(document=make_rules(), queued_at=NOON, **values)


VIOLATIONS: dict[str, Callable[[], object]] = {
    # accounts
    "accounts_addresses_are_lower_case": lambda: change(make_user("staff"), email="A@imr.test"),
    "accounts_role_is_one_of_the_seven": lambda: change(make_user("staff"), role="king"),
    "accounts_a_licence_has_number_and_date_verified": lambda: change(
        make_user("staff"), licensing_board="medical_board"
    ),
    # cases
    "cases_one_open_grant_a_user_and_scope": lambda: repeat(grant()),
    "cases_a_grant_ends_after_it_begins": lambda: grant(ended_at=NOON - timedelta(days=1)),
    "cases_a_ur_decision_is_served_after_it_is_made": lambda: change(
        make_case().ur_decision, served_on=date(2025, 1, 1)
    ),
    "cases_a_ur_decision_follows_the_request": lambda: change(
        make_case().ur_decision, rfa_on=date(2025, 12, 1)
    ),
    "cases_the_audit_chain_has_one_head": lambda: AuditHead.objects.create(id=2),
    "cases_the_site_belongs_to_one_organization": lambda: repeat(make_organization(), name="Two"),
    "cases_an_organization_has_names": lambda: change(make_organization(), short_name=""),
    "cases_a_case_number_has_its_form": lambda: change(make_case(), case_number="25-1"),
    "cases_status_is_in_the_lifecycle": lambda: change(make_case("assigned"), status="lost"),
    "cases_a_cumulative_injury_ends_after_it_begins": lambda: change(
        make_case(), date_of_injury_to=date(2001, 1, 1)
    ),
    "cases_an_application_follows_the_injury": lambda: change(
        make_case(), application_received_on=date(2001, 1, 1)
    ),
    "cases_an_assigned_case_has_its_date": lambda: change(make_case(), status="assigned"),
    "cases_review_begins_with_complete_records": lambda: change(
        make_case("assigned"), status="ready_for_review"
    ),
    "cases_a_signed_case_has_its_decision_date": lambda: change(
        make_case("approved"), status="signed"
    ),
    "cases_an_ended_case_says_why": lambda: change(make_case(), status="withdrawn"),
    "cases_one_counter_a_prefix_and_year": lambda: [
        CaseNumberCounter.objects.create(prefix="CM", year=1999) for _ in range(2)
    ],
    "cases_one_service_a_place": lambda: change(two_services()[1], position=1),
    "cases_a_service_says_what_was_requested": lambda: change(two_services()[0], requested=""),
    "cases_service_places_count_from_one": lambda: change(two_services()[0], position=0),
    "cases_a_modified_service_says_what_is_left": lambda: change(
        make_modified_service(), eligible_portion=""
    ),
    "cases_a_modified_service_says_what_was_authorized": lambda: change(
        make_modified_service(), authorized=""
    ),
    "cases_a_service_does_not_hang_on_itself": lambda: change(
        two_services()[0], depends_on=models.F("pk")
    ),
    "cases_one_administrator_citation_a_place": lambda: repeat(
        two_services()[0].administrator_citations.get()
    ),
    "cases_an_administrator_citation_names_its_source": lambda: change(
        two_services()[0].administrator_citations.get(), title=""
    ),
    "cases_an_unsigned_application_has_no_day_of_signing": lambda: change(
        make_case().application, is_signed=False
    ),
    "cases_only_a_dispute_can_be_resolved": lambda: change(
        make_case().application, dispute_resolved_on=DAY
    ),
    "cases_only_what_was_asked_is_answered": lambda: change(
        make_case(), information_answered_on=DAY
    ),
    "cases_one_current_eligibility_a_service": lambda: repeat(decided()),
    "cases_eligibility_is_one_of_four": lambda: decided(outcome="late", is_override=True),
    "cases_what_is_not_taken_up_has_its_code": lambda: decided(
        outcome="ineligible", is_override=True
    ),
    "cases_an_eligibility_decision_says_why": lambda: decided(reason=""),
    "cases_an_override_departs_from_the_proposal": lambda: decided(is_override=True),
    "cases_a_finding_is_received_before_it_is_recorded": lambda: decided(
        received_at=NOON + timedelta(days=1)
    ),
    "cases_one_finding_a_rule_and_service": lambda: repeat(make_finding(make_case())),
    "cases_a_finding_has_a_code_exactly_when_it_fails": lambda: make_finding(
        make_case(), verdict="fails"
    ),
    "cases_a_finding_says_why_and_by_what": lambda: make_finding(make_case(), cite=""),
    "cases_two_cases_are_suspected_once": lambda: repeat(suspicion()),
    "cases_the_later_case_is_the_suspected_one": lambda: change(
        suspicion(), other=models.F("case")
    ),
    "cases_a_suspicion_names_what_matches": lambda: suspicion(matched=[]),
    "cases_a_settled_suspicion_says_why_and_when": lambda: suspicion(state="linked"),
    "cases_a_note_says_something": lambda: ContactNote.objects.create(
        case=make_case(), text="", noted_by=make_user("coordinator"), noted_at=NOON
    ),
    "cases_one_party_a_role": lambda: repeat(make_case().parties.get(role="employer")),
    "cases_a_party_has_a_name": lambda: change(make_case().parties.first(), name=""),
    "cases_only_an_agent_is_designated": lambda: change(
        make_case().parties.get(role="employer"), designated_on=DAY
    ),
    "cases_the_same_file_is_in_a_case_once": second_record_of_one_file,
    "cases_a_record_with_a_file_has_its_pages": lambda: change(
        make_record(make_case()), pages=None
    ),
    "cases_a_superseded_record_says_why": lambda: change(
        make_record(make_case()), superseded_at=NOON
    ),
    "cases_a_record_does_not_supersede_itself": lambda: change(
        make_record(make_case()), superseded_by=models.F("pk")
    ),
    "cases_a_record_has_a_title": lambda: change(make_record(make_case()), title=""),
    "cases_one_rule_document_a_version": lambda: repeat(make_rules()),
    "cases_a_new_version_of_the_rules_says_why": lambda: make_rules(reason=""),
    "cases_version_one_of_the_rules_is_shipped": lambda: make_rules(version=1),
    "cases_one_current_deadline_a_clock": lambda: repeat(make_deadline()),
    "cases_a_recount_ends_after_it_is_queued": lambda: make_recount(
        finished_at=NOON - timedelta(days=1)
    ),
    "cases_a_replaced_deadline_says_why": lambda: make_deadline(superseded_at=NOON),
    "cases_a_target_is_not_after_the_last_day": lambda: make_deadline(
        target_on=DAY + timedelta(days=1)
    ),
    # reviews
    "reviews_a_declared_conflict_is_explained": lambda: ConflictAttestation.objects.create(
        offer=make_offer(),
        attested_by=make_user("reviewer"),
        attested_at=NOON,
        is_free_of_conflict=False,
        wording_version="1",
    ),
    "reviews_one_delivery_a_recipient_and_attempt": lambda: repeat(make_delivery(make_letter())),
    "reviews_service_has_date_method_and_address": lambda: change(
        make_delivery(make_letter()), served_on=DAY
    ),
    "reviews_a_letter_comes_back_after_it_was_served": lambda: change(
        make_delivery(make_letter()), returned_on=DAY
    ),
    "reviews_versions_of_a_case_are_counted_once": lambda: repeat(make_determination()),
    "reviews_one_signed_determination_a_case": second_signed_version,
    "reviews_a_determination_has_a_summary": lambda: make_determination(clinical_case_summary=""),
    "reviews_nobody_approves_what_he_wrote": lambda: change(
        make_determination(), approved_by=models.F("submitted_by")
    ),
    "reviews_nobody_signs_what_he_wrote_or_approved": lambda: change(
        make_determination(status="approved"), signed_by=models.F("approved_by")
    ),
    "reviews_a_signed_determination_is_approved_and_frozen": lambda: change(
        make_determination(status="approved"), signed_at=NOON
    ),
    "reviews_one_decision_a_service": lambda: repeat(make_determination().decisions.first()),
    "reviews_a_decision_is_upheld_or_overturned": lambda: repeat(
        make_determination().decisions.first(), outcome="maybe"
    ),
    "reviews_a_decision_has_a_rationale": lambda: repeat(
        make_determination().decisions.first(), decision_rationale=""
    ),
    "reviews_one_edition_a_title_and_year_of_a_load": lambda: repeat(make_loaded_edition()),
    "reviews_an_outside_guideline_has_its_organization": lambda: make_loaded_edition(kind="other"),
    "reviews_an_edition_ends_after_it_begins": lambda: make_loaded_edition(
        effective_from=date(2021, 1, 2), effective_to=date(2021, 1, 1)
    ),
    "reviews_an_edition_has_its_first_and_last_page": lambda: make_loaded_edition(first_page=3),
    "reviews_one_guideline_citation_a_place": lambda: repeat(
        make_determination().decisions.first().guideline_citations.get()
    ),
    "reviews_a_guideline_citation_names_its_source": lambda: repeat(
        make_determination().decisions.first().guideline_citations.get(), position=2, title=""
    ),
    "reviews_one_service_draft_a_service": lambda: repeat(make_review().draft.services.first()),
    "reviews_a_drafted_outcome_is_one_of_two": lambda: change(
        make_review().draft.services.first(), outcome="maybe"
    ),
    "reviews_one_phrase_a_name": lambda: repeat(make_phrase(), name="NO RED FLAG"),
    "reviews_a_phrase_has_name_and_text": lambda: make_phrase(text=""),
    "reviews_the_opioid_notice_follows_a_refusal": lambda: repeat(
        make_determination().decisions.get(outcome="overturned"), has_opioid_notice=True
    ),
    "reviews_an_opioid_is_in_use_or_not": lambda: change(
        make_review().draft.services.first(), opioid_use="maybe"
    ),
    "reviews_a_question_asks_something": lambda: make_question(text=""),
    "reviews_a_question_to_a_party_names_it": lambda: make_question(about="party"),
    "reviews_an_answer_has_its_words_and_its_time": lambda: make_question(answer="It is."),
    "reviews_only_an_answer_is_seen": lambda: make_question(seen_at=NOON),
    "reviews_one_kept_text_a_revision": lambda: repeat(make_revision(make_review())),
    "reviews_a_restored_revision_is_an_earlier_one": lambda: make_revision(
        make_review(), restored_from=1
    ),
    "reviews_a_page_counts_its_saves_from_one": lambda: make_revision(
        make_review(), page_key="0123456789abcdef"
    ),
    "reviews_a_summary_decides_nothing": lambda: make_revision(make_review(), outcome="upheld"),
    "reviews_one_draft_citation_a_place": lambda: repeat(
        make_review().draft.services.first().citations.get()
    ),
    "reviews_one_letter_a_determination_and_form": lambda: repeat(make_letter()),
    "reviews_a_file_belongs_to_one_letter": lambda: repeat(
        make_letter(status="ready"), form="public"
    ),
    "reviews_a_letter_is_ready_exactly_when_it_has_its_file": lambda: change(
        make_letter(), status="ready"
    ),
    "reviews_one_open_offer_a_case": second_open_offer,
    "reviews_an_offer_says_why_the_specialty_fits": lambda: make_offer(fit_reason=""),
    "reviews_an_ended_offer_says_why": lambda: make_offer(status="declined", ended_reason=""),
    "reviews_a_finished_check_has_its_checker": lambda: change(
        make_determination().quality_check, outcome="approved"
    ),
    "reviews_a_returned_review_has_reasons": lambda: change(
        make_determination(status="approved").quality_check, outcome="returned"
    ),
    "reviews_one_open_review_a_round": lambda: change(
        make_review(make_review().case, status="withdrawn"), status="drafting"
    ),
    "reviews_an_ended_review_says_why": lambda: make_review(status="withdrawn", ended_reason=""),
    "reviews_a_practice_record_has_its_date": lambda: make_reviewer(practice_recorded_on=None),
    "reviews_a_week_has_168_hours": lambda: make_reviewer(practice_weekly_hours=169),
    "reviews_one_licence_a_state": lambda: repeat(make_reviewer().licences.get()),
    "reviews_one_certification_a_specialty": lambda: repeat(make_reviewer().certifications.get()),
    **OF_CLOCKS,
    **OF_FILES,
    **OF_ENDINGS,
    **OF_FINDINGS,
    **OF_INTAKE,
    **OF_READING,
    **OF_NOTICES,
}


@pytest.mark.parametrize("name", VIOLATIONS)
def test_the_database_refuses_what_the_constraint_forbids(name):
    with pytest.raises(IntegrityError) as refused, transaction.atomic():
        VIOLATIONS[name]()
        connection.check_constraints()
    assert refused.value.__cause__.diag.constraint_name == name


@pytest.mark.parametrize("missing", ["file_size", "pages", "ready_at"])
def test_a_letter_is_not_ready_while_something_is_unknown(missing):
    with pytest.raises(IntegrityError, match="reviews_a_letter_is_ready_exactly"):
        change(make_letter(status="ready"), **{missing: None})


def test_every_constraint_has_been_violated_once():
    declared = {
        constraint.name
        for app in ("accounts", "cases", "reviews")
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
    }
    assert declared == set(VIOLATIONS)


def test_every_constraint_of_the_models_is_in_the_database():
    with connection.cursor() as cursor:
        cursor.execute("select conname from pg_constraint union select indexname from pg_indexes")
        found = {name for (name,) in cursor.fetchall()}
    assert set(VIOLATIONS) <= found
