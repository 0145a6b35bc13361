"""The marks a letter carries while it may not leave: across the page, and at its head."""

from functools import lru_cache
from pathlib import Path

from fontTools.pens.boundsPen import BoundsPen
from fontTools.pens.svgPathPen import SVGPathPen
from fontTools.pens.transformPen import TransformPen
from fontTools.ttLib import TTFont

from cases.press.typefaces import faces

DRAFT = "DRAFT"
NOT_CLEARED = "NOT CLEARED FOR PUBLICATION"

PAGE_WIDTH, PAGE_HEIGHT = 612, 792
LONGEST, HIGHEST = 690, 150
TINT = "#f3e0dc"


def mark_rules(address: str, mark: str) -> str:
    """Return the stylesheet that lays a mark under every page and says it at the head."""
    words = mark.replace("\\", "").replace('"', "").replace("\n", " ")
    return (
        f'@page {{ background: url("{address}") no-repeat 0 0 / 100% 100% border-box; '
        f'@top-center {{ content: "{words}"; color: #a3392b; '
        'font: 600 9pt/1.2 "Letter Serif"; } }'
    )


@lru_cache(maxsize=8)
def mark_image(mark: str, packages: Path) -> bytes:
    """Return the mark drawn from corner to corner: outlines, so that no text lies in the text."""
    outlines, (left, bottom, right, top) = _outlines(mark, packages)
    scale = min(LONGEST / (right - left), HIGHEST / (top - bottom))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{PAGE_WIDTH}" height="{PAGE_HEIGHT}" '
        f'viewBox="0 0 {PAGE_WIDTH} {PAGE_HEIGHT}">'
        f'<g transform="translate({PAGE_WIDTH / 2} {PAGE_HEIGHT / 2}) rotate(-52) '
        f'scale({scale:.5f} {-scale:.5f}) translate({-(left + right) / 2} {-(bottom + top) / 2})">'
        f'<path fill="{TINT}" d="{outlines}"/></g></svg>'
    ).encode()


def _outlines(mark: str, packages: Path) -> tuple[str, tuple[float, float, float, float]]:
    bold = next(face for face in faces(packages) if face.weight == 600)
    font = TTFont(bold.file)
    glyphs, names = font.getGlyphSet(), font.getBestCmap()
    path, bounds, x = SVGPathPen(glyphs), BoundsPen(glyphs), 0
    for character in mark:
        name = names.get(ord(character), names[ord(" ")])
        for pen in (path, bounds):
            glyphs[name].draw(TransformPen(pen, (1, 0, 0, 1, x, 0)))
        x += glyphs[name].width
    return path.getCommands(), bounds.bounds or (0, 0, 1, 1)
