"""What the wording of a notice is told of the case, in plain values."""

from dataclasses import dataclass
from datetime import date, datetime

from cases.notices.kinds import NoticeKind


@dataclass(frozen=True)
class ServiceWords:
    """One service: what was requested, what UR did with it, and why it is named in the notice."""

    position: int
    requested: str
    ur_action: str
    code: str = ""
    reason: str = ""


@dataclass(frozen=True)
class CaseWords:
    """The case as every notice tells it."""

    case_number: str
    organization: str
    organization_address: str
    worker: str
    physician: str
    is_expedited: bool
    application_received: date
    ur_decided_on: date | None
    rfa_on: date | None
    services: tuple[ServiceWords, ...]
    is_whole: bool = True

    @property
    def priority(self) -> str:
        """Regular or expedited, as the law calls them."""
        return "Expedited" if self.is_expedited else "Regular"


@dataclass(frozen=True)
class NoFacts:
    """A notice that tells only what the rows of the case say."""


@dataclass(frozen=True)
class DecisionFacts:
    """Which decisions on eligibility the notice tells of, by their keys."""

    decision_ids: tuple[int, ...]


@dataclass(frozen=True)
class ConversionFacts:
    """From when a review is expedited, and who certified the threat."""

    certified_at: datetime
    certified_by: str = "treating_physician"


@dataclass(frozen=True)
class TerminationFacts:
    """Why services are no longer reviewed: a reason of `termination.WHY_BY_REASON`.

    `positions` are the places of the services; none means all of the case. `told_on` is the day we
    were told, `words` the reason as it was typed, `fee` a sentence on what the ending costs.
    """

    reason: str
    positions: tuple[int, ...] = ()
    told_on: date | None = None
    words: str = ""
    fee: str = ""


@dataclass(frozen=True)
class QuestionFacts:
    """A question to one party, by its role; everyone is sent a copy."""

    asked_role: str
    text: str


@dataclass(frozen=True)
class AnswerFacts:
    """What a party, by its role, answered to a question; everyone is sent a copy."""

    asked_role: str
    question: str
    answer: str


FACTS_BY_KIND: dict[str, type] = {
    NoticeKind.ASSIGNMENT: NoFacts,
    NoticeKind.INFORMATION: DecisionFacts,
    NoticeKind.INELIGIBILITY: DecisionFacts,
    NoticeKind.DEFERRAL: DecisionFacts,
    NoticeKind.CONVERSION: ConversionFacts,
    NoticeKind.TERMINATION: TerminationFacts,
    NoticeKind.QUESTION: QuestionFacts,
    NoticeKind.ANSWER: AnswerFacts,
}
