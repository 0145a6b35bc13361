"""The copy of a party's answer to a question, which every party is sent (LC 4610.6(b))."""

from cases.notices.content import NoticeBody, Section
from cases.notices.facts import CaseWords
from cases.notices.wording.parts import questions_section


def answer_body(case: CaseWords, *, asked: str, question: str, answer: str) -> NoticeBody:
    """Return the words; `asked` is the party that answered, by its role."""
    return NoticeBody(
        title=f"Answer of the {asked.capitalize()}",
        lead=(
            f"For the Independent Medical Review (IMR) of treatment for {case.worker} something "
            f"was asked of the {asked}, who has answered. By law everyone is sent a copy of the "
            "answer (Labor Code section 4610.6(b)). You need not do anything.",
        ),
        due=(),
        sections=(
            Section(heading="The question", paragraphs=_paragraphs(question)),
            Section(heading="The answer", paragraphs=_paragraphs(answer)),
            questions_section(case),
        ),
    )


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(line for line in text.splitlines() if line.strip())
