"""Files as they came: kept byte for byte, content-addressed, and how far each has been worked."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.bundles.lifecycle import UNFINISHED, FileStep
from cases.models.case import Case
from cases.models.parties import Party
from cases.models.records import MedicalRecord

BEFORE_PAGES = (FileStep.RECEIVED, FileStep.SCANNED, FileStep.SANITISED)
BEFORE_COPY = (FileStep.RECEIVED, FileStep.SCANNED)
WITHOUT_PAGES = (*BEFORE_PAGES, FileStep.ROUTED, FileStep.REJECTED)
WITHOUT_COPY = (*BEFORE_COPY, FileStep.REJECTED)


class ReceivedFileQuerySet(models.QuerySet["ReceivedFile"]):
    """Which files."""

    def waiting(self, now: Any) -> Self:
        """Keep the files with steps ahead that nobody holds a lease on: what a sweep picks up."""
        ahead = self.filter(step__in=UNFINISHED, taken_back_at=None)
        return ahead.filter(Q(lease_until=None) | Q(lease_until__lt=now))

    def in_tray(self) -> Self:
        """Keep the files that belong to no case yet and wait for a person."""
        waits = self.filter(case=None, step=FileStep.SANITISED, set_aside_at=None)
        return waits.exclude(tray_reason="")

    def set_aside_in_tray(self) -> Self:
        """Keep what a person took out of the tray because it belongs to no case; it can go back."""
        return self.filter(
            case=None, step=FileStep.SANITISED, set_aside_at__isnull=False, tray_reason__gt=""
        )

    def sent_from_tray(self) -> Self:
        """Keep the parts of bundles that a coversheet or a person sent to a case, and stand there.

        What was given to a case with a consolidation has no bundle.
        """
        return self.current().filter(origin__isnull=False, case__isnull=False)

    def to_suggest_from(self) -> Self:
        """Keep what is ready and of which some pages wait to be looked at for their documents."""
        ready = self.filter(step=FileStep.READY, taken_back_at=None)
        return ready.filter(suggested_through__lt=F("last_page"))

    def current(self) -> Self:
        """Keep what was neither rejected nor set aside."""
        return self.filter(set_aside_at=None).exclude(step=FileStep.REJECTED)


class ReceivedFile(models.Model):
    """One upload, or the part of one that a coversheet sent to a case; never changed, only worked.

    `sha256` are the bytes as they came, `working_sha256` the sanitised copy that people read. The
    pages of this row are `first_page` to `last_page` of the copy.
    """

    class Medium(models.TextChoices):
        """What it came as."""

        PDF = "pdf", "PDF"
        TIFF = "tiff", "TIFF"
        JPEG = "jpeg", "JPEG"

    class Channel(models.TextChoices):
        """How it came."""

        UPLOAD = "upload", "Upload"
        FOLDER = "folder", "Import folder"
        CASE_FILE = "case_file", "Case file"

    class Scan(models.TextChoices):
        """What the virus scanner said."""

        WAITING = "waiting", "Waiting for the virus scan"
        NONE = "none", "Not scanned: no virus scanner is set up"
        CLEAN = "clean", "Clean"
        FOUND = "found", "Something was found"

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="received_files"
    )
    origin = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="parts"
    )
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField()
    name = models.CharField(
        max_length=255, blank=True, default="", help_text="As the sender called it; text only."
    )
    medium = models.CharField(max_length=10, choices=Medium.choices, default=Medium.PDF)
    channel = models.CharField(max_length=10, choices=Channel.choices, default=Channel.UPLOAD)
    is_synthetic = models.BooleanField(default=False)
    received_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    received_at = models.DateTimeField()

    # What was said of it when it came; its first document is listed with this.
    kind = models.CharField(
        max_length=40, choices=MedicalRecord.Kind.choices, default=MedicalRecord.Kind.OTHER
    )
    title = models.CharField(max_length=300, blank=True, default="")
    author = models.CharField(max_length=200, blank=True, default="")
    date_of_service = models.DateField(null=True, blank=True)
    source = models.CharField("sent by", max_length=30, choices=Party.Role.choices, blank=True)
    received_on = models.DateField(null=True, blank=True)

    step = models.CharField(max_length=10, choices=FileStep.choices, default=FileStep.RECEIVED)
    scan = models.CharField(max_length=10, choices=Scan.choices, default=Scan.WAITING)
    scanned_at = models.DateTimeField(null=True, blank=True)
    working_sha256 = models.CharField(max_length=64, blank=True, default="")
    working_size = models.PositiveBigIntegerField(null=True, blank=True)
    pages = models.PositiveIntegerField(null=True, blank=True)
    first_page = models.PositiveIntegerField(default=1)
    last_page = models.PositiveIntegerField(null=True, blank=True)
    remarks = models.JSONField(
        default=dict, blank=True, help_text="What was seen or taken out: code -> how many."
    )
    codes = models.JSONField(
        default=dict, blank=True, help_text="Codes of coversheets as they were read, by page."
    )
    codes_read = models.PositiveIntegerField(
        default=0, help_text="Up to which page coversheets were looked for."
    )
    suggested_through = models.PositiveIntegerField(
        default=0, help_text="Up to which page it was looked for where documents begin."
    )
    tray_reason = models.CharField(
        max_length=20, blank=True, default="", help_text="Why a person has to say where it belongs."
    )
    rejection = models.TextField(blank=True, default="")
    ready_at = models.DateTimeField(null=True, blank=True)
    set_aside_at = models.DateTimeField(null=True, blank=True)
    set_aside_reason = models.TextField(blank=True, default="")
    taken_back_at = models.DateTimeField(
        null=True, blank=True, help_text="When its pages went back to the tray; see its parts."
    )

    attempts = models.PositiveSmallIntegerField(default=0)
    lease_until = models.DateTimeField(null=True, blank=True)
    lease_token = models.UUIDField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True, default="")

    objects = ReceivedFileQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "sha256", "first_page"],
                condition=Q(set_aside_at=None, is_synthetic=False) & ~Q(step="rejected"),
                name="cases_the_same_bytes_are_in_a_case_once",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="cases_a_received_file_has_its_digest",
            ),
            models.CheckConstraint(
                condition=Q(step="rejected") ^ Q(rejection=""),
                name="cases_a_rejected_file_says_why",
            ),
            models.CheckConstraint(
                condition=Q(step__in=WITHOUT_COPY) | Q(working_sha256__regex=r"^[0-9a-f]{64}$"),
                name="cases_a_sanitised_file_has_its_working_copy",
            ),
            models.CheckConstraint(
                condition=Q(step__in=WITHOUT_PAGES)
                | Q(case__isnull=False, pages__isnull=False, pages__gte=1),
                name="cases_a_paged_file_has_its_case_and_pages",
            ),
            models.CheckConstraint(
                condition=Q(first_page__gte=1)
                & (Q(last_page__isnull=True) | Q(last_page__gte=F("first_page"))),
                name="cases_the_pages_of_a_file_are_in_order",
            ),
            models.CheckConstraint(
                condition=Q(tray_reason="") | Q(case=None),
                name="cases_only_a_file_without_case_is_in_the_tray",
            ),
            models.CheckConstraint(
                condition=Q(case=None) | ~Q(source=""),
                name="cases_a_file_of_a_case_says_who_sent_it",
            ),
            models.CheckConstraint(
                condition=Q(taken_back_at=None)
                | Q(case__isnull=False, origin__isnull=False, set_aside_at__isnull=False),
                name="cases_what_was_taken_back_is_set_aside",
            ),
            models.CheckConstraint(
                condition=Q(lease_until__isnull=True) | Q(step__in=UNFINISHED),
                name="cases_only_an_unfinished_file_is_held",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"], condition=Q(step__in=sorted(UNFINISHED)), name="unfinished_files"
            ),
            models.Index(
                fields=["id"],
                condition=Q(step="ready", suggested_through__lt=F("last_page")),
                name="files_to_suggest_from",
            ),
            models.Index(fields=["sha256"], name="files_by_digest"),
            models.Index(fields=["working_sha256"], name="files_by_working_copy"),
        ]

    def __str__(self) -> str:
        return f"File {self.pk}"

    @property
    def has_pages(self) -> bool:
        """Whether its pages are made, so that the book shows them and they can be counted."""
        return self.step not in WITHOUT_PAGES

    @property
    def awaits_pages(self) -> bool:
        """Whether a worker still has to make its pages."""
        return self.step in BEFORE_PAGES
