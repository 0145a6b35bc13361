"""Tells what a file is by its first bytes; its name is not believed."""

import re

PDF, TIFF, JPEG = "pdf", "tiff", "jpeg"
# How many of its first bytes tell what a file is.
HEAD = 64 * 1024
HEADER_WITHIN = 1024

_STARTS = (
    (b"\xff\xd8\xff", JPEG),
    (b"II*\x00", TIFF),
    (b"MM\x00*", TIFF),
    (b"II+\x00", TIFF),
    (b"MM\x00+", TIFF),
)
_ARCHIVES = (
    b"Rar!",
    b"7z\xbc\xaf\x27\x1c",
    b"\x1f\x8b",
    b"BZh",
    b"\xfd7zXZ\x00",
    b"MSCF",
)
# Of the formats that office programs keep inside a ZIP file.
_OFFICE = (b"[Content_Types].xml", b"word/", b"xl/", b"ppt/", b"mimetype")
_OTHERS = (
    b"\xd0\xcf\x11\xe0",  # Word, Excel and Outlook before 2007
    b"{\\rtf",
    b"MZ",
    b"\x7fELF",
    b"\x89PNG",
    b"GIF8",
    b"BM",
    b"RIFF",
    b"L\x00\x00\x00\x01\x14\x02\x00",
    b"[InternetShortcut]",
    b"%!PS",
)
_MARKUP = re.compile(rb"^\s*<(?:!doctype|html|\?xml|svg|script|head|body)", re.IGNORECASE)
_MAIL = re.compile(rb"^(?:received|return-path|from|mime-version|delivered-to): ", re.IGNORECASE)


def kind_of(head: bytes) -> tuple[str, str]:
    """Return what the file is, or an empty string and the fault: empty, archive, other_kind …"""
    if not head:
        return "", "empty"
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind, ""
    if b"%PDF-" in head[:HEADER_WITHIN]:
        return PDF, ""
    return "", _fault_of(head)


def _fault_of(head: bytes) -> str:
    if head[4:8] == b"ftyp" and head[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"avif"):
        return "other_kind"
    if head.startswith(b"PK"):
        return "other_kind" if any(sign in head for sign in _OFFICE) else "archive"
    if head.startswith(_ARCHIVES) or head[257:262] == b"ustar":
        return "archive"
    is_other = head.startswith(_OTHERS) or _MARKUP.match(head) or _MAIL.match(head)
    return "other_kind" if is_other else "not_a_pdf"
