"""What was asked for and what became of it, item by item; and the silence of those who owe it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.case import Case
from cases.models.parties import Party
from cases.models.records import MedicalRecord


class ExpectedRecord(models.Model):
    """One item of the request for records (8 CCR 9792.10.5, LC 4610.5(l)), as it was asked for.

    A person settles it: received, with the documents; missing, illegible or not applicable, with
    the reason. What the rule said that day is kept with it.
    """

    class State(models.TextChoices):
        """What became of it."""

        EXPECTED = "expected", "Expected"
        RECEIVED = "received", "Received"
        MISSING = "missing", "Missing"
        ILLEGIBLE = "illegible", "Illegible"
        NOT_APPLICABLE = "not_applicable", "Not applicable"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="expected_records")
    position = models.PositiveSmallIntegerField()
    code = models.CharField(max_length=30)
    what = models.CharField(max_length=300)
    owed_by = models.CharField(max_length=30, choices=Party.Role.choices)
    is_required = models.BooleanField()
    cite = models.CharField(max_length=80)
    statute = models.CharField(max_length=80, blank=True, default="")
    is_verified = models.BooleanField()
    note = models.CharField(max_length=300, blank=True, default="")
    asked_at = models.DateTimeField()
    state = models.CharField(max_length=20, choices=State.choices, default=State.EXPECTED)
    reason = models.TextField(blank=True, default="")
    records = models.ManyToManyField(MedicalRecord, blank=True, related_name="expected_as")
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["case", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "code"], name="cases_an_item_is_asked_for_once"
            ),
            models.CheckConstraint(
                condition=Q(state="expected", settled_at__isnull=True)
                | (~Q(state="expected") & Q(settled_at__isnull=False)),
                name="cases_a_settled_item_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["missing", "illegible", "not_applicable"]) | ~Q(reason=""),
                name="cases_what_did_not_come_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Item {self.position} of case {self.case_id}"

    @property
    def is_lacking(self) -> bool:
        """Whether it is said not to be there, or not to be readable."""
        return self.state in (self.State.MISSING, self.State.ILLEGIBLE)


class RecordsSilence(models.Model):
    """Evidence that records were owed and did not come in time: the clock, the days, the proof.

    Written once the legal last day is over, closed when the records come, the review goes on
    without them or the case ends. Whether there is a penalty is for the Administrative Director.
    """

    class End(models.TextChoices):
        """What ended it."""

        CAME = "came", "The records came"
        WENT_ON = "went_on", "The review went on without them"
        CASE_ENDED = "case_ended", "The case ended"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="silences")
    owed_by = models.CharField(max_length=30, choices=Party.Role.choices)
    clock = models.CharField(max_length=20, help_text="Rule and way of service, e.g. R1-mail.")
    asked_at = models.DateTimeField(help_text="When the records were asked for.")
    asked_by_method = models.CharField(max_length=12, blank=True, default="")
    due_on = models.DateField()
    due_at = models.DateTimeField(null=True, blank=True)
    is_clock_verified = models.BooleanField()
    open_items = models.PositiveSmallIntegerField()
    noted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by_what = models.CharField(max_length=12, choices=End.choices, blank=True, default="")
    days_late = models.PositiveIntegerField(null=True, blank=True)
    reason = models.TextField(blank=True, default="", help_text="Why the review went on without.")
    penalty_cite = models.CharField(max_length=80, blank=True, default="")
    penalty_per_day = models.PositiveIntegerField(null=True, blank=True)
    penalty_at_most = models.PositiveIntegerField(null=True, blank=True)
    is_penalty_verified = models.BooleanField(default=False)

    class Meta:
        ordering = ["noted_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(ended_at=None),
                name="cases_one_open_silence_a_case",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by_what="", days_late__isnull=True)
                | (Q(ended_at__isnull=False, days_late__isnull=False) & ~Q(ended_by_what="")),
                name="cases_a_silence_that_ended_says_how",
            ),
            models.CheckConstraint(
                condition=~Q(ended_by_what="went_on") | ~Q(reason=""),
                name="cases_a_review_without_records_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Silence {self.pk}"
