"""What came in: the application for IMR and the UR decision it disputes."""

from django.db import models
from django.db.models import F, Q

from cases.eligibility.facts import Filer
from cases.models.case import Case

FILERS = [
    (Filer.WORKER.value, "The worker"),
    (Filer.ATTORNEY.value, "The worker's attorney"),
    (Filer.AGENT.value, "An agent whom the worker named"),
    (Filer.EMERGENCY_PROVIDER.value, "The provider of emergency treatment"),
    (Filer.CLAIMS_ADMINISTRATOR.value, "The claims administrator"),
    (Filer.EMPLOYER.value, "The employer"),
]


class Application(models.Model):
    """The application as it was received (DWC Form IMR), and what eligibility asks about it.

    None is "not stated".

    `document` is the case file as it came, `projection` what the rows said right after: an export
    gives back the document, with only what has changed since in its place.
    """

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="application")
    signed_on = models.DateField(null=True, blank=True)
    has_ur_decision_attached = models.BooleanField(null=True, blank=True)
    has_outside_dispute = models.BooleanField(
        null=True, blank=True, help_text="Liability disputed for another reason than necessity."
    )
    outside_dispute_on = models.DateField(null=True, blank=True)
    dispute_resolved_on = models.DateField(
        null=True, blank=True, help_text="When notice was served that the other dispute is over."
    )
    is_review_agreed = models.BooleanField(
        null=True, blank=True, help_text="The administrator agrees to a review all the same."
    )
    filed_by = models.CharField(max_length=24, choices=FILERS, blank=True, default="")
    is_signed = models.BooleanField(null=True, blank=True)
    is_form_given = models.BooleanField(
        null=True, blank=True, help_text="The form came with the UR decision (LC 4610.5(h)(3))."
    )
    form_given_on = models.DateField(
        null=True, blank=True, help_text="When the form was given, if it was given later."
    )
    is_threat_certified = models.BooleanField(
        null=True, blank=True, help_text="The physician certifies an imminent and serious threat."
    )
    has_records_consent = models.BooleanField(
        null=True, blank=True, help_text="Consent to obtain medical records (LC 4610.5(f)(2))."
    )
    jurisdictional_claim_number = models.CharField(max_length=40, blank=True, default="")
    primary_diagnosis = models.TextField(blank=True, default="")
    document = models.TextField(blank=True, default="")
    document_sha256 = models.CharField(max_length=64, blank=True, default="")
    projection = models.JSONField(null=True, blank=True)
    imported_determination = models.JSONField(
        null=True, blank=True, help_text="A determination that came in; an unsubmitted draft."
    )
    submission_key = models.UUIDField(
        null=True, blank=True, unique=True, help_text="One per opened form: a double submit is one."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(is_signed=False) | Q(signed_on__isnull=True),
                name="cases_an_unsigned_application_has_no_day_of_signing",
            ),
            models.CheckConstraint(
                condition=~Q(has_outside_dispute=False) | Q(dispute_resolved_on__isnull=True),
                name="cases_only_a_dispute_can_be_resolved",
            ),
        ]
        indexes = [
            models.Index(
                fields=["document_sha256"],
                condition=~Q(document_sha256=""),
                name="applications_by_document",
            ),
        ]

    def __str__(self) -> str:
        return f"Application {self.case_id}"


class UrDecision(models.Model):
    """The utilization review decision that denied or modified the treatment (LC 4610.5(c)(3))."""

    class ServiceMethod(models.TextChoices):
        """How the decision was served on the worker; it sets the time for mail (CCP 1013)."""

        MAIL = "mail", "Mail"
        ELECTRONIC = "electronic", "Electronic"
        FAX = "fax", "Fax"
        PERSONAL = "personal", "Personal service"

    case = models.OneToOneField(Case, on_delete=models.PROTECT, related_name="ur_decision")
    decided_on = models.DateField()
    served_on = models.DateField(null=True, blank=True)
    service_method = models.CharField(
        max_length=10, choices=ServiceMethod.choices, blank=True, default=""
    )
    rfa_on = models.DateField("date of the request for authorization", null=True, blank=True)
    is_expedited = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(served_on__isnull=True) | Q(served_on__gte=F("decided_on")),
                name="cases_a_ur_decision_is_served_after_it_is_made",
            ),
            models.CheckConstraint(
                condition=Q(rfa_on__isnull=True) | Q(rfa_on__lte=F("decided_on")),
                name="cases_a_ur_decision_follows_the_request",
            ),
        ]
        indexes = [models.Index(fields=["decided_on"], name="ur_decisions_by_day")]

    def __str__(self) -> str:
        return f"UR decision of {self.decided_on}"
