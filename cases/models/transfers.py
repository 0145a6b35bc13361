"""Files on their way: sent in parts by a page, and whole only when the last part is here."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models.case import Case

# The most one part may hold, in bytes: what a process that answers has in memory of a file.
PART_BYTES = 4 * 1024 * 1024


class Transfer(models.Model):
    """One file that a browser sends part by part; its parts are bytes of the store.

    It is told by what it holds: the same person who sends the same bytes to the same case goes on
    where the row stands. Without a case it is a bundle for the tray. A finished one stays a while,
    so that asking twice for its end gets the same answer.
    """

    class Beside(models.TextChoices):
        """What a file without a case is kept with, where it is not for the tray."""

        CASE_FILES = "case_files", "Case files that wait"
        INTAKE = "intake", "A half-typed application"

    key = models.UUIDField(unique=True)
    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, null=True, blank=True, related_name="transfers"
    )
    name = models.CharField(max_length=255)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64, help_text="As the browser computed it; checked.")
    here = models.PositiveBigIntegerField(default=0, help_text="How many bytes have come.")
    sent_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    beside = models.CharField(
        max_length=10,
        choices=Beside.choices,
        blank=True,
        default="",
        help_text="As it was announced the last time: the page that sends it lists it.",
    )
    draft_key = models.UUIDField(
        null=True, blank=True, help_text="Of the half-typed application that it is kept with."
    )
    begun_at = models.DateTimeField()
    touched_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True, blank=True)
    file = models.ForeignKey(
        "cases.ReceivedFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["sent_by", "case", "sha256"],
                condition=Q(finished_at=None),
                nulls_distinct=False,
                name="cases_the_same_bytes_are_on_their_way_once",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="cases_a_transfer_has_its_digest",
            ),
            models.CheckConstraint(
                condition=Q(size__gte=1, here__lte=F("size")),
                name="cases_no_more_comes_than_was_announced",
            ),
            models.CheckConstraint(
                condition=Q(finished_at=None, file=None)
                | Q(finished_at__isnull=False, file__isnull=False, here=F("size")),
                name="cases_a_finished_transfer_is_a_file",
            ),
            models.CheckConstraint(
                condition=Q(beside="") | Q(case=None),
                name="cases_a_file_for_a_case_is_beside_nothing_else",
            ),
            models.CheckConstraint(
                condition=Q(beside="intake", draft_key__isnull=False)
                | (~Q(beside="intake") & Q(draft_key=None)),
                name="cases_a_file_beside_an_application_names_it",
            ),
        ]

    def __str__(self) -> str:
        return f"Transfer {self.pk}"

    @property
    def percent(self) -> int:
        """How much of it is here, of a hundred."""
        return 100 * self.here // self.size


class TransferPart(models.Model):
    """The bytes of a transfer from `start` on, in the store under their digest."""

    transfer = models.ForeignKey(Transfer, on_delete=models.CASCADE, related_name="parts")
    start = models.PositiveBigIntegerField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)

    class Meta:
        ordering = ["transfer", "start"]
        constraints = [
            models.UniqueConstraint(
                fields=["transfer", "start"], name="cases_a_part_of_a_transfer_comes_once"
            ),
            models.CheckConstraint(
                condition=Q(size__gte=1, size__lte=PART_BYTES),
                name="cases_a_part_of_a_transfer_is_small",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="cases_a_part_of_a_transfer_has_its_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"Part {self.pk}"
