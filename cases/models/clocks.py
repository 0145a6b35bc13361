"""What moves a clock: events noted, pauses, extensions, and a change between the priorities."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.deadlines.counting import Method, Place
from cases.models.case import Case
from cases.models.records import MedicalRecord

METHODS = [
    (Method.PERSONAL.value, "Personal service"),
    (Method.MAIL.value, "Mail"),
    (Method.ELECTRONIC.value, "Electronic"),
    (Method.FAX.value, "Fax"),
]
PLACES = [
    (Place.CALIFORNIA.value, "In California"),
    (Place.UNITED_STATES.value, "Elsewhere in the United States"),
    (Place.ABROAD.value, "Abroad"),
    (Place.CONFIDENTIAL_ADDRESS.value, "Confidential address of the Secretary of State"),
]


class ClockEventQuerySet(models.QuerySet["ClockEvent"]):
    """Which events."""

    def current(self) -> Self:
        """Keep what has not been replaced by a later noting."""
        return self.filter(superseded_at=None)


class ClockEvent(models.Model):
    """Something that happened and starts a clock of its own: a paper served, or a fact noted.

    `subject` is the role of the party whose clock it is; empty where the rule says whose. The two
    places are the ends of the mail; an empty one is not known.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="clock_events")
    rule_id = models.CharField(max_length=8)
    subject = models.CharField(max_length=30, blank=True, default="")
    happened_at = models.DateTimeField()
    method = models.CharField(max_length=12, choices=METHODS, default=Method.PERSONAL)
    sent_from = models.CharField(max_length=24, choices=PLACES, blank=True, default="")
    sent_to = models.CharField(max_length=24, choices=PLACES, blank=True, default="")
    met_on = models.DateField(null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    noted_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True, blank=True)

    objects = ClockEventQuerySet.as_manager()

    class Meta:
        ordering = ["happened_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "rule_id", "subject"],
                condition=Q(superseded_at=None),
                name="cases_one_current_event_a_clock",
            ),
            models.CheckConstraint(condition=~Q(rule_id=""), name="cases_an_event_names_its_rule"),
        ]

    def __str__(self) -> str:
        return f"Event {self.pk} of {self.rule_id}"


class ClockTollQuerySet(models.QuerySet["ClockToll"]):
    """Which pauses."""

    def valid(self) -> Self:
        """Keep what was not taken back."""
        return self.filter(withdrawn_at=None)


class ClockToll(models.Model):
    """A stop of one rule's clock: from a day to a day, both in it; without an end it lasts."""

    class Ground(models.TextChoices):
        """What stops a clock; `cites` says by which rule."""

        FORM_NOT_GIVEN = "A3", "The form, envelope or notices were not given"
        ORDER = "order", "Stayed by order of the Appeals Board or a court"
        EMERGENCY = "emergency", "Extended by emergency order"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="tolls")
    rule_id = models.CharField(max_length=8)
    ground = models.CharField(max_length=12, choices=Ground.choices)
    first_on = models.DateField()
    last_on = models.DateField(null=True, blank=True)
    reason = models.TextField()
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    noted_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.TextField(blank=True, default="")

    objects = ClockTollQuerySet.as_manager()

    class Meta:
        ordering = ["first_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(last_on__isnull=True) | Q(last_on__gte=F("first_on")),
                name="cases_a_pause_ends_after_it_begins",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="cases_a_pause_says_why"),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | ~Q(withdrawn_reason=""),
                name="cases_a_pause_taken_back_says_why",
            ),
            models.UniqueConstraint(
                fields=["case", "rule_id"],
                condition=Q(last_on=None, withdrawn_at=None),
                name="cases_one_lasting_pause_a_clock",
            ),
        ]

    def __str__(self) -> str:
        return f"Pause {self.pk} of {self.rule_id}"

    def is_running_on(self, day: date) -> bool:
        """Whether the clock stands still on `day` by this row."""
        return self.first_on <= day and (self.last_on is None or day <= self.last_on)


