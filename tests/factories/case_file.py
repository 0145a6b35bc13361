"""Makers of accounts and of the file of a case."""

import io
import itertools
from datetime import date
from typing import Any

import pikepdf

from cases import blobs
from cases.lifecycle import MAIN_LINE, CaseStatus
from cases.models import (
    AdministratorCitation,
    Application,
    Case,
    DisputedService,
    EligibilityDecision,
    EligibilityFinding,
    MedicalRecord,
    Organization,
    Party,
    ReceivedFile,
    UrDecision,
)
from imrportal.accounts.models import User
from imrportal.accounts.roles import Role
from tests.factories.letter_content import NOON, PARTIES

PASSWORD = "a long password only for tests"
ORGANIZATION = "Golden Poppy Review Organization"
_numbers = itertools.count(1)


def tiny_pdf(words: str = "A medical record.", pages: int = 1) -> bytes:
    """Return a real PDF of one or a few pages that says `words`; other words, other bytes."""
    with pikepdf.new() as pdf:
        font = pdf.make_indirect(
            pikepdf.Dictionary(
                Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica
            )
        )
        text = words.encode("latin-1", "replace").replace(b"\\", b"").translate(None, b"()")
        for _ in range(pages):
            page = pdf.add_blank_page(page_size=(612, 792))
            page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=font))
            page.Contents = pdf.make_stream(b"BT /F1 12 Tf 72 700 Td (" + text + b") Tj ET")
        return _saved(pdf)


def make_user(role: str, **fields: Any) -> User:
    """Make an account that can sign in with PASSWORD."""
    number = next(_numbers)
    fields = {"email": f"{role}{number}@imr.test", "full_name": f"Someone {number}"} | fields
    user = User(role=role, **fields)
    user.set_password(PASSWORD)
    user.save()
    return user


def make_director(**fields: Any) -> User:
    """Make a medical director with the licence that LC 139.5(c)(1) asks for."""
    licence = {
        "licensing_board": User.LicensingBoard.MEDICAL_BOARD,
        "licence_number": f"G {next(_numbers) + 10_000}",
        "licence_verified_on": date(2025, 1, 2),
    }
    return make_user(Role.MEDICAL_DIRECTOR, **(licence | fields))


def make_organization(**fields: Any) -> Organization:
    """Return the site's own organization, made or changed to have `fields`."""
    defaults = {
        "name": ORGANIZATION,
        "short_name": "Golden Poppy",
        "address": "500 Review Avenue\nSacramento, CA 95814",
        "telephone": "916-555-0100",
    }
    own = Organization.objects.filter(is_own=True).first() or Organization(is_own=True, **defaults)
    for name, value in fields.items():
        setattr(own, name, value)
    own.save()
    return own


def make_case(status: str = CaseStatus.RECEIVED, *, services: int = 2, **fields: Any) -> Case:
    """Make a case at `status` with application, UR decision, parties, services and records."""
    known = {
        "case_number": f"CM25-{next(_numbers):07d}",
        "status": status,
        "date_of_injury": date(2023, 2, 14),
        "application_received_on": date(2025, 6, 16),
        "claim_number": "CLM-2023-0042",
        "status_at": NOON,
        **_dates_of(status),
    } | fields
    if "organization" not in known:
        known["organization"] = make_organization()
    case = Case.objects.create(**known)
    Application.objects.create(
        case=case,
        signed_on=date(2025, 6, 12),
        has_ur_decision_attached=True,
        has_outside_dispute=False,
    )
    UrDecision.objects.create(
        case=case,
        decided_on=date(2025, 6, 5),
        served_on=date(2025, 6, 6),
        service_method=UrDecision.ServiceMethod.MAIL,
        rfa_on=date(2025, 6, 2),
    )
    for role in PARTIES:
        make_party(case, role)
    requests = ("Physical therapy, 12 sessions", "MRI of the lumbar spine")
    for requested in itertools.islice(itertools.cycle(requests), services):
        make_service(case, requested=requested)
    if case.records_complete_on:
        make_record(case, title="UR denial", kind=MedicalRecord.Kind.UR_DETERMINATION)
        make_record(case, title="Progress report of May", author="Pauline Physician, MD")
    return case


def make_party(case: Case, role: str, **fields: Any) -> Party:
    """Make a party of the case."""
    name, address = PARTIES.get(role, (f"Some {role}", "3 Any Street\nFresno, CA 93701"))
    return Party.objects.create(
        case=case, role=role, **({"name": name, "address": address} | fields)
    )


