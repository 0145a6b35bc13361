"""A draft as it is read: what is written, what is missing, which records were opened."""

from dataclasses import dataclass

from django.conf import settings

from cases.models import Case, MedicalRecord
from reviews import completeness
from reviews.models import Draft, Review, ServiceDraft

# Documents that every file has and no review can rest on alone (8 CCR 9792.10.6(b)(2)).
NOT_ENOUGH_ALONE = frozenset(
    {MedicalRecord.Kind.UR_DETERMINATION.value, MedicalRecord.Kind.APPLICATION.value}
)


@dataclass(frozen=True)
class Part:
    """One service in the workbench's list: its draft and what it lacks."""

    draft: ServiceDraft
    gaps: tuple[str, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing is missing."""
        return not self.gaps

    @property
    def is_begun(self) -> bool:
        """Whether anything is written."""
        draft = self.draft
        return bool(draft.outcome or draft.imro_basis or draft.decision_rationale)


@dataclass(frozen=True)
class Progress:
    """The whole draft with its gaps."""

    draft: Draft
    summary_gaps: tuple[str, ...]
    parts: tuple[Part, ...]

    @property
    def is_complete(self) -> bool:
        """Whether summary and services lack nothing."""
        return not self.summary_gaps and self.decided == len(self.parts)

    @property
    def decided(self) -> int:
        """How many services are complete."""
        return sum(part.is_complete for part in self.parts)


def limits() -> completeness.TextLimits:
    """Return how long a text may be."""
    return completeness.TextLimits(text=settings.LETTER_MAX_TEXT)


def progress(review: Review) -> Progress:
    """Return the draft with what each part of it lacks."""
    draft = Draft.objects.get(review=review)
    in_review = review.case.services.in_review()
    rows = (
        draft.services.filter(service__in=in_review)
        .select_related("service")
        .prefetch_related("citations")
    )
    return Progress(
        draft=draft,
        summary_gaps=tuple(completeness.summary_gaps(draft.clinical_case_summary, limits())),
        parts=tuple(Part(row, tuple(gaps(row))) for row in rows),
    )


def gaps(row: ServiceDraft) -> list[str]:
    """Return what the draft of one service lacks."""
    return completeness.service_gaps(_written(row), limits())


def current_records(case: Case) -> list[MedicalRecord]:
    """Return the records that count, in the order of the file."""
    return list(case.records.current().order_by("position", "pk"))


def record_gaps(records: list[MedicalRecord]) -> list[str]:
    """Return why these documents are no basis for a determination (8 CCR 9792.10.6(b)(2))."""
    if not records:
        return [
            "Open the documents that this determination is based on; without any it cannot be "
            "made (8 CCR 9792.10.6(b)(2))."
        ]
    if all(record.kind in NOT_ENOUGH_ALONE for record in records):
        return [
            "The UR decision and the application alone are no basis for a determination "
            "(8 CCR 9792.10.6(b)(2)): open the medical records, or ask the "
            "coordinator for them."
        ]
    return []


def _written(row: ServiceDraft) -> completeness.ServiceWritten:
    return completeness.ServiceWritten(
        position=row.service.position,
        outcome=row.outcome,
        basis=row.imro_basis,
        rationale=row.decision_rationale,
        citations=tuple(
            completeness.CitationWritten(cite.source, cite.title, cite.text, cite.year)
            for cite in row.citations.all()
        ),
    )