class ExtensionQuerySet(models.QuerySet["Extension"]):
    """Which extensions."""

    def open(self) -> Self:
        """Keep what waits for the Administrative Director."""
        return self.filter(outcome="")

    def approved(self) -> Self:
        """Keep what was approved."""
        return self.filter(outcome=Extension.Outcome.APPROVED)


class Extension(models.Model):
    """A request to the Administrative Director for up to three days (LC 4610.6(d)(2)).

    It is asked for, and recorded as approved or refused with who, when and why. `dispute` is the
    clock it was asked for: an approval does not pass to another one.
    """

    class Ground(models.TextChoices):
        """What the statute lets an extension rest on."""

        EXTRAORDINARY = "extraordinary", "Extraordinary circumstances"
        GOOD_CAUSE = "good_cause", "Good cause"

    class Outcome(models.TextChoices):
        """What became of it."""

        APPROVED = "approved", "Approved"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    LONGEST = 3

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="extensions")
    dispute = models.CharField(max_length=10)
    ground = models.CharField(max_length=16, choices=Ground.choices)
    days_asked = models.PositiveSmallIntegerField()
    reason = models.TextField()
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    asked_at = models.DateTimeField()
    outcome = models.CharField(max_length=10, choices=Outcome.choices, blank=True, default="")
    days_approved = models.PositiveSmallIntegerField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=200, blank=True, default="")
    decided_on = models.DateField(null=True, blank=True)
    decision_reason = models.TextField(blank=True, default="")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(null=True, blank=True)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(outcome=""),
                name="cases_one_extension_is_asked_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["case", "dispute"],
                condition=Q(outcome="approved"),
                name="cases_a_clock_is_extended_once",
            ),
            models.CheckConstraint(
                condition=Q(days_asked__gte=1, days_asked__lte=3) & ~Q(reason=""),
                name="cases_an_extension_is_of_one_to_three_days_with_its_reason",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="approved")
                | Q(days_approved__gte=1, days_approved__lte=3, days_approved__isnull=False),
                name="cases_an_approval_gives_one_to_three_days",
            ),
            models.CheckConstraint(
                condition=~Q(outcome__in=["approved", "refused"])
                | (~Q(decided_by_name="") & ~Q(decision_reason="") & Q(decided_on__isnull=False)),
                name="cases_a_decided_extension_says_who_when_and_why",
            ),
        ]

    def __str__(self) -> str:
        return f"Extension {self.pk}"


class PriorityChange(models.Model):
    """A case made expedited, or a regular one again: on whose word, by which document, when."""

    class Ground(models.TextChoices):
        """What the change rests on."""

        PHYSICIAN = "physician", "Certified by the treating physician"
        DIRECTOR = "director", "Certified by the Administrative Director"
        NOT_SUPPORTED = "not_supported", "Expedited review is not supported"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="priority_changes")
    priority = models.CharField(max_length=10, choices=Case.Priority.choices)
    ground = models.CharField(max_length=16, choices=Ground.choices)
    certified_by = models.CharField(max_length=200, blank=True, default="")
    document = models.ForeignKey(
        MedicalRecord, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    received_at = models.DateTimeField(
        null=True, blank=True, help_text="When the certification with its documents was received."
    )
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["changed_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(priority="expedited")
                | (~Q(certified_by="") & Q(document__isnull=False) & Q(received_at__isnull=False)),
                name="cases_an_expedited_case_has_its_certification",
            ),
            models.CheckConstraint(
                condition=Q(received_at__isnull=True) | Q(received_at__lte=F("changed_at")),
                name="cases_a_certification_comes_before_the_change",
            ),
            models.CheckConstraint(
                condition=Q(priority="expedited", ground__in=["physician", "director"])
                | Q(priority="standard", ground="not_supported"),
                name="cases_a_priority_changes_on_its_own_ground",
            ),
        ]

    def __str__(self) -> str:
        return f"Priority of case {self.case_id} from {self.changed_at:%Y-%m-%d}"
