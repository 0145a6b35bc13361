"""Applications with known verdicts: each reason alone, in pairs, and what is asked or not known.

The order in which reasons are given is written here by hand, so that the checklist's own order is
held against it.
"""

from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Any

from cases.deadlines import shipped
from cases.eligibility.checklist import shipped_checklist
from cases.eligibility.facts import ApplicationFacts, EarlierDispute, Rules, ServiceFacts

RULES = Rules(shipped.rule_sets(), shipped.counting(), shipped_checklist())
SOUND: dict[str, Any] = {
    "judged_on": date(2026, 10, 30),
    "rules": RULES,
    "received_on": date(2026, 10, 26),
    "date_of_injury": date(2024, 5, 5),
    "ur_decided_on": date(2026, 10, 12),
    "ur_served_on": date(2026, 10, 13),
    "ur_service_method": "mail",
    "rfa_on": date(2026, 10, 6),
    "is_formulary": False,
    "is_ur_decision_attached": True,
    "is_signed": True,
    "signed_on": date(2026, 10, 24),
    "filer": "worker",
    "is_form_given": True,
    "has_liability_dispute": False,
}
SOUND_SERVICE: dict[str, Any] = {
    "position": 1,
    "is_in_ur_decision": True,
    "rests_on_necessity": True,
    "is_conditional": False,
    "is_provided": False,
}
OPEN_ELSEWHERE = EarlierDispute("CM26-0000002", is_decided=False)
DECIDED_ELSEWHERE = EarlierDispute("CM26-0000001", is_decided=True)


@dataclass(frozen=True)
class Known:
    """One application: what differs from the sound one, and what is found on it."""

    name: str
    of_application: dict[str, Any] = field(default_factory=dict)
    of_service: dict[str, Any] = field(default_factory=dict)
    outcome: str = "eligible"
    code: str = ""
    codes: frozenset[str] = frozenset()
    is_downgraded: bool = False

    @property
    def facts(self) -> ApplicationFacts:
        """The application as the checklist is asked about it."""
        service = ServiceFacts(**(SOUND_SERVICE | self.of_service))
        return ApplicationFacts(**(SOUND | {"services": (service,)} | self.of_application))


# In the order in which they are given: the code, the outcome, and what brings it about.
CAUSES: dict[str, tuple[str, dict[str, Any], dict[str, Any]]] = {
    "TERMINATED_AUTHORIZED": ("ineligible", {}, {"authorized_on": date(2026, 10, 28)}),
    "TERMINATED_SETTLED": ("ineligible", {}, {"settled_on": date(2026, 10, 28)}),
    "TERMINATED_WITHDRAWN": ("ineligible", {}, {"withdrawn_on": date(2026, 10, 28)}),
    "DUPLICATE": ("ineligible", {}, {"earlier": OPEN_ELSEWHERE}),
    "PREVIOUSLY_DECIDED": ("ineligible", {}, {"earlier": DECIDED_ELSEWHERE}),
    "OUT_OF_SCOPE_DATE": (
        "ineligible",
        {
            "date_of_injury": date(2012, 12, 31),
            "ur_decided_on": date(2013, 6, 27),
            "ur_served_on": date(2013, 6, 28),
            "rfa_on": date(2013, 6, 24),
            "received_on": date(2013, 7, 29),
            "judged_on": date(2013, 8, 1),
        },
        {},
    ),
    "NO_UR_DECISION": ("ineligible", {}, {"is_in_ur_decision": False}),
    "NOT_NECESSITY": ("ineligible", {}, {"rests_on_necessity": False}),
    "NO_STANDING": ("ineligible", {"filer": "claims_administrator"}, {}),
    "DESIGNATION_PREDATES_UR": (
        "ineligible",
        {"filer": "agent", "agent_designated_on": date(2011, 1, 3)},
        {},
    ),
    "NO_SIGNATURE": ("ineligible", {"is_signed": False, "signed_on": None}, {}),
    "UR_NOT_ATTACHED": ("ineligible", {"is_ur_decision_attached": False}, {}),
    "CNC": ("ineligible", {}, {"is_conditional": True}),
    "DEFERRED_LIABILITY": ("deferred", {"has_liability_dispute": True}, {}),
    "UNTIMELY": ("ineligible", {"received_on": date(2026, 11, 18)}, {}),
    "INCOMPLETE": (
        "ineligible",
        {"missing": ("the employer",), "answer_due_on": date(2013, 7, 30)},
        {},
    ),
    "EXPEDITED_NOT_SUPPORTED": (
        "eligible",
        {"is_expedited": True, "is_ur_expedited": False, "is_threat_certified": False},
        {},
    ),
}
ORDER = tuple(CAUSES)
# One fact cannot bring about both, or the rule that finds them names the first alone.
APART = {
    frozenset(pair)
    for pair in (
        *combinations(("TERMINATED_AUTHORIZED", "TERMINATED_SETTLED", "TERMINATED_WITHDRAWN"), 2),
        ("DUPLICATE", "PREVIOUSLY_DECIDED"),
        ("NO_STANDING", "DESIGNATION_PREDATES_UR"),
        # Before April 2014 a missing copy was asked for; and the late day of 2026 is not of 2013.
        ("OUT_OF_SCOPE_DATE", "UR_NOT_ATTACHED"),
        ("OUT_OF_SCOPE_DATE", "UNTIMELY"),
    )
}


