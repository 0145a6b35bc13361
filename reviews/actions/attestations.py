"""The conflict attestation: a clean one begins the review, a declared conflict ends the offer."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import audit
from cases.access import require
from cases.actions.lifecycle import transition_case
from cases.characters import character_refusal
from cases.errors import Refused
from cases.models import CaseGrant
from reviews import access, credentials
from reviews.actions.offers import lock_offer, move_offer
from reviews.conflicts.questions import WORDING_VERSION, Answer, Asked, is_clean, unanswered
from reviews.lifecycle import OFFER
from reviews.models import ConflictAttestation, Draft, Review, ReviewOffer, ServiceDraft

CONFLICT_DECLARED = "The reviewer declared a conflict of interest."


def asked_parties(offer: ReviewOffer) -> tuple[Asked, ...]:
    """Return every party of the case, as the attestation asks about it."""
    return tuple(Asked(party.pk, party.role) for party in offer.case.parties.order_by("pk"))


@transaction.atomic
def attest_offer(
    offer: ReviewOffer, *, by: Any, at: datetime, answers: Sequence[Answer], explanation: str = ""
) -> Review | None:
    """Sign the attestation: clean gives the review and its grant, a conflict gives None.

    `answers` must hold each party and each of the three affiliations; for a clean one,
    `questions.clean_answers(asked_parties(offer))`.
    """
    offer = lock_offer(offer)
    require(by, OFFER.named("attest").permission)
    access.require_holder(offer.reviewer, by)
    OFFER.step("attest", offer.status)
    asked = asked_parties(offer)
    is_free = is_clean(answers)
    _refuse_unanswered(offer, asked, answers)
    _refuse_unexplained(is_free, explanation)
    if is_free:
        _refuse_lapsed(offer, at)
    attestation = ConflictAttestation.objects.create(
        offer=offer,
        attested_by=by,
        attested_at=at,
        is_free_of_conflict=is_free,
        answers=_stored(asked, answers),
        wording_version=WORDING_VERSION,
        explanation=explanation.strip(),
    )
    audit.append(
        "attestation.signed", attestation, by=by, case=offer.case, is_free_of_conflict=is_free
    )
    if not is_free:
        move_offer(offer, "declare_conflict", by=by, at=at, reason=CONFLICT_DECLARED)
        return None
    move_offer(offer, "attest", by=by, at=at)
    return _begin_review(offer, by=by, at=at)


def _refuse_unanswered(
    offer: ReviewOffer, asked: Sequence[Asked], answers: Sequence[Answer]
) -> None:
    missing = unanswered(asked, answers)
    if not asked:
        raise Refused("The case has no parties: the coordinator must enter them first.")
    if missing:
        roles = {party.pk: party.get_role_display() for party in offer.case.parties.all()}
        names = ", ".join(roles[party.party_id].lower() for party in missing)
        raise Refused(f"Answer all three questions for each party. Still open: {names}.")


def _refuse_unexplained(is_free: bool, explanation: str) -> None:
    if not is_free and not explanation.strip():
        raise Refused("Say in a sentence what the affiliation is; nobody outside sees it.")
    refusal = character_refusal("The explanation", explanation)
    if refusal:
        raise Refused(refusal)


def _refuse_lapsed(offer: ReviewOffer, at: datetime) -> None:
    faults = credentials.credential_faults(offer.reviewer, on=timezone.localdate(at))
    if faults:
        raise Refused(*faults, "Tell the coordinator, who keeps the credential record.")


def _stored(asked: Sequence[Asked], answers: Sequence[Answer]) -> list[dict[str, Any]]:
    role_by_id = {party.party_id: party.party_role for party in asked}
    return [
        {
            "party_id": answer.party_id,
            "party_role": role_by_id[answer.party_id],
            "affiliation": answer.affiliation,
            "has_affiliation": answer.has_affiliation,
        }
        for answer in answers
        if answer.party_id in role_by_id
    ]


def _begin_review(offer: ReviewOffer, *, by: Any, at: datetime) -> Review:
    """Open the review, its empty draft and the records, and move the case on."""
    case = transition_case(offer.case, "begin_review", by=by, at=at)
    review = Review.objects.create(
        case=case, offer=offer, reviewer=offer.reviewer, round=offer.round, began_at=at
    )
    draft = Draft.objects.create(review=review)
    ServiceDraft.objects.bulk_create(
        ServiceDraft(draft=draft, service=service) for service in case.services.in_review()
    )
    grant = CaseGrant.objects.create(
        case=case,
        user=offer.reviewer.user,
        scope=CaseGrant.Scope.RECORDS,
        reason="Attested to be free of conflict.",
        granted_by=offer.offered_by,
        granted_at=at,
    )
    audit.append("grant.opened", grant, by=by, scope=grant.scope)
    audit.append("review.begun", review, by=by)
    return review
