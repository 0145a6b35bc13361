"""An application that is still being typed, and the two files that came with it.

The row is the truth of what was typed: it is there from the first key on, until it is received.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

WORKER_NAME = "injured_worker-name"


class IntakeDraft(models.Model):
    """A half-typed application; `key` names it from the first click to the case number.

    `posted` is what the form holds: field name to its values, as typed. `saved_window` is the
    window that saved last: what it sends next is newer than what is stored.
    """

    key = models.UUIDField(unique=True)
    posted = models.JSONField(default=dict, blank=True)
    is_empty = models.BooleanField(default=True, help_text="Nothing was typed, nothing attached.")
    revision = models.PositiveIntegerField(default=0)
    saved_window = models.CharField(max_length=36, blank=True, default="")
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    started_at = models.DateTimeField()
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    saved_at = models.DateTimeField()

    class Meta:
        ordering = ["-saved_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(saved_at__gte=models.F("started_at")),
                name="cases_a_half_typed_application_is_saved_after_it_is_begun",
            ),
        ]
        indexes = [models.Index(fields=["started_by", "saved_at"], name="half_typed_by_person")]

    def __str__(self) -> str:
        return f"Half-typed application {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("cases:resume_application", args=[self.key])

    @property
    def worker_name(self) -> str:
        """The injured worker as typed so far; empty when not yet."""
        return " ".join("".join(self.posted.get(WORKER_NAME, [])[-1:]).split())[:200]

    @property
    def service_count(self) -> int:
        """How many services are listed so far."""
        return len(self.posted.get("service", []))


class IntakeAttachment(models.Model):
    """A file that came with the application: stored, counted, not yet a record of any case."""

    class Kind(models.TextChoices):
        """What a form may bring with it; kinds of a record (8 CCR 9792.10.1(b)(1))."""

        APPLICATION = "application", "The signed form"
        UR_DETERMINATION = "ur_determination", "The UR decision"

    draft = models.ForeignKey(IntakeDraft, on_delete=models.CASCADE, related_name="attachments")
    kind = models.CharField(max_length=40, choices=Kind.choices)
    file_sha256 = models.CharField(max_length=64)
    file_size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField()
    file_name = models.CharField(max_length=255, blank=True, default="")
    attached_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    attached_at = models.DateTimeField()

    class Meta:
        ordering = ["draft", "kind"]
        constraints = [
            models.UniqueConstraint(fields=["draft", "kind"], name="cases_one_attachment_a_kind"),
            models.CheckConstraint(
                condition=Q(kind__in=["application", "ur_determination"]),
                name="cases_an_application_brings_its_form_and_the_ur_decision",
            ),
            models.CheckConstraint(
                condition=Q(file_sha256__regex=r"^[0-9a-f]{64}$", pages__gte=1),
                name="cases_an_attachment_has_its_file_and_pages",
            ),
        ]

    def __str__(self) -> str:
        return f"Attachment {self.pk}"
