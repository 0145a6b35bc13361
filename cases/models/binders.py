"""Binders: copies of records that somebody asked for, made for that person alone."""

from typing import Any, Self

from django.conf import settings
from django.db import models

from cases.models.case import Case
from cases.models.pages import RecordPage
from cases.models.printed import Printed, PrintedQuerySet, is_ready_with_its_file
from cases.models.records import MedicalRecord


class BinderQuerySet(PrintedQuerySet):
    """Which binders, and whose."""

    def of(self, user: Any) -> Self:
        """Keep those that this person asked for, and say which hold a page withheld since."""
        of_case = RecordPage.objects.filter(
            case=models.OuterRef("case"),
            foreign=RecordPage.Foreign.CONFIRMED,
            checked_at__gt=models.OuterRef("requested_at"),
        )
        of_file = of_case.filter(file=models.OuterRef("record__received_file"))
        holds = models.Exists(of_file) | models.Q(models.Exists(of_case), record=None)
        return self.filter(requested_by=user).annotate(holds_withheld=holds)


class Binder(Printed):
    """A PDF of a case's documents, or of one, with its watermark; whoever asked may fetch it.

    `number` stands on each page; what it says outside is nothing, and inside it leads to this row
    and to the audit.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="binders")
    record = models.ForeignKey(
        MedicalRecord, on_delete=models.PROTECT, null=True, blank=True, related_name="binders"
    )
    number = models.CharField(max_length=9, unique=True)
    requested_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    requested_at = models.DateTimeField()
    mark = models.CharField(max_length=200, help_text="The watermark, on each page.")

    # How far the worker is that holds it.
    pages_in_all = models.PositiveIntegerField(null=True, blank=True)
    pages_bound = models.PositiveIntegerField(default=0)
    percent_written = models.PositiveSmallIntegerField(default=0)

    objects = BinderQuerySet.as_manager()

    class Meta:
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=is_ready_with_its_file(),
                name="cases_a_binder_is_ready_exactly_when_it_has_its_file",
            ),
            models.CheckConstraint(
                condition=models.Q(pages_in_all=None, pages_bound=0, percent_written=0)
                | models.Q(pages_bound__lte=models.F("pages_in_all"), percent_written__lte=100),
                name="cases_a_binder_binds_no_more_than_all_its_pages",
            ),
            models.UniqueConstraint(
                fields=["requested_by", "case", "record"],
                condition=models.Q(status="queued"),
                nulls_distinct=False,
                name="cases_one_binder_is_made_at_a_time",
            ),
        ]
        indexes = [
            models.Index(
                fields=["queued_at"], condition=models.Q(status="queued"), name="binders_queued"
            )
        ]

    @property
    def percent(self) -> int:
        """How much of the work is done, of a hundred: half of it is binding, half is writing."""
        if not self.pages_in_all:
            return 0
        return 50 * self.pages_bound // self.pages_in_all + self.percent_written // 2

    def __str__(self) -> str:
        return f"Binder {self.pk}"
