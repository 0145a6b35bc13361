"""Draws a packet as a PDF: typed pages as text, scanned pages as images without a text layer.

Text is written into content streams by hand in the fonts that every reader has, because that is
faster than any library that lays out (docs/decisions/0010).
"""

import io
import math
from functools import lru_cache

import numpy as np
import pikepdf
import pypdfium2
from PIL import Image

from cases.packets.forge.packet import FAX_THRESHOLD, ForgedPage, Packet, Scan
from cases.packets.forge.sheets import BREADTH, HEIGHT, WIDTH, Line, Sheet

BASE_FONTS = {
    "Helvetica": "Helvetica",
    "Helvetica-Bold": "Helvetica-Bold",
    "Times": "Times-Roman",
    "Times-Bold": "Times-Bold",
    "Courier": "Courier",
    "Courier-Bold": "Courier-Bold",
}
FONT_CODES = {name: f"F{number}" for number, name in enumerate(BASE_FONTS)}
SCAN_DPI = 110
JPEG_QUALITY = 45


def pdf_of(packet: Packet) -> bytes:
    """Return the PDF of a packet; the same packet gives the same bytes."""
    out = io.BytesIO()
    with pikepdf.new() as pdf:
        fonts = _fonts(pdf)
        drawn: dict[tuple[Sheet, Scan | None], pikepdf.Object] = {}
        for page in packet.pages:
            key = (page.sheet, page.scan)
            if page.scan is None:
                _add_typed(pdf, fonts, page.sheet)
            else:
                if key not in drawn:
                    drawn[key] = _image(pdf, scanned_jpeg(page))
                _add_scanned(pdf, drawn[key], page.scan)
        pdf.docinfo["/Title"] = "SYNTHETIC packet of medical records"
        pdf.docinfo["/Subject"] = "Invented people and findings, for demonstration and tests"
        pdf.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def scanned_jpeg(page: ForgedPage) -> bytes:
    """Return the image of a scanned page."""
    scan = page.scan or Scan(0, 0.0, 0.0, 1.0, 0.0, 0)
    pixels = _printed(page.sheet, scan)
    fade = (255 - (255 - np.arange(256)) * scan.faint).astype(np.uint8)
    faded = fade[pixels]
    chance = np.random.default_rng(scan.seed)
    dots = chance.integers(0, faded.size, int(faded.size * scan.dust))
    faded.reshape(-1)[dots] = chance.integers(0, 140, dots.size, dtype=np.uint8)
    if scan.is_fax:
        faded = np.where(faded < FAX_THRESHOLD, np.uint8(0), np.uint8(255))
    _speckle(faded, chance, scan.specks)
    image = Image.fromarray(faded)
    if scan.turn:
        image = image.rotate(-scan.turn, expand=True)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=JPEG_QUALITY)
    return out.getvalue()


def boxes_of(page: ForgedPage) -> list[tuple[float, float, float, float]]:
    """Return where each line stands on the page, set upright: left, top, right, bottom, 0 to 1."""
    return [_box(page, line) for line in page.sheet.lines]


def _box(page: ForgedPage, line: Line) -> tuple[float, float, float, float]:
    scan = page.scan or Scan(0, 0.0, 0.0, 1.0, 0.0, 0)
    wide = len(line.text) * line.size * BREADTH[line.font.split("-")[0]] * 1.06
    corners = [(line.x + a, line.y + b) for a in (0, wide) for b in (-0.25 * line.size, line.size)]
    cos, sin, x0, y0 = _matrix(scan)
    xs = [(cos * x + sin * y + x0) / WIDTH for x, y in corners]
    ys = [1 - (-sin * x + cos * y + y0) / HEIGHT for x, y in corners]
    return (min(xs), min(ys), max(xs), max(ys))


def _speckle(pixels: np.ndarray, chance: np.random.Generator, share: float) -> None:
    """Put spots of two and three dots across on the image, nowhere close together."""
    height, width = pixels.shape
    for _ in range(int(pixels.size * share)):
        side = int(chance.integers(2, 4))
        down, across = chance.integers(0, height - side), chance.integers(0, width - side)
        pixels[down : down + side, across : across + side] = chance.integers(0, 100)


