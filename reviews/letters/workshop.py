"""What a process keeps ready between letters: typefaces, stylesheets, templates.

Typefaces are unpacked and stylesheets parsed once; a letter then costs its own layout only. The
layout library's font map is not safe to share between threads, so one letter is made at a time.
"""

import threading
from functools import lru_cache
from pathlib import Path

from django.template import Context, Engine
from weasyprint import CSS
from weasyprint.css.counters import CounterStyle
from weasyprint.text.fonts import FontConfiguration

from reviews.letters.fetching import ClosedFetcher
from reviews.letters.limits import LetterRefused
from reviews.letters.marks import mark_rules
from reviews.letters.typefaces import faces, font_face_rules

STYLESHEET = "final_determination.css"
MARK_ADDRESS = "letter-mark:page"


class Workshop:
    """The reusable parts, for one set of folders."""

    def __init__(self, templates: Path, stylesheets: Path, packages: Path) -> None:
        self.lock = threading.RLock()
        self.packages = packages
        self.fonts = FontConfiguration()
        self.counters = CounterStyle()
        self._stylesheets = stylesheets
        self._fetcher = ClosedFetcher(_font_files(packages))
        self._engine = Engine(
            dirs=[str(templates)],
            builtins=["reviews.letters.text_filters"],
            loaders=[
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader"],
                )
            ],
            app_dirs=False,
        )
        self._css = (
            self._parsed(font_face_rules(packages)),
            self._parsed((stylesheets / STYLESHEET).read_text()),
        )
        self._css_by_mark: dict[str, CSS] = {}

    def html(self, template: str, **values: object) -> str:
        """Return a template's HTML; every value is escaped."""
        return self._engine.get_template(template).render(Context(values))

    def stylesheets(self, mark: str = "") -> list[CSS]:
        """Return the parsed stylesheets of a letter, with its mark's where it has one."""
        if not mark:
            return list(self._css)
        if mark not in self._css_by_mark:
            self._css_by_mark[mark] = self._parsed(mark_rules(MARK_ADDRESS, mark))
        return [*self._css, self._css_by_mark[mark]]

    def stylesheet(self, name: str) -> CSS:
        """Return another stylesheet of the folder, parsed, beside the faces."""
        return self._parsed((self._stylesheets / name).read_text())

    @property
    def font_face_css(self) -> CSS:
        """The faces alone."""
        return self._css[0]

    def _parsed(self, text: str) -> CSS:
        return CSS(
            string=text,
            font_config=self.fonts,
            counter_style=self.counters,
            url_fetcher=self._fetcher,
        )


def _font_files(packages: Path) -> dict[str, tuple[bytes, str]]:
    try:
        return {face.address: (face.file.read_bytes(), "font/woff2") for face in faces(packages)}
    except FileNotFoundError as missing:
        raise LetterRefused(
            f"The letter’s typeface {Path(missing.filename).name} is not installed: run the "
            "set-up, which fetches the front-end packages."
        ) from missing


@lru_cache(maxsize=2)
def workshop(templates: Path, stylesheets: Path, packages: Path) -> Workshop:
    """Return this process's workshop for these folders."""
    return Workshop(templates, stylesheets, packages)
