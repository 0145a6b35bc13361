"""The medical records of a case: what was sent, by whom, and the bytes it came as."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models.case import Case
from cases.models.parties import Party


class MedicalRecordQuerySet(models.QuerySet["MedicalRecord"]):
    """Which records."""

    def current(self) -> Self:
        """Keep the records that have not been superseded."""
        return self.filter(superseded_at=None)

    def of_this_case(self) -> Self:
        """Leave out what was sent here by mistake and taken back: it is nobody's to see here."""
        return self.filter(received_file__taken_back_at=None)


class MedicalRecord(models.Model):
    """One document of the file; never deleted, a wrong upload is superseded with its reason."""

    class Kind(models.TextChoices):
        """What kind of document it is; the case file's closed list."""

        APPLICATION = "application", "Application for IMR"
        UR_DETERMINATION = "ur_determination", "Utilization review determination"
        REQUEST_FOR_AUTHORIZATION = "request_for_authorization", "Request for authorization"
        PROGRESS_REPORT = "progress_report", "Progress report"
        CONSULTATION = "consultation", "Consultation"
        IMAGING_REPORT = "imaging_report", "Imaging report"
        DIAGNOSTIC_REPORT = "diagnostic_report", "Diagnostic report"
        LABORATORY_REPORT = "laboratory_report", "Laboratory report"
        OPERATIVE_REPORT = "operative_report", "Operative report"
        THERAPY_NOTE = "therapy_note", "Therapy note"
        MEDICAL_LEGAL_REPORT = "medical_legal_report", "Medical-legal report"
        CORRESPONDENCE = "correspondence", "Correspondence"
        OTHER = "other", "Other"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="records")
    position = models.PositiveIntegerField(default=0)
    title = models.CharField(max_length=300)
    kind = models.CharField(max_length=40, choices=Kind.choices, default=Kind.OTHER)
    author = models.CharField(max_length=200, blank=True, default="")
    date_of_service = models.DateField(null=True, blank=True)
    source = models.CharField("sent by", max_length=30, choices=Party.Role.choices)
    received_on = models.DateField(null=True, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    received_file = models.ForeignKey(
        "cases.ReceivedFile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="records",
    )
    file_sha256 = models.CharField(max_length=64, blank=True, default="")
    file_size = models.PositiveBigIntegerField(null=True, blank=True)
    file_name = models.CharField(
        max_length=255, blank=True, default="", help_text="As the sender called it; text only."
    )
    part = models.PositiveIntegerField(
        default=1, help_text="Of the documents that came in one file, the how-manyth."
    )
    facility = models.CharField(max_length=200, blank=True, default="")
    confirmed_at = models.DateTimeField(
        null=True, blank=True, help_text="When a person confirmed its pages, kind, day and author."
    )
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    value_sources = models.JSONField(
        default=dict, blank=True, help_text="Field -> the page and words it was taken from."
    )
    is_synthetic = models.BooleanField(default=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    uploaded_at = models.DateTimeField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    superseded_by = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="supersedes"
    )
    superseded_reason = models.TextField(blank=True, default="")

    objects = MedicalRecordQuerySet.as_manager()

    class Meta:
        ordering = ["case", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "file_sha256", "part"],
                condition=Q(superseded_at=None) & ~Q(file_sha256="") & Q(is_synthetic=False),
                name="cases_the_same_file_is_in_a_case_once",
            ),
            models.CheckConstraint(
                condition=Q(file_sha256="", pages__isnull=True)
                | Q(file_sha256__regex=r"^[0-9a-f]{64}$", pages__isnull=False, pages__gte=1),
                name="cases_a_record_with_a_file_has_its_pages",
            ),
            models.CheckConstraint(
                condition=Q(superseded_at__isnull=True) | ~Q(superseded_reason=""),
                name="cases_a_superseded_record_says_why",
            ),
            models.CheckConstraint(
                condition=Q(superseded_by__isnull=True) | ~Q(superseded_by=F("pk")),
                name="cases_a_record_does_not_supersede_itself",
            ),
            models.CheckConstraint(condition=~Q(title=""), name="cases_a_record_has_a_title"),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(confirmed_by__isnull=False),
                name="cases_a_confirmed_record_says_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"Record {self.pk}"
