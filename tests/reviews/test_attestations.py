"""The conflict attestation: clean it opens the records, with a conflict it ends the offer."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.utils import timezone

from cases.access import may_view_records
from cases.errors import Refused, StepNotAllowed
from cases.lifecycle import CaseStatus
from cases.models import AuditEvent, Case, CaseGrant, Party
from reviews.actions.attestations import asked_parties, attest_offer
from reviews.conflicts.questions import Affiliation, clean_answers
from reviews.lifecycle import OfferStatus
from reviews.models import ConflictAttestation, Review
from tests.factories import make_offer

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(rita):
    return make_offer(reviewer=rita.reviewer, status=OfferStatus.ACCEPTED)


@pytest.fixture
def clean(offer):
    return clean_answers(asked_parties(offer))


def attest(offer, by, answers, **changes):
    return attest_offer(offer, by=by, at=timezone.now(), answers=answers, **changes)


def test_every_party_is_asked_about_in_three_ways(offer, clean):
    assert len(clean) == offer.case.parties.count() * 3
    assert not any(answer.has_affiliation for answer in clean)


def test_a_clean_attestation_begins_the_review(offer, clean, rita):
    review = attest(offer, rita, clean)
    offer.case.refresh_from_db()
    offer.refresh_from_db()
    assert offer.case.status == CaseStatus.IN_REVIEW
    assert offer.status == OfferStatus.ATTESTED
    assert review.draft.services.count() == offer.case.services.count()
    grant = CaseGrant.objects.get(case=offer.case, user=rita)
    assert (grant.scope, grant.ended_at) == (CaseGrant.Scope.RECORDS, None)


def test_records_and_case_open_only_with_the_attestation(offer, clean, rita):
    assert not may_view_records(rita, offer.case)
    assert not Case.objects.visible_to(rita).exists()
    attest(offer, rita, clean)
    assert may_view_records(rita, offer.case)
    assert Case.objects.visible_to(rita).count() == 1


def test_it_is_kept_party_by_party_and_without_a_name_in_the_audit(offer, clean, rita):
    attest(offer, rita, clean)
    kept = ConflictAttestation.objects.get(offer=offer)
    worker = offer.case.parties.get(role=Party.Role.INJURED_WORKER)
    of_worker = [row for row in kept.answers if row["party_id"] == worker.pk]
    assert {row["affiliation"] for row in of_worker} == {kind.value for kind in Affiliation}
    assert worker.name not in str(kept.answers)
    assert worker.name not in str(list(AuditEvent.objects.values_list("data", flat=True)))


def test_one_missing_answer_is_refused_by_the_party_it_concerns(offer, clean, rita):
    with pytest.raises(Refused, match="Still open: injured worker"):
        attest(offer, rita, clean[1:])
    assert not ConflictAttestation.objects.exists()


def test_no_answers_are_no_attestation(offer, rita):
    with pytest.raises(Refused):
        attest(offer, rita, ())


def test_a_conflict_is_explained_and_ends_the_offer(offer, clean, rita):
    answers = (replace(clean[0], has_affiliation=True), *clean[1:])
    with pytest.raises(Refused, match="what the affiliation is"):
        attest(offer, rita, answers)
    assert attest(offer, rita, answers, explanation="The worker is my patient.") is None
    offer.refresh_from_db()
    offer.case.refresh_from_db()
    assert offer.status == OfferStatus.CONFLICTED
    assert offer.case.status == CaseStatus.READY_FOR_REVIEW
    assert not Review.objects.exists()
    assert not may_view_records(rita, offer.case)
    event = AuditEvent.objects.get(kind="attestation.signed")
    assert event.data == {"is_free_of_conflict": False}


def test_nobody_attests_for_another(offer, clean, otto, cora):
    with pytest.raises(Http404):
        attest(offer, otto, clean)
    with pytest.raises(PermissionDenied):
        attest(offer, cora, clean)


def test_it_follows_the_acceptance_and_happens_once(rita, offer, clean):
    attest(offer, rita, clean)
    with pytest.raises(StepNotAllowed):
        attest(offer, rita, clean)
    unanswered = make_offer(reviewer=rita.reviewer)
    with pytest.raises(StepNotAllowed):
        attest(unanswered, rita, clean_answers(asked_parties(unanswered)))


def test_a_licence_that_lapsed_since_the_offer_is_refused(offer, clean, rita):
    rita.reviewer.licences.update(is_restricted=True)
    with pytest.raises(Refused, match="restricted"):
        attest(offer, rita, clean)
