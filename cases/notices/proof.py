"""The proof of service of a paper, as a page to print and sign: values in, PDF out."""

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from cases.notices.content import SenderContent
from cases.press.assets import Assets
from cases.press.conformance import Facts
from cases.press.limits import require_printable_texts
from cases.press.printing import LOGO_ADDRESS, Sheet, print_sheet
from cases.press.snapshots import plain, snapshot_sha256
from cases.press.typefaces import printable_characters
from cases.press.words import (
    LANGUAGE,
    address_lines,
    label_of,
    long_date,
    pacific_time,
    weekday_date,
)

TEMPLATE, STYLESHEET = "notices/proof.html", "notice.css"
HOW_BY_METHOD = {
    "mail": "First-class mail, in a sealed envelope with postage paid",
    "electronic": "Electronic mail",
    "fax": "Fax",
    "personal": "Personal delivery",
}


@dataclass(frozen=True)
class ServedContent:
    """One service: on whom, where, how, when, recorded by whom, and whether it came back."""

    name: str
    role: str
    address: str
    method: str
    served_on: date
    recorded_by: str
    recorded_at: datetime
    returned_on: date | None = None


@dataclass(frozen=True)
class ProofContent:
    """What a proof of service says: the paper, its case and digest, and each service."""

    case_number: str
    paper: str
    dated: date
    pages: int
    file_sha256: str
    sender: SenderContent
    services: tuple[ServedContent, ...]
    unserved: tuple[str, ...] = ()


@dataclass(frozen=True)
class PrintedService:
    """One service as it prints."""

    name: str
    role: str
    address: tuple[str, ...]
    how: str
    served_on: str
    recorded: str
    returned: str


def render_proof(content: ProofContent, assets: Assets) -> bytes:
    """Return the proof as a PDF; LetterRefused where it cannot be printed."""
    place = "The name or address of a recipient"
    texts = [(place, f"{each.name} {each.address}") for each in content.services]
    require_printable_texts(texts, printable_characters(assets.packages))
    logo = content.sender.logo_svg.strip()
    title = f"Proof of Service {content.case_number}"
    html = assets.workshop.html(
        TEMPLATE,
        notice=_head(content, title),
        title="Proof of Service",
        paper=content.paper,
        dated=weekday_date(content.dated),
        pages=content.pages,
        digest=content.file_sha256,
        services=[_printed(service) for service in content.services],
        unserved=content.unserved,
        people=list(dict.fromkeys(service.recorded_by for service in content.services)),
    )
    moment = max(service.recorded_at for service in content.services)
    sheet = Sheet(
        html=html,
        stylesheet=STYLESHEET,
        facts=Facts(title, moment, ""),
        identifier=hashlib.sha256(snapshot_sha256(plain(content)).encode()).digest(),
        pictures={LOGO_ADDRESS: logo} if logo else {},
    )
    return print_sheet(sheet, assets, max_pages=50)[0]


def _head(content: ProofContent, title: str) -> dict[str, object]:
    return {
        "title": title,
        "language": LANGUAGE,
        "case_number": content.case_number,
        "organization": content.sender.name,
        "organization_address": address_lines(content.sender.address),
        "organization_telephone": content.sender.telephone,
        "has_logo": bool(content.sender.logo_svg.strip()),
    }


def _printed(service: ServedContent) -> PrintedService:
    back = service.returned_on
    return PrintedService(
        name=service.name,
        role=label_of(service.role),
        address=address_lines(service.address),
        how=HOW_BY_METHOD[service.method],
        served_on=weekday_date(service.served_on),
        recorded=f"Recorded by {service.recorded_by}, {pacific_time(service.recorded_at)}",
        returned=f"Came back on {long_date(back)}" if back else "",
    )
