"""Gate: the years and weekly hours of active practice that the letter states as fact.

The two numbers are the organization's own. A reviewer whose record falls short is refused; one
without a record may judge, and the letter then leaves the sentence out.
"""

from decimal import Decimal

from reviews.matching.facts import Finding, Question, ReviewerFacts, Verdict, day_words

RULE = "The organization's standard of practice, which the letter states only if it is on record."


def is_supported(reviewer: ReviewerFacts, question: Question) -> bool:
    """Whether a dated record says more than the years and at least the hours."""
    years, hours = reviewer.practice_years, reviewer.practice_weekly_hours
    recorded_on = reviewer.practice_recorded_on
    if years is None or hours is None or recorded_on is None or recorded_on > question.day:
        return False
    return years > question.min_years and hours >= question.min_weekly_hours


def check(reviewer: ReviewerFacts, question: Question) -> Finding:
    """Refuse a record that falls short; note one that is missing."""
    faults = _faults(reviewer, question)
    if faults:
        return Finding("practice", Verdict.REFUSED, " ".join(faults), RULE)
    if not is_supported(reviewer, question):
        reason = (
            "No dated record of years and weekly hours: the letter will not have that sentence."
        )
        return Finding("practice", Verdict.NOTED, reason, RULE)
    recorded = day_words(reviewer.practice_recorded_on) if reviewer.practice_recorded_on else ""
    reason = (
        f"{_plain(reviewer.practice_years)} years and {_plain(reviewer.practice_weekly_hours)} "
        f"hours a week in practice, recorded {recorded}."
    )
    return Finding("practice", Verdict.MET, reason, RULE)


def _faults(reviewer: ReviewerFacts, question: Question) -> list[str]:
    years, hours = reviewer.practice_years, reviewer.practice_weekly_hours
    faults = []
    if years is not None and years <= question.min_years:
        faults.append(
            f"{_plain(years)} years in active practice on record; more than "
            f"{question.min_years} are asked."
        )
    if hours is not None and hours < question.min_weekly_hours:
        faults.append(
            f"{_plain(hours)} hours a week in practice on record; "
            f"{question.min_weekly_hours} are asked."
        )
    return faults


def _plain(number: Decimal | int | None) -> str:
    """Write a number as people do: 12, not 12.0."""
    return f"{Decimal(number or 0).normalize():f}"
