"""Who is concerned: the worker, the claims administrator, and everyone else on the case."""

from django.db import models
from django.db.models import Q

from cases.models.case import Case


class Party(models.Model):
    """One person or body in its role on one case; conflict checks and recipients read these."""

    class Role(models.TextChoices):
        """The roles the statutes name (LC 4610.5, 139.5(c) and (d))."""

        INJURED_WORKER = "injured_worker", "Injured worker"
        ATTORNEY = "attorney", "Attorney"
        CLAIMS_ADMINISTRATOR = "claims_administrator", "Claims administrator"
        EMPLOYER = "employer", "Employer"
        REQUESTING_PHYSICIAN = "requesting_physician", "Requesting physician"
        INSURER = "insurer", "Insurer"
        UR_ORGANIZATION = "ur_organization", "UR organization"
        AGENT = "agent", "Agent"
        MEDICAL_PROVIDER_NETWORK = "medical_provider_network", "Medical provider network"
        FACILITY = "facility", "Facility"
        MANUFACTURER = "manufacturer", "Manufacturer"

    class Sex(models.TextChoices):
        """As the case file's closed list has it."""

        FEMALE = "female", "Female"
        MALE = "male", "Male"
        OTHER = "other", "Other"
        UNKNOWN = "unknown", "Not known"

    class Channel(models.TextChoices):
        """How the party prefers to be reached."""

        MAIL = "mail", "Mail"
        EMAIL = "email", "E-mail"
        FAX = "fax", "Fax"
        TELEPHONE = "telephone", "Telephone"

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="parties")
    role = models.CharField(max_length=30, choices=Role.choices)
    name = models.CharField(max_length=200)
    address = models.TextField(blank=True, default="")
    contact_person = models.CharField(max_length=200, blank=True, default="")
    telephone = models.CharField(max_length=40, blank=True, default="")
    fax = models.CharField(max_length=40, blank=True, default="")
    email = models.EmailField("e-mail", blank=True, default="")
    language = models.CharField(max_length=40, blank=True, default="")
    preferred_channel = models.CharField(
        max_length=10, choices=Channel.choices, blank=True, default=""
    )
    specialty = models.CharField(max_length=120, blank=True, default="")
    npi = models.CharField("NPI", max_length=10, blank=True, default="")
    date_of_birth = models.DateField(null=True, blank=True)
    sex = models.CharField(max_length=10, choices=Sex.choices, blank=True, default="")
    designated_on = models.DateField(
        null=True, blank=True, help_text="When the worker designated the agent (LC 4610.5(j))."
    )

    class Meta:
        ordering = ["case", "pk"]
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "role"],
                condition=~Q(role__in=["facility", "manufacturer"]),
                name="cases_one_party_a_role",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="cases_a_party_has_a_name"),
            models.CheckConstraint(
                condition=Q(designated_on__isnull=True) | Q(role="agent"),
                name="cases_only_an_agent_is_designated",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.pk}"
