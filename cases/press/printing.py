"""From a page's HTML to its PDF: the same HTML, facts and identifier give the same bytes."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from weasyprint import DEFAULT_OPTIONS, HTML
from weasyprint.document import Document
from weasyprint.pdf import generate_pdf

from cases.press.assets import Assets
from cases.press.conformance import Facts, conform
from cases.press.fetching import ClosedFetcher
from cases.press.limits import require_pages
from cases.press.marks import mark_image
from cases.press.memory import collected_afterwards
from cases.press.pdf_file import pdf_bytes
from cases.press.typefaces import printable_characters
from cases.press.workshop import MARK_ADDRESS, Workshop

LOGO_ADDRESS = "letter-logo:organization"
PDF_OPTIONS = {
    **DEFAULT_OPTIONS,
    "pdf_variant": "pdf/a-3a",
    "pdf_version": "1.7",
    "pdf_tags": True,
    "pdf_identifier": True,
    "output_intent": "srgb",
}


@dataclass(frozen=True)
class Sheet:
    """What is to be printed: the page, its stylesheet by name, the pictures it may fetch.

    `identifier` is a digest of all that the page says; `mark` is laid across every page.
    """

    html: str
    stylesheet: str
    facts: Facts
    identifier: bytes
    mark: str = ""
    pictures: Mapping[str, str] = field(default_factory=dict)


def print_sheet(sheet: Sheet, assets: Assets, *, max_pages: int) -> tuple[bytes, int]:
    """Return the PDF and its number of pages; LetterRefused for too many."""
    shop = assets.workshop
    with shop.lock, collected_afterwards():
        document = _laid_out(sheet, shop)
        require_pages(len(document.pages), max_pages)
        pdf = generate_pdf(document, None, 1, **PDF_OPTIONS)
    conform(pdf, sheet.facts)
    return pdf_bytes(pdf, sheet.identifier), len(document.pages)


def warm_up(assets: Assets, stylesheet: str) -> None:
    """Load typefaces and stylesheets, so that the first letter is as quick as the next."""
    shop = assets.workshop
    printable_characters(assets.packages)
    with shop.lock:
        html = HTML(
            string="<!doctype html><html lang=en-US><title>-</title><p>-",
            url_fetcher=ClosedFetcher({}),
        )
        html.write_pdf(font_config=shop.fonts, stylesheets=shop.stylesheets(stylesheet))


def _laid_out(sheet: Sheet, shop: Workshop) -> Document:
    files = {
        address: (drawing.encode(), "image/svg+xml") for address, drawing in sheet.pictures.items()
    }
    if sheet.mark:
        files[MARK_ADDRESS] = (mark_image(sheet.mark, shop.packages), "image/svg+xml")
    return HTML(string=sheet.html, url_fetcher=ClosedFetcher(files)).render(
        font_config=shop.fonts,
        counter_style=shop.counters,
        **{**PDF_OPTIONS, "stylesheets": shop.stylesheets(sheet.stylesheet, sheet.mark)},
    )
