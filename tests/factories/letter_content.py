"""Letter content about a made case, as its signature would freeze it; every name is invented."""

from datetime import UTC, datetime

from cases.models import Case
from reviews.letters import content as letter
from reviews.letters.outcome import Outcome

NOON = datetime(2025, 7, 7, 19, 0, tzinfo=UTC)
SUMMARY = "The worker is 48 years old and has had low back pain since lifting a crate at work."
RATIONALE = "The records show a trial of care with functional gains, as the guideline asks."
CONCLUSION_BY_OUTCOME = {
    "overturned": "The request is medically necessary.",
    "upheld": "The request is not medically necessary.",
}
PARTIES = {
    "injured_worker": ("Wanda Worker", "12 Almond Street\nFresno, CA 93701"),
    "attorney": ("Arthur Attorney", "40 Court Plaza\nFresno, CA 93721"),
    "claims_administrator": ("Careful Claims Inc.", "900 Market Street\nOakland, CA 94607"),
    "employer": ("Valley Packing Co.", "1 Orchard Road\nFresno, CA 93706"),
    "requesting_physician": ("Pauline Physician, MD", "77 Clinic Way\nFresno, CA 93710"),
}


def make_content(case: Case) -> letter.LetterContent:
    """Return letter content about the case, as its signature would freeze it."""
    guideline = letter.GuidelineContent(
        "mtus", (letter.CitationContent("mtus", "Low Back Disorders", 2024, ("Treatment",)),)
    )
    services = tuple(
        letter.ServiceContent(
            position=service.position,
            requested=service.requested,
            ur_action=service.ur_action,
            outcome=Outcome.OVERTURNED if service.position == 1 else Outcome.UPHELD,
            administrator_guideline=guideline,
            imro_guideline=guideline,
            decision_rationale=RATIONALE,
        )
        for service in case.services.all()
    )
    return letter.LetterContent(
        template_version="test",
        case_number=case.case_number,
        adj_number=case.adj_number,
        claim_number=case.claim_number,
        priority=case.priority,
        date_assigned=case.assigned_on,
        date_of_injury=case.date_of_injury,
        date_of_injury_to=case.date_of_injury_to,
        decision_date=case.decision_on,
        ur_denial_date=case.ur_decision.decided_on,
        application_received=case.application_received_on,
        letter_date=case.decision_on,
        signed_at=NOON,
        determination_version=1,
        organization=letter.OrganizationContent(
            case.organization.name,
            case.organization.short_name,
            case.organization.address,
            case.organization.telephone,
            "Max Director, MD",
            "Medical Director",
        ),
        injured_worker=PARTIES["injured_worker"][0],
        employer=PARTIES["employer"][0],
        requesting_physician=PARTIES["requesting_physician"][0],
        is_liability_disputed=False,
        recipients=tuple(letter.RecipientContent(role, *PARTIES[role]) for role in PARTIES),
        documents=(),
        records_not_received="",
        reviewer=letter.ReviewerContent(
            ("California",), ("Orthopedic Surgery",), True, True, 5, 24
        ),
        clinical_case_summary=SUMMARY,
        services=services,
    )
