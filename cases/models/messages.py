"""What somebody in the house is told about a case: in a list of their own, and once by mail."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models.case import Case
from cases.models.deadlines import Deadline


class MessageQuerySet(models.QuerySet["Message"]):
    """Which messages."""

    def unread(self) -> Self:
        """Keep what has not been marked as read."""
        return self.filter(read_at=None)

    def unmailed(self) -> Self:
        """Keep what no mail has gone out for yet."""
        return self.filter(mailed_at=None)


class Message(models.Model):
    """One thing one person is told, once: `key` is the occasion, and nobody is told of it twice.

    Its words are made when it is shown, from the case and the due date as they are then. A mail
    carries case number, role and link, and nothing else. `mail_after` keeps the quiet hours.
    """

    class Kind(models.TextChoices):
        """What it is about."""

        REMINDER = "reminder", "Reminder of a due date"
        DUE_DATE_CHANGED = "due_date_changed", "A due date changed"
        RULES_CHANGED = "rules_changed", "Due dates changed with the rules"
        EXPEDITED = "expedited", "A case became expedited"
        STANDARD = "standard", "A case became a regular one"
        ADMINISTRATOR_CHANGED = "administrator_changed", "A claims administrator changed"
        CONFLICT_DECLARED = "conflict_declared", "A reviewer declared a conflict"
        OFFER = "offer", "A case is offered"
        OFFER_REMINDER = "offer_reminder", "Reminder of an offer"

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="messages"
    )
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="messages"
    )
    kind = models.CharField(max_length=24, choices=Kind.choices)
    deadline = models.ForeignKey(
        Deadline, on_delete=models.PROTECT, null=True, blank=True, related_name="messages"
    )
    step = models.CharField(max_length=30, blank=True, default="", help_text="Of the ladder.")
    key = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    mail_after = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True)
    mail_attempts = models.PositiveSmallIntegerField(default=0)
    read_at = models.DateTimeField(null=True, blank=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ["-made_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["to", "key"], name="cases_nobody_is_told_the_same_twice"
            ),
            models.CheckConstraint(
                condition=Q(mail_after__gte=F("made_at")),
                name="cases_a_mail_goes_out_after_its_message",
            ),
            models.CheckConstraint(
                condition=~Q(kind__in=["reminder", "due_date_changed"]) | Q(deadline__isnull=False),
                name="cases_a_reminder_names_its_due_date",
            ),
        ]
        indexes = [
            models.Index(
                fields=["to", "-made_at"], condition=Q(read_at=None), name="cases_messages_unread"
            ),
            models.Index(
                fields=["mail_after"], condition=Q(mailed_at=None), name="cases_messages_unmailed"
            ),
        ]

    def __str__(self) -> str:
        return f"Message {self.pk}"
