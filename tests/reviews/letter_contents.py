"""Invented letter content for the engine's tests, and content built from a case file's JSON."""

from datetime import UTC, date, datetime
from pathlib import Path

from cases.press.assets import Assets
from reviews.letters.content import (
    CitationContent,
    DocumentContent,
    GuidelineContent,
    LetterContent,
    OrganizationContent,
    RecipientContent,
    ReviewerContent,
    ServiceContent,
)
from reviews.letters.outcome import Outcome
from reviews.letters.wording import TEMPLATE_VERSION

PROJECT = Path(__file__).resolve().parents[2]
ASSETS = Assets.under(PROJECT)
REAL_CASE_FILES = PROJECT.parent / "shared" / "letters" / "case-files"
SIGNED_AT = datetime(2026, 6, 22, 22, 4, 5, tzinfo=UTC)

LOGO = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 30"><circle cx="15" cy="15" r="14" '
    'fill="#0b5563"/><path d="M40 15h70" stroke="#0b5563" stroke-width="6"/></svg>'
)
ORGANIZATION = OrganizationContent(
    name="Golden Coast Medical Review",
    short_name="Golden Coast",
    address="1200 Harbor Way, Suite 400\nOakland, CA 94607",
    telephone="(510) 555-0142",
    director_name="Maxine Okafor, MD",
    director_title="Medical Director",
)
REVIEWER = ReviewerContent(
    licensed_states=("Texas", "New York", "California"),
    certifications=("Preventive Medicine", "Occupational Medicine"),
    is_unaffiliated=True,
    has_similar_specialty=True,
    years_over=5,
    hours_at_least=24,
)
RECIPIENTS = (
    RecipientContent("injured_worker", "Dana Whitfield", "18 Alder Court, Modesto, CA 95350"),
    RecipientContent("attorney", "Ruiz & Tran LLP", "400 J Street, Sacramento, CA 95814"),
    RecipientContent("claims_administrator", "Sierra Claims Services", "PO Box 2200, Fresno"),
    RecipientContent("requesting_physician", "Alan Mercer, MD", "77 Mission Road, Stockton"),
)
DOCUMENTS = (
    DocumentContent(
        "ur_determination",
        "Utilization review determination",
        "Sierra Claims Services",
        date(2026, 4, 24),
        3,
        "claims_administrator",
        date(2026, 6, 3),
    ),
    DocumentContent(
        "progress_report",
        "Progress report",
        "Alan Mercer, MD",
        date(2026, 4, 15),
        6,
        "claims_administrator",
        date(2026, 6, 3),
    ),
    DocumentContent(
        "imaging_report",
        "Cervical and lumbar MRI report",
        "Valley Imaging",
        None,
        None,
        "injured_worker",
        date(2026, 6, 8),
    ),
)
NECK = GuidelineContent(
    "mtus",
    (CitationContent("mtus", "ACOEM Chapter 8 Neck and Upper Back Complaints", pages=("182",)),),
)
RATIONALE = (
    "The guideline supports imaging when nerve root compromise is suspected on history and "
    "examination and a procedure is being prepared. The report of April 15 documents left arm "
    "pain, reduced sensation at C6-C7 and a plan for surgery. The request is medically necessary."
)
SUMMARY = (
    "The worker is 54 years old and has had neck pain since an industrial injury in December. "
    "Therapy, manipulation and epidural injections had not helped; strength was 4+ to 5 out of 5."
)


def make_service(position: int = 1, **changes: object) -> ServiceContent:
    """Return one overturned service; name any field to change it."""
    values = {
        "position": position,
        "requested": "MRI of the cervical spine with and without contrast",
        "ur_action": "denied",
        "outcome": Outcome.OVERTURNED,
        "administrator_guideline": NECK,
        "imro_guideline": NECK,
        "decision_rationale": RATIONALE,
    }
    return ServiceContent(**{**values, **changes})


