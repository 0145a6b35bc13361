"""What a letter was made with, recorded with it: the same content on the same versions gives the
same bytes.
"""

import hashlib
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

from weasyprint.text.ffi import harfbuzz, pango

from cases.press.assets import Assets
from cases.press.typefaces import faces_sha256

SEAL_TEMPLATE, SEAL_STYLESHEET = "california/stamp.html", "stamp.css"
PACKAGES = ("weasyprint", "pydyf", "pikepdf", "pyHanko", "fonttools")


def installed_versions(
    template_version: str, made_from: tuple[Path, ...], assets: Assets
) -> dict[str, str]:
    """Return the versions of everything that the bytes depend on.

    `made_from` are the files, and folders of files, of templates and styles; the face of the seal
    is always among them.
    """
    return {
        "template": template_version,
        "template_sha256": _files_sha256(*made_from, *_seal_files(assets)),
        "fonts_sha256": faces_sha256(assets.packages),
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
def _files_sha256(*places: Path) -> str:
    digest = hashlib.sha256()
    for place in places:
        inside = [place] if place.is_file() else place.rglob("*")
        for file in sorted(each for each in inside if each.is_file()):
            digest.update(file.relative_to(place.parent).as_posix().encode() + b"\0")
            digest.update(file.read_bytes())
    return digest.hexdigest()


def _seal_files(assets: Assets) -> tuple[Path, Path]:
    return assets.templates / SEAL_TEMPLATE, assets.stylesheets / SEAL_STYLESHEET


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
