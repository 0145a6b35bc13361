"""The order of candidates: who may judge first, by fit, California licence and load.

LC 139.5(d)(4) prefers reviewers licensed in California; (d)(3)(C) asks for a fair selection, so
equals are ordered by a digest of case and pseudonym, which favours nobody from case to case.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from reviews.matching import board, gates, licence, specialty
from reviews.matching.facts import DisputeFacts, Finding, Question, ReviewerFacts, Verdict

PREFERRED_STATE = "California"


@dataclass(frozen=True)
class Candidate:
    """One reviewer against one case: findings, fit, and what the table shows of both."""

    reviewer_id: int
    pseudonym: str
    findings: tuple[Finding, ...]
    fit: specialty.Fit
    specialties: tuple[str, ...]
    states: tuple[str, ...]
    open_cases: int
    case_capacity: int

    @property
    def refused(self) -> tuple[Finding, ...]:
        """The findings that exclude the reviewer."""
        return gates.refused(self.findings)

    @property
    def noted(self) -> tuple[Finding, ...]:
        """What does not exclude, but should be known."""
        return tuple(found for found in self.findings if found.verdict == Verdict.NOTED)

    @property
    def is_eligible(self) -> bool:
        """Whether no gate is shut."""
        return not self.refused

    @property
    def is_california_licensed(self) -> bool:
        """Whether a licence valid for the whole time is California's."""
        return PREFERRED_STATE in self.states


def candidate(
    reviewer_id: int, reviewer: ReviewerFacts, dispute: DisputeFacts, question: Question
) -> Candidate:
    """Return what is found of one reviewer for one case."""
    certified = board.valid_certifications(reviewer, question)
    return Candidate(
        reviewer_id=reviewer_id,
        pseudonym=reviewer.pseudonym,
        findings=gates.findings(reviewer, question),
        fit=specialty.best_fit(dispute, certified or reviewer.certifications),
        specialties=tuple(row.specialty for row in certified),
        states=tuple(row.state for row in licence.valid_licences(reviewer, question)),
        open_cases=reviewer.open_cases,
        case_capacity=reviewer.case_capacity,
    )


def ranked(dispute: DisputeFacts, found: Iterable[Candidate]) -> tuple[Candidate, ...]:
    """Return the candidates, those who may judge first and the best fit of them at the top."""
    return tuple(sorted(found, key=lambda one: _place(dispute, one)))


def _place(dispute: DisputeFacts, one: Candidate) -> tuple[bool, int, bool, float, str]:
    load = one.open_cases / one.case_capacity if one.case_capacity else 1.0
    fair = hashlib.sha256(f"{dispute.case_number} {one.pseudonym}".encode()).hexdigest()
    return (not one.is_eligible, one.fit.level, not one.is_california_licensed, load, fair)
