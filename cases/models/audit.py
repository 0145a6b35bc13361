"""The audit trail: rows that can only be added, sealed into a hash chain when they commit.

A deferred trigger seals each event at the end of its transaction: it locks the one head row, gives
the event the next place and digests it together with the digest before it (SHA-256). Triggers
refuse UPDATE, DELETE and TRUNCATE on events and seals. See migration `audit_chain`.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models


class AuditEvent(models.Model):
    """One change or one look at health information: who, what, when; keys and digests only."""

    at = models.DateTimeField()
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    actor_role = models.CharField(max_length=20, blank=True, default="")
    operator = models.CharField(
        max_length=200, blank=True, default="", help_text="Who ran the command that acted."
    )
    kind = models.CharField(max_length=60)
    case_number = models.CharField(max_length=20, blank=True, default="", db_index=True)
    object_type = models.CharField(max_length=60, blank=True, default="")
    object_id = models.BigIntegerField(null=True, blank=True)
    changed_fields = ArrayField(models.CharField(max_length=60), default=list, blank=True)
    data = models.JSONField(default=dict, blank=True)
    request_id = models.CharField(max_length=36, blank=True, default="")

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["kind", "-id"]), models.Index(fields=["actor", "-id"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class AuditSeal(models.Model):
    """The place of an event in the chain: its number, the digest before it and its own."""

    sequence = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(AuditEvent, on_delete=models.PROTECT, related_name="seal")
    previous_sha256 = models.CharField(max_length=64)
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ["sequence"]

    def __str__(self) -> str:
        return f"Seal {self.sequence}"


class AuditHead(models.Model):
    """The end of the chain: one row, locked by the transaction that adds to it."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    sequence = models.BigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, default="0" * 64)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(id=1), name="cases_the_audit_chain_has_one_head"
            )
        ]

    def __str__(self) -> str:
        return f"Head at {self.sequence}"
