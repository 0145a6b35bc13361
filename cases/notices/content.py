"""What a notice says, as frozen values: written once when it is prepared, then only read.

The words themselves are frozen with the rest, so that a later wording never changes a notice.
`to_snapshot` gives the plain JSON that is stored and digested, `from_snapshot` the equal values.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cases.press.snapshots import built, plain

SNAPSHOT_FORMAT = "imr-notice/1"


@dataclass(frozen=True)
class DueDay:
    """One thing due: by whom, what, the length in words with its cite, and the day in words.

    `day` is None where the time runs in hours from the receipt of the notice; `why` is the
    derivation of the day, which is shown on the site and not printed.
    """

    who: str
    what: str
    length: str
    cite: str
    by: str
    day: date | None = None
    role: str = ""
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Section:
    """A heading with its paragraphs, then a list or a table, then what follows it."""

    heading: str
    paragraphs: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    closing: tuple[str, ...] = ()


@dataclass(frozen=True)
class NoticeRecipientContent:
    """Who is served, at which address and how, as of the day of the notice."""

    role: str
    name: str
    address: str
    method: str


@dataclass(frozen=True)
class CoversheetContent:
    """The page that goes on top of what one party sends; `code` is what its QR code says."""

    role: str
    name: str
    lead: str
    by: str
    items: tuple[str, ...]
    code: str


@dataclass(frozen=True)
class SenderContent:
    """The organization whose notice it is."""

    name: str
    address: str
    telephone: str
    logo_svg: str = ""


@dataclass(frozen=True)
class NoticeBody:
    """What the wording of one kind makes: the words, without whom they are for."""

    title: str
    lead: tuple[str, ...]
    sections: tuple[Section, ...]
    due: tuple[DueDay, ...] = ()
    due_heading: str = "By when"
    coversheets: tuple[CoversheetContent, ...] = ()


@dataclass(frozen=True)
class NoticeContent:
    """Everything a notice says. `dated` is the day from which its due days are counted."""

    wording_version: str
    kind: str
    number: int
    case_number: str
    dated: date
    made_at: datetime
    sender: SenderContent
    reference: tuple[tuple[str, str], ...]
    body: NoticeBody
    recipients: tuple[NoticeRecipientContent, ...]


def to_snapshot(content: NoticeContent) -> dict[str, Any]:
    """Return the content as plain JSON values, with its format's name."""
    return {"format": SNAPSHOT_FORMAT, **plain(content)}


def from_snapshot(snapshot: dict[str, Any]) -> NoticeContent:
    """Return the content a snapshot was made from; ValueError for another format."""
    if snapshot.get("format") != SNAPSHOT_FORMAT:
        raise ValueError(f"Not a notice snapshot of the form {SNAPSHOT_FORMAT}.")
    return built(NoticeContent, {k: v for k, v in snapshot.items() if k != "format"})
