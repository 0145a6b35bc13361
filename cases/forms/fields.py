"""Fields that say what is wrong in a sentence: typed days, plain text, lists, yes-no-unknown."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Column, Layout, Row
from django import forms
from django.core.exceptions import ValidationError

from cases.characters import with_plain_lines
from cases.intake.texts import is_blank

TYPED_DAY = re.compile(r"(\d{1,2})[/.\- ]+(\d{1,2})[/.\- ]+(\d+)", re.ASCII)
ISO_DAY = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})", re.ASCII)
MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def part_of_page(*layout: Any) -> FormHelper:
    """Return the helper of a form that is a part of a page: fields alone, errors at the fields."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.template = "cases/_fields.html"
    helper.layout = Layout(*layout)
    return helper


def pair(first: str, second: str) -> Row:
    """Put two short fields side by side."""
    return Row(Column(first, css_class="col-sm-6"), Column(second, css_class="col-sm-6"))


def day_of(typed: str) -> date:
    """Return the day typed as month, day and four-digit year; ValidationError in a sentence."""
    typed = typed.strip()
    iso, usual = ISO_DAY.fullmatch(typed), TYPED_DAY.fullmatch(typed)
    if iso:
        year, month, day = iso.groups()
    elif usual:
        month, day, year = usual.groups()
    else:
        raise ValidationError("Write the date as month/day/year, for example 12/14/2026.")
    if len(year) != 4:
        raise ValidationError("Write the year with four digits, for example 12/14/2026.")
    if not 1 <= int(month) <= 12:
        raise ValidationError(f"There is no month {int(month)}: write month, day, year.")
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        raise ValidationError(f"{int(day)} {MONTHS[int(month) - 1]} {year} does not exist.")


class DayField(forms.CharField):
    """A day, typed as month/day/year; a picker is added by the page's script."""

    def __init__(self, *, missing: str = "", **options: Any) -> None:
        attrs = {
            "inputmode": "numeric",
            "autocomplete": "off",
            "placeholder": "mm/dd/yyyy",
            "data-day": "",
            "class": "w-date",
        }
        super().__init__(
            required=bool(missing),
            widget=forms.TextInput(attrs=attrs),
            error_messages={"required": missing},
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        """Show a day as it is typed; what was typed wrong stays as it is."""
        return f"{value:%m/%d}/{value.year:04d}" if isinstance(value, date) else value

    def clean(self, value: Any) -> date | None:
        """Return the day, or None for an empty field."""
        text = super().clean(value)
        return day_of(text) if text else None


class TextField(forms.CharField):
    """Text as typed, without the spaces around it; what cannot be seen counts as empty."""

    def __init__(self, *, rows: int = 0, missing: str = "", **options: Any) -> None:
        width = options.pop("width", "")
        attrs: dict[str, Any] = {"class": width, "autocomplete": "off"}
        widget = forms.Textarea(attrs={**attrs, "rows": rows}) if rows else forms.TextInput(attrs)
        super().__init__(
            required=bool(missing), widget=widget, error_messages={"required": missing}, **options
        )

    def to_python(self, value: Any) -> str:
        """Return the text with plain line ends; empty when nothing of it can be seen."""
        text = with_plain_lines(super().to_python(value))
        return "" if is_blank(text) else text


class ListField(TextField):
    """Several values in one field, parted by commas or line ends."""

    def __init__(self, *, by_line: bool = False, **options: Any) -> None:
        super().__init__(**options)
        self.parting = r"\n+" if by_line else r"[,;\n]+"

    def prepare_value(self, value: Any) -> Any:
        """Show values as they are typed."""
        if isinstance(value, list | tuple):
            parting = "\n" if self.parting == r"\n+" else ", "
            return parting.join(_typed(one) for one in value)
        return value

    def clean(self, value: Any) -> tuple[Any, ...]:
        """Return the values, in order, without empty ones."""
        parts = re.split(self.parting, super().clean(value))
        return tuple(self.one(part.strip()) for part in parts if part.strip())

    def one(self, part: str) -> Any:
        """Return one value."""
        return part


class DaysField(ListField):
    """Several days in one field."""

    def one(self, part: str) -> date:
        """Return one day."""
        return day_of(part)


class PlaceField(TextField):
    """A whole number that may be left out, such as a place in a list or a year."""

    def __init__(self, *, sentence: str, **options: Any) -> None:
        super().__init__(width="w-date", **options)
        self.sentence = sentence
        self.widget.attrs["inputmode"] = "numeric"

    def clean(self, value: Any) -> int | None:
        """Return the number, or None for an empty field."""
        text = super().clean(value)
        if not text:
            return None
        if not re.fullmatch(r"[0-9]{1,4}", text, re.ASCII):
            raise ValidationError(self.sentence)
        return int(text)


class StatedField(forms.TypedChoiceField):
    """Yes, no, or not stated: an unticked box would say no where nothing was said."""

    def __init__(self, **options: Any) -> None:
        coerce: Callable[[str], bool] = {"yes": True, "no": False}.__getitem__
        super().__init__(
            choices=(("", "Not stated"), ("yes", "Yes"), ("no", "No")),
            coerce=coerce,
            empty_value=None,
            required=False,
            widget=forms.Select(attrs={"class": "w-code"}),
            **options,
        )

    def prepare_value(self, value: Any) -> Any:
        """Show a stored answer as its word."""
        return {True: "yes", False: "no", None: ""}.get(value, value)


def _typed(value: Any) -> str:
    return f"{value:%m/%d}/{value.year:04d}" if isinstance(value, date) else str(value)
