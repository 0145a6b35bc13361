"""Notices to the parties, each with its frozen words, its PDF, and whom it was served on."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.case import Case
from cases.models.printed import Printed, PrintedQuerySet, is_ready_with_its_file
from cases.models.service import (
    Service,
    comes_back_after_it_was_served,
    is_served_with_its_proof,
)
from cases.notices.kinds import NoticeKind


class NoticeQuerySet(PrintedQuerySet):
    """Which notices, and whose."""

    def visible_to(self, user: Any) -> Self:
        """Keep the notices that `user` may read: whoever serves them, of all cases."""
        if not user.has_perm("cases.view_notices"):
            return self.none()
        if user.has_perm("cases.serve_notice"):
            return self
        return self.filter(case__in=Case.objects.visible_to(user))

    def current(self) -> Self:
        """Keep the ones that stand: neither replaced by a later notice nor cancelled."""
        return self.filter(replacement=None, cancelled_at=None)


class Notice(Printed):
    """One notice: what happened (`event`), what it says (`snapshot`), and the file made from it.

    `dated` is the day from which its due days are counted. `facts` is what the step that prepared
    it knew beside the rows, so that it can be prepared again for another day.
    """

    Kind = NoticeKind

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="notices")
    number = models.PositiveSmallIntegerField(help_text="In the case, from one.")
    kind = models.CharField(max_length=20, choices=NoticeKind.choices)
    event = models.CharField(max_length=80, help_text="What it tells of; one notice an event.")
    facts = models.JSONField(default=dict, blank=True)
    dated = models.DateField()
    snapshot = models.JSONField()
    snapshot_sha256 = models.CharField(max_length=64)
    wording_version = models.CharField(max_length=40)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(
        null=True, blank=True, help_text="What it tells of was taken back before it was served."
    )
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="replacement"
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        ordering = ["case", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "number"], name="cases_one_notice_a_number_of_a_case"
            ),
            models.UniqueConstraint(
                fields=["case", "kind", "event"],
                condition=Q(replaces=None),
                name="cases_one_first_notice_an_event",
            ),
            models.UniqueConstraint(
                fields=["file_sha256"],
                condition=~Q(file_sha256=""),
                name="cases_a_file_belongs_to_one_notice",
            ),
            models.CheckConstraint(
                condition=is_ready_with_its_file(),
                name="cases_a_notice_is_ready_exactly_when_it_has_its_file",
            ),
            models.CheckConstraint(
                condition=Q(snapshot_sha256__regex=r"^[0-9a-f]{64}$"),
                name="cases_a_notice_has_the_digest_of_its_words",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=NoticeKind.values), name="cases_a_notice_is_of_a_known_kind"
            ),
        ]
        indexes = [
            models.Index(
                fields=["queued_at"], condition=Q(status="queued"), name="cases_notices_queued"
            )
        ]

    def __str__(self) -> str:
        return f"Notice {self.pk}"


class NoticeService(Service):
    """Service of a notice on one recipient; `planned_method` is how the notice says it is sent."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="services")
    planned_method = models.CharField(max_length=12, choices=Service.Method.choices)

    class Meta:
        ordering = ["notice", "position", "attempt"]
        constraints = [
            models.UniqueConstraint(
                fields=["notice", "position", "attempt"],
                name="cases_one_service_of_a_notice_an_attempt",
            ),
            models.CheckConstraint(
                condition=is_served_with_its_proof(),
                name="cases_service_of_a_notice_has_its_proof",
            ),
            models.CheckConstraint(
                condition=comes_back_after_it_was_served(),
                name="cases_a_notice_comes_back_after_it_was_served",
            ),
        ]

    def __str__(self) -> str:
        return f"Service {self.pk} of notice {self.notice_id}"
