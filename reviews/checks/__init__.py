"""The checks of a letter: pure functions, one a file, in the order in which they are asked.

A check has `ID`, `TITLE` (what holds when it finds nothing) and `check(view)`, which yields what it
found, or that it could not be asked. None of them proposes a decision.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from types import ModuleType

from reviews.checks.absence import absence_claims, unsupported_judgement
from reviews.checks.authority import (
    bare_web_address,
    below_mtus_unsaid,
    chapter_for_another_part,
    cited_twice,
    edition_not_in_force,
    incomplete_citation,
    mtus_silent_alone,
    page_against_rationale,
    section_or_page_unknown,
    title_not_in_library,
    without_authority,
)
from reviews.checks.file import (
    age,
    amount_unanswered,
    contrast_unanswered,
    date_of_injury,
    date_of_ur_decision,
    dates_to_come,
    dates_without_record,
    impossible_dates,
    retrospective_without_date,
    sex,
    ur_guideline_unanswered,
    ur_records_unsummarised,
)
from reviews.checks.findings import Answer, Finding, NotChecked, Severity
from reviews.checks.itself import (
    amount_against_service,
    ancillary_of_refused,
    another_case,
    body_part_against_service,
    care_against_service,
    concludes_twice,
    conclusion_against_decision,
    conclusion_missing,
    decided_two_ways,
    drug_against_service,
    level_against_service,
    level_only_in_rationale,
    near_copy_of_ur,
    part_only_in_rationale,
    partly_necessary,
    placeholders,
    radiation,
    repeated_words,
    same_rationale_two_decisions,
    service_not_in_summary,
    service_not_spoken_of,
    side_against_service,
    side_against_summary,
    side_only_in_rationale,
    strength_against_service,
    unbalanced_marks,
    unlikely_terms,
)
from reviews.checks.statute import (
    abrupt_stop,
    advice_to_treat,
    causation_decided,
    condition_named,
    documents_named,
    identifying_numbers,
    mandatory_elements,
    opioid_notice,
    party_named,
    reading_grade,
    reviewer_named,
    ur_process_decided,
    visit_cap,
)
from reviews.checks.view import LetterView

ENGINE = "checks/1"
CHECKS: tuple[ModuleType, ...] = (
    # The words against themselves
    conclusion_against_decision,
    conclusion_missing,
    side_against_service,
    body_part_against_service,
    level_against_service,
    drug_against_service,
    strength_against_service,
    amount_against_service,
    care_against_service,
    service_not_spoken_of,
    service_not_in_summary,
    concludes_twice,
    side_against_summary,
    side_only_in_rationale,
    part_only_in_rationale,
    level_only_in_rationale,
    radiation,
    decided_two_ways,
    same_rationale_two_decisions,
    partly_necessary,
    ancillary_of_refused,
    another_case,
    near_copy_of_ur,
    placeholders,
    repeated_words,
    unbalanced_marks,
    unlikely_terms,
    # The words against the file
    date_of_injury,
    date_of_ur_decision,
    impossible_dates,
    dates_to_come,
    dates_without_record,
    age,
    sex,
    ur_records_unsummarised,
    ur_guideline_unanswered,
    contrast_unanswered,
    amount_unanswered,
    retrospective_without_date,
    # Authority
    title_not_in_library,
    edition_not_in_force,
    section_or_page_unknown,
    incomplete_citation,
    chapter_for_another_part,
    bare_web_address,
    mtus_silent_alone,
    below_mtus_unsaid,
    page_against_rationale,
    without_authority,
    cited_twice,
    # The statute
    mandatory_elements,
    condition_named,
    documents_named,
    causation_decided,
    ur_process_decided,
    advice_to_treat,
    abrupt_stop,
    opioid_notice,
    visit_cap,
    reviewer_named,
    party_named,
    identifying_numbers,
    reading_grade,
    # Absence
    absence_claims,
    unsupported_judgement,
)
TITLE_BY_ID: dict[str, str] = {check.ID: check.TITLE for check in CHECKS}
RANK = {Severity.BLOCKS: 0, Severity.ASKS: 1, Severity.NOTES: 2}


@dataclass(frozen=True)
class Outcome:
    """What all checks answered on one letter: findings, the gravest first, and what was not asked.

    `passed` names the checks that were asked and found nothing.
    """

    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
    passed: tuple[str, ...]

    def of(self, severity: Severity) -> tuple[Finding, ...]:
        """Return the findings of one severity."""
        return tuple(each for each in self.findings if each.severity == severity)

    @property
    def blocks(self) -> tuple[Finding, ...]:
        """What stops the letter."""
        return self.of(Severity.BLOCKS)

    @property
    def asks(self) -> tuple[Finding, ...]:
        """What is fixed, or kept with a reason."""
        return self.of(Severity.ASKS)

    @property
    def notes(self) -> tuple[Finding, ...]:
        """What only informs."""
        return self.of(Severity.NOTES)


def run(view: LetterView) -> Outcome:
    """Ask every check about one letter."""
    findings: dict[str, Finding] = {}
    unasked: dict[tuple[str, str], NotChecked] = {}
    passed: list[str] = []
    for check in CHECKS:
        answers = list(_answers(check, view))
        findings |= {each.key: each for each in answers if isinstance(each, Finding)}
        unasked |= {
            (each.check_id, each.reason): each for each in answers if isinstance(each, NotChecked)
        }
        if not answers:
            passed.append(check.ID)
    ordered = sorted(findings.values(), key=lambda each: RANK[each.severity])
    return Outcome(tuple(ordered), tuple(unasked.values()), tuple(passed))


def _answers(check: ModuleType, view: LetterView) -> Iterator[Answer]:
    yield from check.check(view)
