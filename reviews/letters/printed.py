"""The letter as its template reads it: every value a string, every text cut into paragraphs."""

from dataclasses import dataclass

from cases.press.words import (
    LANGUAGE,
    address_lines,
    label_of,
    long_date,
    paragraphs,
    short_date,
)
from reviews.letters.content import DocumentContent, LetterContent, ServiceContent
from reviews.letters.guidelines import (
    CLAIMS_ADMINISTRATOR,
    EXPERT_REVIEWER,
    guideline_line,
    service_heading,
)
from reviews.letters.wording import (
    Wording,
    appeal_numbers,
    consolidated_sentence,
    how_it_was_made,
    outcome_count,
    summary_lead_in,
    wording_of,
)

INJURED_WORKER = "injured_worker"
ADMINISTRATIVE_DIRECTOR = "administrative_director"


@dataclass(frozen=True)
class PrintedService:
    """One service: its heading, its decision, two guideline lines, the rationale's paragraphs."""

    name: str
    before_decision: str
    decision: str
    administrator_guideline: str
    imro_guideline: str
    rationale: tuple[str, ...]
    notice: str = ""


@dataclass(frozen=True)
class PrintedDocument:
    """One row of the documents reviewed."""

    title: str
    origin: str
    date: str
    pages: str
    sent_by: str
    received: str


@dataclass(frozen=True)
class Cover:
    """What only the served letter says, ahead of the body."""

    letter_date: str
    addressee: str
    address: tuple[str, ...]
    reference: tuple[tuple[str, str], ...]
    outcome: str
    outcome_meaning: str
    outcome_count: str
    duties_condition: str
    appeal_numbers: tuple[str, str]
    director_name: str
    director_title: str
    recipients: tuple[tuple[str, str], ...]
    documents: tuple[PrintedDocument, ...]
    not_received: tuple[str, ...]


@dataclass(frozen=True)
class PrintedLetter:
    """Everything a template needs; `cover` is None in the published body."""

    title: str
    language: str
    mark: str
    case_number: str
    organization: str
    short_name: str
    organization_address: tuple[str, ...]
    organization_telephone: str
    has_logo: bool
    wording: Wording
    cover: Cover | None
    header: tuple[tuple[str, str], ...]
    consolidated: str
    how_it_was_made: str
    licensed_states: str
    certifications: str
    summary_lead_in: str
    clinical_case_summary: tuple[str, ...]
    services: tuple[PrintedService, ...]


def printed_letter(content: LetterContent, *, with_cover: bool, mark: str) -> PrintedLetter:
    """Return the letter's values as they print; without cover for the published body."""
    organization = content.organization
    return PrintedLetter(
        title=pdf_title(content),
        language=LANGUAGE,
        mark=mark,
        case_number=content.case_number,
        organization=organization.name,
        short_name=organization.short_name,
        organization_address=address_lines(organization.address),
        organization_telephone=organization.telephone,
        has_logo=bool(organization.logo_svg.strip()),
        wording=wording_of(content),
        cover=_cover(content) if with_cover else None,
        header=_header(content),
        consolidated=consolidated_sentence(content),
        how_it_was_made=how_it_was_made(content.reviewer, organization.name),
        licensed_states=", ".join(content.reviewer.licensed_states),
        certifications=", ".join(content.reviewer.certifications),
        summary_lead_in=summary_lead_in(content),
        clinical_case_summary=paragraphs(content.clinical_case_summary),
        services=tuple(_service(service, wording_of(content)) for service in content.services),
    )


def pdf_title(content: LetterContent) -> str:
    """Return the document's title: what it is, and of which case; never a name."""
    return f"Final Determination {content.case_number}"


