"""Accounts: one person, one role; what may sign a determination is recorded here."""

from typing import Any, Self

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac

from imrportal.accounts.roles import PERMISSIONS_BY_ROLE, Role


class UserQuerySet(models.QuerySet["User"]):
    """Which accounts."""

    def people(self) -> Self:
        """Keep those of persons: commands act as the others."""
        return self.filter(is_service=False)


class UserManager(BaseUserManager.from_queryset(UserQuerySet)):
    """Makes accounts; an account without a password waits for its invitation."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """Create an account with a lower-case address; ValueError without one."""
        if not email:
            raise ValueError("An account needs an e-mail address.")
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> "User":
        """Sign-in does not care about capitals in the address."""
        return self.get(email__iexact=username)


class User(AbstractBaseUser):
    """Someone who may sign in, or a service account that commands act as."""

    class LicensingBoard(models.TextChoices):
        """The two boards whose licence LC 139.5(c)(1) asks of the medical director."""

        MEDICAL_BOARD = "medical_board", "Medical Board of California"
        OSTEOPATHIC_BOARD = "osteopathic_board", "Osteopathic Medical Board of California"

    email = models.EmailField("e-mail address", max_length=254, unique=True)
    full_name = models.CharField("full name", max_length=200)
    role = models.CharField(max_length=20, choices=Role.choices)
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(
        default=False, help_text="Has a published password; production refuses to start with one."
    )
    is_service = models.BooleanField(
        default=False, help_text="Acts for commands and cannot sign in."
    )
    licensing_board = models.CharField(
        max_length=20, choices=LicensingBoard.choices, blank=True, default=""
    )
    licence_number = models.CharField(max_length=40, blank=True, default="")
    licence_verified_on = models.DateField(null=True, blank=True)
    invited_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    sessions_ended = models.PositiveIntegerField(
        default=0, help_text="How often all sessions were ended at once; part of each one's proof."
    )

    # Who ran the command that acts as this account; set in memory only, written to the audit.
    operator: str = ""

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name", "role"]

    objects = UserManager()

    class Meta:
        ordering = ["full_name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(email=Lower("email")), name="accounts_addresses_are_lower_case"
            ),
            models.CheckConstraint(
                condition=Q(role__in=Role.values), name="accounts_role_is_one_of_the_seven"
            ),
            models.CheckConstraint(
                condition=Q(licensing_board="")
                | (~Q(licence_number="") & Q(licence_verified_on__isnull=False)),
                name="accounts_a_licence_has_number_and_date_verified",
            ),
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def permissions(self) -> frozenset[str]:
        """The permissions of the account's role; none while it is inactive."""
        return PERMISSIONS_BY_ROLE.get(self.role, frozenset()) if self.is_active else frozenset()

    def has_perm(self, permission: str, obj: object = None) -> bool:
        """Whether the role has `permission`; what rows it reaches is the querysets' affair."""
        return permission in self.permissions

    @property
    def is_licensed_to_sign(self) -> bool:
        """Whether a licence of one of the two California boards is recorded (LC 139.5(c)(1))."""
        return bool(self.licensing_board)

    def _get_session_auth_hash(self, secret: str | None = None) -> str:
        # What a session must show to go on: it changes with the password, and when all are ended.
        return salted_hmac(
            "imrportal.accounts.sessions",
            f"{self.sessions_ended} {self.password}",
            secret=secret,
            algorithm="sha256",
        ).hexdigest()


class SignInFailure(models.Model):
    """One failed sign-in, as digests of the address and of the place it came from."""

    email_digest = models.CharField(max_length=32)
    place_digest = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]
        indexes = [models.Index(fields=["place_digest", "-at"])]

    def __str__(self) -> str:
        return f"Failure {self.pk}"
