"""PDFs of notices made while somebody waits: a preview of one, a proof of service."""

from collections.abc import Iterable

from cases.errors import Refused
from cases.models import Organization
from cases.models.service import Service
from cases.notices.content import SenderContent
from cases.notices.proof import ProofContent, ServedContent, render_proof
from cases.pipelines.keys import assets
from cases.press.limits import LetterRefused

NOT_SERVED = "Nobody has been served yet. The proof of service can be printed once somebody was."


def served_content(services: Iterable[Service]) -> tuple[ServedContent, ...]:
    """Return what a proof says of the services that are recorded."""
    return tuple(
        ServedContent(
            name=each.recipient_name,
            role=each.recipient_role,
            address=each.address,
            method=each.method,
            served_on=each.served_on,
            recorded_by=each.served_by.full_name if each.served_by else "",
            recorded_at=each.recorded_at,
            returned_on=each.returned_on,
        )
        for each in services
        if each.served_on and each.recorded_at
    )


def sender_of(organization: Organization) -> SenderContent:
    """Return the organization as papers name it."""
    return SenderContent(
        name=organization.name,
        address=organization.address,
        telephone=organization.telephone,
        logo_svg=organization.logo_svg,
    )


def proof_pdf(content: ProofContent) -> bytes:
    """Return a proof of service; Refused while there is nothing to prove."""
    if not content.services:
        raise Refused(NOT_SERVED)
    try:
        return render_proof(content, assets())
    except LetterRefused as refused:
        raise Refused(refused.sentence)
