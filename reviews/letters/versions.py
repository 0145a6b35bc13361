"""What a letter was made with, recorded with it: the same content on the same versions gives the
same bytes.
"""

import hashlib
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from weasyprint.text.ffi import harfbuzz, pango

from reviews.letters.typefaces import faces_sha256

PACKAGES = ("weasyprint", "pydyf", "pikepdf", "pyHanko", "fonttools")


def installed_versions(
    template_version: str, templates: Path, stylesheets: Path, packages: Path
) -> dict[str, str]:
    """Return the versions of everything that a letter's bytes depend on."""
    return {
        "template": template_version,
        "template_sha256": _files_sha256(templates, stylesheets),
        "fonts_sha256": faces_sha256(packages),
        **_library_versions(),
    }


@lru_cache(maxsize=1)
def _library_versions() -> dict[str, str]:
    return {
        **{name.lower(): version(name) for name in PACKAGES},
        "pango": _pango_version(),
        "harfbuzz": _harfbuzz_version(),
    }


@lru_cache(maxsize=4)
def _files_sha256(*folders: Path) -> str:
    digest = hashlib.sha256()
    for folder in folders:
        for file in sorted(each for each in folder.rglob("*") if each.is_file()):
            digest.update(file.relative_to(folder).as_posix().encode() + b"\0")
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _pango_version() -> str:
    number = pango.pango_version()
    return f"{number // 10_000}.{number // 100 % 100}.{number % 100}"


def _harfbuzz_version() -> str:
    """Ask whether it is at least this and that: the one question the binding has."""
    parts = [0, 0, 0]
    for place in range(3):
        while harfbuzz.hb_version_atleast(*parts[:place], parts[place] + 1, *[0] * (2 - place)):
            parts[place] += 1
    return ".".join(map(str, parts))
