"""Asks Tesseract about pictures, behind the doors: nothing is written, nothing waits for ever.

It takes a tenth of the time of a page to start, and another tenth where a picture comes through a
pipe, letter by letter. So it is started once for several pictures, which it is handed in memory
that has a name. The size of that is fixed before the doors are shut: behind them no file grows.
"""

import contextlib
import io
import mmap
import os
import re
import selectors
import subprocess
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, TiffImagePlugin  # noqa: F401 - nothing can be imported behind the doors

# What a TIFF without compression has beside its dots.
AROUND_THE_DOTS = 4096
AT_ONCE = 65536
NEXT_TABLE = b"\n1\t"
BEGINS = re.compile(rb"^Page \d+ : ", re.MULTILINE)


@dataclass(frozen=True)
class Tesseract:
    """The program at a path, its rooms for grey pictures, and how many seconds one may take."""

    program: str
    rooms: tuple[int, ...]
    size: int
    dpi: int
    seconds: float

    @classmethod
    def at(
        cls, program: str, *, pictures: int, most_dots: int, dpi: int, seconds: float
    ) -> "Tesseract":
        """Return it with room for so many pictures made: to be called before the doors are shut.

        One more is for a picture that is asked about while others are read.
        """
        size = most_dots + AROUND_THE_DOTS
        rooms = tuple(os.memfd_create("picture") for _ in range(pictures + 1))
        for room in rooms:
            os.ftruncate(room, size)
        return cls(program, rooms, size, dpi, seconds)

    def tables(self, pictures: Sequence[Image.Image]) -> Iterator[str | None]:
        """Yield its table of the words of each picture, in turn; None where it took too long."""
        at = 0
        while at < len(pictures):
            done, begun = yield from self._listened(pictures[at:])
            if at + done < len(pictures):
                stuck = at + max(done, begun - 1)
                # What it had said of these last, it had not yet handed out.
                for lost in pictures[at + done : stuck]:
                    yield next(self._listened([lost]), None)
                yield None
                done = stuck + 1 - at
            at += done

    def way_up(self, picture: Image.Image) -> str:
        """Return what it says of how the picture lies; nothing where it takes too long."""
        with self._started([picture], "--psm", "0") as run:
            heard = list(_heard(run, self.seconds))
        said = b"".join(part for is_answer, part in heard if is_answer)
        return said.decode("utf-8", "replace")

    def _listened(self, pictures: Sequence[Image.Image]) -> Generator[str, None, tuple[int, int]]:
        """Yield the tables that come; return how many came, and how many were begun."""
        said, told, done = b"", b"", 0
        with self._started(pictures, "--psm", "3", "tsv") as run:
            for is_answer, part in _heard(run, self.seconds):
                said, told = (said + part, told) if is_answer else (said, told + part)
                *whole, _ = said.split(NEXT_TABLE)
                for table in whole[done + 1 :]:
                    yield table.decode("utf-8", "replace")
                    done += 1
            if run.wait() == 0 and NEXT_TABLE in said:
                yield said.rpartition(NEXT_TABLE)[2].decode("utf-8", "replace")
                done += 1
        return done, len(BEGINS.findall(told))

    @contextlib.contextmanager
    def _started(
        self, pictures: Sequence[Image.Image], *options: str
    ) -> Iterator[subprocess.Popen[bytes]]:
        """Start the program on these pictures; it is ended, if it has not ended by itself."""
        rooms = self.rooms[-1:] if len(pictures) == 1 else self.rooms[: len(pictures)]
        for room, picture in zip(rooms, pictures, strict=True):
            _put(picture, room, self.size)
        with subprocess.Popen(
            [self.program, "stdin", "stdout", "--dpi", str(self.dpi), *options],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            # One thread each: there is a child for every core, and several would wait in turns.
            env={**os.environ, "OMP_THREAD_LIMIT": "1"},
            pass_fds=rooms,
        ) as run:
            assert run.stdin is not None
            with contextlib.suppress(BrokenPipeError), run.stdin:
                run.stdin.write("".join(f"/proc/self/fd/{room}\n" for room in rooms).encode())
            try:
                yield run
            finally:
                run.kill()


def _put(picture: Image.Image, room: int, size: int) -> None:
    """Write the picture into memory: no file is written to, which would be refused."""
    content = io.BytesIO()
    picture.save(content, "TIFF")
    with mmap.mmap(room, size) as memory:
        memory[: content.tell()] = content.getvalue()


def _heard(run: subprocess.Popen[bytes], seconds: float) -> Iterator[tuple[bool, bytes]]:
    """Yield what comes, and whether it is of the answer; end it after so many seconds of silence.

    It says when it begins a picture, so the silence is that of one picture.
    """
    with selectors.DefaultSelector() as ears:
        for pipe in (run.stdout, run.stderr):
            assert pipe is not None
            ears.register(pipe, selectors.EVENT_READ, pipe is run.stdout)
        while ears.get_map():
            ready = ears.select(seconds)
            if not ready:
                run.kill()
                return
            for key, _ in ready:
                part = os.read(key.fd, AT_ONCE)
                if part:
                    yield key.data, part
                else:
                    ears.unregister(key.fileobj)
