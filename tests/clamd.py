"""A small clamd: a real socket that speaks VERSION and INSTREAM as the scanner does.

It stands where the outside world ends; what it finds is the test file of the EICAR institute.
"""

import contextlib
import socketserver
import struct
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

# In two pieces, so that no scanner takes this source for what it looks for.
EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-" + rb"ANTIVIRUS-TEST-FILE!$H+H*"


class Conversation(socketserver.StreamRequestHandler):
    """One connection: a command, and for INSTREAM the chunks that follow."""

    def handle(self) -> None:
        """Answer the command."""
        server: Clamd = self.server  # type: ignore[assignment]
        command = self._until_nul()
        if server.is_hung:
            server.is_over.wait()
        elif command == b"zVERSION":
            self._say(f"ClamAV 1.4.3/27800/{server.made_at:%a %b %d %H:%M:%S %Y}")
        elif command == b"zINSTREAM":
            self._scan(server)

    def _scan(self, server: "Clamd") -> None:
        content = b""
        while size := struct.unpack(">I", self.rfile.read(4))[0]:
            content += self.rfile.read(size)
            if len(content) > server.most:
                return self._say("INSTREAM size limit exceeded. ERROR")
        server.scanned.append(content)
        found = "Eicar-Test-Signature FOUND" if EICAR in content else "OK"
        return self._say(f"stream: {found}")

    def _until_nul(self) -> bytes:
        command = b""
        while (letter := self.rfile.read(1)) not in (b"\0", b""):
            command += letter
        return command

    def _say(self, words: str) -> None:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            self.wfile.write(words.encode() + b"\0")


class Clamd(socketserver.ThreadingUnixStreamServer):
    """The scanner, with what a test may wish of it."""

    daemon_threads = True

    def __init__(self, path: Path) -> None:
        super().__init__(str(path), Conversation)
        self.made_at = datetime.now(UTC)
        self.most = 1 << 30
        self.is_hung = False
        self.is_over = threading.Event()
        self.scanned: list[bytes] = []


@contextlib.contextmanager
def running(path: Path) -> Iterator[Clamd]:
    """Run a scanner at a socket."""
    with Clamd(path) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.is_over.set()
            server.shutdown()
            thread.join()
    with contextlib.suppress(FileNotFoundError):
        path.unlink()
