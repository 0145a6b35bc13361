"""Saving what the reviewer types, and submitting it as a version."""

import threading

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.http import Http404
from django.utils import timezone

from cases.errors import EditConflict, Refused, StepNotAllowed
from cases.intake import CitationEntry
from cases.lifecycle import CaseStatus
from cases.models import AuditEvent, MedicalRecord
from reviews.actions.drafting import save_service, save_summary, submit_review
from reviews.evidence.sequence import EvidenceSearch
from reviews.lifecycle import ReviewStatus
from reviews.models import Determination, QualityCheck
from tests.factories import (
    make_determination,
    make_party,
    make_record,
    make_review,
    make_service,
    open_records,
)

pytestmark = pytest.mark.django_db
MTUS = CitationEntry("mtus", "Low Back Disorders", 2021, ("Imaging, special",), ("303", "304"))
OTHER = CitationEntry("other", text="ODG, Low Back, MRI")
AGAIN = "The worker has had low back pain since lifting a crate. This is written again."


@pytest.fixture
def review(rita):
    return make_review(reviewer=rita.reviewer)


@pytest.fixture
def blank(otto):
    return make_review(reviewer=otto.reviewer, is_written=False)


def summarize(review, by, text, revision=0):
    return save_summary(review, by=by, at=timezone.now(), text=text, revision=revision)


def decide(review, by, position=1, revision=0, **changes):
    fields = {
        "outcome": "upheld",
        "imro_basis": "mtus",
        "decision_rationale": "No red flag is on record. The request is not medically necessary.",
        "citations": [MTUS],
    } | changes
    service = review.case.services.get(position=position)
    return save_service(review, service.pk, by=by, at=timezone.now(), revision=revision, **fields)


def submit(review, by, records=None):
    open_records(review, records)
    left = review.case.records.exclude(pk__in=[record.pk for record in records or ()])
    aside = {} if records is None else {record.pk: "Not about the back." for record in left}
    return submit_review(review, by=by, at=timezone.now(), set_aside=aside)


def test_each_save_counts_a_revision(review, rita):
    assert summarize(review, rita, "First words.").revision == 1
    saved = summarize(review, rita, "First words, then more.", revision=1)
    assert (saved.revision, saved.clinical_case_summary) == (2, "First words, then more.")


def test_the_words_are_not_in_the_audit(review, rita):
    summarize(review, rita, "A fall from a ladder.")
    event = AuditEvent.objects.get(kind="draft.saved")
    assert event.changed_fields == ["clinical_case_summary"]
    assert "ladder" not in str(event.data)


def test_an_old_page_does_not_overwrite_and_learns_what_is_stored(review, rita):
    summarize(review, rita, "From the other window.")
    with pytest.raises(EditConflict) as conflict:
        summarize(review, rita, "From this window.", revision=0)
    assert conflict.value.stored == {"text": "From the other window.", "revision": "1"}


def test_sending_the_same_words_twice_is_harmless(review, rita):
    summarize(review, rita, "Once.")
    assert summarize(review, rita, "Once.").revision == 1
    assert AuditEvent.objects.filter(kind="draft.saved").count() == 1


def test_line_ends_of_a_browser_become_line_feeds(review, rita):
    assert summarize(review, rita, "One.\r\nTwo.").clinical_case_summary == "One.\nTwo."


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\u202e", "\u2066", "\x85"])
def test_characters_that_cannot_be_printed_are_refused(sign, review, rita):
    with pytest.raises(Refused, match="cannot be printed"):
        summarize(review, rita, f"up{sign}held")
    with pytest.raises(Refused, match="cannot be printed"):
        decide(review, rita, decision_rationale=f"up{sign}held")
    with pytest.raises(Refused, match="cannot be printed"):
        decide(review, rita, citations=[CitationEntry("other", text=f"OD{sign}G")])


def test_odd_characters_that_print_are_kept(review, rita):
    text = "30° ≥ 5 µg · ®™ — “quoted” 㐂 🙂 é\tend"
    assert summarize(review, rita, text).clinical_case_summary == text


