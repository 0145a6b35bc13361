"""What an auditor looks for in the trail."""

from typing import Any

from django import forms
from django.contrib.auth import get_user_model

from cases import audit
from cases.forms.fields import DayField, TextField
from cases.timeline import ANONYMOUS_ROLE


class AccountField(forms.ModelChoiceField):
    """An account by its owner's name; an expert reviewer's by its number."""

    def label_from_instance(self, account: Any) -> str:
        """Return what the account is called in the list."""
        is_reviewer = account.role == ANONYMOUS_ROLE
        return f"Account {account.pk}, expert reviewer" if is_reviewer else account.full_name


class AuditFilterForm(forms.Form):
    """Each part narrows the list; all are optional."""

    case_number = TextField(max_length=20, width="w-code")
    kind = forms.ChoiceField(required=False)
    account = AccountField(queryset=None, required=False, empty_label="Anybody")
    since = DayField(label="From")
    until = DayField(label="To")
    before = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["kind"].choices = [("", "Anything"), *((kind, kind) for kind in audit.kinds())]
        self.fields["account"].queryset = get_user_model().objects.order_by(
            "role", "full_name", "pk"
        )
