"""How each invented case came to where it stands: the same actions as the pages, step by step."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from cases.actions.assignment import assign_case
from cases.actions.casefiles import import_case_file
from cases.actions.eligibility import find_eligible
from cases.actions.endings import end_dispute
from cases.actions.expected import settle_all
from cases.actions.records import add_record, attach_file, complete_records, request_records
from cases.casefiles.determination import DecisionEntry, determination_entry
from cases.endings import EndingEntry
from cases.intake.records import RecordEntry
from cases.models import Case
from imrportal.accounts.models import User
from imrportal.demonstration import evidence
from imrportal.demonstration.files import CaseFile, packet_of, pdf_of_record
from imrportal.demonstration.roster import person
from reviews import candidates
from reviews.actions.attestations import asked_parties, attest_offer
from reviews.actions.deliveries import serve_letter
from reviews.actions.determination import sign_determination
from reviews.actions.drafting import save_service, save_summary, submit_review
from reviews.actions.offers import accept_offer, offer_review
from reviews.actions.quality import approve_review, return_review
from reviews.actions.reading import open_documents
from reviews.conflicts.questions import clean_answers
from reviews.models import Delivery, Determination, Review
from reviews.pipelines.finished_letters import finish_letters

ELIGIBLE = "Timely, the UR decision is attached, and nothing but medical necessity is disputed."
RETURNED = (
    "Please say in the rationale for the manipulation how many of the eighteen visits were for the "
    "flare, and name the date of the report you rely on."
)
NOT_APPLICABLE = "The claims administrator wrote that it has nothing of this kind."
OPENS_AT = time(9, 40)


@dataclass(frozen=True)
class Story:
    """A file, the steps it takes, and who reviews it."""

    name: str
    steps: tuple[Callable[["Telling"], None], ...]
    reviewer: str = ""
    fit: str = ""
    fit_reason: str = ""


class Telling:
    """One case on its way; `now` is the present, and earlier steps happen on the file's days."""

    def __init__(self, story: Story, file: CaseFile, now: datetime) -> None:
        self.story, self.file, self.now = story, file, now
        self.case = Case()
        self.marked: list[evidence.Marked] = []

    def tell(self) -> Case:
        """Import the file and take every step of the story."""
        at = self._moment("application_received")
        self.case = import_case_file(
            self.file.document, by=person("cora"), at=at, text=self.file.text
        )
        for step in self.story.steps:
            step(self)
            self.case.refresh_from_db()
        return self.case

    def find_eligible(self) -> None:
        """Find the application eligible, the day after it came."""
        at = self._moment("application_received", days=1)
        find_eligible(self.case, by=person("cora"), at=at, reason=ELIGIBLE)

    def assign(self) -> None:
        """Assign the case on the file's day and ask for records."""
        day, at = self._day("date_assigned"), self._moment("date_assigned")
        assign_case(self.case, by=person("cora"), at=at, assigned_on=day)
        request_records(self.case, by=person("cora"), at=at + timedelta(minutes=20))

    def receive_first_record(self) -> None:
        """Take in the UR determination alone."""
        self._attach(1, self._moment("date_assigned", days=3))

    def receive_packet(self) -> None:
        """Take in a bundle that came as one fax and nobody has sorted yet."""
        at, by = self._moment("date_assigned", days=4), person("cora")
        entry = RecordEntry(
            kind="other",
            title="Bundle of records, as faxed",
            source="claims_administrator",
            received_on=timezone.localdate(at),
        )
        record = add_record(self.case, entry, by=by, at=at)
        attach_file(record, by=by, at=at, content=packet_of(self.file), is_synthetic=True)

    def complete_records(self) -> None:
        """Take in every record and say that they are complete."""
        at = self._moment("records_complete_date")
        self._attach(len(self.file.document["records"]), at)
        day = self._day("records_complete_date")
        settle_all(self.case, by=person("cora"), at=at, reason=NOT_APPLICABLE)
        complete_records(self.case, by=person("cora"), at=at, complete_on=day)

    def offer(self) -> None:
        """Offer the case to the story's reviewer."""
        at, reviewer = self._hours_ago(20), self._reviewer().reviewer
        found = candidates.candidate_for(self.case, reviewer, on=timezone.localdate(at))
        offer_review(
            self.case,
            reviewer,
            by=person("cora"),
            at=at,
            fit_specialty=self.story.fit or found.fit.specialty,
            fit_reason=self.story.fit_reason or found.fit.words,
        )

    def begin_review(self) -> None:
        """Accept the offer and attest to no conflict."""
        offer, by = self.case.review_offers.get(), self._reviewer()
        offer = accept_offer(offer, by=by, at=self._hours_ago(18))
        answers = clean_answers(asked_parties(offer))
        attest_offer(offer, by=by, at=self._hours_ago(17), answers=answers)

    def mark(self) -> None:
        """Read some of the records, and mark in them what the review will rest on."""
        by, at = self._reviewer(), self._hours_ago(9)
        self.marked = evidence.mark_records(self._review(), self.story.name, by=by, at=at)

    def write_half(self) -> None:
        """Write the summary, and the decisions but for the end of the last."""
        decisions = self._written()
        self._save(decisions[:-1], decisions[-1])

    def write(self) -> None:
        """Write everything and submit it."""
        self._save(self._written(), None)
        open_documents(self._review(), by=self._reviewer(), at=self._hours_ago(7))
        submit_review(self._review(), by=self._reviewer(), at=self._hours_ago(6))

    def send_back(self) -> None:
        """Return the review with a reason."""
        by, at = person("quinn"), self._hours_ago(4)
        return_review(self._review(), by=by, at=at, reasons=RETURNED)

    def approve(self) -> None:
        """Approve the version in quality check."""
        approve_review(self._review(), by=person("quinn"), at=self._hours_ago(3))

    def sign(self) -> None:
        """Sign, and wait for the letters."""
        sign_determination(self._review(), by=person("max"), at=self.now)

    def withdraw(self) -> None:
        """End the case at the worker's word."""
        at = self._hours_ago(30)
        yesterday = timezone.localdate(at) - timedelta(days=1)
        entry = EndingEntry(
            reason="withdrawn_by_applicant",
            told_by="injured_worker",
            happened_on=yesterday,
            noticed_on=yesterday,
            explanation="The worker got the brace otherwise and asks for no review any more.",
            service_ids=tuple(self.case.services.values_list("pk", flat=True)),
        )
        end_dispute(self.case, entry, by=person("cyrus"), at=at)

    def _attach(self, count: int, at: datetime) -> None:
        for place, record in enumerate(self.case.records.order_by("position")[:count]):
            attach_file(
                record,
                by=person("cora"),
                at=at,
                content=pdf_of_record(self.file, place),
                is_synthetic=True,
            )

    def _save(self, whole: tuple[DecisionEntry, ...], begun: DecisionEntry | None) -> None:
        review, by, at = self._review(), self._reviewer(), self._hours_ago(8)
        summary = (self.file.determination or {})["clinical_case_summary"]
        summary = evidence.with_references(summary, "summary", self.marked)
        save_summary(review, by=by, at=at, text=summary, revision=0)
        parts = list(review.draft.services.select_related("service"))
        for part, decision in zip(parts, (*whole, begun) if begun else whole, strict=True):
            save_service(
                review,
                part.service_id,
                by=by,
                at=at,
                revision=part.revision,
                outcome="" if decision is begun else decision.outcome,
                imro_basis=decision.imro_basis,
                decision_rationale=evidence.with_references(
                    decision.rationale, str(part.service.position), self.marked
                ),
                citations=decision.citations,
            )
        evidence.cite(review, self.marked, by=by, at=at)

    def _written(self) -> tuple[DecisionEntry, ...]:
        entry = determination_entry({"determination": self.file.determination})
        return entry.decisions if entry else ()

    def _review(self) -> Review:
        return self.case.reviews.get()

    def _reviewer(self) -> User:
        return person(self.story.reviewer)

    def _day(self, key: str) -> date:
        return date.fromisoformat(self.file.document[key])

    def _moment(self, key: str, days: int = 0) -> datetime:
        day = self._day(key) + timedelta(days=days)
        moment = datetime.combine(day, OPENS_AT, tzinfo=timezone.get_current_timezone())
        return min(moment, self.now)

    def _hours_ago(self, hours: int) -> datetime:
        return self.now - timedelta(hours=hours)


