"""Who is concerned: the worker, the claims administrator, and everyone else on the case."""

from datetime import date

from django.db import models
from django.db.models import F, Q

from cases.deadlines.addresses import place_of
from cases.deadlines.counting import Place
from cases.models.case import Case


class CurrentParties(models.Manager["Party"]):
    """The parties as they are now; one that was replaced stays, and is asked for by name."""

    def get_queryset(self) -> models.QuerySet["Party"]:
        """Leave out who was replaced."""
        return super().get_queryset().filter(replaced_on=None)


class Party(models.Model):
    """One person or body in its role on one case; conflict checks and recipients read these.

    One that another has replaced keeps its row with the day, for what was done while it was there;
    `case.parties` and `objects` are the present ones, `with_former` is all of them.
    """

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
    place = models.CharField(
        max_length=24,
        choices=[
            (Place.CALIFORNIA.value, "In California"),
            (Place.UNITED_STATES.value, "Elsewhere in the United States"),
            (Place.ABROAD.value, "Abroad"),
            (Place.CONFIDENTIAL_ADDRESS.value, "Confidential address of the Secretary of State"),
        ],
        blank=True,
        default="",
        help_text="Where the address is; empty as long as its own words say so.",
    )
    since_on = models.DateField(
        null=True, blank=True, help_text="When it took the place of another; empty: from the start."
    )
    replaced_on = models.DateField(
        null=True, blank=True, help_text="The first day on which another had its place."
    )

    with_former = models.Manager()
    objects = CurrentParties()

    class Meta:
        default_manager_name = "objects"
        ordering = ["case", "pk"]
        verbose_name_plural = "parties"
        constraints = [
            models.UniqueConstraint(
                fields=["case", "role"],
                condition=~Q(role__in=["facility", "manufacturer"]) & Q(replaced_on=None),
                name="cases_one_party_a_role",
            ),
            models.CheckConstraint(condition=~Q(name=""), name="cases_a_party_has_a_name"),
            models.CheckConstraint(
                condition=Q(designated_on__isnull=True) | Q(role="agent"),
                name="cases_only_an_agent_is_designated",
            ),
            models.CheckConstraint(
                condition=Q(replaced_on__isnull=True)
                | Q(since_on__isnull=True)
                | Q(replaced_on__gte=F("since_on")),
                name="cases_a_party_is_replaced_after_it_came",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()} {self.pk}"

    @property
    def known_place(self) -> Place | None:
        """Where the address is: as a person said, else as its words say; None: not known."""
        return Place(self.place) if self.place else place_of(self.address)

    def was_there_on(self, day: date) -> bool:
        """Whether it was the party of its role on `day`."""
        is_begun = self.since_on is None or self.since_on <= day
        return is_begun and (self.replaced_on is None or day < self.replaced_on)
