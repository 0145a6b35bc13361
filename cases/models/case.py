"""The case itself, the organization that reviews it, and how its number is made."""

from datetime import date
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from cases.lifecycle import ENDINGS, CaseStatus


class Organization(models.Model):
    """An independent medical review organization (LC 139.5): its name is on the letter."""

    name = models.CharField(max_length=200, unique=True)
    short_name = models.CharField(
        max_length=60, help_text="Labels the guideline line: “… guideline”."
    )
    address = models.TextField(blank=True, default="")
    telephone = models.CharField(max_length=40, blank=True, default="")
    medical_director = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    director_title = models.CharField(max_length=100, blank=True, default="Medical Director")
    logo_svg = models.TextField(blank=True, default="", help_text="An SVG drawing, cleaned.")
    is_own = models.BooleanField(default=False, help_text="The organization this site belongs to.")

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_own"],
                condition=Q(is_own=True),
                name="cases_the_site_belongs_to_one_organization",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(short_name=""), name="cases_an_organization_has_names"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class CaseQuerySet(models.QuerySet["Case"]):
    """Which cases, and whose."""

    def visible_to(self, user: Any) -> Self:
        """Keep the cases that `user` may know of; every page and list starts here."""
        if user.has_perm("cases.view_all_cases"):
            return self
        granted = Q(grants__user=user, grants__ended_at=None)
        if user.has_perm("cases.view_cases_in_review"):
            granted |= Q(status__in=STATUSES_OF_QUALITY)
        if user.has_perm("cases.view_released_cases"):
            granted |= Q(status__in=STATUSES_OF_RELEASE)
        return self.filter(granted).distinct()

    def open(self) -> Self:
        """Keep the cases that have not ended."""
        return self.exclude(status__in=ENDINGS)


STATUSES_OF_QUALITY = (
    CaseStatus.IN_QUALITY_CHECK,
    CaseStatus.APPROVED,
    CaseStatus.SIGNED,
    CaseStatus.SEALED,
    CaseStatus.ISSUED,
)
STATUSES_OF_RELEASE = (
    CaseStatus.APPROVED,
    CaseStatus.SIGNED,
    CaseStatus.SEALED,
    CaseStatus.ISSUED,
)


class Case(models.Model):
    """One independent medical review, from application to determination or another ending."""

    class Priority(models.TextChoices):
        """How fast the law wants it decided (LC 4610.6(d)(1))."""

        STANDARD = "standard", "Standard"
        EXPEDITED = "expedited", "Expedited"

    case_number = models.CharField("case number", max_length=20, unique=True)
    organization = models.ForeignKey(Organization, on_delete=models.PROTECT)
    status = models.CharField(
        max_length=20, choices=CaseStatus.choices, default=CaseStatus.RECEIVED
    )
    priority = models.CharField(max_length=10, choices=Priority.choices, default=Priority.STANDARD)
    date_of_injury = models.DateField()
    date_of_injury_to = models.DateField(
        null=True, blank=True, help_text="The last day of a cumulative injury."
    )
    application_received_on = models.DateField()
    eligible_at = models.DateTimeField(
        null=True, blank=True, help_text="When the finding of eligibility was received."
    )
    information_asked_at = models.DateTimeField(
        null=True, blank=True, help_text="When a party was last asked what eligibility depends on."
    )
    information_answered_on = models.DateField(null=True, blank=True)
    assigned_on = models.DateField("date assigned", null=True, blank=True)
    records_requested_at = models.DateTimeField(null=True, blank=True)
    records_complete_on = models.DateField(null=True, blank=True)
    decision_on = models.DateField(
        "decision date", null=True, blank=True, help_text="The Decision Date printed on the letter."
    )
    claim_number = models.CharField(max_length=60, blank=True, default="")
    adj_number = models.CharField("ADJ number", max_length=40, blank=True, default="")
    is_formulary_dispute = models.BooleanField(null=True, blank=True)
    eligibility_reason = models.TextField(blank=True, default="")
    ending_reason = models.TextField(blank=True, default="")
    ended_at = models.DateTimeField(null=True, blank=True)
    records_not_received = models.TextField(
        blank=True,
        default="",
        help_text="What was requested and did not come; printed with the documents reviewed.",
    )
    assigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    status_at = models.DateTimeField(null=True, blank=True, help_text="When this status began.")

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["application_received_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(case_number__regex=r"^[A-Z]{2,4}[0-9]{2}-[0-9]{7}$"),
                name="cases_a_case_number_has_its_form",
            ),
            models.CheckConstraint(
                condition=Q(status__in=CaseStatus.values), name="cases_status_is_in_the_lifecycle"
            ),
            models.CheckConstraint(
                condition=Q(date_of_injury_to__isnull=True)
                | Q(date_of_injury_to__gte=F("date_of_injury")),
                name="cases_a_cumulative_injury_ends_after_it_begins",
            ),
            models.CheckConstraint(
                condition=Q(application_received_on__gte=F("date_of_injury")),
                name="cases_an_application_follows_the_injury",
            ),
            models.CheckConstraint(
                condition=Q(
                    status__in=[
                        "received",
                        "eligible",
                        "ineligible",
                        "withdrawn",
                        "terminated",
                        "consolidated",
                    ]
                )
                | Q(assigned_on__isnull=False),
                name="cases_an_assigned_case_has_its_date",
            ),
            models.CheckConstraint(
                condition=~Q(
                    status__in=[
                        "ready_for_review",
                        "in_review",
                        "in_quality_check",
                        "approved",
                        "signed",
                        "sealed",
                        "issued",
                    ]
                )
                | Q(records_complete_on__isnull=False),
                name="cases_review_begins_with_complete_records",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["signed", "sealed", "issued"])
                | Q(decision_on__isnull=False),
                name="cases_a_signed_case_has_its_decision_date",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["ineligible", "withdrawn", "terminated", "consolidated"])
                | ~Q(ending_reason=""),
                name="cases_an_ended_case_says_why",
            ),
            models.CheckConstraint(
                condition=Q(information_answered_on__isnull=True)
                | Q(information_asked_at__isnull=False),
                name="cases_only_what_was_asked_is_answered",
            ),
        ]
        indexes = [
            models.Index(fields=["status", "application_received_on", "id"]),
            models.Index(fields=["date_of_injury"], name="cases_by_injury"),
        ]

    def __str__(self) -> str:
        return self.case_number

    def get_absolute_url(self) -> str:
        return reverse("cases:case", args=[self.case_number])

    @property
    def is_open(self) -> bool:
        """Whether the case has not come to one of its endings."""
        return self.status not in ENDINGS

    def age_on(self, day: date) -> int:
        """Calendar days from the receipt of the application to `day`."""
        return (day - self.application_received_on).days


class CaseNumberCounter(models.Model):
    """The last number given under a prefix in a year; locked while the next one is taken."""

    prefix = models.CharField(max_length=4)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["prefix", "year"], name="cases_one_counter_a_prefix_and_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.prefix}{self.year % 100:02d}-{self.last:07d}"
