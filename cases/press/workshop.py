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

from cases.press.fetching import ClosedFetcher
from cases.press.limits import LetterRefused
from cases.press.marks import mark_rules
from cases.press.typefaces import faces, font_face_rules

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
            builtins=["cases.press.text_filters"],
            loaders=[
                (
                    "django.template.loaders.cached.Loader",
                    ["django.template.loaders.filesystem.Loader"],
                )
            ],
            app_dirs=False,
        )
        self._css_by_name = {"": self._parsed(font_face_rules(packages))}
        self._css_by_mark: dict[str, CSS] = {}

    def html(self, template: str, **values: object) -> str:
        """Return a template's HTML; every value is escaped."""
        return self._engine.get_template(template).render(Context(values))

    def stylesheets(self, name: str, mark: str = "") -> list[CSS]:
        """Return the faces and a stylesheet of the folder, parsed once, with a mark's if any."""
        found = [self.font_face_css, self.stylesheet(name)]
        if not mark:
            return found
        if mark not in self._css_by_mark:
            self._css_by_mark[mark] = self._parsed(mark_rules(MARK_ADDRESS, mark))
        return [*found, self._css_by_mark[mark]]

    def stylesheet(self, name: str) -> CSS:
        """Return a stylesheet of the folder, parsed once."""
        if name not in self._css_by_name:
            self._css_by_name[name] = self._parsed((self._stylesheets / name).read_text())
        return self._css_by_name[name]

    @property
    def font_face_css(self) -> CSS:
        """The faces alone."""
        return self._css_by_name[""]

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
