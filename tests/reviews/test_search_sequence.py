"""The search for evidence is told on the card, saved with the draft, and comes back with it."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.errors import Refused
from cases.intake import CitationEntry
from reviews.actions.drafting import save_service
from reviews.actions.restoring import restore_revision
from reviews.evidence.sequence import EvidenceSearch, search_from
from reviews.models import DraftRevision, ServiceDraft
from tests.factories import make_review

pytestmark = pytest.mark.django_db
TOLD = {
    "below": "rebutted",
    "found_in": "study",
    "disagree": "on",
    "study": "Example and others, 2015",
    "applies": "The same age.\r\nThe same operation.",
    "level": "1b",
}


@pytest.fixture
def review(rita):
    return make_review(reviewer=rita.reviewer, is_written=False)


def url(review, name="save_service"):
    return reverse(f"reviews:{name}", args=[review.case.case_number, 1])


def test_what_is_told_is_saved_and_shown_again(client, rita, review):
    client.force_login(rita)
    fields = {"revision": 0, "imro_basis": "outside_mtus", **TOLD}
    page = client.post(url(review), fields, headers={"hx-request": "true"}).content.decode()
    row = ServiceDraft.objects.get(draft__review=review, service__position=1)
    search = search_from(row.evidence_search)
    assert search == EvidenceSearch(**TOLD | {"disagree": True, "applies": search.applies})
    assert search.applies == "The same age.\nThe same operation."
    assert search.lacks_of_variance == []
    assert 'value="rebutted" checked' in page
    assert 'value="Example and others, 2015"' in page
    assert DraftRevision.objects.get().evidence_search == row.evidence_search


def save(review, rita, revision, **search):
    service = review.case.services.get(position=1)
    return save_service(
        review,
        service.pk,
        by=rita,
        at=timezone.now(),
        revision=revision,
        outcome="",
        imro_basis="outside_mtus",
        decision_rationale="",
        citations=[CitationEntry("other", text="ODG, Low Back, 2016")],
        search=EvidenceSearch(**search),
    )


def test_an_earlier_search_comes_back_with_its_wording(rita, review):
    save(review, rita, 0, below="silent")
    save(review, rita, 1, below="rebutted")
    restore_revision(review, DraftRevision.objects.get(revision=1), by=rita, at=timezone.now())
    row = ServiceDraft.objects.get(draft__review=review, service__position=1)
    assert (row.revision, row.evidence_search) == (3, {"below": "silent"})


@pytest.mark.parametrize(
    "search", [{"below": "maybe"}, {"found_in": "web"}, {"level": "6"}, {"study": "x" * 1001}]
)
def test_what_is_no_search_is_refused(rita, review, search):
    with pytest.raises(Refused):
        save(review, rita, 0, **search)


def test_the_margin_asks_why_below_the_mtus_until_it_is_told(client, rita, review):
    client.force_login(rita)
    check = reverse("reviews:check_typed", args=[review.case.case_number])
    typed = {"part": "1", "imro_basis": "outside_mtus", "outcome": "upheld"}
    typed |= {"citation_source": "other", "citation_text": "ODG, Low Back, 2016"}
    asked = "Say whether the MTUS is silent on it"
    assert asked in client.post(check, typed).content.decode()
    assert asked not in client.post(check, typed | {"below": "silent"}).content.decode()
