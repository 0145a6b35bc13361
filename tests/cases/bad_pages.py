"""Pages that do harm beside pages that do none: each a PDF whose second page is whole."""

import io
import zlib
from collections.abc import Callable

import pikepdf
from pikepdf import Array, Dictionary, Name

from tests.factories import tiny_pdf

WORDS = "The second page is whole and says so."
HUGE = 60_000


def beside_a_whole_page(change: Callable[[pikepdf.Pdf, pikepdf.Page], object]) -> bytes:
    """Return a PDF of two pages, the first of them changed."""
    out = io.BytesIO()
    with (
        pikepdf.open(io.BytesIO(tiny_pdf("The first page."))) as pdf,
        pikepdf.open(io.BytesIO(tiny_pdf(WORDS))) as other,
    ):
        pdf.pages.extend(other.pages)
        change(pdf, pdf.pages[0])
        pdf.save(out)
    return out.getvalue()


def picture(
    content: bytes, kind: str, *, has_words: bool = False, **more: object
) -> Callable[..., object]:
    """Fill the page with a picture of 3,600 million dots, coded in this way."""

    def change(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        image = pikepdf.Stream(pdf, content)
        image.update(
            Dictionary(
                Type=Name.XObject,
                Subtype=Name.Image,
                Width=HUGE,
                Height=HUGE,
                BitsPerComponent=8,
                ColorSpace=Name.DeviceGray,
            )
        )
        image.Filter = Name(kind)
        for key, value in more.items():
            image[f"/{key}"] = value
        page.Resources.XObject = Dictionary(I=pdf.make_indirect(image))
        drawn = b"q 612 0 0 792 0 0 cm /I Do Q"
        if has_words:
            page.contents_add(pdf.make_stream(drawn))
        else:
            page.Contents = pdf.make_stream(drawn)

    return change


def font(content: bytes, key: str, subtype: str) -> Callable[..., object]:
    """Set the page in a font whose file is this."""

    def change(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
        file = pikepdf.Stream(pdf, content)
        file.Length1 = len(content)
        if key == "FontFile3":
            file.Subtype = Name.Type1C
        described = Dictionary(
            Type=Name.FontDescriptor,
            FontName=Name.Bomb,
            Flags=32,
            FontBBox=Array([0, 0, 1000, 1000]),
            ItalicAngle=0,
            Ascent=800,
            Descent=-200,
            CapHeight=700,
            StemV=80,
        )
        described[f"/{key}"] = pdf.make_indirect(file)
        page.Resources = Dictionary(
            Font=Dictionary(
                F1=Dictionary(
                    Type=Name.Font,
                    Subtype=Name(f"/{subtype}"),
                    BaseFont=Name.Bomb,
                    FirstChar=32,
                    LastChar=126,
                    Widths=Array([600] * 95),
                    FontDescriptor=pdf.make_indirect(described),
                    Encoding=Name.WinAnsiEncoding,
                )
            )
        )
        page.Contents = pdf.make_stream(b"BT /F1 12 Tf 72 700 Td (Words in a bad font.) Tj ET")

    return change


JPX_HEAD = bytes.fromhex("ff4fff51002900000000") + HUGE.to_bytes(4, "big") * 2
# What is on the page, and whether its picture is lost.
BAD: dict[str, tuple[Callable[[], bytes], bool]] = {
    "a picture of 3,600 million dots, of which a part came": (
        lambda: beside_a_whole_page(picture(zlib.compress(b"\0" * 10_000_000, 9), "/FlateDecode")),
        False,
    ),
    "a picture of JPEG 2000 that lies about its size": (
        lambda: beside_a_whole_page(picture(JPX_HEAD + b"\0" * 200, "/JPXDecode")),
        True,
    ),
    "a picture of JBIG2 without sense": (
        lambda: beside_a_whole_page(
            picture(bytes(range(256)) * 8, "/JBIG2Decode", BitsPerComponent=1)
        ),
        True,
    ),
    "a line of words over a picture without sense": (
        lambda: beside_a_whole_page(picture(JPX_HEAD, "/JPXDecode", has_words=True)),
        True,
    ),
    "a small picture without sense": (
        lambda: beside_a_whole_page(
            picture(b"\xff\xd8\xff\xe0" + b"x" * 500, "/DCTDecode", Width=800, Height=900)
        ),
        True,
    ),
    "a font of fifty megabytes": (
        lambda: beside_a_whole_page(
            font(b"\0\1\0\0" + b"\xff" * (50 * 1024 * 1024), "FontFile2", "TrueType")
        ),
        False,
    ),
    "a Type 1 font without sense": (
        lambda: beside_a_whole_page(
            font(b"%!PS-AdobeFont-1.0: Bomb\n" + b"{ dup } loop " * 500, "FontFile", "Type1")
        ),
        False,
    ),
    "a CFF font without sense": (
        lambda: beside_a_whole_page(font(b"\1\0\4\4" + b"\xff" * 4000, "FontFile3", "Type1")),
        False,
    ),
}


def white_scan(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Fill the page with a picture of empty paper."""
    image = pikepdf.Stream(pdf, zlib.compress(b"\xff" * 170 * 220))
    image.update(
        Dictionary(
            Type=Name.XObject,
            Subtype=Name.Image,
            Width=170,
            Height=220,
            BitsPerComponent=8,
            ColorSpace=Name.DeviceGray,
            Filter=Name.FlateDecode,
        )
    )
    page.Resources = Dictionary(XObject=Dictionary(I=pdf.make_indirect(image)))
    page.Contents = pdf.make_stream(b"q 612 0 0 792 0 0 cm /I Do Q")


# The letters A to H stand for: turn from right to left, D, e, n, i, e, d, end of turning.
TO_UNICODE = b"""/CIDInit /ProcSet findresource begin 12 dict begin begincmap
/CMapName /T def /CMapType 2 def
1 begincodespacerange <00> <ff> endcodespacerange
8 beginbfchar
<41> <202e> <42> <0044> <43> <0065> <44> <006e> <45> <0069> <46> <0065> <47> <0064> <48> <202c>
endbfchar endcmap end end"""


def half_lost(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Put a damaged picture and a whole one below the words."""
    page.rotate(90, relative=False)
    page.Resources.XObject = Dictionary()
    sizes = {"/Width": 80, "/Height": 60, "/ColorSpace": Name.DeviceGray, "/BitsPerComponent": 8}
    for key, content, code, x in (
        ("/Whole", zlib.compress(bytes(range(240)) * 20), "/FlateDecode", 50),
        ("/Lost", b"\xff\xd8\xff\xe0" + b"x" * 500, "/DCTDecode", 300),
    ):
        image = pikepdf.Stream(pdf, content)
        image.update(
            {"/Type": Name.XObject, "/Subtype": Name.Image, "/Filter": Name(code), **sizes}
        )
        page.Resources.XObject[key] = pdf.make_indirect(image)
        page.contents_add(pdf.make_stream(f"q 200 0 0 150 {x} 100 cm {key} Do Q".encode()))


def turned_words(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Write a word between marks that turn its direction."""
    page.Resources = Dictionary(
        Font=Dictionary(
            F1=Dictionary(
                Type=Name.Font,
                Subtype=Name.Type1,
                BaseFont=Name.Helvetica,
                ToUnicode=pdf.make_stream(TO_UNICODE),
            )
        )
    )
    page.Contents = pdf.make_stream(b"BT /F1 12 Tf 72 700 Td (ABCDEFGH) Tj ET")


def covered_words(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Draw a black box over the words."""
    page.contents_add(pdf.make_stream(b"0 g 0 600 612 192 re f"))


def filled_form(pdf: pikepdf.Pdf, page: pikepdf.Page) -> None:
    """Put a field with a value and without an appearance on the page."""
    field = pdf.make_indirect(
        Dictionary(
            Type=Name.Annot,
            Subtype=Name.Widget,
            FT=Name.Tx,
            T="diagnosis",
            V="Lumbar strain",
            DA="/Helv 12 Tf 0 g",
            Rect=[72, 500, 400, 530],
            F=4,
        )
    )
    page.Annots = Array([field])
    fonts = Dictionary(Helv=Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica))
    pdf.Root.AcroForm = Dictionary(
        Fields=Array([field]), NeedAppearances=True, DR=Dictionary(Font=fonts)
    )
