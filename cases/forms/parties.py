"""The form of one party: the fields that its role has, one column."""

from typing import Any

from django import forms

from cases.forms.fields import DayField, TextField, pair, part_of_page
from cases.intake import PartyEntry
from cases.models import Party
from cases.models.clocks import PLACES

R = Party.Role
REACHED = ("telephone", "fax", "email", "language", "preferred_channel")
CONTACT = ("contact_person", "address", "place", *REACHED)
FIELDS_BY_ROLE: dict[str, tuple[str, ...]] = {
    R.INJURED_WORKER: ("name", "date_of_birth", "sex", *CONTACT),
    R.CLAIMS_ADMINISTRATOR: ("name", *CONTACT),
    R.ATTORNEY: ("name", *CONTACT),
    R.EMPLOYER: ("name", *CONTACT),
    R.REQUESTING_PHYSICIAN: ("name", "specialty", "npi", *CONTACT),
    R.INSURER: ("name", *CONTACT),
    R.UR_ORGANIZATION: ("name", *CONTACT),
    R.AGENT: ("name", "designated_on", *CONTACT),
    R.MEDICAL_PROVIDER_NETWORK: ("name", *CONTACT),
    R.FACILITY: ("name", *CONTACT),
    R.MANUFACTURER: ("name", *CONTACT),
}
ROLES_OF_APPLICATION = (
    R.INJURED_WORKER,
    R.CLAIMS_ADMINISTRATOR,
    R.REQUESTING_PHYSICIAN,
    R.ATTORNEY,
    R.EMPLOYER,
)
OTHER_ROLES = tuple(role for role in R if role not in ROLES_OF_APPLICATION)
ROLES_NEEDED = (R.INJURED_WORKER, R.CLAIMS_ADMINISTRATOR)
PAIRS = (("telephone", "fax"), ("date_of_birth", "sex"), ("language", "preferred_channel"))


class PartyForm(forms.Form):
    """A party in one role; left wholly empty it is not there, unless the case needs it."""

    name = TextField(label="Name", width="w-name")
    date_of_birth = DayField(label="Date of birth")
    sex = forms.ChoiceField(
        label="Sex",
        choices=[("", "Not stated"), *Party.Sex.choices],
        required=False,
        widget=forms.Select(attrs={"class": "w-code"}),
    )
    specialty = TextField(label="Specialty", width="w-name")
    npi = TextField(label="NPI", width="w-code", help_text="Ten digits.")
    designated_on = DayField(
        label="Designated on", help_text="After the UR decision (LC 4610.5(j))."
    )
    contact_person = TextField(label="Contact person", width="w-name")
    address = TextField(label="Address", rows=3, width="w-name")
    place = forms.ChoiceField(
        label="Where that is",
        choices=[("", "As the address says"), *PLACES],
        required=False,
        widget=forms.Select(attrs={"class": "w-name"}),
        help_text="For what the address does not say: days for mail depend on it.",
    )
    telephone = TextField(label="Telephone", width="w-code")
    fax = TextField(label="Fax", width="w-code")
    email = TextField(label="E-mail", width="w-name")
    language = TextField(label="Language", width="w-code")
    preferred_channel = forms.ChoiceField(
        label="Prefers",
        choices=[("", "Not stated"), *Party.Channel.choices],
        required=False,
        widget=forms.Select(attrs={"class": "w-code"}),
    )

    def __init__(self, role: str, *args: Any, **options: Any) -> None:
        options.setdefault("prefix", role)
        super().__init__(*args, **options)
        self.role = role
        names = FIELDS_BY_ROLE[role]
        self.fields = {name: self.fields[name] for name in names}
        if role in ROLES_NEEDED:
            words = R(role).label.lower()
            self.fields["name"].required = True
            self.fields["name"].error_messages["required"] = f"Enter the {words}."
        self.helper = part_of_page(*_rows(names))

    @property
    def words(self) -> str:
        """What the role is called."""
        return R(self.role).label

    def is_left_empty(self) -> bool:
        """Whether nothing was entered for a party that the case can do without."""
        return self.role not in ROLES_NEEDED and not any(self.cleaned_data.values())

    def entry(self) -> PartyEntry:
        """Return the party as entered."""
        return PartyEntry(role=self.role, **self.cleaned_data)


def _rows(names: tuple[str, ...]) -> list[Any]:
    """Put the fields that belong side by side into one row."""
    second_by_first = {a: b for a, b in PAIRS if a in names and b in names}
    seconds = set(second_by_first.values())
    return [
        pair(name, second_by_first[name]) if name in second_by_first else name
        for name in names
        if name not in seconds
    ]
