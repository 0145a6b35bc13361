"""Draws single pages of PDFs for the book, each in a process of its own: see `page_images.py`.

Run as `python -m cases.pipelines.page_renderer SOCKET BYTES_OF_MEMORY SECONDS WALLS`. The program
builds its walls, gives up its privileges and waits at the socket it was given. Each request is one
line of JSON with two open files, the PDF and a pipe: a child is forked for it, which bounds its own
memory and time, draws that page, writes `ok` and a JPEG, or a word for what was wrong, and ends.
So no page is ever drawn by a process that has seen another one.
"""

import io
import json
import os
import signal
import socket
import sys
from typing import Any

import pypdfium2
from PIL import Image, JpegImagePlugin

from cases.pipelines.network_wall import build_walls
from cases.pipelines.page_counter import give_up_privileges, set_limits

OK, DAMAGED, NO_PAGE, NO_WALL, READY = b"ok\n", b"damaged", b"no_page", b"no_wall", b"ready"
POINTS_PER_INCH = 72
# The longest side of an image; a page of 200 inches is drawn smaller, not refused.
MOST_PIXELS = 4400
MOST_OF_A_REQUEST = 1024


def draw(pdf_file: int, wanted: dict[str, Any]) -> bytes:
    """Return the answer for one page: its JPEG, or the word for what was wrong."""
    try:
        document = pypdfium2.PdfDocument(io.FileIO(pdf_file, closefd=False))
        if not 0 <= wanted["index"] < len(document):
            return NO_PAGE
        page = document[wanted["index"]]
        scale = wanted["dpi"] / POINTS_PER_INCH
        longest = max(page.get_size()) * scale
        scale *= min(1.0, MOST_PIXELS / max(longest, 1.0))
        bitmap = page.render(scale=scale, rotation=wanted["rotation"] % 360)
        return OK + as_jpeg(bitmap.to_pil(), wanted["quality"])
    except (pypdfium2.PdfiumError, ValueError, OSError, MemoryError, RecursionError):
        return DAMAGED


def as_jpeg(image: Image.Image, quality: int) -> bytes:
    """Return the image as a JPEG of one colour plane where it has no colours."""
    out = io.BytesIO()
    image.convert("RGB").save(out, "JPEG", quality=quality)
    return out.getvalue()


def serve(door: socket.socket, memory: int, seconds: int) -> None:
    """Answer requests, a forked child for each, until whoever asks is gone."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    while True:
        line, files, _, _ = socket.recv_fds(door, MOST_OF_A_REQUEST, 2)
        if not line:
            return
        if len(files) == 2 and os.fork() == 0:
            answer_one(line, files, memory, seconds)
        for file in files:
            os.close(file)


def answer_one(line: bytes, files: list[int], memory: int, seconds: int) -> None:
    """Draw in this child, write the answer, and end it whatever happened."""
    try:
        signal.alarm(seconds * 2)
        set_limits(memory, seconds)
        pdf_file, pipe = files
        with os.fdopen(pipe, "wb", closefd=False) as out:
            out.write(draw(pdf_file, json.loads(line)))
    finally:
        os._exit(0)


def main() -> None:
    """Load what drawing needs, shut the doors, say so, and serve."""
    number, memory, seconds, walls = sys.argv[1:5]
    pypdfium2.PdfDocument.new().close()
    JpegImagePlugin.Image.preinit()
    with socket.socket(fileno=int(number)) as door:
        if not build_walls(walls.split(",")):
            door.send(NO_WALL)
            return
        give_up_privileges()
        door.send(READY)
        serve(door, int(memory), int(seconds))


if __name__ == "__main__":
    main()
