"""Reads a case back as a case file with what the review has made of its determination."""

from datetime import date
from typing import Any

from cases.casefiles.determination import (
    CredentialEntry,
    DecisionEntry,
    DeterminationEntry,
    determination_entry,
    project_determination,
)
from cases.intake import CitationEntry
from cases.models import Case, Citation
from cases.pipelines.casefiles import exported, exported_with
from reviews import credentials
from reviews.access import AFTER_APPROVAL
from reviews.lifecycle import WORKING
from reviews.models import Determination, Draft, Review, ServiceDecision, ServiceDraft


def export_document(case: Case, *, on: date, shows_decisions: bool) -> dict[str, Any]:
    """Return the case file as of a day; the reviewer is told by credentials, never by name.

    A determination goes out as it came in until somebody has written another. A draft that lacks
    something goes out under `recorded`, and so does one that decides a part of the services, as
    the rest is not in review. Without `shows_decisions` none does.
    """
    document = exported(case)
    written = written_determination(case, document, on=on)
    if written is None:
        return document
    imported = determination_entry(document)
    before = project_determination(imported) if imported else {}
    now = project_determination(written)
    in_review = list(case.services.in_review().values_list("position", flat=True))
    is_partial = len(in_review) < case.services.count()
    is_held = written.is_whole and not is_partial
    document = exported_with(case, before, now if shows_decisions and is_held else None)
    if shows_decisions and not is_held:
        recorded = document.get("recorded")
        beside = {"unfinished_determination": now}
        if is_partial and written.is_whole:
            beside = {"partial_determination": now | {"services": in_review}}
        document["recorded"] = recorded | beside if isinstance(recorded, dict) else beside
    return document


def may_see_decisions(user: Any, case: Case) -> bool:
    """Whether what has been decided may go out to this user."""
    if user.has_perm("reviews.view_submitted_reviews"):
        return True
    return case.status in AFTER_APPROVAL and user.has_perm("reviews.view_decisions_after_approval")


def written_determination(
    case: Case, document: dict[str, Any], *, on: date
) -> DeterminationEntry | None:
    """Return what the open review has written, if it has written anything."""
    review = case.reviews.open().select_related("reviewer").first()
    if review is None:
        return None
    draft = getattr(review, "draft", None)
    if review.status in WORKING and draft is not None:
        in_review = draft.services.filter(service__in=case.services.in_review())
        parts = in_review.select_related("service").prefetch_related("citations")
        if not draft.revision and not any(part.revision for part in parts):
            return None
        return _drafted(review, draft, list(parts), document, on=on)
    return _submitted(review, review.determinations.latest("version"), document, on=on)


def _drafted(
    review: Review, draft: Draft, parts: list[ServiceDraft], document: dict[str, Any], *, on: date
) -> DeterminationEntry:
    return DeterminationEntry(
        reviewer=_credentials(review, on),
        clinical_case_summary=draft.clinical_case_summary,
        decisions=tuple(_decision(part, _citations(part.citations.all())) for part in parts),
        decision_on=_decision_on(review.case, document),
    )


def _submitted(
    review: Review, version: Determination, document: dict[str, Any], *, on: date
) -> DeterminationEntry:
    in_review = version.decisions.filter(service__in=review.case.services.in_review())
    decisions = in_review.select_related("service").prefetch_related("guideline_citations")
    return DeterminationEntry(
        reviewer=_credentials(review, on),
        clinical_case_summary=version.clinical_case_summary,
        decisions=tuple(
            _decision(decision, _citations(decision.guideline_citations.all()))
            for decision in decisions
        ),
        decision_on=_decision_on(review.case, document),
    )


def _decision(
    judged: ServiceDraft | ServiceDecision, citations: tuple[CitationEntry, ...]
) -> DecisionEntry:
    return DecisionEntry(
        outcome=judged.outcome,
        imro_basis=judged.imro_basis,
        rationale=judged.decision_rationale,
        has_opioid_notice=judged.has_opioid_notice,
        citations=citations,
    )


def _credentials(review: Review, on: date) -> CredentialEntry:
    content = credentials.reviewer_content(review, on=on)
    return CredentialEntry(
        licensed_states=content.licensed_states,
        certifications=content.certifications,
        practice_years=review.reviewer.practice_years,
        practice_weekly_hours=review.reviewer.practice_weekly_hours,
    )


def _decision_on(case: Case, document: dict[str, Any]) -> date | None:
    if case.decision_on is not None:
        return case.decision_on
    imported = determination_entry(document)
    return imported.decision_on if imported else None


def _citations(rows: Any) -> tuple[CitationEntry, ...]:
    return tuple(map(_citation, rows))


def _citation(row: Citation) -> CitationEntry:
    return CitationEntry(
        source=row.source,
        title=row.title,
        year=row.year,
        sections=tuple(row.sections),
        pages=tuple(row.pages),
        text=row.text,
    )
