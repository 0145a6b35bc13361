"""A logo as it may be printed: an SVG drawing rebuilt from the few elements and attributes we know.

Nothing that can run, fetch or read is carried over; what was left out is named.
"""

import re
from dataclasses import dataclass
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

MOST_BYTES = 100_000
MOST_ELEMENTS = 2_000
SVG = "http://www.w3.org/2000/svg"
SHAPES = {"path", "rect", "circle", "ellipse", "line", "polyline", "polygon"}
ELEMENTS = SHAPES | {
    *("svg", "g", "title", "desc", "defs", "clipPath", "linearGradient", "radialGradient", "stop"),
}
SILENT = {"metadata", "namedview"}
ATTRIBUTES = {
    *("id", "transform", "opacity", "viewBox", "preserveAspectRatio", "clip-path", "clip-rule"),
    *("d", "points", "x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "rx", "ry", "fx", "fy"),
    *("width", "height", "fill", "fill-opacity", "fill-rule", "stroke", "stroke-dasharray"),
    *("stroke-linecap", "stroke-linejoin", "stroke-miterlimit", "stroke-opacity", "stroke-width"),
    *("gradientTransform", "gradientUnits", "spreadMethod", "clipPathUnits", "offset"),
    *("stop-color", "stop-opacity"),
}
VALUE = re.compile(r"[\w\s#%.,:;()+\-]*")
REFERENCE = re.compile(r"url\(\s*#[\w.\-]+\s*\)")
LENGTH = re.compile(r"(\d+(?:\.\d+)?)(?:px)?")
NUMBERS = re.compile(r"-?\d+(\.\d+)?([\s,]+-?\d+(\.\d+)?){3}")

ElementTree.register_namespace("", SVG)


class NotADrawing(ValueError):
    """The file cannot be used as a logo; the message says why and what to do."""


@dataclass(frozen=True)
class Logo:
    """A drawing that may be printed, and what was left out of the file."""

    svg: str
    left_out: tuple[str, ...]


def clean_logo(content: bytes) -> Logo:
    """Return the drawing; NotADrawing when there is none, or too much of it."""
    root = _parse(content)
    left_out: dict[str, None] = {}
    drawing = _copy(root, left_out)
    if not any(_name(element) in SHAPES for element in drawing.iter()):
        raise NotADrawing("The file holds no shapes. Convert text and pictures to paths first.")
    _give_it_a_frame(drawing, root)
    return Logo(ElementTree.tostring(drawing, encoding="unicode"), tuple(left_out))


def _parse(content: bytes) -> Element:
    if len(content) > MOST_BYTES:
        raise NotADrawing(f"The file has {len(content):,} bytes; a logo may have {MOST_BYTES:,}.")
    # A document type is where entities are declared, the only way for XML to grow or to read.
    if b"<!DOCTYPE" in content or b"<!ENTITY" in content or b"\x00" in content:
        raise NotADrawing("Save the drawing as plain SVG, without a document type.")
    try:
        root = ElementTree.fromstring(content)
    except (ElementTree.ParseError, ValueError, LookupError):
        raise NotADrawing("This is not an SVG drawing: the file cannot be read as one.")
    if _name(root) != "svg":
        raise NotADrawing("This is not an SVG drawing: it does not begin with an svg element.")
    if sum(1 for _ in root.iter()) > MOST_ELEMENTS:
        raise NotADrawing(f"The drawing has more than {MOST_ELEMENTS:,} parts. Simplify it.")
    return root


def _copy(
    element: Element, left_out: dict[str, None], depth: int = 0, *, is_clip: bool = False
) -> Element:
    if depth > 50:
        raise NotADrawing("The parts of the drawing are nested too deeply. Ungroup them.")
    name = _name(element)
    is_clip = is_clip or name == "clipPath"
    attributes = _attributes(element, left_out)
    if is_clip:
        attributes.pop("clip-path", None)  # a clip that clips itself has no end
    copy = Element(f"{{{SVG}}}{name}", attributes)
    if name in ("title", "desc"):
        copy.text = element.text
    for child in element:
        child_name = _name(child)
        if child_name in ELEMENTS:
            copy.append(_copy(child, left_out, depth + 1, is_clip=is_clip))
        elif child_name not in SILENT:
            left_out[child_name] = None
    return copy


def _attributes(element: Element, left_out: dict[str, None]) -> dict[str, str]:
    kept = {}
    style = element.attrib.get("style", "")
    declared = [part.split(":", 1) for part in style.split(";") if ":" in part]
    for name, value in [*element.attrib.items(), *declared]:
        name, value = name.strip(), value.strip()
        if name in ATTRIBUTES and _is_harmless(value):
            kept[name] = value
        elif name.startswith("on") or name.endswith("href"):
            left_out[name.rpartition("}")[2]] = None
    return kept


def _is_harmless(value: str) -> bool:
    without_references = REFERENCE.sub("", value)
    return "url" not in without_references.lower() and bool(VALUE.fullmatch(without_references))


def _give_it_a_frame(drawing: Element, root: Element) -> None:
    if NUMBERS.fullmatch(drawing.get("viewBox", "").strip()):
        return
    width, height = (LENGTH.fullmatch(root.get(side, "")) for side in ("width", "height"))
    if not width or not height:
        raise NotADrawing("The drawing does not say how large it is: give it a viewBox.")
    drawing.set("viewBox", f"0 0 {width[1]} {height[1]}")


def _name(element: Element) -> str:
    tag = element.tag if isinstance(element.tag, str) else "comment"
    namespace, _, name = tag.rpartition("}")
    return name if namespace in ("", "{" + SVG) else f"foreign {name}"
