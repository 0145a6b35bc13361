"""What the checks found on a review and what was answered: reasons kept, and runs that let it pass.

Findings are computed, never stored as such: a row here is an answer to one, or the proof that all
were asked at a step, with what was searched for and found.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from reviews.models.determinations import Determination
from reviews.models.reviews import Review


class FindingAnswer(models.Model):
    """A finding that stays as it is, and why; `key` is the finding's digest (`Finding.key`)."""

    review = models.ForeignKey(Review, on_delete=models.PROTECT, related_name="finding_answers")
    check_id = models.CharField(max_length=60)
    key = models.CharField(max_length=64)
    severity = models.CharField(max_length=10)
    place = models.CharField(max_length=80)
    words = models.TextField(blank=True, default="", help_text="What the finding stands on.")
    sentence = models.TextField()
    reason = models.TextField(help_text="Why it stays as it is.")
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField()

    class Meta:
        ordering = ["review", "answered_at", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["review", "key"], name="reviews_one_answer_a_finding"),
            models.CheckConstraint(
                condition=~Q(reason=""), name="reviews_a_finding_is_kept_with_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(key__regex=r"^[0-9a-f]{64}$"),
                name="reviews_an_answer_names_its_finding",
            ),
        ]

    def __str__(self) -> str:
        return f"Answer {self.pk}"


class CheckRun(models.Model):
    """All checks, asked at a step that was then taken: what they found and searched, for good."""

    class Stage(models.TextChoices):
        """The step that the run let pass."""

        SUBMISSION = "submission", "Submission"
        QUALITY = "quality", "Quality check"
        SIGNATURE = "signature", "Signature"

    determination = models.ForeignKey(
        Determination, on_delete=models.PROTECT, related_name="check_runs"
    )
    stage = models.CharField(max_length=12, choices=Stage.choices)
    ran_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ran_at = models.DateTimeField()
    engine = models.CharField(max_length=40)
    blocks = models.PositiveSmallIntegerField()
    asks = models.PositiveSmallIntegerField()
    notes = models.PositiveSmallIntegerField()
    unanswered = models.PositiveSmallIntegerField(default=0)
    outcome = models.JSONField(
        help_text="Findings, what could not be asked, and the proof of every search."
    )

    class Meta:
        ordering = ["determination", "ran_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unanswered=0), name="reviews_no_step_passes_an_unanswered_finding"
            ),
            models.CheckConstraint(condition=~Q(engine=""), name="reviews_a_run_names_its_checks"),
        ]

    def __str__(self) -> str:
        return f"Checks {self.pk}"
