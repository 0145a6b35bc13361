"""What the gates look at: a reviewer, a case and a day as plain values."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum


@dataclass(frozen=True)
class LicenceFacts:
    """A licence to practise in one state."""

    state: str
    is_restricted: bool
    is_in_good_standing: bool
    expires_on: date
    verified_on: date

    def is_valid_on(self, day: date) -> bool:
        """Whether it is unrestricted, in good standing and not expired on `day`."""
        return self.is_in_good_standing and not self.is_restricted and self.expires_on >= day


@dataclass(frozen=True)
class CertificationFacts:
    """A specialty, and the board that certifies it where there is one."""

    specialty: str
    board: str
    expires_on: date | None
    verified_on: date

    def is_valid_on(self, day: date) -> bool:
        """Whether it has not expired on `day`; one without an expiry is for life."""
        return self.expires_on is None or self.expires_on >= day


class EarlierPart(StrEnum):
    """What part a reviewer has had in the same dispute before."""

    NONE = "none"
    DECLINED = "declined"
    RECALLED = "recalled"
    CONFLICTED = "conflicted"
    WITHDREW = "withdrew"
    DECIDED = "decided"


@dataclass(frozen=True)
class ReviewerFacts:
    """A reviewer's credential record as it stands, without a name."""

    pseudonym: str
    degree: str
    licences: tuple[LicenceFacts, ...]
    certifications: tuple[CertificationFacts, ...]
    practice_years: Decimal | None
    practice_weekly_hours: Decimal | None
    practice_recorded_on: date | None
    is_qme: bool
    qme_checked_on: date | None
    has_disciplinary_history: bool
    discipline_checked_on: date | None
    is_account_active: bool
    is_available: bool
    unavailable_until: date | None
    open_cases: int
    case_capacity: int
    earlier_part: EarlierPart = EarlierPart.NONE

    @property
    def needs_board(self) -> bool:
        """Whether a board certification is required: of MD and DO (LC 139.5(d)(4)(B))."""
        return self.degree in ("md", "do")


@dataclass(frozen=True)
class Question:
    """What is asked of a reviewer: from which day, through which day, and the house's numbers."""

    day: date
    through: date
    min_years: int
    min_weekly_hours: int


@dataclass(frozen=True)
class DisputeFacts:
    """What is disputed, in the words that tell which specialty evaluates or treats it."""

    case_number: str
    services: tuple[str, ...]
    requesting_specialty: str


class Verdict(StrEnum):
    """What a gate found: open, open with something to know, or shut."""

    MET = "met"
    NOTED = "noted"
    REFUSED = "refused"


@dataclass(frozen=True)
class Finding:
    """One gate's verdict on one reviewer, the reason in a sentence and the rule behind it."""

    gate: str
    verdict: Verdict
    reason: str
    rule: str


def day_words(day: date) -> str:
    """Return a day as people write it: 4 Mar 2026."""
    return f"{day.day} {day:%b %Y}"
