"""The determination part of a case file as values, from a document and back into one."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from cases.casefiles.entries import citation_entries, decision_day
from cases.casefiles.project import known, project_guideline
from cases.intake import CitationEntry

Number = int | float | Decimal


@dataclass(frozen=True)
class CredentialEntry:
    """What a case file says of the expert reviewer: never a name."""

    licensed_states: tuple[str, ...]
    certifications: tuple[str, ...]
    practice_years: Number | None = None
    practice_weekly_hours: Number | None = None


@dataclass(frozen=True)
class DecisionEntry:
    """The decision on one disputed service; while it is being written, anything may be empty."""

    outcome: str
    imro_basis: str
    rationale: str
    citations: tuple[CitationEntry, ...] = ()
    has_opioid_notice: bool = False

    @property
    def is_whole(self) -> bool:
        """Whether a case file can hold it."""
        return bool(self.outcome and self.imro_basis and self.rationale.strip())


@dataclass(frozen=True)
class DeterminationEntry:
    """A determination, or a draft of one."""

    reviewer: CredentialEntry
    clinical_case_summary: str
    decisions: tuple[DecisionEntry, ...]
    decision_on: date | None = None

    @property
    def is_whole(self) -> bool:
        """Whether a case file can hold it."""
        return bool(self.clinical_case_summary.strip()) and all(
            decision.is_whole for decision in self.decisions
        )


def determination_entry(document: dict[str, Any]) -> DeterminationEntry | None:
    """Return the determination of a parsed document, if it has one."""
    given = document.get("determination")
    if not given:
        return None
    return DeterminationEntry(
        reviewer=credential_entry(given["reviewer"]),
        clinical_case_summary=given["clinical_case_summary"],
        decisions=tuple(map(_decision_entry, given["decisions"])),
        decision_on=decision_day(document),
    )


def credential_entry(reviewer: dict[str, Any]) -> CredentialEntry:
    """Return the credentials that a document states."""
    return CredentialEntry(
        licensed_states=tuple(reviewer["licensed_states"]),
        certifications=tuple(reviewer["certifications"]),
        practice_years=reviewer.get("years_in_active_practice"),
        practice_weekly_hours=reviewer.get("weekly_practice_hours"),
    )


def project_determination(entry: DeterminationEntry) -> dict[str, Any]:
    """Return the determination as a document has it; what is not known has no key."""
    return known(
        {
            "reviewer": _projected_reviewer(entry.reviewer),
            "decision_date": entry.decision_on,
            "clinical_case_summary": entry.clinical_case_summary,
            "decisions": [_projected_decision(decision) for decision in entry.decisions],
        }
    )


def _decision_entry(decision: dict[str, Any]) -> DecisionEntry:
    guideline = decision["imro_guideline"]
    return DecisionEntry(
        outcome=decision["decision"],
        imro_basis=guideline["basis"],
        rationale=decision["rationale"],
        has_opioid_notice=decision.get("opioid_notice", False),
        citations=citation_entries(guideline),
    )


def _projected_reviewer(reviewer: CredentialEntry) -> dict[str, Any]:
    return known(
        {
            "licensed_states": reviewer.licensed_states,
            "certifications": reviewer.certifications,
            "years_in_active_practice": _number(reviewer.practice_years),
            "weekly_practice_hours": _number(reviewer.practice_weekly_hours),
        }
    )


def _projected_decision(decision: DecisionEntry) -> dict[str, Any]:
    guideline = {}
    if decision.imro_basis or decision.citations:
        guideline = project_guideline(decision.imro_basis, _trimmed(decision.citations))
    return known(
        {
            "decision": decision.outcome,
            "imro_guideline": guideline,
            "rationale": decision.rationale,
            "opioid_notice": decision.has_opioid_notice or None,
        }
    )


def _trimmed(citations: Iterable[CitationEntry]) -> list[CitationEntry]:
    """Return the rows as a page keeps them: without spaces around and without empty parts."""
    return [
        replace(
            citation,
            title=citation.title.strip(),
            text=citation.text.strip(),
            sections=tuple(filter(None, (part.strip() for part in citation.sections))),
            pages=tuple(filter(None, (part.strip() for part in citation.pages))),
        )
        for citation in citations
    ]


def _number(value: Number | None) -> int | float | None:
    if value is None:
        return None
    return int(value) if value == int(value) else float(value)
