"""What the reviewer writes: saved as typed against lost updates, then submitted as a version."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from cases import audit
from cases.access import require
from cases.actions.lifecycle import transition_case
from cases.characters import character_refusal, with_plain_lines
from cases.errors import Refused
from cases.intake import CitationEntry
from cases.models.disputes import Basis
from reviews import access, completeness, credentials, drafts, latecomers, passages
from reviews.actions.endings import lock_review, lock_written, move_review
from reviews.actions.findings import record_run, refuse_open
from reviews.actions.pagesaves import BY_HAND, PageSave, is_overtaken
from reviews.actions.reading import set_documents_aside
from reviews.actions.revisions import keep_service, keep_summary
from reviews.actions.sharing import follow_rationale
from reviews.coverage import Coverage, DocumentCoverage, coverage_of
from reviews.drafts import Progress
from reviews.evidence.sequence import EvidenceSearch, search_faults, search_from
from reviews.findings import check_review
from reviews.lifecycle import REVIEW
from reviews.models import (
    CheckRun,
    Determination,
    Draft,
    DraftCitation,
    GuidelineCitation,
    QualityCheck,
    Review,
    ServiceDecision,
    ServiceDraft,
)
from reviews.models.drafts import SERVICE_OUTCOMES, OpioidUse

CONFLICT = (
    "This text was saved from another window or device since this page was opened. Both are "
    "shown: nothing is lost, choose which one stays."
)
NOT_DECIDED = (
    "This service is no longer part of the case: it was withdrawn, authorized or settled, or found "
    "ineligible, and is not decided any more. What had been saved of it stays in the file. Reload "
    "the page to go on with the others."
)
MAX_CITATIONS = 40
UNTOLD = EvidenceSearch()


@transaction.atomic
def save_summary(
    review: Review,
    *,
    by: Any,
    at: datetime,
    text: str,
    revision: int,
    sent: PageSave = BY_HAND,
) -> Draft:
    """Save the clinical case summary; EditConflict if another page saved since.

    A save that a later one of its own page has overtaken changes nothing.
    """
    review = lock_written(review, by)
    draft = Draft.objects.select_for_update().get(review=review)
    text = with_plain_lines(text)
    if text == draft.clinical_case_summary:
        return draft
    stored = {"text": draft.clinical_case_summary, "revision": str(draft.revision)}
    if is_overtaken(draft, sent, revision, stored=stored, reason=CONFLICT):
        return draft
    _refuse(completeness.text_faults("The clinical case summary", text, drafts.limits()))
    draft.clinical_case_summary = text
    draft.revision += 1
    draft.saved_at = at
    draft.save()
    keep_summary(draft, by=by, at=at, sent=sent)
    audit.append(
        "draft.saved",
        draft,
        by=by,
        case=review.case,
        changed=["clinical_case_summary"],
        revision=draft.revision,
    )
    return draft


@transaction.atomic
def save_service(
    review: Review,
    service_id: int,
    *,
    by: Any,
    at: datetime,
    revision: int,
    outcome: str,
    imro_basis: str,
    decision_rationale: str,
    citations: Sequence[CitationEntry],
    opioid_use: str = "",
    search: EvidenceSearch = UNTOLD,
    spreads: bool = False,
    sent: PageSave = BY_HAND,
) -> ServiceDraft:
    """Save the work on one service; EditConflict if another page saved since.

    A rationale that other services share is edited for this one alone, or `spreads` to all of them.
    A save that a later one of its own page has overtaken changes nothing.
    """
    review = lock_written(review, by)
    rows = ServiceDraft.objects.select_for_update(of=("self",))
    row = rows.filter(draft__review=review, service_id=service_id).first()
    if row is None or not review.case.services.in_review().filter(pk=service_id).exists():
        raise Refused(NOT_DECIDED)
    fields = {
        "outcome": outcome,
        "imro_basis": imro_basis,
        "decision_rationale": with_plain_lines(decision_rationale),
        "opioid_use": opioid_use,
        "evidence_search": search.as_json(),
    }
    citations = [_plain(citation) for citation in citations]
    changed = _changed(row, fields, citations)
    if not changed:
        return row
    if is_overtaken(row, sent, revision, stored=_stored(row), reason=CONFLICT):
        return row
    _refuse(_faults(fields, citations))
    _write(row, fields, citations, at)
    keep_service(row, citations, by=by, at=at, sent=sent)
    if "decision_rationale" in changed:
        follow_rationale(row, spreads=spreads, by=by, at=at)
    audit.append(
        "draft.saved", row, by=by, case=review.case, changed=changed, revision=row.revision
    )
    return row


def _refuse(faults: Sequence[str]) -> None:
    if faults:
        raise Refused(*faults)


def _plain(citation: CitationEntry) -> CitationEntry:
    return CitationEntry(
        source=citation.source,
        title=citation.title.strip(),
        year=citation.year,
        sections=tuple(filter(None, (section.strip() for section in citation.sections))),
        pages=tuple(filter(None, (page.strip() for page in citation.pages))),
        text=with_plain_lines(citation.text).strip(),
    )


def _entry(row: DraftCitation) -> CitationEntry:
    return CitationEntry(
        row.source, row.title, row.year, tuple(row.sections), tuple(row.pages), row.text
    )


def _changed(
    row: ServiceDraft, fields: dict[str, Any], citations: Sequence[CitationEntry]
) -> list[str]:
    changed = [name for name, value in fields.items() if getattr(row, name) != value]
    if [_entry(cite) for cite in row.citations.all()] != list(citations):
        changed.append("citations")
    return changed


def _stored(row: ServiceDraft) -> dict[str, str]:
    """Return what is stored now, for a reader who must choose."""
    return {
        "text": row.decision_rationale,
        "decision": row.get_outcome_display() if row.outcome else "",
        "basis": row.get_imro_basis_display() if row.imro_basis else "",
        "citations": "\n".join(str(cite) for cite in row.citations.all()),
        "revision": str(row.revision),
    }


def _faults(fields: dict[str, Any], citations: Sequence[CitationEntry]) -> list[str]:
    faults = completeness.text_faults(
        "The rationale", fields["decision_rationale"], drafts.limits()
    )
    if fields["outcome"] not in ("", *(value for value, _ in SERVICE_OUTCOMES)):
        faults.append("A decision is either upheld or overturned.")
    if fields["imro_basis"] not in ("", *Basis.values):
        faults.append("The basis is MTUS, outside the MTUS, or none.")
    if fields["opioid_use"] not in ("", *OpioidUse.values):
        faults.append("The opioid is in current use, or not taken yet.")
    faults += search_faults(search_from(fields["evidence_search"]))
    if len(citations) > MAX_CITATIONS:
        faults.append(f"{len(citations)} citations are too many; the limit is {MAX_CITATIONS}.")
    for citation in citations:
        faults += _citation_faults(citation)
    return faults


def _citation_faults(citation: CitationEntry) -> list[str]:
    texts = [citation.title, citation.text, *citation.sections, *citation.pages]
    faults = [refusal for text in texts if (refusal := character_refusal("A citation", text))]
    if len(citation.title) > 300:
        faults.append("The title of a guideline is longer than 300 characters.")
    if any(len(page) > 60 for page in citation.pages):
        faults.append("A page of a citation is longer than 60 characters.")
    if citation.source not in ("mtus", "other"):
        faults.append("A citation is of the MTUS or of another source.")
    if citation.year is not None and not 0 <= citation.year <= 9999:
        faults.append("The year of an edition has four digits.")
    return faults


def _write(
    row: ServiceDraft, fields: dict[str, Any], citations: Sequence[CitationEntry], at: datetime
) -> None:
    for name, value in fields.items():
        setattr(row, name, value)
    row.revision += 1
    row.saved_at = at
    row.save()
    row.citations.all().delete()
    DraftCitation.objects.bulk_create(
        DraftCitation(
            service_draft=row,
            position=position,
            source=citation.source,
            title=citation.title,
            year=citation.year,
            sections=list(citation.sections),
            pages=list(citation.pages),
            text=citation.text,
        )
        for position, citation in enumerate(citations, start=1)
    )


@transaction.atomic
def submit_review(
    review: Review, *, by: Any, at: datetime, set_aside: Mapping[int, str] | None = None
) -> Determination:
    """Submit the draft as the next version, based on the documents that were opened.

    `set_aside` says of the others, by key, why they stay unopened.
    """
    review = lock_review(review)
    require(by, REVIEW.named("submit").permission)
    access.require_holder(review.reviewer, by)
    REVIEW.step("submit", review.status)
    progress = drafts.progress(review)
    set_documents_aside(review, set_aside or {}, by=by, at=at)
    coverage = coverage_of(review)
    if reasons := reasons_not_to_submit(review, progress, coverage, at=at):
        raise Refused(*reasons)
    checked = check_review(review, on=timezone.localdate(at))
    refuse_open(checked)
    determination = _freeze(review, progress, coverage, by=by, at=at)
    record_run(determination, CheckRun.Stage.SUBMISSION, checked, by=by, at=at)
    QualityCheck.objects.create(determination=determination, opened_at=at)
    move_review(review, "submit", by=by, submitted_at=at)
    transition_case(review.case, "submit", by=by, at=at)
    audit.append(
        "determination.submitted",
        determination,
        by=by,
        version=determination.version,
        record_ids=sorted(record.pk for record in coverage.reviewed),
        rests_on_all_records=coverage.is_whole,
    )
    return determination


def reasons_not_to_submit(
    review: Review, progress: Progress, coverage: Coverage, *, at: datetime
) -> list[str]:
    """Return what keeps the draft from being submitted, apart from what the checks find."""
    reasons = list(progress.summary_gaps)
    for part in progress.parts:
        reasons += [f"Service {part.draft.service.position}: {gap}" for gap in part.gaps]
    reasons += _missing_services(review, progress)
    reasons += [_not_opened(each) for each in coverage.left]
    reasons += drafts.record_gaps(coverage.reviewed)
    reasons += latecomers.faults_of_reviewer(review)
    return reasons + credentials.shortcomings(review, on=timezone.localdate(at))


def _not_opened(document: DocumentCoverage) -> str:
    if document.awaits_pages:
        return (
            f"The pages of “{document.record.title}” are still being made: open it in a moment, or "
            "say why it is set aside."
        )
    return f"You have not opened “{document.record.title}”: open it, or say why it is set aside."


def _missing_services(review: Review, progress: Progress) -> list[str]:
    drafted = {part.draft.service_id for part in progress.parts}
    disputed = set(review.case.services.in_review().values_list("pk", flat=True))
    reasons = []
    if not disputed:
        reasons.append("The case has no disputed service to decide.")
    if len(disputed) > settings.LETTER_MAX_SERVICES:
        reasons.append(
            f"The case has {len(disputed)} services; a letter holds {settings.LETTER_MAX_SERVICES}."
        )
    if disputed - drafted:
        reasons.append("A service was added after the review began: ask the coordinator.")
    return reasons


def _freeze(
    review: Review,
    progress: Progress,
    coverage: Coverage,
    *,
    by: Any,
    at: datetime,
) -> Determination:
    latest = review.case.determinations.order_by("-version").first()
    determination = Determination.objects.create(
        review=review,
        case=review.case,
        version=latest.version + 1 if latest else 1,
        clinical_case_summary=progress.draft.clinical_case_summary,
        submitted_by=by,
        submitted_at=at,
        rests_on_all_records=coverage.is_whole,
    )
    determination.documents_reviewed.set(coverage.reviewed)
    for part in progress.parts:
        _freeze_decision(determination, part.draft)
    passages.keep_cited(review, determination)
    return determination


def _freeze_decision(determination: Determination, row: ServiceDraft) -> None:
    decision = ServiceDecision.objects.create(
        determination=determination,
        service=row.service,
        outcome=row.outcome,
        imro_basis=row.imro_basis,
        decision_rationale=row.decision_rationale,
        has_opioid_notice=row.has_opioid_notice,
        evidence_search=row.evidence_search,
    )
    GuidelineCitation.objects.bulk_create(
        GuidelineCitation(
            decision=decision,
            position=cite.position,
            source=cite.source,
            title=cite.title,
            year=cite.year,
            sections=cite.sections,
            pages=cite.pages,
            text=cite.text,
        )
        for cite in row.citations.all()
    )
