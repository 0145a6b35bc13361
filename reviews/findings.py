"""The checks on a review: a letter's view from rows, what is found in it, and what was answered."""

import dataclasses
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from cases.book import key_of
from cases.deadlines.clocks import midday
from cases.intake import CitationEntry
from cases.models import Case, Citation, DisputedService, MedicalRecord, Party, RecordPage
from reviews.checks import RANK, Outcome, run
from reviews.checks.absence.absence_claims import Claim, claims
from reviews.checks.findings import Finding, Severity
from reviews.checks.view import LetterView, Page, RecordView, ServiceView
from reviews.evidence.sequence import search_from
from reviews.freezing import build_content, documents_reviewed, latest_version
from reviews.letters.content import LetterContent
from reviews.letters.covertext import cover_text
from reviews.library import current_library
from reviews.lifecycle import WORKING
from reviews.models import (
    Determination,
    Draft,
    FindingAnswer,
    Review,
    ServiceDecision,
    ServiceDraft,
)

# So many pages are searched while somebody types; the whole file is at each step.
PAGES_WHILE_TYPING = 60


@dataclass(frozen=True)
class Row:
    """One finding with the answer that was given to it, if there is one."""

    finding: Finding
    answer: FindingAnswer | None

    @property
    def is_open(self) -> bool:
        """Whether it still stops the letter, or waits for a reason."""
        return self.answer is None and self.finding.severity != Severity.NOTES

    @property
    def stops(self) -> bool:
        """Whether it stops the letter: no page takes a reason for it."""
        return self.answer is None and self.finding.severity == Severity.BLOCKS


@dataclass(frozen=True)
class Checked:
    """All findings on one letter with their answers, and every claim of absence with its search."""

    view: LetterView
    outcome: Outcome
    rows: tuple[Row, ...]

    @property
    def open_rows(self) -> tuple[Row, ...]:
        """What has to be fixed or answered before the next step."""
        return tuple(row for row in self.rows if row.is_open)

    @property
    def stopping(self) -> tuple[Row, ...]:
        """What stops the letter."""
        return tuple(row for row in self.rows if row.stops)

    @property
    def asking(self) -> tuple[Row, ...]:
        """What waits for a reason."""
        return tuple(row for row in self.open_rows if not row.stops)

    @property
    def kept(self) -> tuple[Row, ...]:
        """What stays as it is, with the reason."""
        return tuple(row for row in self.rows if row.answer is not None)

    @property
    def noted(self) -> tuple[Row, ...]:
        """What only informs."""
        return tuple(
            row for row in self.rows if row.finding.severity == Severity.NOTES and not row.answer
        )

    @property
    def claims(self) -> tuple[Claim, ...]:
        """The claims of absence: the proof panel."""
        return claims(self.view)

    @property
    def refusals(self) -> list[str]:
        """Say for each open finding where it is and what to look at."""
        return [
            f"{row.finding.place.words.capitalize()}: {row.finding.sentence}"
            + ("" if row.stops else " Change it, or keep it with a reason.")
            for row in self.open_rows
        ]

    def find(self, key: str) -> Finding | None:
        """Return the finding with a key, if the letter still has it."""
        return next((each for each in self.outcome.findings if each.key == key), None)

    def beginning_with(self, part: str) -> "Checked":
        """Return the same with what is found in one part first, within each severity."""
        ranked = sorted(
            self.rows,
            key=lambda row: (RANK[row.finding.severity], row.finding.place.part != part),
        )
        return dataclasses.replace(self, rows=tuple(ranked))


def check_review(review: Review, *, on: date, is_typing: bool = False) -> Checked:
    """Check the draft of a review that is being written, else its latest version."""
    draft = getattr(review, "draft", None)
    if review.status in WORKING and draft is not None:
        return _checked(review, view_of_draft(review, draft, on=on, is_typing=is_typing))
    return check_version(latest_version(review), on=on)


def check_typing(review: Review, *, on: date, typed: Callable[[LetterView], LetterView]) -> Checked:
    """Check the draft with what `typed` puts in place of what was last saved."""
    view = view_of_draft(review, review.draft, on=on, is_typing=True)
    return _checked(review, typed(view))


def check_version(version: Determination, *, on: date) -> Checked:
    """Check one submitted version."""
    return _checked(version.review, view_of_version(version, on=on))


def view_of_draft(review: Review, draft: Draft, *, on: date, is_typing: bool = False) -> LetterView:
    """Return the view of what is written so far."""
    in_review = review.case.services.in_review()
    rows = draft.services.filter(service__in=in_review).select_related("service__depends_on")
    rows = rows.prefetch_related("citations", "service__administrator_citations")
    pages = _pages(review.case, at_most=PAGES_WHILE_TYPING if is_typing else None)
    return LetterView(
        summary=draft.clinical_case_summary,
        services=tuple(
            _service(row, row.citations.all(), is_opioid_answered=bool(row.opioid_use))
            for row in rows
        ),
        decided_on=on,
        pages=pages,
        **_facts(review),
    )


