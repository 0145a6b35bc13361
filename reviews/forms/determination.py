"""Form of the director's signature: the statement of meaning, and the password given again."""

from typing import Any

from django import forms
from django.contrib.auth import authenticate
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from cases.forms.fields import part_of_page

STATEMENT = (
    "I have read this letter. I approve it as the final determination of {case_number} for "
    "{organization}, and my signature stands for that."
)
WRONG_PASSWORD = "This is not the password of your account. Nothing was signed."


class SignDeterminationForm(forms.Form):
    """Checks presence: whoever sits here is whoever signed in."""

    is_meant = forms.BooleanField(
        label=STATEMENT, error_messages={"required": "Tick the statement to sign."}
    )
    password = forms.CharField(
        label="Your password",
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password", "class": "w-code"}),
        error_messages={"required": "Give your password again to sign."},
    )
    read_sha256 = forms.RegexField(r"^[0-9a-f]{64}$", widget=forms.HiddenInput)

    def __init__(
        self, *args: Any, request: HttpRequest, organization: str, case_number: str, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.request = request
        self.fields["is_meant"].label = STATEMENT.format(
            organization=organization, case_number=case_number
        )
        # `read_sha256` is the page's: it names the letter that stands there now.
        self.helper = part_of_page("is_meant", "password")

    def clean_password(self) -> str:
        """Ask for the account's own password, as the door does."""
        password = self.cleaned_data["password"]
        user = self.request.user
        if authenticate(self.request, username=user.email, password=password) != user:
            raise ValidationError(WRONG_PASSWORD)
        return password
