"""A service that ended is not asked of the reviewer, not in the letter, and still in the file."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions.endings import end_dispute, take_back_ending
from cases.errors import Refused
from reviews.actions.determination import sign_determination
from reviews.actions.quality import approve_review
from reviews.freezing import draft_content
from reviews.pipelines.casefiles import export_document
from tests import travel
from tests.factories import ending_entry, make_case

pytestmark = pytest.mark.django_db
WORDS = travel.Words(rationale="The records show gains after twelve sessions.")


@pytest.fixture
def review(max, cora, rita):
    case = make_case("ready_for_review", services=3)
    return travel.begin(case, WORDS, cora=cora, rita=rita)


def end(review, *places, by):
    entry = ending_entry(review.case, *places)
    return end_dispute(review.case, entry, by=by, at=timezone.now())


def places(content) -> list[int]:
    return [one.position for one in content.services]


def test_the_reviewer_is_asked_about_what_is_left(review, cora, rita, sign_in):
    end(review, 2, by=cora)
    version = travel.write(review, WORDS, rita=rita)
    decided = version.decisions.values_list("service__position", flat=True)
    assert sorted(decided) == [1, 3]


def test_the_workbench_lists_what_is_left_and_keeps_what_was_written(review, cora, rita, sign_in):
    travel.write(review, WORDS, rita=rita)
    review.draft.services.filter(service__position=2).update(decision_rationale="Kept words.")
    end(review, 2, by=cora)
    assert review.draft.services.get(service__position=2).decision_rationale == "Kept words."


def test_a_save_that_comes_too_late_is_told_why(review, cora, rita, sign_in):
    end(review, 2, by=cora)
    url = reverse("reviews:save_service", args=[review.case.case_number, 2])
    sent = {"revision": "0", "outcome": "upheld", "imro_basis": "none", "decision_rationale": "A"}
    response = sign_in(rita).post(url, sent)
    assert response.status_code == 409
    assert "withdrawn, authorized or settled" in response.content.decode()


@pytest.mark.parametrize("stage", ["submitted", "approved"])
def test_a_version_that_decided_it_is_signed_without_it(review, stage, cora, rita, quinn, max):
    travel.write(review, WORDS, rita=rita)
    if stage == "submitted":
        end(review, 2, by=cora)
    approve_review(review, by=quinn, at=timezone.now())
    if stage == "approved":
        end(review, 2, by=cora)
    review.refresh_from_db()
    assert places(draft_content(review, at=timezone.now())) == [1, 3]
    signed = sign_determination(review, by=max, at=timezone.now())
    assert [one["position"] for one in signed.snapshot["services"]] == [1, 3]
    assert signed.decisions.count() == 3


def test_the_director_reads_again_what_changed_under_the_pen(review, cora, rita, quinn, max):
    travel.write(review, WORDS, rita=rita)
    approve_review(review, by=quinn, at=timezone.now())
    review.refresh_from_db()
    from_page = "0" * 64
    end(review, 2, by=cora)
    with pytest.raises(Refused, match="The letter has changed since you opened it"):
        sign_determination(review, by=max, at=timezone.now(), read_sha256=from_page)


def test_an_ending_taken_back_after_the_submission_needs_its_decision(
    review, cora, rita, quinn, max
):
    ending = end(review, 2, by=cora)
    travel.write(review, WORDS, rita=rita)
    take_back_ending(ending, by=cora, at=timezone.now(), reason="Another case was meant.")
    with pytest.raises(Refused, match="does not decide service 2"):
        approve_review(review, by=quinn, at=timezone.now())


def test_an_export_tells_the_decided_from_the_ended(review, cora, rita):
    travel.write(review, WORDS, rita=rita)
    end(review, 2, by=cora)
    review.case.refresh_from_db()
    document = export_document(review.case, on=timezone.localdate(), shows_decisions=True)
    partial = document["recorded"]["partial_determination"]
    assert partial["services"] == [1, 3]
    assert len(partial["decisions"]) == 2
    assert document["recorded"]["endings"][0]["services"] == [2]
