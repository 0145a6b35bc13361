"""The invented case files: read, moved to the present, and given records with readable pages."""

import re
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from cases.casefiles.parse import parse_case_file
from cases.packets.forge.assembly import forge_packet
from cases.packets.forge.packet import Order
from cases.packets.forge.pdf import pdf_of
from cases.packets.forge.subjects import subject_of
from cases.pipelines.records import StoredFile, store_known
from cases.pipelines.synthetic import synthetic_record

FOLDER = Path(__file__).resolve().parents[2] / "cases" / "demonstration"
EXAMPLE = "example"
# The day on which the invented cases were current; they move with the calendar.
WRITTEN_ON = date(2026, 11, 20)
# A bundle as they come by fax: copies, blanks, two pages of somebody else, three records missing.
PACKET = Order(pages=72, seed=21, scanned=0.1, duplicates=0.1, foreign=2, withheld=3)
DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


@dataclass(frozen=True)
class CaseFile:
    """A case file: the document to import, and the determination that a reviewer will write."""

    name: str
    document: dict[str, Any]
    text: str = ""
    determination: dict[str, Any] | None = None

    @property
    def case_number(self) -> str:
        """The number it comes in under."""
        return str(self.document["case_number"])


def example() -> CaseFile:
    """Return the published example, as it is."""
    text = (FOLDER / f"{EXAMPLE}.json").read_text(encoding="utf-8")
    return CaseFile(EXAMPLE, parse_case_file(text), text)


def invented(name: str, today: date) -> CaseFile:
    """Return an invented case, its dates as far back from `today` as they were when written."""
    written = parse_case_file((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    document = _moved(written, today - WRITTEN_ON)
    determination = document.pop("determination", None)
    return CaseFile(name, document, determination=determination)


def pdf_of_record(file: CaseFile, place: int) -> StoredFile:
    """Make the PDF of the record in a place, from 0, of its own words or of the file's facts."""
    record = file.document["records"][place]
    paragraphs = [
        f"Patient: {file.document['parties']['injured_worker']['name']}",
        f"Author: {record['author']}    Date: {record['date_of_service']}",
        *(record.get("text") or _words_of(record["kind"], file.document)),
    ]
    return synthetic_record(
        record["title"], paragraphs, f"{file.case_number}, document {place + 1}"
    )


def packet_of(file: CaseFile) -> StoredFile:
    """Forge and store a bundle about the file's invented people, SYNTHETIC on each page."""
    packet = forge_packet(replace(PACKET, subject=subject_of(file.document, PACKET.pages)))
    return store_known(pdf_of(packet), len(packet.pages), "bundle.pdf")


def _words_of(kind: str, document: dict[str, Any]) -> list[str]:
    parties, services = document["parties"], document["disputed_services"]
    if kind == "request_for_authorization":
        words = ["I ask for authorization of the following:"]
        words += [f"{place}. {service['requested']}" for place, service in enumerate(services, 1)]
        return [*words, "The report that goes with this request gives the reasons."]
    words = [
        f"{parties['claims_administrator']['name']} has reviewed the request of "
        f"{parties['requesting_physician']['name']}."
    ]
    for place, service in enumerate(services, 1):
        words.append(f"{place}. {service['requested']}: {service['ur_action']}.")
        if service.get("authorized"):
            words.append(f"Authorized: {service['authorized']}.")
        words.append(f"Reason: {service['ur_reason']}")
    return [*words, "You may ask for an independent medical review within thirty days."]


def _moved(value: Any, by: timedelta) -> Any:
    if isinstance(value, dict):
        return {key: _moved(item, by) for key, item in value.items()}
    if isinstance(value, list):
        return [_moved(item, by) for item in value]
    if isinstance(value, str) and DAY.fullmatch(value):
        return (date.fromisoformat(value) + by).isoformat()
    return value
