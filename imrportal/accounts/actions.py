"""The writers of accounts: invite, edit, deactivate, reactivate, choose a password.

Nobody deactivates himself or changes his own role, so there is always an administrator left.
"""

from dataclasses import asdict, dataclass, fields
from datetime import date, datetime

from django.db import IntegrityError, transaction

from cases import access, audit
from cases.errors import Refused
from cases.models import CaseGrant, Organization
from imrportal.accounts.models import User
from imrportal.accounts.roles import PERMISSIONS_BY_ROLE

MANAGE = "accounts.manage_users"
SIGN = "reviews.sign_determination"


@dataclass(frozen=True)
class PersonEntry:
    """What an administrator says about a person; the licence is asked of those who sign."""

    full_name: str
    role: str
    licensing_board: str = ""
    licence_number: str = ""
    licence_verified_on: date | None = None

    @classmethod
    def names(cls) -> list[str]:
        """The columns an entry speaks of."""
        return [field.name for field in fields(cls)]


@transaction.atomic
def invite_user(email: str, entry: PersonEntry, *, by: User, at: datetime) -> User:
    """Make an account that waits for its owner to choose a password."""
    access.require(by, MANAGE)
    _refuse_half_a_licence(entry)
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, None, invited_at=at, **asdict(entry))
    except IntegrityError:
        raise Refused("There is an account with this e-mail address already: open it in the list.")
    audit.append("account.invited", user, by=by, role=user.role)
    return user


@transaction.atomic
def edit_user(user: User, entry: PersonEntry, *, by: User, at: datetime) -> User:
    """Correct a name, a role or a licence; a new role counts from the next request."""
    access.require(by, MANAGE)
    user = _lock(user)
    _refuse_half_a_licence(entry)
    left = user.role
    if entry.role != left:
        _refuse_new_role(user, by)
    changed = [name for name in entry.names() if getattr(user, name) != getattr(entry, name)]
    for name in changed:
        setattr(user, name, getattr(entry, name))
    _refuse_to_lose_a_director(user)
    if changed:
        user.save(update_fields=changed)
        audit.append("account.edited", user, by=by, changed=changed, left=left, reached=user.role)
    return user


@transaction.atomic
def deactivate_user(user: User, *, by: User, at: datetime) -> User:
    """Close an account: its sessions and its links end at once."""
    access.require(by, MANAGE)
    user = _lock(user)
    if user.pk == by.pk:
        raise Refused("Nobody deactivates his own account: ask another administrator.")
    if not user.is_active:
        raise Refused(f"{user.full_name}’s account is deactivated already.")
    user.is_active = False
    user.sessions_ended += 1
    _refuse_to_lose_a_director(user)
    user.save(update_fields=["is_active", "sessions_ended"])
    audit.append("account.deactivated", user, by=by)
    return user


@transaction.atomic
def reactivate_user(user: User, *, by: User, at: datetime) -> User:
    """Open a closed account again; old sessions and links stay ended."""
    access.require(by, MANAGE)
    user = _lock(user)
    if user.is_active:
        raise Refused(f"{user.full_name}’s account is active already.")
    user.is_active = True
    user.save(update_fields=["is_active"])
    audit.append("account.reactivated", user, by=by)
    return user


@transaction.atomic
def allow_link(user: User, *, by: User, at: datetime) -> User:
    """Let a new one-time link be sent; an invitation's earlier link stops working."""
    access.require(by, MANAGE)
    user = _lock(user)
    if not user.is_active:
        raise Refused(f"{user.full_name}’s account is deactivated: reactivate it first.")
    if not user.has_usable_password():
        user.invited_at = at
        user.save(update_fields=["invited_at"])
    audit.append("account.link_sent", user, by=by)
    return user


@transaction.atomic
def choose_password(user: User, password: str, *, at: datetime) -> User:
    """Set the password that the owner of a one-time link chose; every session ends."""
    user = _lock(user)
    kind = "account.password_changed" if user.has_usable_password() else "account.accepted"
    user.set_password(password)
    user.sessions_ended += 1
    user.save(update_fields=["password", "sessions_ended"])
    audit.append(kind, user, by=user)
    return user


def _lock(user: User) -> User:
    user = User.objects.select_for_update().get(pk=user.pk)
    if user.is_service:
        raise Refused("This account acts for commands; it is no person’s.")
    return user


def _refuse_half_a_licence(entry: PersonEntry) -> None:
    parts = (entry.licensing_board, entry.licence_number, entry.licence_verified_on)
    if any(parts) and not all(parts):
        raise Refused("A licence needs its board, its number and the day on which it was verified.")
    if any(parts) and SIGN not in PERMISSIONS_BY_ROLE[entry.role]:
        raise Refused("A licence is recorded only for whoever signs determinations.")


def _refuse_new_role(user: User, by: User) -> None:
    if user.pk == by.pk:
        raise Refused("Nobody changes his own role: ask another administrator.")
    held = CaseGrant.objects.filter(user=user, ended_at=None).values("case").distinct().count()
    if held:
        raise Refused(
            f"{user.full_name} still holds {held} case{'s' if held > 1 else ''} as a reviewer. "
            "Have a coordinator recall them first."
        )


def _refuse_to_lose_a_director(user: User) -> None:
    if user.has_perm(SIGN) and user.is_licensed_to_sign:
        return
    directs = Organization.objects.filter(medical_director_id=user.pk, is_own=True).first()
    if directs is not None:
        raise Refused(
            f"{user.full_name} is the medical director of {directs.name}. Name another director "
            "on the organization page first.",
            fix_url_name="cases:organization",
        )
