"""Draws the fields of long tables as Django's own templates do, without a template each."""

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

_WIDGETS = "django/forms/widgets"
_INPUTS = frozenset({f"{_WIDGETS}/text.html", f"{_WIDGETS}/checkbox.html"})
_SELECT = f"{_WIDGETS}/select.html"


class LongTableRenderer(DjangoTemplates):
    """The renderer of a form of which hundreds are on a page; what it does not know is Django's."""

    def render(self, template_name: str, context: dict[str, Any], request: Any = None) -> str:
        """Return the field as HTML."""
        if template_name in _INPUTS:
            return _input(context["widget"])
        if template_name == _SELECT and not _has_groups(context["widget"]):
            return _select(context["widget"])
        return super().render(template_name, context, request)


def _input(widget: dict[str, Any]) -> SafeString:
    said = {"type": widget["type"], "name": widget["name"]}
    if widget["value"] is not None:
        said["value"] = widget["value"]
    return format_html("<input{}>", _attributes(said | widget["attrs"]))


def _has_groups(widget: dict[str, Any]) -> bool:
    return any(name for name, _, _ in widget["optgroups"])


def _select(widget: dict[str, Any]) -> SafeString:
    options = format_html_join(
        "",
        "<option{}>{}</option>",
        (
            (_attributes({"value": option["value"], **option["attrs"]}), option["label"])
            for _, group, _ in widget["optgroups"]
            for option in group
        ),
    )
    attributes = _attributes({"name": widget["name"], **widget["attrs"]})
    return format_html("<select{}>{}</select>", attributes, options)


def _attributes(said: dict[str, Any]) -> SafeString:
    """Return attributes; True is one without a value, and False is none."""
    told = ((name, value) for name, value in said.items() if value is not False)
    return SafeString(
        "".join(
            format_html(" {}", name) if value is True else format_html(' {}="{}"', name, value)
            for name, value in told
        )
    )
