"""Forms of a reviewer's question and of its answer."""

from typing import Any

from django import forms

from cases.forms.fields import TextField, part_of_page
from cases.models import Case
from reviews.models import ReviewerQuestion


class QuestionForm(forms.Form):
    """What the reviewer needs to know, and from whom."""

    about = forms.ChoiceField(label="About", choices=ReviewerQuestion.About.choices)
    party_role = forms.ChoiceField(
        label="Put to",
        required=False,
        help_text="Only for a question to a party: it and the answer are copied to all parties.",
    )
    text = TextField(
        label="Question",
        help_text="Name the page or the report. The time to decide runs on while you wait.",
        missing="Write what you need to know.",
        rows=4,
        max_length=4_000,
    )

    def __init__(self, case: Case, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = {party.role: party.get_role_display() for party in case.parties.all()}
        self.fields["party_role"].choices = [("", "Nobody: for the coordinator"), *roles.items()]
        self.helper = part_of_page("about", "party_role", "text")


class AnswerForm(forms.Form):
    """The coordinator's answer."""

    answer = TextField(
        label="Answer",
        help_text="The reviewer reads it in the workbench. Upload what came before you answer.",
        missing="Write the answer.",
        rows=4,
        max_length=4_000,
    )

    is_partys = forms.BooleanField(
        label="These are the words of the party that was asked: copy them to all parties",
        required=False,
        initial=True,
    )

    def __init__(self, question: ReviewerQuestion, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not question.party_role:
            del self.fields["is_partys"]
        self.helper = part_of_page(*self.fields)
