"""The fields of the application and its UR decision, in the order of the paper form's boxes."""

from collections.abc import Sequence
from typing import Any

from crispy_forms.helper import FormHelper
from django import forms

from cases.forms.fields import DayField, StatedField, TextField, pair, part_of_page
from cases.intake import Problem, UrDecisionEntry
from cases.models import Case, UrDecision
from cases.models.application import FILERS

OF_APPLICATION = (
    "application_received_on",
    "priority",
    "filed_by",
    "is_threat_certified",
    "claim_number",
    "jurisdictional_claim_number",
    "adj_number",
    "date_of_injury",
    "date_of_injury_to",
    "has_ur_decision_attached",
    "is_form_given",
    "form_given_on",
    "is_formulary_dispute",
    "primary_diagnosis",
    "has_outside_dispute",
    "outside_dispute_on",
    "is_review_agreed",
    "dispute_resolved_on",
    "is_signed",
    "signed_on",
    "has_records_consent",
)
OF_UR_DECISION = ("decided_on", "served_on", "service_method", "rfa_on", "is_expedited")


class ApplicationForm(forms.Form):
    """What the application itself says, and the UR decision that it disputes."""

    application_received_on = DayField(
        label="Received on", missing="Enter the date the application was received."
    )
    priority = forms.ChoiceField(
        label="Review asked for",
        choices=Case.Priority.choices,
        widget=forms.Select(attrs={"class": "w-code"}),
    )
    filed_by = forms.ChoiceField(
        label="Filed by", choices=[("", "Not stated"), *FILERS], required=False
    )
    is_threat_certified = StatedField(
        label="Physician certifies a threat",
        help_text="Imminent and serious; for an expedited review.",
    )
    claim_number = TextField(label="Claim number", width="w-code")
    jurisdictional_claim_number = TextField(
        label="Jurisdictional claim number", width="w-code", help_text="JCN of WCIS."
    )
    adj_number = TextField(
        label="ADJ number", width="w-code", help_text="EAMS case number, if there is one."
    )
    date_of_injury = DayField(label="Date of injury", missing="Enter the date of injury.")
    date_of_injury_to = DayField(
        label="Last day of injury", help_text="For a cumulative injury: when its period ended."
    )
    decided_on = DayField(label="Decided on", missing="Enter the date of the UR decision.")
    rfa_on = DayField(label="Request for authorization dated")
    served_on = DayField(label="Served on")
    service_method = forms.ChoiceField(
        label="Served by",
        choices=[("", "Not stated"), *UrDecision.ServiceMethod.choices],
        required=False,
        widget=forms.Select(attrs={"class": "w-code"}),
    )
    is_expedited = StatedField(label="UR was expedited")
    has_ur_decision_attached = StatedField(label="UR decision attached")
    is_form_given = StatedField(label="Form came with the UR decision")
    form_given_on = DayField(label="Form given later, on")
    is_formulary_dispute = StatedField(label="Formulary dispute")
    primary_diagnosis = TextField(
        label="Primary diagnosis", rows=2, help_text="As the form has it, with its ICD code."
    )
    is_conditional = StatedField(
        label="Denied because information was not received",
        help_text="Holds for every service that says nothing of its own.",
    )
    has_outside_dispute = StatedField(
        label="Liability disputed too", help_text="For another reason than medical necessity."
    )
    outside_dispute_on = DayField(label="Date of that dispute")
    is_review_agreed = StatedField(label="Administrator agrees to a review")
    dispute_resolved_on = DayField(label="Notice that it is over, served on")
    is_signed = StatedField(label="Application signed")
    signed_on = DayField(label="Signed on")
    has_records_consent = StatedField(label="Consents to obtaining medical records")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.helper_by_section: dict[str, FormHelper] = {
            "application": part_of_page(
                pair("application_received_on", "priority"),
                pair("filed_by", "is_threat_certified"),
            ),
            "claim": part_of_page(
                pair("claim_number", "jurisdictional_claim_number"),
                pair("date_of_injury", "date_of_injury_to"),
                "adj_number",
            ),
            "ur": part_of_page(
                pair("decided_on", "rfa_on"),
                pair("served_on", "service_method"),
                pair("is_expedited", "has_ur_decision_attached"),
                pair("is_form_given", "form_given_on"),
                "is_formulary_dispute",
            ),
            "dispute": part_of_page(
                "primary_diagnosis",
                "is_conditional",
                pair("has_outside_dispute", "outside_dispute_on"),
                pair("is_review_agreed", "dispute_resolved_on"),
            ),
            "signature": part_of_page(pair("is_signed", "signed_on"), "has_records_consent"),
        }

    def values(self) -> dict[str, Any]:
        """Return what belongs to the application, as an entry names it."""
        values = {name: self.cleaned_data[name] for name in OF_APPLICATION if name in self.fields}
        decision = {name: self.cleaned_data[name] for name in OF_UR_DECISION}
        return values | {"ur_decision": UrDecisionEntry(**decision)}


class CorrectionForm(ApplicationForm):
    """What intake may have mistyped; what eligibility asks has a page of its own."""

    KEPT = (
        *("date_of_injury", "date_of_injury_to", "application_received_on"),
        *("claim_number", "jurisdictional_claim_number", "adj_number"),
        *("is_formulary_dispute", "primary_diagnosis"),
        *OF_UR_DECISION,
    )
    LABELS = {
        "decided_on": "UR decided on",
        "served_on": "UR decision served on",
        "service_method": "UR decision served by",
        "application_received_on": "Application received on",
    }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields = {name: one for name, one in self.fields.items() if name in self.KEPT}
        for name, label in self.LABELS.items():
            self.fields[name].label = label
        self.helper = part_of_page(
            pair("date_of_injury", "date_of_injury_to"),
            pair("decided_on", "rfa_on"),
            pair("served_on", "service_method"),
            pair("application_received_on", "is_expedited"),
            pair("claim_number", "jurisdictional_claim_number"),
            pair("adj_number", "is_formulary_dispute"),
            "primary_diagnosis",
        )

    def show(self, found: Sequence[Problem]) -> None:
        """Put each problem at its field, or above them all."""
        for problem in found:
            name = str(problem.path[-1])
            self.add_error(name if name in self.fields else None, problem.sentence)
