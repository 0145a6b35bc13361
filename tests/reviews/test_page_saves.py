"""Saves of one open page: a lost answer is no conflict, and what comes late overwrites nothing."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.errors import EditConflict
from reviews.actions.drafting import save_summary
from reviews.actions.pagesaves import PageSave
from reviews.models import Draft, DraftRevision
from reviews.workbench import browser_seal
from tests.factories import make_review

pytestmark = pytest.mark.django_db
HERE, ELSEWHERE = "a" * 32, "b" * 32


@pytest.fixture
def review(rita):
    return make_review(reviewer=rita.reviewer, is_written=False)


def save(review, by, text, revision, page="", number=0):
    sent = PageSave(page, number)
    at = timezone.now()
    return save_summary(review, by=by, at=at, text=text, revision=revision, sent=sent)


def stored(review):
    draft = Draft.objects.get(review=review)
    return draft.clinical_case_summary, draft.revision


def test_the_next_save_of_a_page_whose_answer_was_lost_is_no_conflict(review, rita):
    save(review, rita, "One.", 0, HERE, 1)
    save(review, rita, "One. Two.", 0, HERE, 2)
    assert stored(review) == ("One. Two.", 2)


def test_a_save_that_comes_late_changes_nothing(review, rita):
    save(review, rita, "One. Two.", 0, HERE, 2)
    row = save(review, rita, "One.", 0, HERE, 1)
    assert row.revision == 1
    assert stored(review) == ("One. Two.", 1)
    assert DraftRevision.objects.count() == 1


def test_another_page_between_is_a_conflict(review, rita):
    save(review, rita, "One.", 0, HERE, 1)
    save(review, rita, "Else.", 1, ELSEWHERE, 1)
    with pytest.raises(EditConflict) as refused:
        save(review, rita, "One. Two.", 0, HERE, 2)
    assert refused.value.stored["text"] == "Else."
    assert stored(review) == ("Else.", 2)


def test_a_save_that_no_page_counted_is_a_conflict_as_before(review, rita):
    save(review, rita, "One.", 0)
    with pytest.raises(EditConflict):
        save(review, rita, "Two.", 0)


def test_the_page_says_which_save_it_stands_at(client, review, rita):
    client.force_login(rita)
    number = review.case.case_number
    data = {"revision": 0, "text": "One.", "page_key": HERE, "page_save": 3}
    answer = client.post(
        reverse("reviews:save_summary", args=[number]), data, headers={"accept": "application/json"}
    )
    assert answer.json()["revision"] == 1
    page = client.get(reverse("reviews:workbench", args=[number]), {"part": "summary"})
    assert f'data-saved-by="{HERE}" data-saved-number="3"' in page.content.decode()


@pytest.mark.parametrize("key", ["", "<script>", "x" * 40, "ABCDEFGH"])
def test_a_page_without_a_proper_key_is_one_that_counts_nothing(client, review, rita, key):
    client.force_login(rita)
    url = reverse("reviews:save_summary", args=[review.case.case_number])
    data = {"revision": 0, "text": "One.", "page_key": key, "page_save": ""}
    answer = client.post(url, data, headers={"accept": "application/json"})
    assert answer.status_code == (200 if not key else 409)
    assert set(DraftRevision.objects.values_list("page_key", flat=True)) <= {""}


def test_the_seal_of_unsaved_words_is_one_persons_for_one_review(review, rita, otto):
    other = make_review(reviewer=otto.reviewer, is_written=False)
    seals = [browser_seal(*whose) for whose in ((review, rita), (review, otto), (other, rita))]
    assert len({seal.key for seal in seals}) == len({seal.name for seal in seals}) == 3
    assert browser_seal(review, rita) == seals[0]
    assert review.case.case_number not in seals[0].name
