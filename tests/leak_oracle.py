"""Finds a word anywhere in a PDF: streams, strings, metadata, and the signature's certificates."""

import io
import subprocess
from collections.abc import Iterator

import pikepdf
from asn1crypto import cms


def leaks(pdf: bytes, words: tuple[str, ...]) -> list[str]:
    """The words that the file says somewhere, in whatever spelling."""
    hay = b"\n".join([pdf, *_inside(pdf), _text(pdf)])
    return [word for word in words if any(form in hay for form in _spellings(word))]


def _spellings(word: str) -> set[bytes]:
    plain = word.encode()
    return {plain, plain.hex().encode(), word.encode("utf-16-be"), word.encode("utf-16-le")}


def _inside(pdf: bytes) -> Iterator[bytes]:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        for thing in opened.objects:
            yield from _of(thing)
        yield str(opened.docinfo).encode()


def _of(thing: pikepdf.Object) -> Iterator[bytes]:
    if isinstance(thing, pikepdf.Stream):
        try:
            yield thing.read_bytes()
        except pikepdf.PdfError:
            yield thing.read_raw_bytes()
    if isinstance(thing, pikepdf.Stream | pikepdf.Dictionary):
        for key, value in thing.items():
            yield from _signature(value) if key == "/Contents" else ()
            yield from _of(value) if not getattr(value, "is_indirect", False) else ()
    elif isinstance(thing, pikepdf.Array):
        for value in thing:
            yield from _of(value) if not getattr(value, "is_indirect", False) else ()
    elif isinstance(thing, pikepdf.String):
        yield from (bytes(thing), str(thing).encode())


def _signature(value: pikepdf.Object) -> Iterator[bytes]:
    if isinstance(value, pikepdf.String) and bytes(value)[:1] == b"\x30":
        signed = cms.ContentInfo.load(bytes(value))["content"]
        yield repr([each.chosen.native for each in signed["certificates"]]).encode()
        yield repr(signed["signer_infos"].native).encode()


def _text(pdf: bytes) -> bytes:
    done = subprocess.run(
        ["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return b" ".join(done.stdout.split())
