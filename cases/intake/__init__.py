"""What intake takes in: an application as values, and everything that is wrong with it, in words.

An engine: no database, no clock. `problems` is asked by the form, the importer and the action.
"""

from cases.intake.entries import (
    ApplicationEntry,
    CitationEntry,
    PartyEntry,
    ServiceAnswers,
    ServiceEntry,
    UrDecisionEntry,
)
from cases.intake.problems import (
    Limits,
    Problem,
    party_problems,
    problems,
    service_problems,
)
from cases.intake.remainders import remainder_notes

__all__ = [
    "ApplicationEntry",
    "CitationEntry",
    "Limits",
    "PartyEntry",
    "Problem",
    "ServiceAnswers",
    "ServiceEntry",
    "UrDecisionEntry",
    "party_problems",
    "problems",
    "remainder_notes",
    "service_problems",
]
