"""Makers of bundles: pages of text and coversheets in one file, as a fax machine sends them."""

import io

import numpy as np
import pikepdf
import segno
from PIL import Image, ImageDraw, ImageFont

from cases.models import Case
from cases.notices.coversheets import CoversheetCode, encode
from cases.pipelines.keys import coversheet_keys
from tests.factories.case_file import tiny_pdf

LETTER_AT_100_DPI = (850, 1100)


def code_of(case: Case | str, role: str = "claims_administrator") -> str:
    """Return the code on the coversheet of a case's party."""
    number = case if isinstance(case, str) else case.case_number
    return encode(CoversheetCode(number, role), coversheet_keys()[0])


def coversheet(code: str, turned: float = 0, down: int = 100) -> bytes:
    """Return a page with a QR code, 2.5 inches wide, as a scanner or a fax machine brings it.

    `turned` in degrees; `down` is how many lines of an inch were kept, black or white.
    """
    out = io.BytesIO()
    segno.make_qr(code, error="h", boost_error=False).save(out, kind="png", scale=6, border=4)
    page = Image.new("L", LETTER_AT_100_DPI, 255)
    page.paste(Image.open(out).convert("L"), (300, 200))
    page = page.rotate(turned, expand=True, fillcolor=255)
    width, height = page.size
    coarse = page.resize((width, height * down // 100)).point(lambda value: 255 * (value > 128))
    page = coarse.resize((width, height))
    scanned = io.BytesIO()
    page.save(scanned, "PDF", resolution=100)
    return scanned.getvalue()


def faxed_sheet(
    code: str, *, turned: float = 0, noise: float = 0, is_blotted: bool = False
) -> bytes:
    """Return a coversheet as a fax of 200 dots an inch: a picture, black or white, with dust.

    `turned` in degrees; `noise` is the share of dots that are dust; on a blotted one there is no
    square to be seen, and what is typed below it is all there is.
    """
    out = io.BytesIO()
    segno.make_qr(code, error="h", boost_error=False).save(out, kind="png", scale=12, border=4)
    page = Image.new("L", (1700, 2200), 255)
    page.paste(Image.open(out).convert("L"), (600, 500))
    draw = ImageDraw.Draw(page)
    draw.text((150, 150), "Coversheet: claims administrator", 0, ImageFont.load_default(50))
    draw.text((850, 1050), code, 0, ImageFont.load_default(39), anchor="mm")
    draw.text((150, 1200), "Put this sheet on top of what you send.", 0, ImageFont.load_default(30))
    if is_blotted:
        draw.rectangle((560, 460, 950, 960), fill=20)
    page = page.rotate(turned, Image.Resampling.BILINEAR, fillcolor=255)
    dots = np.asarray(page) > 128
    dust = np.random.default_rng(7).random(dots.shape) < noise
    scanned = io.BytesIO()
    Image.fromarray(dots ^ dust).save(scanned, "PDF", resolution=200)
    return scanned.getvalue()


def bundle(*pages: str) -> bytes:
    """Return one PDF: a code becomes its coversheet, any other words a page of text."""
    return joined(
        *(coversheet(page) if page.startswith("IMR1/") else tiny_pdf(page) for page in pages)
    )


def joined(*contents: bytes) -> bytes:
    """Return one PDF of the pages of several, and of pictures of paper."""
    with pikepdf.new() as whole:
        for content in contents:
            if content.startswith(b"\xff\xd8"):
                out = io.BytesIO()
                Image.open(io.BytesIO(content)).save(out, "PDF", resolution=300)
                content = out.getvalue()
            with pikepdf.open(io.BytesIO(content)) as one:
                whole.pages.extend(one.pages)
        out = io.BytesIO()
        whole.save(out)
    return out.getvalue()