def view_of_version(version: Determination, *, on: date) -> LetterView:
    """Return the view of a submitted version."""
    in_review = version.case.services.in_review()
    rows = version.decisions.filter(service__in=in_review).select_related("service__depends_on")
    rows = rows.prefetch_related("guideline_citations", "service__administrator_citations")
    return LetterView(
        summary=version.clinical_case_summary,
        services=tuple(_service(row, row.guideline_citations.all()) for row in rows),
        decided_on=on,
        documents_reviewed=tuple(map(_record, documents_reviewed(version))),
        pages=_pages(version.case),
        cover_text=cover_text(_content(version, on=on)),
        **_facts(version.review),
    )


def _content(version: Determination, *, on: date) -> LetterContent:
    """Return the letter as it would be if the organization's director signed it that day."""
    return build_content(
        version,
        signed_at=midday(on),
        letter_date=on,
        decision_on=on,
        signer=version.case.organization.medical_director,
    )


def as_json(checked: Checked) -> dict[str, Any]:
    """Return what a run found and searched, in the plain form that is kept."""
    return {
        "findings": [
            {
                "check": row.finding.check_id,
                "severity": row.finding.severity.value,
                "place": row.finding.place.words,
                "words": row.finding.words,
                "sentence": row.finding.sentence,
                "reason": row.answer.reason if row.answer else "",
            }
            for row in checked.rows
        ],
        "not_checked": [
            {"check": each.check_id, "reason": each.reason} for each in checked.outcome.not_checked
        ],
        "searches": [
            {
                "place": claim.place.words,
                "words": claim.absence.words,
                "verdict": claim.proof.verdict.value,
                **dataclasses.asdict(claim.proof),
            }
            for claim in checked.claims
        ],
    }


def _checked(review: Review, view: LetterView) -> Checked:
    outcome = run(view)
    answers = {answer.key: answer for answer in review.finding_answers.all()}
    rows = tuple(Row(each, answers.get(each.key)) for each in outcome.findings)
    return Checked(view, outcome, rows)


def _facts(review: Review) -> dict[str, Any]:
    case = review.case
    parties = list(case.parties.all())
    worker = next((p for p in parties if p.role == Party.Role.INJURED_WORKER), None)
    ur = case.ur_decision
    return {
        "case_number": case.case_number,
        "injured_on": case.date_of_injury,
        "injured_to": case.date_of_injury_to,
        "ur_decided_on": ur.decided_on,
        "rfa_on": ur.rfa_on,
        "applied_on": case.application_received_on,
        "claim_number": case.claim_number,
        "records": tuple(map(_record, case.records.current().order_by("position", "pk"))),
        "born_on": worker.date_of_birth if worker else None,
        "sex": worker.sex if worker else "",
        "names": tuple((party.role, party.name) for party in parties),
        "reviewer_names": (review.reviewer.user.full_name,),
        "library": current_library(),
    }


def _record(record: MedicalRecord) -> RecordView:
    return RecordView(
        label=record.title,
        kind=record.kind,
        author=record.author,
        title=record.title,
        dated=record.date_of_service,
    )


def _pages(case: Case, at_most: int | None = None) -> tuple[Page, ...] | None:
    """Return the pages of the book with their texts; None where there are none, or too many."""
    pages = RecordPage.objects.live().filter(case=case)
    found = pages.in_book_order().select_related("text", "record")
    counted = list(found[: at_most + 1] if at_most is not None else found)
    if not counted or (at_most is not None and len(counted) > at_most):
        return None
    return tuple(map(_page, counted))


def _page(page: RecordPage) -> Page:
    text = getattr(page, "text", None)
    is_read = text is not None and (text.source != "none" or page.is_blank)
    return Page(
        label=f"{page.record.title}, page {page.place}",
        text=text.text if is_read else ("" if page.is_blank else None),
        link=key_of(page.pk, page.number),
    )


def _service(
    judged: ServiceDraft | ServiceDecision,
    citations: Iterable[Citation],
    *,
    is_opioid_answered: bool = False,
) -> ServiceView:
    service: DisputedService = judged.service
    return ServiceView(
        position=service.position,
        requested=service.requested,
        ur_action=service.ur_action,
        modification=service.modification,
        authorized=service.authorized,
        eligible_portion=service.eligible_portion,
        quantity=service.quantity,
        category=service.category,
        dates_of_service=tuple(service.dates_of_service),
        ur_reason=service.ur_reason,
        depends_on=service.depends_on.position if service.depends_on else None,
        administrator_basis=service.administrator_basis,
        administrator_citations=tuple(map(_citation, service.administrator_citations.all())),
        outcome=judged.outcome,
        basis=judged.imro_basis,
        citations=tuple(map(_citation, citations)),
        rationale=judged.decision_rationale,
        has_opioid_notice=judged.has_opioid_notice,
        is_opioid_answered=is_opioid_answered,
        search=search_from(judged.evidence_search),
    )


def _citation(row: Citation) -> CitationEntry:
    return CitationEntry(
        row.source, row.title, row.year, tuple(row.sections), tuple(row.pages), row.text
    )
