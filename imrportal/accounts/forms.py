"""Forms of accounts: what is asked at the door, and what an administrator says of a person."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Fieldset, Layout
from django import forms

from cases.forms.fields import DayField
from imrportal.accounts.actions import PersonEntry
from imrportal.accounts.models import User
from imrportal.accounts.roles import Role


class SignInForm(forms.Form):
    """Address and password; whether they fit is asked elsewhere, and answered in one sentence."""

    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )
    password = forms.CharField(
        strip=False,
        max_length=1024,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class AddressForm(forms.Form):
    """Where to send a link for a new password."""

    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "username", "autofocus": True}),
    )


class PersonForm(forms.Form):
    """Who somebody is here, and for a director the licence that lets him sign."""

    full_name = forms.CharField(
        max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off", "class": "w-name"})
    )
    role = forms.ChoiceField(
        choices=Role.choices,
        help_text="What the person may do follows from the role; it counts at once.",
        widget=forms.Select(attrs={"class": "w-code"}),
    )
    licensing_board = forms.ChoiceField(
        choices=[("", "No licence recorded"), *User.LicensingBoard.choices],
        required=False,
        help_text="A determination is signed only by a physician licensed in California "
        "(LC 139.5(c)(1)).",
        widget=forms.Select(attrs={"class": "w-name"}),
    )
    licence_number = forms.CharField(
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"class": "w-code", "autocomplete": "off"}),
    )
    licence_verified_on = DayField(label="Licence verified on")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_tag = False
        self.helper.layout = Layout(
            "full_name",
            "role",
            Fieldset(
                "For a medical director", "licensing_board", "licence_number", "licence_verified_on"
            ),
        )

    @property
    def entry(self) -> PersonEntry:
        """What was said, as the actions take it."""
        return PersonEntry(**{name: self.cleaned_data[name] for name in PersonEntry.names()})


class InvitationForm(PersonForm):
    """A new person, and where to send the invitation."""

    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        help_text="The invitation goes here; the person signs in with it.",
        widget=forms.EmailInput(attrs={"autocomplete": "off", "class": "w-name"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper.layout.insert(1, "email")
