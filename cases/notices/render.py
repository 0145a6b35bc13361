"""The notice as a PDF: content in, bytes out; the same content gives the same bytes."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass

from cases.notices.content import CoversheetContent, NoticeContent, to_snapshot
from cases.notices.coversheets import drawing
from cases.press.assets import Assets
from cases.press.conformance import Facts
from cases.press.limits import require_printable_texts
from cases.press.marks import DRAFT
from cases.press.printing import LOGO_ADDRESS, Sheet, print_sheet
from cases.press.snapshots import snapshot_sha256
from cases.press.typefaces import printable_characters
from cases.press.versions import installed_versions
from cases.press.words import LANGUAGE, address_lines, label_of, weekday_date

TEMPLATE, STYLESHEET = "notices/notice.html", "notice.css"
SEAL_MEANING = "Notice issued"
SEAL_DESCRIPTION = "Seal of the organization: that it issued this notice, and when"
HOW_BY_METHOD = {
    "mail": "by mail",
    "electronic": "electronically",
    "fax": "by fax",
    "personal": "by hand",
}


@dataclass(frozen=True)
class RenderedNotice:
    """The bytes, how many pages, and what they were made with."""

    pdf: bytes
    pages: int
    versions: dict[str, str]


@dataclass(frozen=True)
class PrintedRecipient:
    """One line of the list of those who are served."""

    name: str
    role: str
    address: tuple[str, ...]
    how: str


@dataclass(frozen=True)
class PrintedCoversheet:
    """One coversheet: whose, what belongs under it, and its code as a picture and in letters."""

    name: str
    role: str
    lead: str
    by: str
    items: tuple[str, ...]
    picture: str
    code: str


@dataclass(frozen=True)
class PrintedNotice:
    """Everything the template needs: every value a text, every text as it is set."""

    title: str
    language: str
    mark: str
    case_number: str
    dated: str
    organization: str
    organization_address: tuple[str, ...]
    organization_telephone: str
    has_logo: bool
    content: NoticeContent
    recipients: tuple[PrintedRecipient, ...]
    coversheets: tuple[PrintedCoversheet, ...]


def render_notice(
    content: NoticeContent, assets: Assets, *, mark: str = "", max_pages: int = 300
) -> RenderedNotice:
    """Return the notice's PDF; LetterRefused with a sentence where it cannot be made."""
    require_printable_texts(texts_of(content), printable_characters(assets.packages))
    logo = content.sender.logo_svg.strip()
    pictures = {LOGO_ADDRESS: logo} if logo else {}
    for place, sheet in enumerate(content.body.coversheets):
        pictures[_picture(place)] = drawing(sheet.code)
    digest = snapshot_sha256(to_snapshot(content))
    sheet = Sheet(
        html=render_html(content, assets, mark=mark),
        stylesheet=STYLESHEET,
        facts=Facts(pdf_title(content), content.made_at, SEAL_DESCRIPTION),
        identifier=hashlib.sha256(f"{digest} {mark}".encode()).digest(),
        mark=mark,
        pictures=pictures,
    )
    pdf, pages = print_sheet(sheet, assets, max_pages=max_pages)
    made_from = (assets.templates / "notices", assets.stylesheets / STYLESHEET)
    versions = installed_versions(content.wording_version, made_from, assets)
    return RenderedNotice(pdf, pages, versions)


def render_html(content: NoticeContent, assets: Assets, *, mark: str = "") -> str:
    """Return the HTML the PDF is made from."""
    return assets.workshop.html(
        TEMPLATE, notice=printed_notice(content, mark), takes_seal=mark != DRAFT
    )


def printed_notice(content: NoticeContent, mark: str = "") -> PrintedNotice:
    """Return the notice's values as they print."""
    sender = content.sender
    return PrintedNotice(
        title=pdf_title(content),
        language=LANGUAGE,
        mark=mark,
        case_number=content.case_number,
        dated=weekday_date(content.dated),
        organization=sender.name,
        organization_address=address_lines(sender.address),
        organization_telephone=sender.telephone,
        has_logo=bool(sender.logo_svg.strip()),
        content=content,
        recipients=tuple(
            PrintedRecipient(
                each.name,
                label_of(each.role),
                address_lines(each.address) or ("No address is on file",),
                HOW_BY_METHOD[each.method],
            )
            for each in content.recipients
        ),
        coversheets=tuple(
            _coversheet(place, sheet) for place, sheet in enumerate(content.body.coversheets)
        ),
    )


def pdf_title(content: NoticeContent) -> str:
    """Return the document's title: what it is, and of which case; never a name."""
    return f"{content.body.title} {content.case_number}"


def texts_of(content: NoticeContent) -> Iterator[tuple[str, str]]:
    """Yield every text that somebody may have typed, with the name of its place."""
    for label, value in content.reference:
        yield f"“{label}”", value
    for each in content.recipients:
        yield "The name or address of a recipient", f"{each.name} {each.address}"
    for section in content.body.sections:
        words = (*section.paragraphs, *section.items, *section.closing)
        cells = (cell for row in section.rows for cell in row)
        yield f"The part “{section.heading}”", " ".join((*words, *cells))
    yield "The beginning of the notice", " ".join(content.body.lead)
    yield "The organization’s record", f"{content.sender.name} {content.sender.address}"


def _coversheet(place: int, sheet: CoversheetContent) -> PrintedCoversheet:
    return PrintedCoversheet(
        name=sheet.name,
        role=label_of(sheet.role),
        lead=sheet.lead,
        by=sheet.by,
        items=sheet.items,
        picture=_picture(place),
        code=sheet.code,
    )


def _picture(place: int) -> str:
    return f"letter-code:{place}"
