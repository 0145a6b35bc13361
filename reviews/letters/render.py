"""The letter as a PDF: content in, bytes out; the same content gives the same bytes."""

import hashlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from weasyprint import DEFAULT_OPTIONS, HTML
from weasyprint.document import Document
from weasyprint.pdf import generate_pdf

from reviews.letters.conformance import Facts, conform
from reviews.letters.content import LetterContent, snapshot_sha256, to_snapshot
from reviews.letters.fetching import ClosedFetcher
from reviews.letters.limits import (
    LetterRefused,
    Limits,
    require_fitting,
    require_pages,
    require_printable,
)
from reviews.letters.marks import DRAFT, mark_image
from reviews.letters.memory import collected_afterwards
from reviews.letters.pdf_file import pdf_bytes
from reviews.letters.printed import pdf_title, printed_letter
from reviews.letters.typefaces import printable_characters
from reviews.letters.versions import installed_versions
from reviews.letters.workshop import MARK_ADDRESS, Workshop, workshop

__all__ = ["Assets", "Form", "LetterRefused", "RenderedLetter", "render_html", "render_letter"]

TEMPLATE = "california/final_determination.html"
LOGO_ADDRESS = "letter-logo:organization"
PDF_OPTIONS = {
    **DEFAULT_OPTIONS,
    "pdf_variant": "pdf/a-3a",
    "pdf_version": "1.7",
    "pdf_tags": True,
    "pdf_identifier": True,
    "output_intent": "srgb",
}


class Form(StrEnum):
    """The two documents made from one determination."""

    SERVED = "served"
    PUBLIC = "public"


@dataclass(frozen=True)
class Assets:
    """Where templates, stylesheets and typefaces are; found once, given to the engine."""

    templates: Path
    stylesheets: Path
    packages: Path

    @classmethod
    def under(cls, directory: Path) -> "Assets":
        """Return the assets of a checkout: its templates/, static/ and node_modules/."""
        return cls(
            templates=directory / "templates" / "letters",
            stylesheets=directory / "static" / "letters",
            packages=directory / "node_modules",
        )

    @property
    def workshop(self) -> Workshop:
        """The parts this process keeps ready for these assets."""
        return workshop(self.templates, self.stylesheets, self.packages)


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
    facts = Facts(pdf_title(content), content.signed_at)
    shop = assets.workshop
    with shop.lock, collected_afterwards():
        document = _laid_out(html, content, shop, mark)
        require_pages(len(document.pages), limits.pages)
        pdf = generate_pdf(document, None, 1, **PDF_OPTIONS)
    conform(pdf, facts)
    return RenderedLetter(
        pdf=pdf_bytes(pdf, _identifier(content, form, mark)),
        pages=len(document.pages),
        versions=installed_versions(
            content.template_version, assets.templates, assets.stylesheets, assets.packages
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


def warm_up(assets: Assets) -> None:
    """Load typefaces and stylesheets, so that the first letter is as quick as the next."""
    shop = assets.workshop
    printable_characters(assets.packages)
    with shop.lock:
        html = HTML(
            string="<!doctype html><html lang=en-US><title>-</title><p>-",
            url_fetcher=ClosedFetcher({}),
        )
        html.write_pdf(font_config=shop.fonts, stylesheets=shop.stylesheets())


def _laid_out(html: str, content: LetterContent, shop: Workshop, mark: str) -> Document:
    files = {}
    if logo := content.organization.logo_svg.strip():
        files[LOGO_ADDRESS] = (logo.encode(), "image/svg+xml")
    if mark:
        files[MARK_ADDRESS] = (mark_image(mark, shop.packages), "image/svg+xml")
    return HTML(string=html, url_fetcher=ClosedFetcher(files)).render(
        font_config=shop.fonts,
        counter_style=shop.counters,
        **{**PDF_OPTIONS, "stylesheets": shop.stylesheets(mark)},
    )


def _identifier(content: LetterContent, form: Form, mark: str) -> bytes:
    """Return a digest fixed by what is said and in which form."""
    snapshot = snapshot_sha256(to_snapshot(content))
    return hashlib.sha256(f"{snapshot} {form.value} {mark}".encode()).digest()
