"""The face of the seal: who approved, when, and what that means, as a very small PDF."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from io import BytesIO

from pyhanko.pdf_utils.content import AppearanceContent
from pyhanko.pdf_utils.generic import IndirectObject
from pyhanko.pdf_utils.layout import BoxConstraints
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.pdf_utils.writer import BasePdfFileWriter
from pyhanko.stamp import BaseStampStyle
from weasyprint import CSS, DEFAULT_OPTIONS, HTML
from weasyprint.pdf import generate_pdf

from cases.press.assets import Assets
from cases.press.fetching import ClosedFetcher
from cases.press.pdf_file import pdf_bytes
from cases.press.versions import SEAL_STYLESHEET, SEAL_TEMPLATE
from cases.press.words import pacific_time


@dataclass(frozen=True)
class Face:
    """What the visible block says."""

    meaning: str
    director_name: str
    signed_at: datetime
    organization: str


def stamp_pdf(face: Face, assets: Assets) -> bytes:
    """Return one small page with the block."""
    shop = assets.workshop
    html = shop.html(
        SEAL_TEMPLATE,
        meaning=face.meaning,
        director=face.director_name,
        signed_at=pacific_time(face.signed_at),
        organization=face.organization,
    )
    with shop.lock:
        document = HTML(string=html, url_fetcher=ClosedFetcher({})).render(
            font_config=shop.fonts, counter_style=shop.counters, stylesheets=_stylesheets(assets)
        )
        pdf = generate_pdf(document, None, 1, **DEFAULT_OPTIONS)
    pdf.add_object(pdf.info)
    return pdf_bytes(pdf, identifier=bytes(16))


@lru_cache(maxsize=2)
def _stylesheets(assets: Assets) -> tuple[CSS, CSS]:
    return assets.workshop.font_face_css, assets.workshop.stylesheet(SEAL_STYLESHEET)


@dataclass(frozen=True)
class StampStyle(BaseStampStyle):
    """Lays the small page on the signature field as its appearance."""

    page: bytes = b""

    def create_stamp(
        self, writer: BasePdfFileWriter, box: BoxConstraints, text_params: dict
    ) -> "StampAppearance":
        """Return the appearance; what is written on it is in the page already."""
        return StampAppearance(writer, box, self.page)


class StampAppearance(AppearanceContent):
    """The small page, with its own typefaces, as a form XObject of the letter."""

    def __init__(self, writer: BasePdfFileWriter, box: BoxConstraints, page: bytes) -> None:
        super().__init__(writer, box)
        self._page = page

    def register(self) -> IndirectObject:
        """Import the page itself: its box is the field's, so nothing is scaled."""
        return self.writer.import_page_as_xobject(PdfFileReader(BytesIO(self._page)))
