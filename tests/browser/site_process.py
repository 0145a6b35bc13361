"""The site in a process of its own, which a test may kill in the middle of a sentence."""

import socket
import subprocess
import sys
import time
from pathlib import Path

from django.conf import settings

PATIENCE = 60.0


class SiteProcess:
    """The site on one port, before the test's own database; it can be killed and started again."""

    def __init__(self, env: dict[str, str], log: Path) -> None:
        self.env, self.log = env, log
        self.port = _free_port()
        self.process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://localhost:{self.port}"

    def start(self) -> None:
        """Start it; it answers a few seconds later."""
        command = [sys.executable, "manage.py", "runserver", f"127.0.0.1:{self.port}"]
        command += ["--noreload", "--insecure", "--skip-checks"]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                command, env=self.env, cwd=settings.BASE_DIR, stdout=log, stderr=log
            )

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        self.process.kill()
        self.process.wait(20)

    def wait(self) -> None:
        """Wait until somebody listens on its port."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with socket.socket() as door:
                if door.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise TimeoutError(self.log.read_text()[-2000:])


def _free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]