def _header(content: LetterContent) -> tuple[tuple[str, str], ...]:
    injury = short_date(content.date_of_injury)
    if content.date_of_injury_to:
        injury = f"{injury} to {short_date(content.date_of_injury_to)}"
    return (
        ("Case Number:", content.case_number),
        ("Date Assigned:", short_date(content.date_assigned)),
        ("Date of Injury:", injury),
        ("Decision Date:", short_date(content.decision_date)),
        ("UR Denial Date:", short_date(content.ur_denial_date)),
        ("Priority:", label_of(content.priority)),
        ("Application Received:", short_date(content.application_received)),
    )


def _cover(content: LetterContent) -> Cover:
    wording = wording_of(content)
    addressee, address = _addressee(content)
    return Cover(
        letter_date=long_date(content.letter_date),
        addressee=addressee,
        address=address,
        reference=_reference(content),
        outcome=wording.outcome_word_by_outcome[content.overall],
        outcome_meaning=wording.outcome_meaning_by_outcome[content.overall],
        outcome_count=outcome_count(content),
        duties_condition=_duties_condition(content, wording),
        appeal_numbers=appeal_numbers(content),
        director_name=content.organization.director_name,
        director_title=content.organization.director_title,
        recipients=_recipients(content, wording),
        documents=tuple(_document(document) for document in content.documents),
        not_received=paragraphs(content.records_not_received),
    )


def _addressee(content: LetterContent) -> tuple[str, tuple[str, ...]]:
    for recipient in content.recipients:
        if _key(recipient.role) == INJURED_WORKER:
            return recipient.name, address_lines(recipient.address)
    return content.injured_worker, ()


def _reference(content: LetterContent) -> tuple[tuple[str, str], ...]:
    rows = (
        ("IMR case number", content.case_number),
        ("Decided with it", ", ".join(one.case_number for one in content.consolidated)),
        ("Injured worker", content.injured_worker),
        ("Claim number", content.claim_number),
        ("ADJ number", content.adj_number),
        ("Employer", content.employer),
        ("Requesting physician", content.requesting_physician),
    )
    return tuple((label, value) for label, value in rows if value)


def _recipients(content: LetterContent, wording: Wording) -> tuple[tuple[str, str], ...]:
    """Return name and role of all who are served; the Administrative Director always is."""
    rows = [(each.name, label_of(each.role)) for each in content.recipients]
    if ADMINISTRATIVE_DIRECTOR not in {_key(each.role) for each in content.recipients}:
        rows.append((wording.administrative_director, label_of(ADMINISTRATIVE_DIRECTOR)))
    return tuple(rows)


def _duties_condition(content: LetterContent, wording: Wording) -> str:
    if not content.is_anything_overturned:
        return ""
    if content.is_liability_disputed:
        return wording.duties_while_disputed
    return wording.duties_unless_disputed


def _document(document: DocumentContent) -> PrintedDocument:
    kind = label_of(document.kind)
    title = document.title or kind
    kind_unless_said = "" if _same_words(title, kind) else kind
    return PrintedDocument(
        title=title,
        origin=" · ".join(each for each in (kind_unless_said, document.author) if each),
        date=short_date(document.date_of_service),
        pages="" if document.pages is None else str(document.pages),
        sent_by=label_of(document.source),
        received=short_date(document.received_on),
    )


def _service(service: ServiceContent, wording: Wording) -> PrintedService:
    name, before_decision = service_heading(service)
    return PrintedService(
        name=name,
        before_decision=before_decision,
        decision=label_of(service.outcome.value),
        administrator_guideline=guideline_line(
            service.administrator_guideline, cited_by=CLAIMS_ADMINISTRATOR
        ),
        imro_guideline=guideline_line(service.imro_guideline, cited_by=EXPERT_REVIEWER),
        rationale=paragraphs(service.decision_rationale),
        notice=wording.opioid_notice if service.has_opioid_notice else "",
    )


def _key(role: str) -> str:
    return role.lower().replace(" ", "_")


def _same_words(one: str, other: str) -> bool:
    return one.casefold().split() == other.casefold().split()
