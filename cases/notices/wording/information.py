"""The request for missing information on eligibility (8 CCR 9792.10.3(b), (c))."""

from cases.notices.content import DueDay, NoticeBody, Section
from cases.notices.facts import CaseWords
from cases.notices.wording.parts import questions_section, services_with_reasons


def information_body(case: CaseWords, *, due: tuple[DueDay, ...]) -> NoticeBody:
    """Return the words; the reason of each service says what is missing."""
    return NoticeBody(
        title="Request for Missing Information",
        lead=(
            f"An application for Independent Medical Review (IMR) of treatment for {case.worker} "
            "has come in. Whether it can be reviewed depends on something that it does not say. "
            "Please send what is named below.",
        ),
        due=due,
        sections=(
            services_with_reasons("What is missing", case.services, "What we need to know"),
            Section(
                heading="If you do not answer",
                paragraphs=(
                    "Without an answer it is decided on what is there whether the application can "
                    "be reviewed. An answer from any of the parties is enough, and everyone is "
                    "told what is decided.",
                ),
            ),
            questions_section(case),
        ),
    )
