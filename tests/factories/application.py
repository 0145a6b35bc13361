"""An application as it is entered: plain values that can be received."""

from dataclasses import replace
from datetime import date
from typing import Any

from cases.intake import (
    ApplicationEntry,
    CitationEntry,
    PartyEntry,
    ServiceEntry,
    UrDecisionEntry,
)

WORKER = PartyEntry(
    role="injured_worker",
    name="Wanda Worker",
    address="1 Main Street\nFresno, CA 93701",
    date_of_birth=date(1975, 4, 2),
)
ADMINISTRATOR = PartyEntry(
    role="claims_administrator",
    name="Clear Claims, Inc.",
    address="PO Box 7\nSacramento, CA 95814",
    telephone="916-555-0142",
)
DENIED = ServiceEntry(
    requested="MRI of the lumbar spine",
    category="Diagnostic Testing",
    subcategory="Imaging/Radiology",
    administrator_basis="mtus",
    administrator_citations=(
        CitationEntry(source="mtus", title="Low Back Complaints", year=2004, pages=("303",)),
    ),
)
MODIFIED = ServiceEntry(
    requested="Physical therapy, 60 sessions",
    ur_action="modified",
    modification="remainder",
    authorized="25 sessions of physical therapy",
    eligible_portion="35 sessions of physical therapy",
)


def application(**changes: Any) -> ApplicationEntry:
    """Return an application that can be received, with `changes`."""
    entry = ApplicationEntry(
        application_received_on=date(2026, 3, 10),
        date_of_injury=date(2024, 5, 5),
        ur_decision=UrDecisionEntry(
            decided_on=date(2026, 2, 24),
            served_on=date(2026, 2, 25),
            service_method="mail",
            rfa_on=date(2026, 2, 18),
        ),
        parties=(WORKER, ADMINISTRATOR),
        services=(DENIED, MODIFIED),
        signed_on=date(2026, 3, 5),
        has_ur_decision_attached=True,
        claim_number="WC-24-118264",
    )
    return replace(entry, **changes)
