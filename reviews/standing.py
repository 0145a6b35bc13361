"""A reviewer's record as the roster shows it: credentials, load, and what stands in the way."""

from dataclasses import dataclass
from datetime import date

from reviews import candidates
from reviews.lifecycle import WORKING
from reviews.matching import board, gates, licence
from reviews.matching.facts import Finding, Verdict
from reviews.models import Review, Reviewer, ReviewOffer


@dataclass(frozen=True)
class Standing:
    """One reviewer on a day: what may be claimed, and every gate's finding."""

    reviewer: Reviewer
    states: tuple[str, ...]
    specialties: tuple[str, ...]
    findings: tuple[Finding, ...]
    open_cases: int

    @property
    def refused(self) -> tuple[Finding, ...]:
        """What would stop an offer."""
        return gates.refused(self.findings)

    @property
    def noted(self) -> tuple[Finding, ...]:
        """What would not, but should be known."""
        return tuple(row for row in self.findings if row.verdict == Verdict.NOTED)


def everybody(*, on: date) -> list[Standing]:
    """Return the whole roster as it stands on a day; whoever could take a case first."""
    rows = [_standing(row, on) for row in candidates.roster()]
    return sorted(rows, key=lambda row: (bool(row.refused), row.reviewer.user.full_name))


def of_reviewer(reviewer: Reviewer, *, on: date) -> Standing:
    """Return one reviewer as he stands on a day."""
    return _standing(candidates.roster().get(pk=reviewer.pk), on)


def open_work(reviewer: Reviewer) -> tuple[list[ReviewOffer], list[Review]]:
    """Return the offers that wait for a reviewer and the reviews being written."""
    offers = ReviewOffer.objects.filter(
        reviewer=reviewer, status__in=candidates.WAITING_OFFERS
    ).select_related("case")
    reviews = Review.objects.filter(reviewer=reviewer, status__in=WORKING).select_related("case")
    return list(offers), list(reviews)


def _standing(row: Reviewer, on: date) -> Standing:
    facts, question = candidates.reviewer_facts(row), candidates.question(on=on, through=on)
    return Standing(
        reviewer=row,
        states=tuple(each.state for each in licence.valid_licences(facts, question)),
        specialties=tuple(each.specialty for each in board.valid_certifications(facts, question)),
        findings=gates.findings(facts, question),
        open_cases=facts.open_cases,
    )