def make_service(case: Case, **fields: Any) -> DisputedService:
    """Make a denied service in the next place, with an MTUS citation by the administrator."""
    known = {
        "position": case.services.count() + 1,
        "requested": "Physical therapy, 12 sessions",
        "ur_action": DisputedService.UrAction.DENIED,
        "category": "Physical Medicine & Rehabilitation Services",
        "administrator_basis": "mtus",
    } | fields
    service = DisputedService.objects.create(case=case, **known)
    if service.administrator_basis != "none":
        AdministratorCitation.objects.create(
            service=service, **citation_fields("Low Back Disorders")
        )
    return service


def make_eligibility(service: DisputedService, **fields: Any) -> EligibilityDecision:
    """Make the current decision on a service: eligible as proposed, if nothing else is said."""
    known = {
        "outcome": "eligible",
        "reason": "Every check is passed.",
        "proposed_outcome": "eligible",
        "is_override": False,
        "made_by": EligibilityDecision.MadeBy.DESIGNEE,
        "received_at": NOON,
        "decided_at": NOON,
    } | fields
    return EligibilityDecision.objects.create(service=service, **known)


def make_finding(case: Case, **fields: Any) -> EligibilityFinding:
    """Make a finding on the whole application."""
    known = {
        "judged_at": NOON,
        "position": 1,
        "rule": "The application is signed",
        "verdict": "passes",
        "reason": "Signed Thu 12 Jun 2025.",
        "cite": "LC 4610.5(f)(2)",
    } | fields
    return EligibilityFinding.objects.create(case=case, **known)


def make_record(case: Case, *, content: bytes | None = None, **fields: Any) -> MedicalRecord:
    """Make a record whose file, a tiny real PDF, is in the blob store."""
    position = case.records.count() + 1
    title = fields.get("title", f"Progress report {position}")
    content = content or tiny_pdf(f"{title} of {case.case_number}, record {position}.")
    sha256, size = blobs.store([content])
    known = {
        "position": position,
        "title": title,
        "kind": MedicalRecord.Kind.PROGRESS_REPORT,
        "date_of_service": date(2025, 5, 19),
        "source": Party.Role.REQUESTING_PHYSICIAN,
        "received_on": date(2025, 6, 27),
        "pages": 1,
        "file_sha256": sha256,
        "file_size": size,
        "file_name": "report.pdf",
        "uploaded_at": NOON,
    } | fields
    if known["file_sha256"] and "received_file" not in known:
        known["received_file"] = _received_file(case, known)
    return MedicalRecord.objects.create(case=case, **known)


def _received_file(case: Case, known: dict[str, Any]) -> ReceivedFile:
    """Return the file of a record, worked to its end; a test reads what came in."""
    return ReceivedFile.objects.create(
        case=case,
        sha256=known["file_sha256"],
        size=known["file_size"],
        name=known["file_name"],
        source=known["source"],
        pages=known["pages"],
        last_page=known["pages"],
        is_synthetic=True,
        received_at=NOON,
        step="ready",
        scan="none",
        working_sha256=known["file_sha256"],
        working_size=known["file_size"],
        ready_at=NOON,
    )


def _dates_of(status: str) -> dict[str, Any]:
    """Return the dates that a case at `status` must have."""
    ended = (CaseStatus.WITHDRAWN, CaseStatus.TERMINATED, CaseStatus.INELIGIBLE)
    if status in (*ended, CaseStatus.CONSOLIDATED):
        return {"ending_reason": "The treatment was authorized.", "ended_at": NOON}
    reached = set(MAIN_LINE[: MAIN_LINE.index(CaseStatus(status)) + 1])
    dates: dict[str, Any] = {}
    if CaseStatus.ASSIGNED in reached:
        dates["assigned_on"] = date(2025, 6, 20)
    if CaseStatus.READY_FOR_REVIEW in reached:
        dates["records_complete_on"] = date(2025, 7, 1)
    if CaseStatus.SIGNED in reached:
        dates["decision_on"] = date(2025, 7, 8)
    return dates


def citation_fields(title: str) -> dict[str, Any]:
    """Return the fields of an MTUS citation in the first place."""
    return {
        "position": 1,
        "source": "mtus",
        "title": title,
        "year": 2021,
        "sections": ["Treatment recommendations"],
    }


def _saved(pdf: pikepdf.Pdf) -> bytes:
    out = io.BytesIO()
    pdf.save(out, deterministic_id=True)
    return out.getvalue()
