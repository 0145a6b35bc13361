"""Drives one case file through every real step, with the same actions as the pages.

Each step is its own transaction and takes a case up where it stands; `run` yields a sentence for
each as it happens.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from cases.actions.assignment import assign_case
from cases.actions.casefiles import import_case_file
from cases.actions.eligibility import find_eligible
from cases.actions.expected import settle_all
from cases.actions.records import complete_records, request_records
from cases.casefiles.determination import CredentialEntry, DeterminationEntry, determination_entry
from cases.casefiles.entries import assigned_day, records_complete_day
from cases.errors import Refused
from cases.intake.findings import day_words
from cases.lifecycle import CaseStatus
from cases.models import Case
from cases.pipelines.casefiles import is_as_imported
from reviews import candidates, credentials
from reviews.actions.accounts import ServiceCast
from reviews.actions.attestations import asked_parties, attest_offer
from reviews.actions.determination import sign_determination
from reviews.actions.drafting import save_service, save_summary, submit_review
from reviews.actions.findings import keep_finding
from reviews.actions.offers import accept_offer, offer_review
from reviews.actions.quality import approve_review
from reviews.actions.reading import open_documents
from reviews.actions.stand_ins import add_synthetic_files, synthetic_director, synthetic_reviewer
from reviews.conflicts.questions import clean_answers
from reviews.findings import Row, check_review
from reviews.lifecycle import OPEN_OFFERS, WORKING, OfferStatus
from reviews.matching.specialty import Level
from reviews.models import Review, Reviewer, ReviewOffer
from reviews.models.drafts import OpioidUse

ASKED_BY_ELIGIBILITY = {
    "application_signed_on": "date the application was signed",
    "ur_decision_attached": "UR decision attached",
    "ur_service_date": "date the UR decision was served",
    "ur_service_method": "how it was served",
    "outside_necessity_dispute": "dispute of liability for another reason",
    "formulary": "formulary dispute",
}
NOT_STATED = "The case file does not say that it was asked for."
AS_DECIDED = "As decided in the case file."
KEEP_HINT = (
    "The checks stop this letter. Correct the case file, or say why it stays with --keep "
    "CHECK=REASON."
)
BEGUN_BY_HAND = (
    "A reviewer was brought to this case on the pages, and the command does not write for somebody "
    "else: finish it there, or take a new number with --as-new."
)


@dataclass(frozen=True)
class Order:
    """A case file to drive: its document and text, and the folder of its files."""

    document: dict[str, Any]
    text: str
    folder: Path
    is_new_number: bool = False
    may_create_organization: bool = False
    keeps: Mapping[str, str] = field(default_factory=dict)


class Processing:
    """One run: the case, the accounts that act, and a clock that each step reads."""

    def __init__(self, order: Order, cast: ServiceCast, clock: Callable[[], datetime]) -> None:
        determination = determination_entry(order.document)
        if determination is None:
            raise Refused(
                "The case file has no determination, so there is nothing to sign. Import it with "
                "`import_case`, and let a reviewer write one."
            )
        self.order, self.cast, self.clock = order, cast, clock
        self.determination: DeterminationEntry = determination
        self.case = Case()

    def run(self) -> Iterator[str]:
        """Take every step that is left until the determination is signed."""
        yield self._begin()
        while step := STEP_BY_STATUS.get(CaseStatus(self.case.status)):
            yield from step(self)
            self.case.refresh_from_db()
        if self.case.status not in DECIDED:
            raise Refused(
                f"Case {self.case.case_number} is {self.case.get_status_display().lower()}: "
                "no determination follows."
            )

    def _begin(self) -> str:
        number = self.order.document["case_number"]
        there = Case.objects.filter(case_number=number).first()
        if there is None or self.order.is_new_number:
            self.case = self._import()
            return f"Received {self.case.case_number}."
        if not is_as_imported(there, self.order.document):
            raise Refused(
                f"There is already a case {number}, and its content is another. Use --as-new to "
                "give this file a new number."
            )
        self.case = there
        return f"Took up {number}, which is {there.get_status_display().lower()}."

    def _import(self) -> Case:
        return import_case_file(
            self.order.document,
            by=self.cast.coordinator,
            at=self.clock(),
            folder=self.order.folder,
            text=self.order.text,
            is_new_number=self.order.is_new_number,
            may_create_organization=self.order.may_create_organization,
        )

    def _find_eligible(self) -> Iterator[str]:
        reason = eligibility_reason(self.order.document)
        find_eligible(self.case, by=self.cast.coordinator, at=self.clock(), reason=reason)
        yield f"Found eligible. {reason}"

    def _assign(self) -> Iterator[str]:
        at = self.clock()
        day = assigned_day(self.order.document) or timezone.localdate(at)
        assign_case(self.case, by=self.cast.coordinator, at=at, assigned_on=day)
        yield f"Assigned on {day_words(day)}."

    def _request_records(self) -> Iterator[str]:
        request_records(self.case, by=self.cast.coordinator, at=self.clock())
        yield "Requested the records."

    def _complete_records(self) -> Iterator[str]:
        at, by = self.clock(), self.cast.coordinator
        made = add_synthetic_files(self.case, by=by, at=at)
        if made:
            yield f"Made {made} one-page files marked SYNTHETIC for records without a file."
        day = records_complete_day(self.order.document) or timezone.localdate(at)
        settle_all(self.case, by=by, at=at, reason=NOT_STATED)
        complete_records(self.case, by=by, at=at, complete_on=day)
        yield f"Records complete on {day_words(day)}."

    def _bring_reviewer(self) -> Iterator[str]:
        offer = self.case.review_offers.filter(status__in=OPEN_OFFERS).first()
        if offer is None:
            offer = self._offer()
            yield f"Offered to reviewer {offer.reviewer.pseudonym}, {offer.fit_specialty}."
        self._refuse_if_begun_by_hand(offer)
        by = self._acting_for(offer.reviewer)
        if offer.status == OfferStatus.OFFERED:
            offer = accept_offer(offer, by=by, at=self.clock())
            yield "Accepted."
        answers = clean_answers(asked_parties(offer))
        attest_offer(offer, by=by, at=self.clock(), answers=answers)
        yield "Attested to be free of conflict with every party."

    def _write(self) -> Iterator[str]:
        review = Review.objects.get(case=self.case, status__in=WORKING)
        self._refuse_if_begun_by_hand(review.offer)
        by = self._acting_for(review.reviewer)
        save_summary(
            review,
            by=by,
            at=self.clock(),
            text=self.determination.clinical_case_summary,
            revision=review.draft.revision,
        )
        in_review = self.case.services.in_review()
        parts = review.draft.services.filter(service__in=in_review).select_related("service")
        for part in parts:
            decision = self.determination.decisions[part.service.position - 1]
            save_service(
                review,
                part.service_id,
                by=by,
                at=self.clock(),
                revision=part.revision,
                outcome=decision.outcome,
                imro_basis=decision.imro_basis,
                decision_rationale=decision.rationale,
                opioid_use=OpioidUse.CURRENT if decision.has_opioid_notice else "",
                citations=decision.citations,
            )
        yield f"Wrote the summary and {len(parts)} decisions."
        opened = open_documents(review, by=by, at=self.clock())
        yield from self._keep_asks(by)
        submit_review(review, by=by, at=self.clock())
        yield f"Submitted, resting on {opened} documents."

    def _approve(self) -> Iterator[str]:
        yield from self._keep_asks(self.cast.quality)
        approve_review(self._open_review(), by=self.cast.quality, at=self.clock())
        yield "Approved in quality check."

    def _sign(self) -> Iterator[str]:
        if self.case.organization.medical_director is None:
            synthetic_director(self.case.organization, by=self.cast.coordinator)
            yield f"Named a demonstration director for {self.case.organization.name}."
        at = self.clock()
        day = self.determination.decision_on or timezone.localdate(at)
        yield from self._keep_asks(self.cast.director, on=day)
        sign_determination(self._open_review(), by=self.cast.director, at=at, decision_on=day)
        yield f"Signed; the decision date is {day_words(day)}."

    def _keep_asks(self, by: Any, on: date | None = None) -> Iterator[str]:
        """Keep what the checks ask as decided in the case file; stop at what they block.

        A reason that the operator gives for a check keeps its findings, whatever they are.
        """
        review = self._open_review()
        at = self.clock()
        checked = check_review(review, on=on or timezone.localdate(at))
        stopping = [row for row in checked.stopping if row.finding.check_id not in self.order.keeps]
        if stopping:
            raise Refused(*map(_named, stopping), KEEP_HINT)
        for row in checked.open_rows:
            check = row.finding.check_id
            reason = self.order.keeps.get(check, AS_DECIDED)
            keep_finding(
                review, row.finding.key, by=by, at=at, reason=reason, keeps_blocks=True, on=on
            )
            yield f"Kept {check} in {row.finding.place.words}: {reason}"

    def _offer(self) -> ReviewOffer:
        at = self.clock()
        today = timezone.localdate(at)
        by = self.cast.coordinator
        wanted = self.determination.reviewer
        reviewer = fitting_reviewer(self.case, wanted, on=today, exactly=settings.DEMONSTRATION)
        reviewer = reviewer or synthetic_reviewer(wanted, by=by, at=at)
        found = candidates.candidate_for(self.case, reviewer, on=today)
        specialty, reason = found.fit.specialty, found.fit.words
        if not specialty or found.fit.level in (Level.GENERAL, Level.UNCLEAR):
            specialty = specialty or wanted.certifications[0]
            reason = f"The case file names a reviewer of this specialty, {specialty}, for the case."
        return offer_review(
            self.case, reviewer, by=by, at=at, fit_specialty=specialty, fit_reason=reason
        )

    def _open_review(self) -> Review:
        return self.case.reviews.open().get()

    def _acting_for(self, reviewer: Reviewer) -> Any:
        """Return who acts for the reviewer: his own account only if it is a service account."""
        if not reviewer.user.is_service:
            return self.cast.reviewer
        reviewer.user.operator = self.cast.reviewer.operator
        return reviewer.user

    def _refuse_if_begun_by_hand(self, offer: ReviewOffer) -> None:
        if not offer.offered_by.is_service:
            raise Refused(BEGUN_BY_HAND)


def _named(row: Row) -> str:
    """Name a finding with its check, for whoever answers it on the command line."""
    found = row.finding
    return f"{found.check_id}, {found.place.words}: “{found.words}” {found.sentence}"


def eligibility_reason(document: dict[str, Any]) -> str:
    """Return the coordinator's reason: what the file says counts, what it does not is named."""
    unsaid = [
        words for key, words in ASKED_BY_ELIGIBILITY.items() if document.get(key) in (None, "")
    ]
    if not unsaid:
        return "Every question of eligibility is answered in the case file."
    return f"Not stated in the case file: {', '.join(unsaid)}."


