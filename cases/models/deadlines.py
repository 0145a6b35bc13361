"""What is due on a case, why, and what it was before; and the rules and calendars as data."""

from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from cases.models.case import Case


class RuleDocument(models.Model):
    """A later version of a rule set, a calendar or the days for mail, in its plain form.

    Version 1 ships with the project. Rows are added, never edited: a change is a new version with
    its reason, and a date says which version it was counted by.
    """

    class Kind(models.TextChoices):
        """What the document holds."""

        RULE_SET = "rule_set", "Rule set"
        WORKING_DAYS = "working_days", "Calendar of working days"
        JUDICIAL_HOLIDAYS = "judicial_holidays", "Calendar of judicial holidays"
        MAIL_DAYS = "mail_days", "Days for mail"
        LADDER = "ladder", "Reminders"

    kind = models.CharField(max_length=20, choices=Kind.choices)
    name = models.CharField(max_length=60)
    version = models.PositiveSmallIntegerField()
    document = models.JSONField()
    reason = models.TextField()
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "name", "version"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "name", "version"], name="cases_one_rule_document_a_version"
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="cases_a_new_version_of_the_rules_says_why"
            ),
            models.CheckConstraint(
                condition=Q(version__gte=2), name="cases_version_one_of_the_rules_is_shipped"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, version {self.version}"


class Recount(models.Model):
    """All open cases counted again after a version of the rules was added, and how far it came."""

    document = models.OneToOneField(RuleDocument, on_delete=models.PROTECT, related_name="recount")
    last_case = models.BigIntegerField(default=0, help_text="The key it came to.")
    changed = models.PositiveIntegerField(default=0, help_text="Due dates that became others.")
    queued_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-queued_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at__isnull=True) | Q(finished_at__gte=models.F("queued_at")),
                name="cases_a_recount_ends_after_it_is_queued",
            )
        ]

    def __str__(self) -> str:
        return f"Recount {self.pk}"

    @property
    def reason(self) -> str:
        """What stands with a due date that it replaces."""
        return f"rules.changed: {self.document}"


class DeadlineQuerySet(models.QuerySet["Deadline"]):
    """Which deadlines."""

    def current(self) -> Self:
        """Keep the ones that have not been replaced by a later count."""
        return self.filter(superseded_at=None)

    def running(self) -> Self:
        """Keep the current ones whose duty has not been done."""
        return self.current().filter(met_on=None, stopped_at=None)

    def visible_to(self, user: Any) -> Self:
        """Keep the clocks that concern this person's work, of a case that the person may know of.

        Whoever knows every case sees them all; the others what bears on their own part.
        """
        if user.has_perm("cases.view_all_cases"):
            return self
        rules = {"D1", "R1", "R2", "R6"}
        if user.has_perm("cases.view_released_cases"):
            rules = {"D1", "P1", "P2", "I1", "I2"}
        return self.filter(rule_id__in=rules)

    def duties(self) -> Self:
        """Keep what somebody owes; the time of a right runs out without anybody being late."""
        return self.filter(is_right=False)


class Deadline(models.Model):
    """One clock of one case: the event, the day it leads to and the derivation, as counted.

    `due_on` is the legal last day, `target_on` the day to work to. A count that an input has
    changed is superseded with its reason and stays. `lines` is a list of {words, day, cite}.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="deadlines")
    rule_id = models.CharField(max_length=8)
    clock = models.CharField(max_length=40, help_text="Rule and way of service, e.g. R1-mail.")
    what = models.CharField(max_length=200)
    owed_by = models.CharField(max_length=60)
    is_ours = models.BooleanField(default=False)
    is_right = models.BooleanField(
        default=False, help_text="A party's time to act: it runs out, and nobody is late."
    )
    dispute = models.CharField(max_length=10)
    event = models.CharField(max_length=200)
    event_at = models.DateTimeField()
    method = models.CharField(max_length=12, blank=True, default="")
    place = models.CharField(max_length=24, blank=True, default="")
    is_place_known = models.BooleanField(default=True)
    due_on = models.DateField()
    due_at = models.DateTimeField(null=True, blank=True)
    target_on = models.DateField()
    is_provisional = models.BooleanField(default=False)
    is_verified = models.BooleanField(default=False)
    counted_by = ArrayField(models.CharField(max_length=80), default=list)
    lines = models.JSONField(default=list)
    counted_at = models.DateTimeField()
    met_on = models.DateField(null=True, blank=True)
    stopped_at = models.DateTimeField(null=True, blank=True, help_text="The case ended.")
    superseded_at = models.DateTimeField(null=True, blank=True)
    superseded_reason = models.CharField(max_length=200, blank=True, default="")

    objects = DeadlineQuerySet.as_manager()

    class Meta:
        ordering = ["target_on", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "clock"],
                condition=Q(superseded_at=None),
                name="cases_one_current_deadline_a_clock",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | ~Q(superseded_reason=""),
                name="cases_a_replaced_deadline_says_why",
            ),
            models.CheckConstraint(
                condition=Q(target_on__lte=models.F("due_on")),
                name="cases_a_target_is_not_after_the_last_day",
            ),
        ]
        indexes = [
            models.Index(
                fields=["target_on", "id"],
                condition=Q(superseded_at=None, met_on=None, stopped_at=None),
                name="cases_deadlines_running",
            )
        ]

    def __str__(self) -> str:
        return f"Deadline {self.clock} of case {self.case_id}"