def _printed(sheet: Sheet, scan: Scan) -> np.ndarray:
    """Return the grey pixels of a sheet that lies askew on the glass; it falls to the right."""
    with pikepdf.new() as pdf:
        page = pdf.add_blank_page(page_size=(WIDTH, HEIGHT))
        page.Resources = _fonts(pdf)
        page.Contents = pdf.make_stream(_laid(scan) + _drawing(sheet))
        out = io.BytesIO()
        pdf.save(out, compress_streams=False)
    document = pypdfium2.PdfDocument(out.getvalue())
    try:
        pixels = document[0].render(scale=SCAN_DPI / 72, grayscale=True).to_numpy()
        return pixels.reshape(pixels.shape[:2]).copy()
    finally:
        document.close()


def _fonts(pdf: pikepdf.Pdf) -> pikepdf.Object:
    fonts = {
        f"/{FONT_CODES[name]}": pikepdf.Dictionary(
            Type=pikepdf.Name.Font,
            Subtype=pikepdf.Name.Type1,
            BaseFont=pikepdf.Name(f"/{base}"),
            Encoding=pikepdf.Name.WinAnsiEncoding,
        )
        for name, base in BASE_FONTS.items()
    }
    return pdf.make_indirect(pikepdf.Dictionary(Font=pikepdf.Dictionary(fonts)))


def _add_typed(pdf: pikepdf.Pdf, resources: pikepdf.Object, sheet: Sheet) -> None:
    page = pdf.add_blank_page(page_size=(WIDTH, HEIGHT))
    page.Resources = resources
    page.Contents = pdf.make_stream(_drawing(sheet))


def _drawing(sheet: Sheet) -> bytes:
    rules = [f"0.6 w {a:g} {b:g} m {c:g} {d:g} l S".encode() for a, b, c, d in sheet.rules]
    rows = sorted(sheet.lines, key=lambda line: (-line.y, line.x))
    texts = [
        f"/{FONT_CODES[line.font]} {line.size:g} Tf 1 0 0 1 {line.x:g} {line.y:g} Tm (".encode()
        + _escaped(line.text)
        + b") Tj"
        for line in rows
    ]
    return b"\n".join([*rules, *_strokes(sheet), b"BT", *texts, b"ET"])


def _strokes(sheet: Sheet) -> list[bytes]:
    return [
        f"q {stroke.width:g} w 1 J 1 j {stroke.grey:g} G ".encode()
        + b" ".join(
            f"{x:.1f} {y:.1f} {'l' if place else 'm'}".encode()
            for place, (x, y) in enumerate(stroke.points)
        )
        + b" S Q"
        for stroke in sheet.strokes
    ]


def _laid(scan: Scan) -> bytes:
    """Return the matrix of a sheet that lies on the glass leaning, moved and not of its size."""
    cos, sin, x, y = _matrix(scan)
    return f"{cos:.5f} {-sin:.5f} {sin:.5f} {cos:.5f} {x:.3f} {y:.3f} cm\n".encode()


def _matrix(scan: Scan) -> tuple[float, float, float, float]:
    angle = math.radians(scan.lean)
    cos, sin = scan.size * math.cos(angle), scan.size * math.sin(angle)
    across, up = WIDTH / 2, HEIGHT / 2
    x, y = across - cos * across - sin * up, up + sin * across - cos * up
    return cos, sin, x + scan.moved[0], y + scan.moved[1]


@lru_cache(maxsize=4096)
def _escaped(text: str) -> bytes:
    coded = text.encode("cp1252", "replace")
    for mark in (b"\\", b"(", b")"):
        coded = coded.replace(mark, b"\\" + mark)
    return coded


def _image(pdf: pikepdf.Pdf, jpeg: bytes) -> pikepdf.Object:
    with Image.open(io.BytesIO(jpeg)) as image:
        width, height = image.size
    stream = pdf.make_stream(jpeg)
    stream.update(
        {
            "/Type": pikepdf.Name.XObject,
            "/Subtype": pikepdf.Name.Image,
            "/Width": width,
            "/Height": height,
            "/ColorSpace": pikepdf.Name.DeviceGray,
            "/BitsPerComponent": 8,
            "/Filter": pikepdf.Name.DCTDecode,
        }
    )
    return stream


def _add_scanned(pdf: pikepdf.Pdf, image: pikepdf.Object, scan: Scan) -> None:
    is_sideways = scan.turn in (90, 270)
    width, height = (HEIGHT, WIDTH) if is_sideways else (WIDTH, HEIGHT)
    page = pdf.add_blank_page(page_size=(width, height))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im=image))
    page.Contents = pdf.make_stream(f"{width} 0 0 {height} 0 0 cm /Im Do".encode())
