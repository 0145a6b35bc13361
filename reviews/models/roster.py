"""The roster: expert reviewers and the credentials that let them judge (LC 139.5(d)(4))."""

from datetime import date
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q


class ReviewerQuerySet(models.QuerySet["Reviewer"]):
    """Which reviewers."""

    def available_on(self, day: date) -> Self:
        """Keep those who take work on `day`."""
        return self.filter(user__is_active=True, is_available=True).filter(
            Q(unavailable_until__isnull=True) | Q(unavailable_until__lt=day)
        )


class Reviewer(models.Model):
    """An expert reviewer; outside the organization only licences and certifications are shown."""

    class Degree(models.TextChoices):
        """Physicians of LC 3209.3."""

        MD = "md", "MD"
        DO = "do", "DO"
        DC = "dc", "Chiropractor (DC)"
        DPM = "dpm", "Podiatrist (DPM)"
        PSYCHOLOGIST = "psychologist", "Psychologist"
        DENTIST = "dentist", "Dentist"
        OPTOMETRIST = "optometrist", "Optometrist"
        ACUPUNCTURIST = "acupuncturist", "Acupuncturist"

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviewer"
    )
    pseudonym = models.CharField(max_length=20, unique=True)
    degree = models.CharField(max_length=20, choices=Degree.choices)
    practice_years = models.DecimalField(
        "years in active practice", max_digits=4, decimal_places=1, null=True, blank=True
    )
    practice_weekly_hours = models.DecimalField(
        "hours a week in active practice", max_digits=4, decimal_places=1, null=True, blank=True
    )
    practice_recorded_on = models.DateField(null=True, blank=True)
    is_qme = models.BooleanField("holds a QME appointment", default=False)
    qme_checked_on = models.DateField(null=True, blank=True)
    has_disciplinary_history = models.BooleanField(default=False)
    discipline_checked_on = models.DateField(null=True, blank=True)
    is_available = models.BooleanField(default=True)
    unavailable_until = models.DateField(null=True, blank=True)
    case_capacity = models.PositiveSmallIntegerField(default=10)
    is_synthetic = models.BooleanField(default=False)

    objects = ReviewerQuerySet.as_manager()

    class Meta:
        ordering = ["pseudonym"]
        constraints = [
            models.CheckConstraint(
                condition=Q(practice_years__isnull=True, practice_weekly_hours__isnull=True)
                | Q(practice_recorded_on__isnull=False),
                name="reviews_a_practice_record_has_its_date",
            ),
            models.CheckConstraint(
                condition=Q(practice_weekly_hours__isnull=True)
                | Q(practice_weekly_hours__range=(0, 168)),
                name="reviews_a_week_has_168_hours",
            ),
        ]

    def __str__(self) -> str:
        return self.pseudonym


class Licence(models.Model):
    """A licence to practise in one state."""

    reviewer = models.ForeignKey(Reviewer, on_delete=models.CASCADE, related_name="licences")
    state = models.CharField(max_length=40)
    number = models.CharField(max_length=40)
    is_restricted = models.BooleanField(default=False)
    is_in_good_standing = models.BooleanField(default=True)
    expires_on = models.DateField()
    verified_on = models.DateField()

    class Meta:
        ordering = ["reviewer", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reviewer", "state"], name="reviews_one_licence_a_state"
            )
        ]

    def __str__(self) -> str:
        return self.state

    def is_valid_on(self, day: date) -> bool:
        """Whether it is unrestricted, in good standing and not expired on `day`."""
        return self.is_in_good_standing and not self.is_restricted and self.expires_on >= day


class Certification(models.Model):
    """A specialty, and the board that certifies it where there is one (required of MD and DO)."""

    reviewer = models.ForeignKey(Reviewer, on_delete=models.CASCADE, related_name="certifications")
    specialty = models.CharField(max_length=120)
    board = models.CharField(max_length=200, blank=True, default="")
    expires_on = models.DateField(null=True, blank=True)
    verified_on = models.DateField()

    class Meta:
        ordering = ["reviewer", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["reviewer", "specialty"], name="reviews_one_certification_a_specialty"
            )
        ]

    def __str__(self) -> str:
        return self.specialty

    def is_valid_on(self, day: date) -> bool:
        """Whether it has not expired on `day`; one without an expiry is for life."""
        return self.expires_on is None or self.expires_on >= day