def make_content(**changes: object) -> LetterContent:
    """Return the content of an invented letter; name any field to change it."""
    values = {
        "template_version": TEMPLATE_VERSION,
        "case_number": "CM26-0900001",
        "adj_number": "ADJ1234567",
        "claim_number": "WC-07-118264",
        "priority": "standard",
        "date_assigned": date(2026, 5, 27),
        "date_of_injury": date(2007, 12, 17),
        "date_of_injury_to": None,
        "decision_date": date(2026, 6, 22),
        "ur_denial_date": date(2026, 4, 24),
        "application_received": date(2026, 5, 6),
        "letter_date": date(2026, 6, 22),
        "signed_at": SIGNED_AT,
        "determination_version": 1,
        "organization": ORGANIZATION,
        "injured_worker": "Dana Whitfield",
        "employer": "Valley Produce Packing",
        "requesting_physician": "Alan Mercer, MD",
        "is_liability_disputed": False,
        "recipients": RECIPIENTS,
        "documents": DOCUMENTS,
        "records_not_received": "",
        "reviewer": REVIEWER,
        "clinical_case_summary": SUMMARY,
        "services": (make_service(),),
    }
    return LetterContent(**{**values, **changes})


def content_of_case_file(case_file: dict) -> LetterContent:
    """Return what a letter about this case file says; what it does not hold is invented."""
    determination = case_file["determination"]
    parties = case_file["parties"]
    return make_content(
        case_number=case_file["case_number"],
        adj_number=case_file.get("adj_number", ""),
        claim_number=case_file.get("claim_number", ""),
        priority=case_file["priority"],
        date_assigned=date.fromisoformat(case_file["date_assigned"]),
        date_of_injury=date.fromisoformat(case_file["date_of_injury"]),
        decision_date=date.fromisoformat(determination["decision_date"]),
        ur_denial_date=date.fromisoformat(case_file["ur_decision_date"]),
        application_received=date.fromisoformat(case_file["application_received"]),
        organization=_organization(case_file["organization"]),
        injured_worker=parties["injured_worker"]["name"],
        employer=parties.get("employer", {}).get("name", ""),
        requesting_physician=parties.get("requesting_physician", {}).get("name", ""),
        recipients=tuple(
            RecipientContent(role, party["name"], party.get("address", ""))
            for role, party in parties.items()
        ),
        documents=tuple(_document(record) for record in case_file.get("records", ())),
        reviewer=_reviewer(determination["reviewer"]),
        clinical_case_summary=determination["clinical_case_summary"],
        services=tuple(
            _service(number, service, decision)
            for number, (service, decision) in enumerate(
                zip(case_file["disputed_services"], determination["decisions"], strict=True), 1
            )
        ),
    )


def _organization(organization: dict) -> OrganizationContent:
    return OrganizationContent(
        name=organization["name"],
        short_name=organization["short_name"],
        address=ORGANIZATION.address,
        telephone=ORGANIZATION.telephone,
        director_name=ORGANIZATION.director_name,
        director_title=ORGANIZATION.director_title,
    )


def _reviewer(reviewer: dict) -> ReviewerContent:
    return ReviewerContent(
        licensed_states=tuple(reviewer["licensed_states"]),
        certifications=tuple(reviewer["certifications"]),
        is_unaffiliated=True,
        has_similar_specialty=True,
        years_over=5,
        hours_at_least=24,
    )


def _document(record: dict) -> DocumentContent:
    day = record.get("date_of_service")
    return DocumentContent(
        kind=record["kind"],
        title=record["title"],
        author=record.get("author", ""),
        date_of_service=date.fromisoformat(day) if day else None,
        pages=1,
        source=record["source"],
        received_on=date(2026, 6, 3),
    )


def _service(position: int, service: dict, decision: dict) -> ServiceContent:
    return ServiceContent(
        position=position,
        requested=service["requested"],
        ur_action=service["ur_action"],
        outcome=Outcome(decision["decision"]),
        administrator_guideline=_guideline(service["claims_administrator_guideline"]),
        imro_guideline=_guideline(decision["imro_guideline"]),
        decision_rationale=decision["rationale"],
        modification=service.get("modification", ""),
        authorized=service.get("authorized", ""),
        eligible_portion=service.get("eligible_portion", ""),
    )


def _guideline(field: dict) -> GuidelineContent:
    return GuidelineContent(
        field["basis"],
        tuple(
            CitationContent(
                source=row["source"],
                title=row.get("title", ""),
                year=row.get("year"),
                sections=tuple(row.get("sections", ())),
                pages=tuple(row.get("pages", ())),
                text=row.get("text", ""),
            )
            for row in field.get("citations", ())
        ),
    )
