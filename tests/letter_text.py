"""The text of a letter's PDF as a reader has it: page by page, without the running foot."""

import re
import subprocess
from pathlib import Path

FOOT = re.compile(r"^ *Final Determination · IMR Case .*$", re.MULTILINE)


def page_texts(pdf: Path) -> list[str]:
    """Return the text of each page without its foot."""
    # Without -layout, pdftotext takes away the hyphen of “non-certified” at the end of a line.
    command = ["pdftotext", "-layout", "-enc", "UTF-8", str(pdf), "-"]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    return [FOOT.sub("", page).strip() for page in run.stdout.split("\f")[:-1]]


def squeezed(text: str) -> str:
    """Return the text without any white space, so that line ends do not matter."""
    return "".join(text.split())


class Reading:
    """Reads a letter from the top: each text must follow the one before it."""

    def __init__(self, pages: list[str]) -> None:
        self.text, self.place = squeezed(" ".join(pages)), 0

    def follows(self, words: str) -> bool:
        """Whether the words come next, at whatever distance; if so, read on from their end."""
        found = self.text.find(squeezed(words), self.place)
        if found < 0:
            return False
        self.place = found + len(squeezed(words))
        return True
