"""Looks for our seal in one PDF, in a process of its own with nothing to gain: see `verification`.

Run as `python -m reviews.pipelines.seal_checker BYTES_OF_MEMORY SECONDS WALLS`; WALLS are those of
`network_wall` that it may build, parted by commas. Standard input is one line of JSON with the
certificates we trust (base64), then the file. Writes one line of JSON: what it found, or that the
network stays in reach (`has_wall`), and then it has read nothing. It gives up memory, time, files
and network before it reads the first byte, and dies alone.
"""

import base64
import contextlib
import hashlib
import io
import json
import re
import sys
from typing import Any

import pikepdf
from pyhanko.pdf_utils.reader import PdfFileReader

from cases.pipelines.children.doors import set_limits
from cases.pipelines.network_wall import build_walls
from cases.press.verify import NOT_READABLE, verify_pdf

CASE_NUMBER = re.compile(r"[A-Z]{2,4}[0-9]{2}-[0-9]{7}")


def look_into(pdf: bytes, trusted: list[bytes]) -> dict[str, Any]:
    """Return what the seal says of the file, whose it claims to be, and the case in its title."""
    found = verify_pdf(pdf, trusted)
    return {
        "has_wall": True,
        "is_valid": found.is_valid,
        "is_readable": NOT_READABLE not in found.reasons,
        "certificate_sha256": _certificate_sha256(pdf),
        "case_number": _case_number(pdf) if found.is_valid else "",
    }


def main() -> None:
    """Shut the doors, look, answer."""
    if not build_walls(sys.argv[3].split(",")):
        sys.stdout.write(json.dumps({"has_wall": False}))
        return
    set_limits(int(sys.argv[1]), int(sys.argv[2]))
    trusted = [base64.b64decode(text) for text in json.loads(sys.stdin.buffer.readline())]
    sys.stdout.write(json.dumps(look_into(sys.stdin.buffer.read(), trusted)))


def _certificate_sha256(pdf: bytes) -> str:
    """Return the digest of the certificate that the seal names, whether it holds or not."""
    with contextlib.suppress(Exception):  # the file may be anybody's, and hold anything
        seal = PdfFileReader(io.BytesIO(pdf)).embedded_signatures[0]
        return hashlib.sha256(seal.signer_cert.dump()).hexdigest()
    return ""


def _case_number(pdf: bytes) -> str:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        found = CASE_NUMBER.search(str(opened.docinfo.get("/Title", "")))
    return found[0] if found else ""


if __name__ == "__main__":
    main()
