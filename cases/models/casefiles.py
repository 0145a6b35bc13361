"""Case files that were dropped on the intake page: checked, waiting, taken in."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.case import Case


class CaseFileUpload(models.Model):
    """One case file; its content is kept while it waits, its digest as long as the row.

    `faults` is a list of {path, line, reason}, `notes` are sentences for whoever takes it in. One
    with faults holds no content: it is mended where it came from and dropped again.
    """

    class State(models.TextChoices):
        """How far it is."""

        SOUND = "sound", "Ready to take in"
        FAULTY = "faulty", "With faults"
        TAKEN_IN = "taken_in", "Taken in"

    key = models.UUIDField(unique=True)
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, unique=True)
    content = models.TextField(blank=True, default="")
    state = models.CharField(max_length=10, choices=State.choices)
    faults = models.JSONField(default=list, blank=True)
    notes = models.JSONField(default=list, blank=True)
    case_number = models.CharField(max_length=20, blank=True, default="")
    services = models.PositiveIntegerField(default=0)
    files_to_come = models.PositiveIntegerField(default=0)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="case_file_uploads"
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="Nobody where it came by the import folder: then it is everybody's who takes in.",
    )
    uploaded_at = models.DateTimeField()
    taken_in_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="sound", faults=[], case=None) & ~Q(content="")
                | Q(state="faulty", content="", case=None) & ~Q(faults=[])
                | Q(state="taken_in", content="", faults=[], case__isnull=False),
                name="cases_a_case_file_waits_has_faults_or_is_a_case",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="cases_a_case_file_has_its_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"Case file {self.pk}"


class CaseFileRecord(models.Model):
    """A file that came with a case file and is named by its record at `place`, counted from 0."""

    upload = models.ForeignKey(CaseFileUpload, on_delete=models.CASCADE, related_name="files")
    place = models.PositiveIntegerField()
    name = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    pages = models.PositiveIntegerField()

    class Meta:
        ordering = ["upload", "place"]
        constraints = [
            models.UniqueConstraint(
                fields=["upload", "place"], name="cases_a_record_of_a_case_file_has_one_file"
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$", pages__gte=1, size__gte=1),
                name="cases_a_file_of_a_case_file_has_digest_and_pages",
            ),
        ]

    def __str__(self) -> str:
        return f"File {self.pk} of a case file"
