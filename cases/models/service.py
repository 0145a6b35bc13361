"""Proof of service: what every paper served on a recipient has, whatever the paper is."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.notices.kinds import IN_AN_ENVELOPE, ServiceMethod


class Service(models.Model):
    """Service of one paper on one recipient: address and method, the day, and whether it came back.

    A paper that came back is served anew in a row of its own, with the next `attempt`.
    """

    Method = ServiceMethod
    IN_AN_ENVELOPE = IN_AN_ENVELOPE

    position = models.PositiveSmallIntegerField()
    attempt = models.PositiveSmallIntegerField(default=1)
    recipient_role = models.CharField(max_length=30)
    recipient_name = models.CharField(max_length=200)
    address = models.TextField(blank=True, default="")
    method = models.CharField(max_length=12, choices=ServiceMethod.choices, blank=True, default="")
    served_on = models.DateField(null=True, blank=True)
    served_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    recorded_at = models.DateTimeField(null=True, blank=True)
    returned_on = models.DateField(null=True, blank=True)
    returned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        abstract = True


def is_served_with_its_proof() -> Q:
    """Return the condition that service has its day, method, address, and who recorded it when."""
    return Q(served_on__isnull=True) | (
        ~Q(method="") & ~Q(address="") & Q(served_by__isnull=False) & Q(recorded_at__isnull=False)
    )


def comes_back_after_it_was_served() -> Q:
    """Return the condition that only what was served comes back, afterwards, and who noted it."""
    return Q(returned_on__isnull=True, returned_by__isnull=True) | Q(
        served_on__isnull=False, returned_on__gte=F("served_on"), returned_by__isnull=False
    )
