"""The letter as a PDF: content in, bytes out; the same content gives the same bytes."""

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from reviews.letters.content import LetterContent
from reviews.letters.limits import LetterRefused

__all__ = ["Assets", "Form", "LetterRefused", "RenderedLetter", "render_html", "render_letter"]


class Form(StrEnum):
    """The two documents made from one determination."""

    SERVED = "served"
    PUBLIC = "public"


@dataclass(frozen=True)
class Assets:
    """Where templates, stylesheets and typefaces are; found once, given to the engine."""

    templates: Path
    stylesheets: Path
    packages: Path

    @classmethod
    def under(cls, directory: Path) -> "Assets":
        """Return the assets of a checkout: its templates/, static/ and node_modules/."""
        return cls(
            templates=directory / "templates" / "letters",
            stylesheets=directory / "static" / "letters",
            packages=directory / "node_modules",
        )


@dataclass(frozen=True)
class RenderedLetter:
    """The bytes, how many pages, and what they were made with."""

    pdf: bytes
    pages: int
    versions: dict[str, str]


def render_letter(
    content: LetterContent,
    form: Form,
    assets: Assets,
    *,
    mark: str = "",
    max_pages: int = 300,
    max_services: int = 50,
    max_text: int = 60_000,
) -> RenderedLetter:
    """Return the letter's PDF; LetterRefused with a sentence where it cannot be made."""
    raise NotImplementedError


def render_html(content: LetterContent, form: Form, assets: Assets, *, mark: str = "") -> str:
    """Return the HTML the PDF is made from."""
    raise NotImplementedError


def warm_up(assets: Assets) -> None:
    """Load typefaces and stylesheets, so that the first letter is as quick as the next."""
    raise NotImplementedError
