"""Forms of accounts: what is asked at the door."""

from django import forms


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
