"""Makes the working copy: pages and nothing else, written with object streams.

Asked for `most_pages`; writes the copy through the descriptor `output`. Says `medium`, `pages` and
`remarks` (what was seen or taken out, counted); or a `fault`, with the `pages` where they count.
"""

import os
import sys
from typing import Any

import pikepdf

from cases.pipelines.children import doors
from cases.pipelines.children.active import count_active, is_dynamic_form, strip
from cases.pipelines.children.bombs import expands_too_far
from cases.pipelines.children.kinds import HEAD, PDF, kind_of
from cases.pipelines.children.wrapping import TooLarge, wrapped


def main() -> None:
    """Shut the doors, look, answer."""
    if not doors.shut_doors():
        doors.say({"fault": "no_wall"})
        return
    asked = doors.asked()
    try:
        sanitise(asked)
    except pikepdf.PasswordError:
        doors.say({"fault": "encrypted"})
    except TooLarge:
        doors.say({"fault": "image_too_large"})
    except MemoryError:
        doors.say({"fault": "bomb"})
    except (pikepdf.PdfError, RecursionError, ValueError, RuntimeError, TypeError, KeyError):
        doors.say({"fault": "damaged"})


def sanitise(asked: dict[str, Any]) -> None:
    """Write the copy and say what it is."""
    with os.fdopen(0, "rb", closefd=False) as source:
        medium, fault = kind_of(source.read(HEAD))
        if fault:
            doors.say({"fault": fault})
            return
        source.seek(0)
        remarks: dict[str, int] = {}
        pdf = _opened(source, remarks) if medium == PDF else wrapped(source, medium)
        with pdf:
            fault = _fault_of(pdf, asked["most_pages"], remarks)
            if fault:
                doors.say({"fault": fault, "pages": _count(pdf)})
                return
            _write(pdf, asked["output"])
            doors.say({"medium": medium, "pages": len(pdf.pages), "remarks": remarks})


def _opened(source: Any, remarks: dict[str, int]) -> pikepdf.Pdf:
    pdf = pikepdf.open(source, suppress_warnings=True)
    if not isinstance(pdf.trailer.get("/Root"), pikepdf.Dictionary):
        raise ValueError("The file has lost its catalog.")
    if pdf.is_encrypted:
        remarks["restrictions_ignored"] = 1
    if any("damaged" in str(warning) or "recons" in str(warning) for warning in pdf.get_warnings()):
        remarks["repaired"] = 1
    return pdf


def _fault_of(pdf: pikepdf.Pdf, most: int, remarks: dict[str, int]) -> str:
    pages = _count(pdf)
    if pages < 1:
        return "page_list"
    if pages > most:
        return "too_many_pages"
    if is_dynamic_form(pdf):
        return "dynamic_form"
    if expands_too_far(pdf):
        return "bomb"
    remarks.update(count_active(pdf))
    remarks.update(strip(pdf))
    return ""


def _count(pdf: pikepdf.Pdf) -> int:
    try:
        return len(pdf.pages)
    except (pikepdf.PdfError, ValueError, RuntimeError):
        return 0


def _write(pdf: pikepdf.Pdf, output: int) -> None:
    with os.fdopen(output, "wb", closefd=False) as copy:
        pdf.save(
            copy,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
            stream_decode_level=pikepdf.StreamDecodeLevel.none,
            compress_streams=True,
            deterministic_id=False,
            static_id=True,
            encryption=False,
        )


if __name__ == "__main__":
    main()
    sys.stdout.flush()
