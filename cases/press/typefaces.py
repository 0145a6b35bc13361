"""The typefaces of the letter: which files, what they can print, and how the page names them.

Source Serif 4 comes in files by script; each file is a family of its own here, so that the order
in which they are tried is ours. What it lacks (comparison signs, arrows) DejaVu has. Nothing is
taken from the typefaces a machine happens to have.
"""

import hashlib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from fontTools.ttLib import TTFont

SERIF_FILES = "@fontsource/source-serif-4/files/source-serif-4-{script}-{weight}-normal.woff2"
SCRIPT_BY_FAMILY = {
    "Letter Serif": "latin",
    "Letter Serif Extended": "latin-ext",
    "Letter Serif Vietnamese": "vietnamese",
    "Letter Serif Greek": "greek",
    "Letter Serif Cyrillic": "cyrillic",
    "Letter Serif Cyrillic Extended": "cyrillic-ext",
}
WEIGHTS = (400, 600)
FILE_BY_SIGN_FACE = {
    ("Letter Symbols", 400): "dejavu-fonts-ttf/ttf/DejaVuSerif.ttf",
    ("Letter Symbols", 600): "dejavu-fonts-ttf/ttf/DejaVuSerif-Bold.ttf",
    ("Letter Signs", 400): "dejavu-fonts-ttf/ttf/DejaVuSans.ttf",
    ("Letter Signs", 600): "dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf",
}
FAMILIES = (*SCRIPT_BY_FAMILY, "Letter Symbols", "Letter Signs")


@dataclass(frozen=True)
class Face:
    """One file of one family and weight, with the address under which the page asks for it."""

    family: str
    weight: int
    file: Path

    @property
    def address(self) -> str:
        """The address that stands in the stylesheet; nothing else can be fetched."""
        return f"letter-font:{self.file.name}"


def faces(packages: Path) -> tuple[Face, ...]:
    """Return every face of the letter, from the folder the npm packages are in."""
    serif = [
        Face(family, weight, packages / SERIF_FILES.format(script=script, weight=weight))
        for family, script in SCRIPT_BY_FAMILY.items()
        for weight in WEIGHTS
    ]
    signs = [Face(*name, packages / file) for name, file in FILE_BY_SIGN_FACE.items()]
    return (*serif, *signs)


def font_face_rules(packages: Path) -> str:
    """Return the stylesheet that names the faces, and the order in which they are tried."""
    rules = [
        f'@font-face {{ font-family: "{face.family}"; font-weight: {face.weight}; '
        f'font-style: normal; src: url("{face.address}"); }}'
        for face in faces(packages)
    ]
    stack = ", ".join(f'"{family}"' for family in FAMILIES)
    return "\n".join([*rules, f"html {{ font-family: {stack}; }}"])


@lru_cache(maxsize=4)
def printable_characters(packages: Path) -> frozenset[int]:
    """Return the code points that can be printed in every weight."""
    covered: dict[int, set[int]] = {weight: set() for weight in WEIGHTS}
    for face in faces(packages):
        covered[face.weight] |= set(TTFont(face.file, lazy=True).getBestCmap())
    return frozenset.intersection(*(frozenset(points) for points in covered.values()))


@lru_cache(maxsize=4)
def faces_sha256(packages: Path) -> str:
    """Return one digest of all faces: a letter records what it was set in."""
    digest = hashlib.sha256()
    for face in faces(packages):
        digest.update(face.file.read_bytes())
    return digest.hexdigest()
