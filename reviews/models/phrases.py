"""A reviewer's own phrases: wording kept for reuse, seen by nobody else."""

from django.db import models
from django.db.models import Q

from reviews.models.roster import Reviewer


class Phrase(models.Model):
    """Wording with a short name; blanks in double square brackets must be filled where it is used.

    It holds no facts of a case: it is typed on its own page, never taken from a draft.
    """

    reviewer = models.ForeignKey(Reviewer, on_delete=models.PROTECT, related_name="phrases")
    name = models.CharField(max_length=60)
    text = models.TextField()
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(
                models.functions.Lower("name"), "reviewer", name="reviews_one_phrase_a_name"
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(text=""), name="reviews_a_phrase_has_name_and_text"
            ),
        ]

    def __str__(self) -> str:
        return f"Phrase {self.pk}"
