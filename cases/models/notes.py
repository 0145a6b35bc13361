"""Notes of calls and other contacts: one field to type, kept with the case."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.case import Case
from cases.models.parties import Party


class ContactNote(models.Model):
    """What was said with whom; notes are added, never edited."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="contact_notes")
    party = models.ForeignKey(
        Party, on_delete=models.PROTECT, null=True, blank=True, related_name="contact_notes"
    )
    text = models.TextField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    noted_at = models.DateTimeField()

    class Meta:
        ordering = ["-noted_at", "-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="cases_a_note_says_something")
        ]

    def __str__(self) -> str:
        return f"Note {self.pk}"
