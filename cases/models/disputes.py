"""What is disputed: each service as UR left it, and the guidelines UR relied on."""

from typing import Self

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from cases.models.case import Case


class Citation(models.Model):
    """One row of a guideline field: an MTUS guideline, or another source in free text."""

    class Source(models.TextChoices):
        """Inside the Medical Treatment Utilization Schedule, or not (8 CCR 9792.21.1)."""

        MTUS = "mtus", "MTUS"
        OTHER = "other", "Other"

    position = models.PositiveSmallIntegerField()
    source = models.CharField(max_length=10, choices=Source.choices)
    title = models.CharField(max_length=300, blank=True, default="")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    sections = ArrayField(models.TextField(), default=list, blank=True)
    pages = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    text = models.TextField(blank=True, default="")

    class Meta:
        abstract = True
        ordering = ["position"]

    def __str__(self) -> str:
        return self.title or self.text


class Basis(models.TextChoices):
    """What a guideline field says the decision rests on; an explicit choice, never an empty one."""

    MTUS = "mtus", "MTUS"
    OUTSIDE_MTUS = "outside_mtus", "Outside the MTUS"
    NONE = "none", "No medical evidence cited"


# What eligibility asks about a service.
ELIGIBILITY_FACTS = (
    "is_in_ur_decision",
    "rests_on_necessity",
    "is_conditional",
    "is_provided",
    "has_liability_dispute",
    "authorized_on",
    "settled_on",
    "request_withdrawn_on",
)
# What eligibility leaves to nobody's review, now or at all.
LEFT_OUT = ("ineligible", "deferred", "needs_information")


class DisputedServiceQuerySet(models.QuerySet["DisputedService"]):
    """Which services."""

    def in_review(self) -> Self:
        """Keep what the reviewer decides: eligible and not ended (LC 4610.5(g), (k))."""
        left_out = self.model._base_manager.filter(
            eligibility_decisions__superseded_at=None, eligibility_decisions__outcome__in=LEFT_OUT
        )
        return self.not_ended().exclude(pk__in=left_out.values("pk"))

    def not_ended(self) -> Self:
        """Keep the services that no authorization, settlement or withdrawal took out."""
        ended = self.model._base_manager.filter(endings__isnull=False, endings__taken_back_at=None)
        return self.exclude(pk__in=ended.values("pk"))

    def still_disputed(self) -> Self:
        """Keep what an ending could end: neither ended already nor found ineligible."""
        ineligible = self.model._base_manager.filter(
            eligibility_decisions__superseded_at=None,
            eligibility_decisions__outcome="ineligible",
        )
        return self.not_ended().exclude(pk__in=ineligible.values("pk"))


class ServiceManager(models.Manager.from_queryset(DisputedServiceQuerySet)):
    """The services that are disputed: without those that stand in another row by now."""

    def get_queryset(self) -> DisputedServiceQuerySet:
        """Leave out what was put together with another, or given back to its own case."""
        return super().get_queryset().filter(stands_in=None)


class DisputedService(models.Model):
    """One item or service that UR denied or modified; each gets its own decision (LC 4610.6(e)).

    One that `stands_in` another row has no place any more and is found through that row alone.
    """

    class UrAction(models.TextChoices):
        """What utilization review did with the request."""

        DENIED = "denied", "Denied"
        MODIFIED = "modified", "Modified"

    class Modification(models.TextChoices):
        """Whether what UR authorized can be subtracted, or the whole request stays eligible."""

        REMAINDER = "remainder", "Part authorized, the rest is disputed"
        SUBSTITUTED = "substituted", "Something else authorized, the whole request is disputed"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="services")
    position = models.PositiveSmallIntegerField(null=True, blank=True)
    stands_in = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="standing_for"
    )
    taken_over_from = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="taken_over_as"
    )
    requested = models.TextField()
    ur_action = models.CharField(max_length=10, choices=UrAction.choices)
    modification = models.CharField(
        max_length=12, choices=Modification.choices, blank=True, default=""
    )
    authorized = models.TextField(blank=True, default="")
    eligible_portion = models.TextField(blank=True, default="")
    category = models.CharField(max_length=80, blank=True, default="")
    subcategory = models.CharField(max_length=80, blank=True, default="")
    codes = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    quantity = models.CharField(max_length=120, blank=True, default="")
    dates_of_service = ArrayField(models.DateField(), default=list, blank=True)
    ur_reason = models.TextField(blank=True, default="")
    depends_on = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, blank=True, related_name="dependents"
    )
    administrator_basis = models.CharField(max_length=12, choices=Basis.choices, default=Basis.NONE)
    # What eligibility asks about it; None is "not stated".
    is_in_ur_decision = models.BooleanField(null=True, blank=True)
    rests_on_necessity = models.BooleanField(null=True, blank=True)
    is_conditional = models.BooleanField(
        null=True, blank=True, help_text="Denied because information had not come."
    )
    is_provided = models.BooleanField(
        null=True, blank=True, help_text="The treatment has been given already."
    )
    has_liability_dispute = models.BooleanField(null=True, blank=True)
    authorized_on = models.DateField(null=True, blank=True)
    settled_on = models.DateField(null=True, blank=True)
    request_withdrawn_on = models.DateField(null=True, blank=True)

    objects = ServiceManager()
    everything = DisputedServiceQuerySet.as_manager()

    class Meta:
        ordering = ["case", "position"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "position"],
                name="cases_one_service_a_place",
                deferrable=models.Deferrable.DEFERRED,
            ),
            models.CheckConstraint(
                condition=~Q(requested=""), name="cases_a_service_says_what_was_requested"
            ),
            models.CheckConstraint(
                condition=Q(position__gte=1, stands_in=None)
                | Q(position__isnull=True, stands_in__isnull=False),
                name="cases_service_places_count_from_one",
            ),
            models.CheckConstraint(
                condition=Q(ur_action="denied", modification="", authorized="", eligible_portion="")
                | Q(ur_action="modified", modification="substituted")
                | (Q(ur_action="modified", modification="remainder") & ~Q(eligible_portion="")),
                name="cases_a_modified_service_says_what_is_left",
            ),
            models.CheckConstraint(
                condition=~Q(ur_action="modified") | ~Q(authorized=""),
                name="cases_a_modified_service_says_what_was_authorized",
            ),
            models.CheckConstraint(
                condition=Q(depends_on__isnull=True) | ~Q(depends_on=F("pk")),
                name="cases_a_service_does_not_hang_on_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"Service {self.position}"


class AdministratorCitation(Citation):
    """A guideline the claims administrator's UR decision cited."""

    service = models.ForeignKey(
        DisputedService, on_delete=models.CASCADE, related_name="administrator_citations"
    )

    class Meta(Citation.Meta):
        constraints = [
            models.UniqueConstraint(
                fields=["service", "position"], name="cases_one_administrator_citation_a_place"
            ),
            models.CheckConstraint(
                condition=~Q(title="") | ~Q(text=""),
                name="cases_an_administrator_citation_names_its_source",
            ),
        ]
