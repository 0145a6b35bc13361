"""Counts the pages of one PDF in a process of its own, with nothing to gain: see `records.py`.

Run as `python -m cases.pipelines.page_counter BYTES_OF_MEMORY SECONDS WALLS < FILE`; WALLS are
those of `network_wall` that it may build, parted by commas. Writes one line of JSON: `pages` or
`fault`, which is `no_wall` where the network stays in reach: then it has not looked. It gives up
memory, time, files, network and privileges before it looks at the first byte, and dies alone.
"""

import io
import json
import sys
from typing import BinaryIO

import pikepdf

from cases.pipelines.children.doors import give_up_privileges, set_limits
from cases.pipelines.network_wall import build_walls

HEADER_WITHIN = 1024


def look_into(stream: BinaryIO) -> dict[str, int | str]:
    """Return `pages`, or `fault`: empty, not_a_pdf, encrypted or damaged."""
    head = stream.read(HEADER_WITHIN)
    if not head:
        return {"fault": "empty"}
    if b"%PDF-" not in head:
        return {"fault": "not_a_pdf"}
    stream.seek(0)
    try:
        with pikepdf.open(stream) as pdf:
            pages = len(pdf.pages)
    except pikepdf.PasswordError:
        return {"fault": "encrypted"}
    except (pikepdf.PdfError, ValueError, RuntimeError, MemoryError, RecursionError):
        return {"fault": "damaged"}
    return {"pages": pages} if pages > 0 else {"fault": "damaged"}


def main() -> None:
    """Shut the doors, look, answer."""
    memory, seconds, walls = int(sys.argv[1]), int(sys.argv[2]), sys.argv[3].split(",")
    answer: dict[str, int | str] = {"fault": "no_wall"}
    if build_walls(walls):
        give_up_privileges()
        set_limits(memory, seconds)
        answer = look_into(io.FileIO(0, closefd=False))  # type: ignore[arg-type]
    sys.stdout.write(json.dumps(answer))


if __name__ == "__main__":
    main()
