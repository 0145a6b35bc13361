"""The letter as a PDF: content in, bytes out; the same content gives the same bytes."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum

from cases.press.assets import Assets
from cases.press.conformance import Facts
from cases.press.marks import DRAFT
from cases.press.printing import LOGO_ADDRESS, Sheet, print_sheet
from cases.press.snapshots import snapshot_sha256
from cases.press.typefaces import printable_characters
from cases.press.versions import installed_versions
from reviews.letters.content import LetterContent, to_snapshot
from reviews.letters.limits import Limits, require_fitting, require_printable
from reviews.letters.printed import pdf_title, printed_letter

__all__ = ["Form", "RenderedLetter", "render_html", "render_letter"]

TEMPLATE = "california/final_determination.html"
STYLESHEET = "final_determination.css"
SEAL_DESCRIPTION = "Seal of the organization: who approved this determination, and when"


class Form(StrEnum):
    """The two documents made from one determination."""

    SERVED = "served"
    PUBLIC = "public"


@dataclass(frozen=True)
class RenderedLetter:
    """The bytes, how many pages, and what they were made with."""

    pdf: bytes
    pages: int
    versions: dict[str, str]


def render_letter(
    content: LetterContent,
    form: Form,
    assets: Assets,
    *,
    mark: str = "",
    max_pages: int = 300,
    max_services: int = 50,
    max_text: int = 60_000,
) -> RenderedLetter:
    """Return the letter's PDF; LetterRefused with a sentence where it cannot be made."""
    limits = Limits(services=max_services, text=max_text, pages=max_pages)
    require_fitting(content, limits)
    require_printable(content, printable_characters(assets.packages))
    html = render_html(content, form, assets, mark=mark)
    logo = content.organization.logo_svg.strip()
    sheet = Sheet(
        html=html,
        stylesheet=STYLESHEET,
        facts=Facts(pdf_title(content), content.signed_at, SEAL_DESCRIPTION),
        identifier=_identifier(content, form, mark),
        mark=mark,
        pictures={LOGO_ADDRESS: logo} if logo else {},
    )
    pdf, pages = print_sheet(sheet, assets, max_pages=limits.pages)
    return RenderedLetter(
        pdf=pdf,
        pages=pages,
        versions=installed_versions(
            content.template_version,
            (assets.templates / "california", assets.stylesheets / STYLESHEET),
            assets,
        ),
    )


def render_html(
    content: LetterContent, form: Form, assets: Assets, *, mark: str = "", stylesheet: str = ""
) -> str:
    """Return the HTML the PDF is made from; a page may name a stylesheet to show it with."""
    letter = printed_letter(content, with_cover=form == Form.SERVED, mark=mark)
    return assets.workshop.html(
        TEMPLATE, letter=letter, stylesheet=stylesheet, takes_seal=mark != DRAFT
    )


def _identifier(content: LetterContent, form: Form, mark: str) -> bytes:
    """Return a digest fixed by what is said and in which form."""
    snapshot = snapshot_sha256(to_snapshot(content))
    return hashlib.sha256(f"{snapshot} {form.value} {mark}".encode()).digest()
