"""Letters: one row a determination and form; the row is the work, its lease and its result."""

from django.db import models
from django.db.models import Q

from cases.models.printed import Printed, is_ready_with_its_file
from reviews.models.determinations import Determination


class DeterminationLetter(Printed):
    """One document made from one determination: the served letter or the public body."""

    class Form(models.TextChoices):
        """The served letter has the cover; the public body is what may be published."""

        SERVED = "served", "Served letter"
        PUBLIC = "public", "Public body"

    determination = models.ForeignKey(
        Determination, on_delete=models.PROTECT, related_name="letters"
    )
    form = models.CharField(max_length=10, choices=Form.choices)
    supersedes = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    class Meta:
        ordering = ["determination", "form"]
        constraints = [
            models.UniqueConstraint(
                fields=["determination", "form"], name="reviews_one_letter_a_determination_and_form"
            ),
            models.UniqueConstraint(
                fields=["file_sha256"],
                condition=~Q(file_sha256=""),
                name="reviews_a_file_belongs_to_one_letter",
            ),
            models.CheckConstraint(
                condition=is_ready_with_its_file(),
                name="reviews_a_letter_is_ready_exactly_when_it_has_its_file",
            ),
        ]

    def __str__(self) -> str:
        return f"Letter {self.pk}"