def serve_everyone(case: Case, now: datetime) -> None:
    """Record that every recipient of the case's letter was served today."""
    version = Determination.objects.get(case=case, signed_at__isnull=False)
    for delivery in Delivery.objects.filter(letter__determination=version, served_on=None):
        serve_letter(
            delivery,
            by=person("stella"),
            at=now,
            served_on=timezone.localdate(now),
            method=Delivery.Method.MAIL,
            address=delivery.address or "As on the proof of service",
            envelope_number=case.case_number,
        )


def finish(case: Case) -> None:
    """Make the letters of a case that is signed."""
    finish_letters(case)


T = Telling
READY = (T.find_eligible, T.assign, T.complete_records)
WAITING = (T.find_eligible, T.assign, T.receive_first_record, T.receive_packet)
WITH_PACKET = (T.find_eligible, T.assign, T.receive_packet, T.complete_records)
SUBMITTED = (*READY, T.offer, T.begin_review, T.write)
MARKED_AND_SUBMITTED = (*READY, T.offer, T.begin_review, T.mark, T.write)
STORIES = (
    Story("carpal-tunnel", ()),
    Story("expedited-rehabilitation", (T.find_eligible,)),
    Story(
        "opioid-remainder", (T.find_eligible, T.assign, T.receive_first_record, T.receive_packet)
    ),
    Story("psychotherapy", READY),
    Story("lumbar-epidural", (*READY, T.offer), "robin"),
    Story(
        "functional-restoration",
        (*WITH_PACKET, T.offer, T.begin_review, T.mark, T.write_half),
        "robin",
    ),
    Story(
        "chiropractic-neck",
        (*SUBMITTED, T.send_back),
        "lena",
        "Chiropractor",
        "The disputed care is chiropractic, and a chiropractor asked for it.",
    ),
    Story("shoulder-arthroscopy", MARKED_AND_SUBMITTED, "samuel"),
    Story("knee-viscosupplementation", (*SUBMITTED, T.approve), "samuel"),
    Story(
        "topical-compounds",
        (*SUBMITTED, T.approve, T.sign),
        "ingrid",
        "Occupational Medicine",
        "Chronic pain after a crush injury at work is daily work of the field.",
    ),
    Story(
        "acupuncture-headache",
        (*SUBMITTED, T.approve, T.sign),
        "ingrid",
        "Occupational Medicine",
        "Headache after a blow at work is treated in the field.",
    ),
    Story("lumbar-brace", (T.find_eligible, T.assign, T.withdraw)),
    # Of the worker of the expedited rehabilitation: the two can be consolidated.
    Story("wheelchair-cushion", (T.find_eligible,)),
)
SERVED = ("acupuncture-headache",)
