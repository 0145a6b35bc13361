"""The notice that a review ends without a decision (LC 4610.5(g); 8 CCR 9792.10.6(a))."""

from cases.notices.content import NoticeBody, Section
from cases.notices.facts import CaseWords
from cases.notices.wording.parts import questions_section, services_section, which

WHY_BY_REASON = {
    "authorized": "The claims administrator has authorized the treatment in writing.",
    "settled": "A settlement or an award has resolved the dispute over the treatment.",
    "withdrawn_by_physician": "The requesting physician has withdrawn the request for treatment.",
    "withdrawn_by_applicant": "Whoever asked for the review has withdrawn the application.",
    "withdrawn": "The review was withdrawn.",
    "terminated": "The review was terminated.",
}
AFTERWARDS_BY_REASON = {
    "authorized": (
        "The claims administrator provides the treatment as authorized. If it does not, that can "
        "be brought before the Workers’ Compensation Appeals Board."
    ),
    "settled": "The settlement or award says what treatment is provided.",
    "withdrawn_by_physician": (
        "The physician can request the treatment again. A new decision of utilization review can "
        "be reviewed on a new application."
    ),
    "withdrawn_by_applicant": (
        "The utilization review decision stands. An application can be filed again while the time "
        "to file it has not run out."
    ),
}


def termination_body(
    case: CaseWords, *, reason: str, words: str, told_on: str, fee: str
) -> NoticeBody:
    """Return the words. `told_on` is the day we were told, `fee` what the ending costs; or empty.

    `words` is the reason as it was typed, printed beside the sentence of the reason.
    """
    why = [WHY_BY_REASON[reason]]
    if told_on:
        why.append(f"We were told on {told_on}.")
    return NoticeBody(
        title="Notice of Termination of Independent Medical Review",
        lead=(
            f"The Independent Medical Review (IMR) of treatment for {case.worker} ends for "
            f"{which(case)}. {' '.join(why)}",
            *_rest(case),
        ),
        sections=(
            services_section("What is no longer reviewed", case.services),
            *_reason(words),
            Section(
                heading="What this means",
                paragraphs=tuple(_meaning(reason, fee)),
            ),
            questions_section(case),
        ),
    )


def _rest(case: CaseWords) -> tuple[str, ...]:
    if case.is_whole:
        return ("No determination is made.",)
    return ("The review of the other services goes on.",)


def _reason(words: str) -> tuple[Section, ...]:
    lines = tuple(line for line in words.splitlines() if line.strip())
    return (Section(heading="The reason on record", paragraphs=lines),) if lines else ()


def _meaning(reason: str, fee: str) -> list[str]:
    said = [AFTERWARDS_BY_REASON[reason]] if reason in AFTERWARDS_BY_REASON else []
    said.append("Records that were sent for this review stay confidential and are kept.")
    return [*said, fee] if fee else said
