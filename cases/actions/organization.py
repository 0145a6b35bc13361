"""The organization whose name is on the letters: one writer."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from django.db import transaction

from cases import access, audit
from cases.characters import character_refusal
from cases.errors import Refused
from cases.models import Organization

EDIT = "cases.edit_organization"
SIGN = "cases.sign_determination"
LABELS = {
    "name": "The name",
    "short_name": "The short name",
    "address": "The address",
    "telephone": "The telephone number",
    "director_title": "The director’s title",
}


@dataclass(frozen=True)
class OrganizationEntry:
    """What stands on the letterhead, and who signs. `logo_svg` None leaves the logo as it is."""

    name: str
    short_name: str
    address: str
    telephone: str
    director_title: str
    medical_director: Any = None
    logo_svg: str | None = None


NAMES = [field.name for field in fields(OrganizationEntry)]


@transaction.atomic
def save_organization(entry: OrganizationEntry, *, by: Any, at: datetime) -> Organization:
    """Write the site's own organization; letters signed before keep what they were signed with."""
    access.require(by, EDIT)
    own = Organization.objects.select_for_update().filter(is_own=True).first()
    organization = own or Organization(is_own=True)
    _refuse_characters(entry)
    _refuse_a_second(entry, organization)
    _refuse_a_director_who_may_not_sign(entry.medical_director)
    values = {name: getattr(entry, name) for name in NAMES}
    if values["logo_svg"] is None:
        del values["logo_svg"]
    changed = [name for name, value in values.items() if getattr(organization, name) != value]
    for name in changed:
        setattr(organization, name, values[name])
    if changed or own is None:
        organization.save()
        audit.append("organization.edited", organization, by=by, changed=changed)
    return organization


def _refuse_characters(entry: OrganizationEntry) -> None:
    found = (character_refusal(label, getattr(entry, name)) for name, label in LABELS.items())
    reasons = [sentence for sentence in found if sentence]
    if not entry.name.strip() or not entry.short_name.strip():
        reasons.append("The organization needs a name and a short name: both are on the letter.")
    if reasons:
        raise Refused(*reasons)


def _refuse_a_second(entry: OrganizationEntry, organization: Organization) -> None:
    others = Organization.objects.exclude(pk=organization.pk)
    if others.filter(name=entry.name).exists():
        raise Refused("Another organization in the cases has this name already.")


def _refuse_a_director_who_may_not_sign(director: Any) -> None:
    if director is None:
        return
    if not (director.is_active and director.has_perm(SIGN)):
        raise Refused(f"{director} has no active account of a medical director.")
    if not director.is_licensed_to_sign:
        raise Refused(
            f"No California licence is recorded for {director}: record it with the account first "
            "(LC 139.5(c)(1))."
        )
