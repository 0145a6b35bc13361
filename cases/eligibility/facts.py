"""What the checklist is asked about: an application and its services as values.

None means that the file does not say.
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from cases.deadlines.clocks import Pause
from cases.deadlines.counting import Counting, Place
from cases.deadlines.rules import RuleSet
from cases.eligibility.checklist import Checklist


class Filer(StrEnum):
    """Who filed the application (LC 4610.5(d), (h)(4), (j))."""

    WORKER = "worker"
    ATTORNEY = "attorney"
    AGENT = "agent"
    EMERGENCY_PROVIDER = "emergency_provider"
    CLAIMS_ADMINISTRATOR = "claims_administrator"
    EMPLOYER = "employer"


@dataclass(frozen=True)
class Rules:
    """What is judged with: the clocks, the calendars, and the reasons in force."""

    rule_sets: tuple[RuleSet, ...]
    counting: Counting
    checklist: Checklist


@dataclass(frozen=True)
class EarlierDispute:
    """The same treatment and UR decision in another case."""

    case_number: str
    is_decided: bool


@dataclass(frozen=True, kw_only=True)
class ServiceFacts:
    """One disputed service; what UR and the claims administrator did with it."""

    position: int
    is_in_ur_decision: bool | None = None
    rests_on_necessity: bool | None = None
    is_conditional: bool | None = None
    is_provided: bool | None = None
    has_liability_dispute: bool | None = None
    authorized_on: date | None = None
    settled_on: date | None = None
    withdrawn_on: date | None = None
    earlier: EarlierDispute | None = None


@dataclass(frozen=True, kw_only=True)
class ApplicationFacts:
    """The application, the UR decision and what the parties have said since.

    `missing` names what the form lacks. `answer_due_on` is the last day to answer a request for
    information that is still open. `date_of_injury` of a cumulative one is its last day.
    `ur_place` is where the UR decision was mailed from or to, the farther end.
    """

    judged_on: date
    rules: Rules
    received_on: date
    date_of_injury: date
    services: tuple[ServiceFacts, ...]
    ur_decided_on: date | None = None
    ur_served_on: date | None = None
    ur_service_method: str = ""
    ur_place: Place = Place.CALIFORNIA
    is_ur_place_known: bool = True
    filing_pauses: tuple[Pause, ...] = ()
    rfa_on: date | None = None
    is_formulary: bool | None = None
    is_expedited: bool = False
    is_ur_decision_attached: bool | None = None
    is_signed: bool | None = None
    signed_on: date | None = None
    filer: str = ""
    agent_designated_on: date | None = None
    is_form_given: bool | None = None
    form_given_on: date | None = None
    has_liability_dispute: bool | None = None
    dispute_resolved_on: date | None = None
    is_review_agreed: bool | None = None
    is_ur_expedited: bool | None = None
    is_threat_certified: bool | None = None
    missing: tuple[str, ...] = ()
    answer_due_on: date | None = None