def fitting_reviewer(
    case: Case, wanted: CredentialEntry, *, on: date, exactly: bool
) -> Reviewer | None:
    """Return a reviewer of the roster who has these credentials and may take the case, if any.

    Whoever has exactly these, in this order, comes first: the letter prints what is on record.
    With `exactly`, nobody who has more is taken.
    """
    question = candidates.question_for(case, on=on)
    fitting: list[tuple[bool, Reviewer]] = []
    for reviewer in candidates.roster():
        facts = candidates.reviewer_facts(reviewer)
        states = tuple(row.state for row in facts.licences)
        certified = credentials.fitting_specialties(facts, question)
        if not (set(wanted.licensed_states) <= set(states)):
            continue
        if not (set(wanted.certifications) <= set(certified)):
            continue
        is_exact = (states, certified) == (wanted.licensed_states, wanted.certifications)
        if exactly and not is_exact:
            continue
        if not candidates.candidate_for(case, reviewer, on=on).refused:
            fitting.append((is_exact, reviewer))
    return max(fitting, key=lambda pair: pair[0])[1] if fitting else None


DECIDED = (CaseStatus.SIGNED, CaseStatus.SEALED, CaseStatus.ISSUED)
STEP_BY_STATUS: dict[CaseStatus, Callable[[Processing], Iterator[str]]] = {
    CaseStatus.RECEIVED: Processing._find_eligible,
    CaseStatus.ELIGIBLE: Processing._assign,
    CaseStatus.ASSIGNED: Processing._request_records,
    CaseStatus.AWAITING_RECORDS: Processing._complete_records,
    CaseStatus.READY_FOR_REVIEW: Processing._bring_reviewer,
    CaseStatus.IN_REVIEW: Processing._write,
    CaseStatus.IN_QUALITY_CHECK: Processing._approve,
    CaseStatus.APPROVED: Processing._sign,
}
