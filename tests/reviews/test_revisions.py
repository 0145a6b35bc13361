"""Every save of a draft is kept; an earlier wording is read beside what stands and brought back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.errors import EditConflict, Refused, StepNotAllowed
from cases.intake import CitationEntry
from cases.models import AuditEvent
from reviews import revisions
from reviews.actions.drafting import save_service, save_summary, submit_review
from reviews.actions.restoring import restore_revision
from reviews.models import Draft, DraftRevision
from tests.factories import NOON, make_review, open_records

pytestmark = pytest.mark.django_db
MTUS = CitationEntry("mtus", "Low Back Complaints", 2004, ("Imaging, special",), ("303", "304"))


@pytest.fixture
def review(rita):
    return make_review(reviewer=rita.reviewer)


def summarize(review, by, *texts, start=0):
    for revision, text in enumerate(texts, start=start):
        save_summary(review, by=by, at=timezone.now(), text=text, revision=revision)
    return Draft.objects.get(review=review)


def decide(review, by, revision, **changes):
    fields = {
        "outcome": "upheld",
        "imro_basis": "mtus",
        "decision_rationale": "No red flag is recorded.",
        "citations": [MTUS],
    } | changes
    service = review.case.services.get(position=1)
    return save_service(review, service.pk, by=by, at=timezone.now(), revision=revision, **fields)


def kept(review, **wanted):
    return DraftRevision.objects.filter(draft__review=review, **wanted).order_by("revision")


def test_each_save_is_kept_as_it_was(review, rita):
    summarize(review, rita, "One.", "One. Two.")
    assert [row.text for row in kept(review, service=None)] == ["One.", "One. Two."]


def test_a_save_that_changes_nothing_or_is_refused_keeps_nothing(review, rita):
    summarize(review, rita, "One.")
    summarize(review, rita, "One.")
    with pytest.raises(EditConflict):
        summarize(review, rita, "Late.")
    assert kept(review).count() == 1


def test_a_service_is_kept_with_its_decision_and_citations(review, rita):
    decide(review, rita, 0)
    row = kept(review).get()
    assert (row.outcome, row.imro_basis, row.revision) == ("upheld", "mtus", 1)
    assert row.citations == [
        {
            "source": "mtus",
            "title": "Low Back Complaints",
            "year": 2004,
            "sections": ["Imaging, special"],
            "pages": ["303", "304"],
            "text": "",
        }
    ]


def test_bringing_a_wording_back_is_a_new_save_and_loses_nothing(review, rita):
    draft = summarize(review, rita, "The long first text.", "")
    first = kept(review).first()
    restore_revision(review, first, by=rita, at=timezone.now())
    draft.refresh_from_db()
    assert (draft.clinical_case_summary, draft.revision) == ("The long first text.", 3)
    assert [row.text for row in kept(review)] == [
        "The long first text.",
        "",
        "The long first text.",
    ]
    assert kept(review).last().restored_from == 1
    assert AuditEvent.objects.filter(kind="draft.restored", actor=rita).count() == 1


def test_a_service_comes_back_whole(review, rita):
    decide(review, rita, 0)
    decide(review, rita, 1, outcome="overturned", imro_basis="none", citations=[])
    row = restore_revision(review, kept(review).first(), by=rita, at=timezone.now())
    row.refresh_from_db()
    assert (row.outcome, row.imro_basis) == ("upheld", "mtus")
    (cite,) = row.citations.all()
    assert (cite.title, cite.pages) == ("Low Back Complaints", ["303", "304"])


def test_what_stands_already_is_not_saved_again(review, rita):
    summarize(review, rita, "One.")
    restore_revision(review, kept(review).get(), by=rita, at=timezone.now())
    assert kept(review).count() == 1
    assert not AuditEvent.objects.filter(kind="draft.restored").exists()


def test_a_wording_of_another_review_is_refused(review, rita, otto):
    other = make_review(reviewer=otto.reviewer)
    summarize(other, otto, "Another worker's story.")
    with pytest.raises(Refused, match="not one of this part"):
        restore_revision(review, kept(other).get(), by=rita, at=timezone.now())


def test_after_submission_nothing_is_brought_back(review, rita):
    second = "The worker has low back pain since a lift at work, as submitted."
    summarize(review, rita, "First.", second)
    open_records(review)
    submit_review(review, by=rita, at=timezone.now())
    with pytest.raises(StepNotAllowed):
        restore_revision(review, kept(review).first(), by=rita, at=timezone.now())


def row(revision, seconds):
    return DraftRevision(revision=revision, saved_at=NOON + timedelta(seconds=seconds))


def test_saves_without_a_pause_are_one_moment():
    newest_first = [row(5, 900), row(4, 890), row(3, 130), row(2, 15), row(1, 0)]
    found = [(m.last.revision, m.saves) for m in revisions.moments(newest_first)]
    assert found == [(5, 2), (3, 3)]


def url(name, review, *args):
    return reverse(f"reviews:{name}", args=[review.case.case_number, *args])


def test_the_page_shows_what_would_change(sign_in, review, rita):
    summarize(review, rita, "Pain in the left arm.", "Pain in the right arm.")
    page = sign_in(rita).get(url("draft_revisions", review, "summary") + "?every=1&revision=1")
    text = page.content.decode()
    assert "<del>right </del><ins>left </ins>" in text
    assert "Bring this wording back" in text


def test_the_newest_has_nothing_to_bring_back(sign_in, review, rita):
    summarize(review, rita, "Pain.")
    page = sign_in(rita).get(url("draft_revisions", review, "summary") + "?revision=1")
    assert "This is what stands now" in page.content.decode()


def test_the_button_brings_it_back_and_says_so(sign_in, review, rita):
    decide(review, rita, 0)
    decide(review, rita, 1, decision_rationale="")
    client = sign_in(rita)
    answer = client.post(url("restore_revision", review, "1", 1), follow=True)
    assert "Revision 1 stands again, as revision 3" in answer.content.decode()
    assert "No red flag is recorded." in answer.content.decode()


@pytest.mark.parametrize("part", ["9", "x", "²"])
def test_a_part_or_save_that_is_not_there_is_not_found(part, sign_in, review, rita):
    client = sign_in(rita)
    assert client.get(url("draft_revisions", review, part)).status_code == 404
    assert client.get(url("draft_revisions", review, "summary") + "?revision=9").status_code == 404
    assert client.get(url("draft_revisions", review, "summary") + "?revision=x").status_code == 404


def test_nobody_else_reads_earlier_wordings(sign_in, review, rita, otto, cora, quinn):
    summarize(review, rita, "Pain.")
    for user in (otto, cora, quinn):
        client = sign_in(user)
        assert client.get(url("draft_revisions", review, "summary")).status_code == 404
        assert client.post(url("restore_revision", review, "summary", 1)).status_code == 404
