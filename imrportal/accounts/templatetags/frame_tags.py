"""Pieces every page shares: icons, chips, days in words, notes, pages of a list."""

from datetime import date, datetime
from typing import Any

from django import template
from django.contrib.messages import constants
from django.forms import Select
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = template.Library()

TONES = {"info", "good", "warn", "stop", "quiet"}
NOTES = {
    constants.SUCCESS: ("note-good", "check-circle"),
    constants.WARNING: ("note-warn", "exclamation-triangle"),
    constants.ERROR: ("note-stop", "exclamation-octagon"),
}


@register.simple_tag
def icon(name: str) -> SafeString:
    """Draw a Bootstrap icon that says nothing to a screen reader: words stand beside it."""
    return format_html('<i class="bi bi-{}" aria-hidden="true"></i>', name)


@register.simple_tag
def chip(words: Any, tone: str = "info", icon_name: str = "") -> SafeString:
    """Draw a chip: words in a tone (info, good, warn, stop, quiet), with an icon if named."""
    tone = tone if tone in TONES else "info"
    mark = icon(icon_name) if icon_name else ""
    return format_html('<span class="chip chip-{}">{}{}</span>', tone, mark, words)


@register.filter
def day(value: date | datetime | None) -> str:
    """Write a day as `Mon 14 Dec 2026`; an instant by its Pacific day; nothing for none."""
    if not value:
        return ""
    if isinstance(value, datetime):
        value = timezone.localdate(value)
    return f"{value:%a} {value.day} {value:%b %Y}"


@register.filter
def day_time(value: datetime | None) -> str:
    """Write an instant as `Mon 14 Dec 2026, 10:42 PST`."""
    if not value:
        return ""
    local = timezone.localtime(value)
    return f"{day(local)}, {local:%H:%M %Z}"


@register.filter
def initials(name: str) -> str:
    """Take the first letters of the first and the last word of a name, degrees left out."""
    words = [word for word in str(name).partition(",")[0].split() if word[0].isalpha()]
    return "".join(word[0].upper() for word in (words[:1] + words[1:][-1:]))


@register.filter
def field_words(name: str) -> str:
    """Turn a field's name into words: `decision_rationale` into `Decision rationale`."""
    return str(name).replace("_", " ").capitalize()


@register.filter
def note_class(message: Any) -> str:
    """Choose a note's tone for a message of an action."""
    return NOTES.get(message.level, ("note-info", ""))[0]


@register.filter
def note_icon(message: Any) -> str:
    """Choose a note's icon for a message of an action."""
    return NOTES.get(message.level, ("", "info-circle"))[1]


@register.simple_tag
def account_chip(person: Any) -> SafeString:
    """Say in a chip how an account stands."""
    if not person.is_active:
        return chip("Deactivated", "quiet", "slash-circle")
    if not person.has_usable_password():
        return chip("Invited", "warn", "envelope")
    return chip("Active", "good", "check2")


@register.simple_tag
def event_details(event: Any) -> str:
    """Write what an audit row holds beside its kind: changed fields, keys, controlled values."""
    parts = [f"{field_words(name)}: {_value(value)}" for name, value in sorted(event.data.items())]
    if event.changed_fields:
        parts.insert(0, "Changed: " + ", ".join(event.changed_fields).replace("_", " "))
    return " · ".join(parts)


def _value(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(str(one) for one in value).replace("_", " ")
    text = str(value)
    return f"{text[:12]}…" if len(text) >= 32 and " " not in text else text.replace("_", " ")


@register.filter
def object_words(object_type: str) -> str:
    """Turn `cases.medicalrecord` into `medicalrecord`."""
    return str(object_type).rpartition(".")[2]


@register.filter
def as_control(field: Any) -> SafeString:
    """Draw a field alone, as the site's forms draw it; its label and errors are the template's."""
    is_select = isinstance(field.field.widget, Select)
    own = field.field.widget.attrs.get("class", "")
    classes = f"{'form-select' if is_select else 'form-control'} {own}".strip()
    return field.as_widget(attrs={"class": classes})
