"""What was seen in the watched import folder: how each file looked, and what became of it."""

from django.db import models
from django.db.models import Q

from cases.models.casefiles import CaseFileUpload


class FolderFile(models.Model):
    """One file of the import folder until it was moved away and no step can reject it any more.

    It is finished when its size and its time of change stayed the same for a while after `seen_at`.
    """

    path = models.CharField(max_length=1000, unique=True, help_text="Inside the import folder.")
    size = models.PositiveBigIntegerField()
    changed_ns = models.PositiveBigIntegerField(help_text="Time of its last change, nanoseconds.")
    seen_at = models.DateTimeField(help_text="When it was first seen as it is.")
    file = models.ForeignKey(
        "cases.ReceivedFile", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    is_taken = models.BooleanField(
        default=False, help_text="A case file that waits on the page of bulk intake."
    )
    # Of what a case file names: with which it came, and the bytes, to tell what became of them.
    upload = models.ForeignKey(
        CaseFileUpload, on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    sha256 = models.CharField(max_length=64, blank=True, default="")
    refusal = models.TextField(blank=True, default="")

    class Meta:
        ordering = ["path"]
        constraints = [
            models.CheckConstraint(
                condition=Q(file=None, is_taken=False) | Q(refusal=""),
                name="cases_a_file_of_the_folder_is_received_or_refused",
            ),
            models.CheckConstraint(
                condition=Q(upload=None, sha256="")
                | Q(upload__isnull=False, file=None, sha256__regex=r"^[0-9a-f]{64}$"),
                name="cases_a_file_beside_a_case_file_has_its_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"File {self.pk} of the import folder"

    @property
    def is_settled(self) -> bool:
        """Whether it was received or refused, so that it only has to be moved away."""
        return self.file_id is not None or self.is_taken or bool(self.refusal)
