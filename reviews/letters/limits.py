"""What a letter may hold, each limit with its sentence."""

from collections.abc import Iterator
from dataclasses import dataclass

from cases.press.limits import LetterRefused, require_printable_texts
from reviews.letters.content import GuidelineContent, LetterContent


@dataclass(frozen=True)
class Limits:
    """How much one letter may hold."""

    services: int = 50
    text: int = 60_000
    pages: int = 300


def require_fitting(content: LetterContent, limits: Limits) -> None:
    """Refuse content with too many services, none, or a text that is too long."""
    if not content.services:
        raise LetterRefused("The letter has no disputed service: decide at least one.")
    if len(content.services) > limits.services:
        raise LetterRefused(
            f"The letter has {len(content.services)} disputed services; one letter holds at most "
            f"{limits.services}."
        )
    for place, text in texts_of(content):
        if len(text) > limits.text:
            raise LetterRefused(
                f"{place} has {len(text):,} characters; at most {limits.text:,} fit. Shorten it."
            )


def require_printable(content: LetterContent, printable: frozenset[int]) -> None:
    """Refuse the first character that the letter's typefaces cannot print, and say where it is."""
    require_printable_texts(texts_of(content), printable)


def texts_of(content: LetterContent) -> Iterator[tuple[str, str]]:
    """Yield every text that someone typed, with the name of its place."""
    yield "The clinical case summary", content.clinical_case_summary
    for number, service in enumerate(content.services, start=1):
        yield f"The name of service {number}", service.requested
        yield f"The authorized part of service {number}", service.authorized
        yield f"The eligible portion of service {number}", service.eligible_portion
        yield f"The rationale of service {number}", service.decision_rationale
        administrator = f"The claims administrator guideline of service {number}"
        yield administrator, _guideline_text(service.administrator_guideline)
        yield f"The guideline of service {number}", _guideline_text(service.imro_guideline)
    for number, document in enumerate(content.documents, start=1):
        yield f"Document {number}", " ".join((document.title, document.author, document.kind))
    yield "The list of records not received", content.records_not_received
    yield from _names(content)


def _names(content: LetterContent) -> Iterator[tuple[str, str]]:
    organization = content.organization
    yield "The name of the injured worker", content.injured_worker
    yield "The name of the employer", content.employer
    yield "The name of the requesting physician", content.requesting_physician
    numbers = " ".join((content.case_number, content.claim_number, content.adj_number))
    yield "A case or claim number", numbers
    for recipient in content.recipients:
        yield "The name or address of a recipient", f"{recipient.name} {recipient.address}"
    yield (
        "The organization’s record",
        " ".join((organization.name, organization.short_name, organization.address)),
    )
    yield (
        "The record of the medical director",
        f"{organization.director_name} {organization.director_title}",
    )
    credentials = (*content.reviewer.licensed_states, *content.reviewer.certifications)
    yield "A credential of the reviewer", " ".join(credentials)


def _guideline_text(guideline: GuidelineContent) -> str:
    rows = guideline.citations
    return " ".join(
        word for row in rows for word in (row.title, *row.sections, *row.pages, row.text)
    )