def test_a_text_beyond_the_limit_is_refused_with_its_length(settings, review, rita):
    settings.LETTER_MAX_TEXT = 100
    with pytest.raises(Refused, match="is 101 characters long. The limit is 100"):
        summarize(review, rita, "x" * 101)
    with pytest.raises(Refused, match="The rationale is 101 characters"):
        decide(review, rita, decision_rationale="x" * 101)


def test_a_service_is_saved_with_its_citations_in_order(review, rita):
    row = decide(review, rita, citations=[MTUS, OTHER])
    kept = [(cite.position, cite.source, cite.title, cite.text) for cite in row.citations.all()]
    assert kept == [(1, "mtus", "Low Back Disorders", ""), (2, "other", "", "ODG, Low Back, MRI")]
    assert row.citations.first().pages == ["303", "304"]
    assert row.citations.first().sections == ["Imaging, special"]


def test_a_half_written_service_is_saved_too(blank, otto):
    empty = CitationEntry("mtus")
    row = decide(blank, otto, outcome="", decision_rationale="", citations=[empty])
    assert (row.outcome, row.revision, row.citations.count()) == ("", 1, 1)


def test_a_conflict_on_a_service_shows_what_is_stored(review, rita):
    decide(review, rita, decision_rationale="The first.")
    with pytest.raises(EditConflict) as conflict:
        decide(review, rita, decision_rationale="The second.")
    assert conflict.value.stored["text"] == "The first."
    assert conflict.value.stored["citations"] == "Low Back Disorders"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"outcome": "modified"}, "upheld or overturned"),
        ({"imro_basis": "hearsay"}, "basis"),
        ({"citations": [CitationEntry("web", text="x")]}, "another source"),
        ({"citations": [CitationEntry("mtus", "x", 20166)]}, "four digits"),
        ({"citations": [CitationEntry("mtus", "x" * 301)]}, "300 characters"),
        ({"citations": [OTHER] * 41}, "too many"),
    ],
)
def test_what_no_draft_may_hold_is_refused(changes, words, review, rita):
    with pytest.raises(Refused, match=words):
        decide(review, rita, **changes)


def test_nobody_writes_in_anothers_draft(review, otto, cora, quinn):
    with pytest.raises(Http404):
        summarize(review, otto, "Mine.")
    for by in (cora, quinn):
        with pytest.raises(PermissionDenied):
            summarize(review, by, "Mine.")


def test_a_service_of_another_case_is_refused(review, blank, rita):
    other = blank.case.services.first()
    with pytest.raises(Refused, match="no longer part"):
        save_service(
            review,
            other.pk,
            by=rita,
            at=timezone.now(),
            revision=0,
            outcome="upheld",
            imro_basis="none",
            decision_rationale="",
            citations=[],
        )


def test_what_is_submitted_is_no_longer_written(review, rita):
    submit(review, rita)
    with pytest.raises(StepNotAllowed):
        summarize(review, rita, "One thing more.")


def test_submitting_freezes_a_version_with_decisions_citations_and_an_open_check(review, rita):
    version = submit(review, rita)
    review.refresh_from_db()
    review.case.refresh_from_db()
    assert (version.version, version.submitted_by) == (1, rita)
    assert [row.outcome for row in version.decisions.all()] == ["overturned", "upheld"]
    assert version.decisions.first().guideline_citations.get().title == "Low Back Disorders"
    assert version.documents_reviewed.count() == 2
    assert QualityCheck.objects.get(determination=version).outcome == ""
    assert review.status == ReviewStatus.SUBMITTED
    assert review.case.status == CaseStatus.IN_QUALITY_CHECK


def test_a_returned_review_makes_the_next_version(review, rita):
    first = make_determination(review)
    review.status, review.case.status = ReviewStatus.RETURNED, CaseStatus.IN_REVIEW
    review.save()
    review.case.save()
    summarize(review, rita, AGAIN)
    second = submit(review, rita)
    assert (first.version, second.version) == (1, 2)
    first.refresh_from_db()
    assert first.clinical_case_summary != AGAIN


