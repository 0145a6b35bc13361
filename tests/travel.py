"""Takes a case its whole way by the actions that pages and commands use, as the cast."""

from dataclasses import dataclass
from datetime import date

from django.utils import timezone

from cases.actions.assignment import assign_case
from cases.actions.eligibility import find_eligible
from cases.actions.expected import settle_all
from cases.actions.intake import receive_application
from cases.actions.notes import note_contact
from cases.actions.records import RecordEntry, add_record, complete_records, request_records
from cases.intake import (
    ApplicationEntry,
    CitationEntry,
    PartyEntry,
    ServiceEntry,
    UrDecisionEntry,
)
from cases.models import Case
from reviews.actions.attestations import asked_parties, attest_offer
from reviews.actions.deliveries import serve_letter
from reviews.actions.determination import sign_determination
from reviews.actions.drafting import save_service, save_summary, submit_review
from reviews.actions.offers import accept_offer, offer_review
from reviews.actions.quality import approve_review, return_review
from reviews.actions.reading import open_documents
from reviews.conflicts.questions import clean_answers
from reviews.models import Delivery, Determination, DeterminationLetter, Review
from reviews.pipelines.letters import produce
from tests.factories import PARTIES, tiny_pdf

MTUS = CitationEntry("mtus", "Low Back Disorders", 2021, ("Treatment",), ("12",))
# What every letter needs, whatever its words are.
CONDITION = "The worker is treated for low back pain after a lift at work."
CONCLUSION = "The guideline allows a series of visits. The request is medically necessary."


@dataclass(frozen=True)
class Words:
    """What the people of a journey type; a test of leaks types canaries."""

    worker: str = PARTIES["injured_worker"][0]
    address: str = PARTIES["injured_worker"][1]
    claim_number: str = "CLM-2023-0042"
    requested: str = "Physical therapy, 12 sessions"
    record_title: str = "Progress report of May"
    record_author: str = "Pauline Physician, MD"
    note: str = "Asked for the missing report."
    eligibility: str = "The application is complete and in time."
    fit: str = "The specialty treats the spine."
    summary: str = "The worker has had low back pain since lifting a crate."
    rationale: str = "The records show functional gains."
    return_reasons: str = "Name the guideline's section."


def now() -> dict[str, object]:
    return {"at": timezone.now()}


def application(words: Words) -> ApplicationEntry:
    """An application with every party of the letter and one denied service."""
    entries = {role: PartyEntry(role, *PARTIES[role]) for role in PARTIES}
    entries["injured_worker"] = PartyEntry("injured_worker", words.worker, words.address)
    return ApplicationEntry(
        application_received_on=date(2025, 6, 16),
        date_of_injury=date(2023, 2, 14),
        ur_decision=UrDecisionEntry(date(2025, 6, 5), date(2025, 6, 6), "mail", date(2025, 6, 2)),
        parties=tuple(entries.values()),
        services=(
            ServiceEntry(
                words.requested, administrator_basis="mtus", administrator_citations=(MTUS,)
            ),
        ),
        signed_on=date(2025, 6, 12),
        has_ur_decision_attached=True,
        claim_number=words.claim_number,
    )


def receive(words: Words, *, cora) -> Case:
    """From the application to complete records."""
    by = {"by": cora}
    case = receive_application(application(words), **by, **now())
    note_contact(case, text=words.note, **by, **now())
    case = find_eligible(case, reason=words.eligibility, **by, **now())
    case = assign_case(case, assigned_on=date(2025, 6, 20), **by, **now())
    case = request_records(case, **by, **now())
    kinds = {"UR denial": "ur_determination", words.record_title: "progress_report"}
    for title, kind in kinds.items():
        entry = RecordEntry(
            title=title,
            kind=kind,
            source="claims_administrator",
            author=words.record_author,
            date_of_service=date(2025, 5, 19),
            received_on=date(2025, 6, 27),
        )
        add_record(case, entry, content=tiny_pdf(f"{title} of {case.case_number}"), **by, **now())
    case = settle_all(case, reason="Nothing of the kind exists.", **by, **now())
    return complete_records(case, complete_on=timezone.localdate(), **by, **now())


def begin(case: Case, words: Words, *, cora, rita) -> Review:
    """From the offer to a clean attestation."""
    fit = {"fit_specialty": "Orthopedic Surgery", "fit_reason": words.fit}
    offer = offer_review(case, rita.reviewer, by=cora, **fit, **now())
    offer = accept_offer(offer, by=rita, **now())
    answers = clean_answers(asked_parties(offer))
    return attest_offer(offer, by=rita, answers=answers, **now())


def write(review: Review, words: Words, *, rita) -> Determination:
    """The summary, every service, and the submission."""
    by = {"by": rita}
    revision = review.draft.revision
    save_summary(review, text=f"{words.summary} {CONDITION}", revision=revision, **by, **now())
    in_review = review.case.services.in_review()
    for part in review.draft.services.filter(service__in=in_review):
        save_service(
            review,
            part.service_id,
            revision=part.revision,
            outcome="overturned",
            imro_basis="mtus",
            decision_rationale=f"{words.rationale} {CONCLUSION}",
            citations=(MTUS,),
            **by,
            **now(),
        )
    open_documents(review, **by, **now())
    return submit_review(review, **by, **now())


def decide(review: Review, words: Words, *, rita, quinn, max) -> Determination:
    """Returned once, submitted again, approved, signed."""
    return_review(review, by=quinn, reasons=words.return_reasons, **now())
    review.refresh_from_db()
    write(review, words, rita=rita)
    approve_review(review, by=quinn, **now())
    return sign_determination(review, by=max, **now())


def release(version: Determination, *, stella) -> list[DeterminationLetter]:
    """Made by the worker's own function, and served on everybody."""
    for letter in version.letters.all():
        produce(letter.pk)
    served = {"served_on": timezone.localdate(), "method": "mail"}
    served["envelope_number"] = version.case.case_number
    for delivery in Delivery.objects.filter(letter__determination=version):
        address = delivery.address or "By hand"
        serve_letter(delivery, by=stella, address=address, **served, **now())
    return list(version.letters.all())
