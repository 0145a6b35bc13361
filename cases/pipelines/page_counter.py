"""Counts the pages of one PDF, TIFF or JPEG in a process of its own: see `records.py`.

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
from PIL import Image, JpegImagePlugin, TiffImagePlugin

from cases.pipelines.children.doors import give_up_privileges, set_limits
from cases.pipelines.children.kinds import HEAD, PDF, kind_of
from cases.pipelines.network_wall import build_walls

# Once the doors are shut, nothing can be imported: what reads pictures is named here.
READERS = (JpegImagePlugin, TiffImagePlugin)
Image.MAX_IMAGE_PIXELS = None  # nothing is unpacked here


def look_into(stream: BinaryIO) -> dict[str, int | str]:
    """Return `pages`, or `fault`: a code of `cases/bundles/faults.py`."""
    kind, fault = kind_of(stream.read(HEAD))
    if fault:
        return {"fault": fault}
    stream.seek(0)
    try:
        pages = _of_pdf(stream) if kind == PDF else _of_picture(stream)
    except pikepdf.PasswordError:
        return {"fault": "encrypted"}
    except (
        pikepdf.PdfError,
        OSError,
        SyntaxError,
        EOFError,
        ValueError,
        RuntimeError,
        MemoryError,
        RecursionError,
    ):
        return {"fault": "damaged"}
    return {"pages": pages} if pages > 0 else {"fault": "damaged"}


def _of_pdf(stream: BinaryIO) -> int:
    with pikepdf.open(stream) as pdf:
        return len(pdf.pages)


def _of_picture(stream: BinaryIO) -> int:
    with Image.open(stream, formats=("JPEG", "TIFF")) as picture:
        return int(getattr(picture, "n_frames", 1))


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
