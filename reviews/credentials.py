"""What may be said of a reviewer on a day: the letter's claims, and why one cannot be made."""

from datetime import date
from typing import Any

from cases.models import Party
from reviews import candidates
from reviews.conflicts.questions import Affiliation
from reviews.letters.content import ReviewerContent
from reviews.matching import board, gates, licence, practice
from reviews.matching.facts import Question, ReviewerFacts
from reviews.models import ConflictAttestation, Review, Reviewer


def reviewer_content(review: Review, *, on: date) -> ReviewerContent:
    """Return what the letter says of the review's expert reviewer on a day, true on record."""
    facts, question = _read(review.reviewer, on)
    is_practised = practice.is_supported(facts, question)
    return ReviewerContent(
        licensed_states=tuple(row.state for row in licence.valid_licences(facts, question)),
        certifications=tuple(row.specialty for row in board.valid_certifications(facts, question)),
        is_unaffiliated=not attestation_faults(review),
        has_similar_specialty=not fit_faults(review, on=on),
        years_over=question.min_years if is_practised else None,
        hours_at_least=question.min_weekly_hours if is_practised else None,
    )


def shortcomings(review: Review, *, on: date) -> list[str]:
    """Return why the review may not be submitted or signed on a day, in sentences; or nothing.

    Licence, board certification, clean record, QME, attestation of every party, and the fit.
    """
    return [
        *credential_faults(review.reviewer, on=on),
        *attestation_faults(review),
        *fit_faults(review, on=on),
    ]


def credential_faults(reviewer: Reviewer, *, on: date) -> list[str]:
    """Return what the reviewer's own record lacks on a day, each with its rule."""
    facts, question = _read(reviewer, on)
    found = gates.findings(facts, question, gates.CREDENTIAL_GATES)
    return [f"{finding.reason} ({finding.rule})" for finding in gates.refused(found)]


def attestation_faults(review: Review) -> list[str]:
    """Return why nothing is sworn about one of the case's parties; or nothing."""
    attestation = ConflictAttestation.objects.filter(offer_id=review.offer_id).first()
    if attestation is None or not attestation.is_free_of_conflict:
        return ["There is no signed attestation that is free of conflict (LC 139.5(d)(5))."]
    missing = [party.get_role_display().lower() for party in unsworn_parties(review)]
    if not missing:
        return []
    if review.rechecks.open().exists():
        return [
            f"The reviewer has not answered for conflicts with the {', the '.join(missing)}, who "
            "came after the attestation. It goes on when that is sworn too."
        ]
    return [
        f"The attestation does not cover the {', the '.join(missing)}, recorded after it was "
        "signed: recall the review and offer it again, so that it is sworn for every party."
    ]


def unsworn_parties(review: Review) -> list[Party]:
    """Return the parties of the case that the reviewer has not sworn to be free of."""
    answers = [answer for attested in _attested(review) for answer in attested]
    sworn = {
        (answer["party_id"], answer["affiliation"])
        for answer in answers
        if not answer["has_affiliation"]
    }
    return [
        party
        for party in review.case.parties.order_by("pk")
        if any((party.pk, kind.value) not in sworn for kind in Affiliation)
    ]


def _attested(review: Review) -> list[list[dict[str, Any]]]:
    """Return the answers of the attestation, and of every check that was answered after it."""
    attestations = ConflictAttestation.objects.filter(offer_id=review.offer_id)
    return [*attestations.values_list("answers", flat=True)] + [
        *review.rechecks.filter(answered_at__isnull=False).values_list("answers", flat=True)
    ]


def fit_faults(review: Review, *, on: date) -> list[str]:
    """Return why the specialty that was recorded as fitting cannot be claimed; or nothing."""
    facts, question = _read(review.reviewer, on)
    fit = review.offer.fit_specialty
    if fit in fitting_specialties(facts, question):
        return []
    return [f"The specialty recorded as fitting, {fit}, is not a certification valid on this day."]


def fitting_specialties(facts: ReviewerFacts, question: Question) -> tuple[str, ...]:
    """Return the specialties that may be recorded as fitting: certified ones, else the degree."""
    certified = tuple(row.specialty for row in board.valid_certifications(facts, question))
    if certified or facts.needs_board:
        return certified
    return (Reviewer.Degree(facts.degree).label,)


def _read(reviewer: Reviewer, on: date) -> tuple[ReviewerFacts, Question]:
    return candidates.reviewer_facts(reviewer), candidates.question(on=on, through=on)
