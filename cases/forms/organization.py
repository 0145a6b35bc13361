"""The form of the organization: letterhead, director, logo."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError

from cases import logos
from cases.actions.organization import SIGN, OrganizationEntry
from cases.forms.fields import TextField
from cases.models import Organization


class OrganizationForm(forms.Form):
    """What stands on every letter."""

    name = TextField(max_length=200, missing="Enter the organization’s name.", width="w-name")
    short_name = TextField(
        max_length=60,
        missing="Enter a short name.",
        width="w-code",
        help_text="Labels the guideline line of each service: “… guideline”.",
    )
    address = TextField(rows=3, help_text="As on the letterhead, one line each.")
    telephone = TextField(max_length=40, width="w-code")
    medical_director = forms.ModelChoiceField(
        queryset=None,
        required=False,
        empty_label="Nobody yet",
        widget=forms.Select(attrs={"class": "w-name"}),
        help_text="An active medical director with a California licence on record "
        "(LC 139.5(c)(1)). Nothing is signed without one.",
    )
    director_title = TextField(label="The director’s title", max_length=100, width="w-name")
    logo = forms.FileField(
        label="SVG file",
        required=False,
        help_text="An SVG drawing of at most 100 KB, text converted to paths. "
        "It is printed 0.55 inch high.",
        widget=forms.FileInput(attrs={"accept": ".svg,image/svg+xml"}),
    )
    remove_logo = forms.BooleanField(required=False, label="Take the logo away")

    def __init__(self, organization: Organization | None, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.left_out: tuple[str, ...] = ()
        people = get_user_model().objects.filter(is_active=True).exclude(licensing_board="")
        may_sign = [person.pk for person in people if person.has_perm(SIGN)]
        self.fields["medical_director"].queryset = people.filter(pk__in=may_sign)
        has_logo = organization is not None and organization.logo_svg
        if not has_logo:
            del self.fields["remove_logo"]
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            Fieldset("Letterhead", "name", "short_name", "address", "telephone"),
            Fieldset("Who signs", "medical_director", "director_title"),
            Fieldset("Logo", "logo", *(["remove_logo"] if has_logo else [])),
        )

    def clean_logo(self) -> str | None:
        """Return the drawing rebuilt from what may be printed, or None for no file."""
        file = self.cleaned_data["logo"]
        if file is None:
            return None
        try:
            logo = logos.clean_logo(file.read(logos.MOST_BYTES + 1))
        except logos.NotADrawing as problem:
            raise ValidationError(str(problem))
        self.left_out = logo.left_out
        return logo.svg

    @property
    def entry(self) -> OrganizationEntry:
        """What was said, as the action takes it."""
        said = dict(self.cleaned_data)
        logo, remove = said.pop("logo"), said.pop("remove_logo", False)
        return OrganizationEntry(**said, logo_svg="" if remove and logo is None else logo)
