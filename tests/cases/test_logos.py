"""A logo: rebuilt from harmless parts, or refused with a sentence."""

import pytest

from cases.logos import MOST_BYTES, NotADrawing, clean_logo

OPEN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10" '
PATH = '<path d="M0 0h10v10z" fill="#0b5c63"/>'


def drawing(inside: str = PATH, more: str = "") -> bytes:
    return f"{OPEN}{more}>{inside}</svg>".encode()


def test_a_plain_drawing_is_kept():
    logo = clean_logo(drawing())
    assert 'd="M0 0h10v10z"' in logo.svg
    assert 'fill="#0b5c63"' in logo.svg
    assert logo.svg.startswith("<svg xmlns=")
    assert logo.left_out == ()


def test_cleaning_twice_changes_nothing():
    once = clean_logo(drawing(f'<g transform="scale(2)">{PATH}</g>')).svg
    assert clean_logo(once.encode()).svg == once


@pytest.mark.parametrize(
    ("evil", "named"),
    [
        ("<script>alert(1)</script>", "script"),
        ("<foreignObject><body/></foreignObject>", "foreignObject"),
        ('<image href="file:///etc/passwd"/>', "image"),
        ('<use href="#a"/>', "use"),
        ("<style>@import url(http://evil.example)</style>", "style"),
        ('<a href="javascript:alert(1)"><path d="M0 0"/></a>', "a"),
        ("<text>Redwood</text>", "text"),
        ("<animate/>", "animate"),
        ('<x xmlns="http://evil.example/"/>', "foreign x"),
    ],
)
def test_what_can_run_or_fetch_is_left_out_and_named(evil, named):
    logo = clean_logo(drawing(evil + PATH))
    assert logo.left_out == (named,)
    for word in ("script", "href", "import", "evil", "passwd", "alert"):
        assert word not in logo.svg


@pytest.mark.parametrize(
    "attribute",
    [
        'onload="alert(1)"',
        'fill="url(http://evil.example/x)"',
        'fill="url(//evil.example/#a)"',
        'style="fill:url(file:///etc/passwd)"',
        'style="background:url(http://evil.example)"',
        'filter="url(#a)"',
        'class="x"',
        'transform="&lt;script&gt;"',
    ],
)
def test_a_harmful_attribute_is_left_out(attribute):
    svg = clean_logo(drawing(f'<path d="M0 0h1" {attribute}/>')).svg
    assert svg.count("=") == 3
    assert "evil" not in svg


def test_colours_declared_in_a_style_are_kept():
    svg = clean_logo(drawing('<path d="M0 0h1" style="fill:#fff; stroke-width : 2"/>')).svg
    assert 'fill="#fff"' in svg
    assert 'stroke-width="2"' in svg


def test_a_gradient_is_kept_with_its_reference():
    inside = '<defs><linearGradient id="g"><stop offset="0"/></linearGradient></defs>'
    svg = clean_logo(drawing(f'{inside}<rect width="5" height="5" fill="url(#g)"/>')).svg
    assert 'fill="url(#g)"' in svg


def test_a_clip_does_not_clip_itself():
    inside = '<clipPath id="c"><path d="M0 0h1" clip-path="url(#c)"/></clipPath>'
    assert "clip-path" not in clean_logo(drawing(inside)).svg


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "not an SVG drawing"),
        (b"%PDF-1.7", "not an SVG drawing"),
        (b"<html><svg/></html>", "does not begin with an svg element"),
        (b"<!DOCTYPE svg [<!ENTITY a 'aaaa'>]><svg/>", "without a document type"),
        ("<svg/>".encode("utf-16"), "without a document type"),
        (drawing(""), "no shapes"),
        (drawing("<text>Redwood</text>"), "no shapes"),
        (drawing(" " * MOST_BYTES + PATH), "bytes; a logo may have"),
        (drawing("<g/>" * 2001 + PATH), "parts. Simplify it"),
        (drawing("<g>" * 60 + PATH + "</g>" * 60), "nested too deeply"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0"/></svg>', "how large it is"),
    ],
)
def test_what_cannot_be_a_logo_is_refused_with_a_sentence(content, sentence):
    with pytest.raises(NotADrawing, match=sentence):
        clean_logo(content)


def test_width_and_height_make_a_frame():
    content = (
        b'<svg xmlns="http://www.w3.org/2000/svg" width="40px" height="20"><path d="M0 0"/></svg>'
    )
    assert 'viewBox="0 0 40 20"' in clean_logo(content).svg