def test_everything_that_is_missing_is_said_at_once(blank, otto):
    with pytest.raises(Refused) as refusal:
        submit(blank, otto, records=[])
    said = " ".join(refusal.value.reasons)
    assert "Write the clinical case summary." in said
    assert "Service 1: Choose whether the UR decision" in said
    assert "Service 2: Write the rationale." in said
    assert "9792.10.6(b)(2)" in said
    assert not Determination.objects.exists()


@pytest.mark.parametrize(
    ("basis", "citations", "words"),
    [
        ("", [], "Choose what the decision is based on"),
        ("mtus", [], "Cite the MTUS guideline"),
        ("mtus", [OTHER], "Put an MTUS guideline first"),
        ("mtus", [OTHER, MTUS], "Put an MTUS guideline first"),
        ("mtus", [MTUS, CitationEntry("other")], "names no source"),
        ("mtus", [CitationEntry("mtus", "Low Back Complaints", 16)], "16 is not the year"),
        ("outside_mtus", [], "Cite the source outside"),
        ("outside_mtus", [MTUS], "choose MTUS as the basis"),
        ("none", [MTUS], "Take the citations away"),
    ],
)
def test_citations_must_bear_out_the_basis(basis, citations, words, review, rita):
    decide(review, rita, imro_basis=basis, citations=citations)
    with pytest.raises(Refused, match=words):
        submit(review, rita)


@pytest.mark.parametrize(
    ("basis", "citations"), [("mtus", [MTUS, OTHER]), ("outside_mtus", [OTHER]), ("none", [])]
)
def test_each_basis_passes_with_what_belongs_to_it(basis, citations, review, rita):
    search = EvidenceSearch(below="silent", found_in="acoem_odg")
    decide(review, rita, imro_basis=basis, citations=citations, search=search)
    version = submit(review, rita)
    assert version.version == 1
    assert version.decisions.get(service__position=1).evidence_search == search.as_json()


def test_the_ur_decision_and_the_application_alone_are_no_basis(review, rita):
    application = make_record(review.case, kind=MedicalRecord.Kind.APPLICATION, title="Application")
    ur = review.case.records.get(kind=MedicalRecord.Kind.UR_DETERMINATION)
    with pytest.raises(Refused, match=r"alone are no basis.*9792\.10\.6\(b\)\(2\)"):
        submit(review, rita, records=[ur, application])


def test_a_superseded_record_is_no_basis(review, rita):
    review.case.records.update(superseded_at=timezone.now(), superseded_reason="Wrong worker.")
    with pytest.raises(Refused, match=r"9792\.10\.6\(b\)\(2\)"):
        submit(review, rita)


def test_a_lapsed_licence_stops_the_submission(review, rita):
    rita.reviewer.licences.update(expires_on="2020-01-01")
    with pytest.raises(Refused, match="expired on 1 Jan 2020"):
        submit(review, rita)


def test_a_lapsed_certification_stops_it_and_with_it_the_fit(review, rita):
    rita.reviewer.certifications.update(expires_on="2020-01-01")
    with pytest.raises(Refused, match="recorded as fitting") as refusal:
        submit(review, rita)
    assert "certification in Orthopedic Surgery expired" in str(refusal.value)


def test_a_party_added_after_the_attestation_stops_it(review, rita):
    make_party(review.case, "manufacturer", name="A maker")
    with pytest.raises(Refused, match="does not cover the manufacturer"):
        submit(review, rita)


def test_a_service_added_after_the_review_began_stops_it(review, rita):
    make_service(review.case)
    with pytest.raises(Refused, match="A service was added"):
        submit(review, rita)


def test_only_its_reviewer_submits(review, otto, cora, max):
    with pytest.raises(Http404):
        submit(review, otto)
    for by in (cora, max):
        with pytest.raises(PermissionDenied):
            submit(review, by)


@pytest.mark.django_db(transaction=True)
def test_eight_submissions_at_once_make_one_version(review, rita):
    barrier, outcomes = threading.Barrier(8), []

    def run():
        try:
            barrier.wait(10)
            submit(review, rita)
            outcomes.append("done")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert sorted(outcomes) == ["done"] + ["refused"] * 7
    assert Determination.objects.count() == 1
