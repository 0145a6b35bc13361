"""The copy of a question to one party, which every party is sent (LC 4610.6(b))."""

from cases.notices.content import DueDay, NoticeBody, Section
from cases.notices.facts import CaseWords
from cases.notices.wording.parts import questions_section


def question_body(
    case: CaseWords, *, asked: str, question: str, due: tuple[DueDay, ...]
) -> NoticeBody:
    """Return the words; `asked` is the party that is asked, by its role."""
    return NoticeBody(
        title=f"Question to the {asked.capitalize()}",
        lead=(
            f"For the Independent Medical Review (IMR) of treatment for {case.worker} something is "
            f"asked of the {asked}. By law everyone is sent a copy of the question, and will be "
            "sent a copy of the answer (Labor Code section 4610.6(b)).",
        ),
        due=due,
        sections=(
            Section(
                heading="The question",
                paragraphs=tuple(line for line in question.splitlines() if line.strip()),
            ),
            Section(
                heading="How to answer",
                paragraphs=(
                    f"The {asked} answers in writing and sends a copy to everyone who is sent this "
                    "notice. Without an answer in time, the review goes on without it.",
                ),
            ),
            questions_section(case),
        ),
    )