def known(name: str, codes: tuple[str, ...]) -> Known:
    """Return the application that these reasons speak against."""
    of_application: dict[str, Any] = {}
    of_service: dict[str, Any] = {}
    for code in codes:
        of_application |= CAUSES[code][1]
        of_service |= CAUSES[code][2]
    against = [code for code in ORDER if code in codes and code != "EXPEDITED_NOT_SUPPORTED"]
    return Known(
        name,
        of_application,
        of_service,
        outcome=CAUSES[against[0]][0] if against else "eligible",
        code=against[0] if against else "",
        codes=frozenset(against),
        is_downgraded="EXPEDITED_NOT_SUPPORTED" in codes,
    )


ALONE = tuple(known(code, (code,)) for code in ORDER)
PAIRS = tuple(
    known(f"{one} and {other}", (one, other))
    for one, other in combinations(ORDER, 2)
    if frozenset((one, other)) not in APART
)
INFORMATION = "needs_information"
OTHERS = (
    Known("everything is stated and sound"),
    Known("an attorney filed", {"filer": "attorney"}),
    Known("an emergency provider filed", {"filer": "emergency_provider"}),
    Known(
        "an agent named after the decision filed",
        {"filer": "agent", "agent_designated_on": date(2026, 10, 15)},
    ),
    Known(
        "an agent named on the day of the decision filed",
        {"filer": "agent", "agent_designated_on": date(2026, 10, 12)},
    ),
    Known("an agent of unknown day filed", {"filer": "agent"}, outcome=INFORMATION),
    Known("the file does not say who filed", {"filer": ""}),
    Known(
        "the employer filed",
        {"filer": "employer"},
        outcome="ineligible",
        code="NO_STANDING",
        codes=frozenset({"NO_STANDING"}),
    ),
    Known("not stated whether it is signed", {"is_signed": None}, outcome=INFORMATION),
    Known(
        "not stated whether the decision is attached",
        {"is_ur_decision_attached": None},
        outcome=INFORMATION,
    ),
    Known("not stated on what ground", {}, {"rests_on_necessity": None}),
    Known("not stated whether conditional", {}, {"is_conditional": None}),
    Known("not stated whether liability is disputed", {"has_liability_dispute": None}),
    Known("something is missing on the form", {"missing": ("the employer",)}, outcome=INFORMATION),
    Known(
        "what is missing was asked for and may still come",
        {"missing": ("the employer",), "answer_due_on": date(2026, 10, 30)},
        outcome=INFORMATION,
    ),
    Known(
        "service not known, in time whenever it was",
        {"ur_served_on": None, "ur_service_method": ""},
    ),
    Known(
        "service not known, and it matters",
        {"ur_served_on": None, "received_on": date(2027, 2, 1)},
        outcome=INFORMATION,
    ),
    Known(
        "way of service not known, and it matters",
        {"ur_service_method": "", "received_on": date(2026, 11, 16)},
        outcome=INFORMATION,
    ),
    Known(
        "late however it was served",
        {"ur_service_method": "", "received_on": date(2026, 11, 18)},
        outcome="ineligible",
        code="UNTIMELY",
        codes=frozenset({"UNTIMELY"}),
    ),
    Known("no form was given", {"is_form_given": False, "received_on": date(2027, 6, 1)}),
    Known(
        "the form was given late",
        {"form_given_on": date(2026, 11, 2), "received_on": date(2026, 12, 1)},
    ),
    Known(
        "the other dispute is over and it came again in time",
        {
            "has_liability_dispute": True,
            "dispute_resolved_on": date(2027, 1, 4),
            "received_on": date(2027, 2, 8),
        },
    ),
    Known(
        "the other dispute is over and it came again too late",
        {
            "has_liability_dispute": True,
            "dispute_resolved_on": date(2027, 1, 4),
            "received_on": date(2027, 2, 9),
        },
        outcome="ineligible",
        code="UNTIMELY",
        codes=frozenset({"UNTIMELY"}),
    ),
    Known(
        "the administrator agrees to go on",
        {"has_liability_dispute": True, "is_review_agreed": True},
    ),
    Known(
        "only another service is disputed",
        {"has_liability_dispute": True},
        {"has_liability_dispute": False},
    ),
    Known(
        "an injury before 2013, a decision after June 2013",
        {"date_of_injury": date(2011, 3, 3)},
    ),
    Known(
        "no copy before April 2014 was asked for first",
        {
            "is_ur_decision_attached": False,
            "ur_decided_on": date(2014, 3, 3),
            "ur_served_on": date(2014, 3, 4),
            "rfa_on": date(2014, 2, 24),
            "received_on": date(2014, 3, 31),
            "date_of_injury": date(2013, 5, 1),
        },
        outcome=INFORMATION,
        codes=frozenset({"UR_NOT_ATTACHED"}),
    ),
    Known("expedited and certified", {"is_expedited": True, "is_threat_certified": True}),
    Known("expedited as UR was", {"is_expedited": True, "is_ur_expedited": True}),
    Known(
        "expedited, though given already",
        {"is_expedited": True, "is_threat_certified": True},
        {"is_provided": True},
        is_downgraded=True,
    ),
    Known("UR took half a year", {"rfa_on": date(2026, 4, 1)}),
    Known("not stated when UR was asked", {"rfa_on": None}),
)
APPLICATIONS = (*ALONE, *PAIRS, *OTHERS)
