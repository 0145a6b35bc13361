"""Wraps pictures of paper into a PDF: a JPEG as it came, each page of a TIFF."""

import io
from typing import Any

import pikepdf
from PIL import Image, ImageSequence, JpegImagePlugin, TiffImagePlugin

from cases.pipelines.children.kinds import JPEG

# Once the doors are shut, nothing can be imported: what reads and writes pictures is named here.
READERS = (JpegImagePlugin, TiffImagePlugin)
MOST_PIXELS = 120_000_000
MOST_FRAMES = 10_001
USUAL_DPI = 200.0
QUALITY = 92
TURN_BY_ORIENTATION = {3: 180, 6: 90, 8: 270}
ORIENTATION = 274

Image.MAX_IMAGE_PIXELS = None  # looked at below, before anything is unpacked


class TooLarge(Exception):
    """A picture with more dots than can be unpacked safely."""


def wrapped(source: Any, medium: str) -> pikepdf.Pdf:
    """Return a PDF with a page for each picture; TooLarge, or ValueError for a damaged one."""
    pdf = pikepdf.new()
    try:
        with Image.open(source, formats=("JPEG", "TIFF")) as picture:
            if medium == JPEG:
                _require_size(picture)
                source.seek(0)
                _add_page(pdf, picture, _jpeg_as_it_is(pdf, picture, source.read()))
            else:
                for number, frame in enumerate(ImageSequence.Iterator(picture)):
                    if number >= MOST_FRAMES:
                        break
                    _require_size(frame)
                    _add_page(pdf, frame, _packed(pdf, frame))
    except (OSError, SyntaxError, EOFError, Image.DecompressionBombError) as damaged:
        raise ValueError("The picture cannot be read.") from damaged
    return pdf


def _require_size(picture: Image.Image) -> None:
    if picture.width * picture.height > MOST_PIXELS:
        raise TooLarge


def _jpeg_as_it_is(pdf: pikepdf.Pdf, picture: Image.Image, content: bytes) -> pikepdf.Object:
    if picture.mode not in ("L", "RGB"):
        return _packed(pdf, picture)
    picture.load()
    return _image(pdf, content, picture, "/DCTDecode", 8)


def _packed(pdf: pikepdf.Pdf, picture: Image.Image) -> pikepdf.Object:
    if picture.mode == "1":
        return _image(pdf, picture.tobytes(), picture, "", 1)
    flat = picture.convert("L" if picture.mode in ("L", "I;16", "I", "F", "LA") else "RGB")
    out = io.BytesIO()
    flat.save(out, "JPEG", quality=QUALITY)
    return _image(pdf, out.getvalue(), flat, "/DCTDecode", 8)


def _image(
    pdf: pikepdf.Pdf, content: bytes, picture: Image.Image, packing: str, depth: int
) -> pikepdf.Object:
    stream = pdf.make_stream(content)
    stream.Type, stream.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    stream.Width, stream.Height, stream.BitsPerComponent = picture.width, picture.height, depth
    is_colour = picture.mode == "RGB"
    stream.ColorSpace = pikepdf.Name.DeviceRGB if is_colour else pikepdf.Name.DeviceGray
    if packing:
        stream.Filter = pikepdf.Name(packing)
    return stream


def _add_page(pdf: pikepdf.Pdf, picture: Image.Image, image: pikepdf.Object) -> None:
    across, down = _dpi(picture)
    width, height = picture.width / across * 72, picture.height / down * 72
    page = pdf.add_blank_page(page_size=(width, height))
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Picture=image))
    page.Contents = pdf.make_stream(f"q {width:.3f} 0 0 {height:.3f} 0 0 cm /Picture Do Q".encode())
    turn = TURN_BY_ORIENTATION.get(picture.getexif().get(ORIENTATION, 1))
    if turn:
        page.Rotate = turn


def _dpi(picture: Image.Image) -> tuple[float, float]:
    try:
        across, down = (float(dots) for dots in picture.info.get("dpi", (0, 0)))
    except (TypeError, ValueError):
        across = down = 0.0
    return across if across >= 50 else USUAL_DPI, down if down >= 50 else USUAL_DPI
