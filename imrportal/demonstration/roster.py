"""Who there is: the accounts, the organization, and six invented expert reviewers."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from cases.actions.organization import OrganizationEntry, save_organization
from cases.logos import clean_logo
from cases.models import Organization
from imrportal.accounts.demonstration import ACCOUNTS
from imrportal.accounts.models import User
from imrportal.accounts.roles import Role
from reviews.actions.roster import CertificationEntry, LicenceEntry, ReviewerEntry, add_reviewer
from reviews.models import Reviewer

NAME = "Golden Coast Medical Review"
LOGO = Path(__file__).with_name("logo.svg")
CHECKED_BEFORE = timedelta(days=240)
VALID_FOR = timedelta(days=3 * 365)
SOON = timedelta(days=9)


@dataclass(frozen=True)
class RosterRow:
    """One invented reviewer; `boards` has a specialty with its board, empty where none is asked."""

    email: str
    full_name: str
    degree: str
    states: tuple[str, ...]
    boards: tuple[tuple[str, str], ...]
    years: str
    hours: str
    capacity: int = 12
    is_leaving: bool = False


ROSTER = (
    RosterRow(
        "robin@golden-coast.example",
        "Robin Hale, MD",
        Reviewer.Degree.MD,
        ("California", "Nevada"),
        (
            (
                "Physical Medicine & Rehabilitation",
                "American Board of Physical Medicine and Rehabilitation",
            ),
            ("Pain Management", "American Board of Physical Medicine and Rehabilitation"),
        ),
        years="17",
        hours="30",
    ),
    RosterRow(
        "lena@golden-coast.example",
        "Lena Ortiz, DC",
        Reviewer.Degree.DC,
        ("California",),
        (("Chiropractor", ""),),
        years="12",
        hours="28",
    ),
    RosterRow(
        "samuel@golden-coast.example",
        "Samuel Brandt, MD",
        Reviewer.Degree.MD,
        ("California", "Oregon"),
        (("Orthopedic Surgery", "American Board of Orthopaedic Surgery"),),
        years="21",
        hours="40",
    ),
    RosterRow(
        "ingrid@golden-coast.example",
        "Ingrid Mao, MD",
        Reviewer.Degree.MD,
        ("Texas", "California"),
        (
            ("Preventive Medicine", "American Board of Preventive Medicine"),
            ("Occupational Medicine", "American Board of Preventive Medicine"),
        ),
        years="14",
        hours="26",
    ),
    RosterRow(
        "peter@golden-coast.example",
        "Peter Novak, PsyD",
        Reviewer.Degree.PSYCHOLOGIST,
        ("California",),
        (("Psychologist", ""),),
        years="9",
        hours="25",
        capacity=4,
    ),
    RosterRow(
        "amara@golden-coast.example",
        "Amara Diallo, DO",
        Reviewer.Degree.DO,
        ("New York",),
        (("Family Practice", "American Osteopathic Board of Family Physicians"),),
        years="4.5",
        hours="20",
        is_leaving=True,
    ),
)


def make_accounts(today: date) -> None:
    """Make the accounts that are missing, the roster's other reviewers among them."""
    for account in ACCOUNTS:
        if User.objects.filter(email=account.email).exists():
            continue
        licence = {
            "licensing_board": User.LicensingBoard.MEDICAL_BOARD,
            "licence_number": account.licence_number,
            "licence_verified_on": today - CHECKED_BEFORE,
        }
        User.objects.create_user(
            account.email,
            account.password,
            full_name=account.full_name,
            role=account.role,
            is_demonstration=True,
            **(licence if account.licence_number else {}),
        )
    for row in ROSTER:
        if not User.objects.filter(email=row.email).exists():
            User.objects.create_user(
                row.email,
                None,
                full_name=row.full_name,
                role=Role.REVIEWER,
                is_demonstration=True,
            )


def person(name: str) -> User:
    """Return one of the demonstration's people by the first part of the address."""
    return User.objects.get(email=f"{name}@golden-coast.example")


def make_organization(at: datetime) -> Organization:
    """Make the site's own organization with its logo and director, unless there is one."""
    own = Organization.objects.filter(is_own=True).first()
    if own is not None:
        return own
    # An imported case may have brought the name along already.
    Organization.objects.filter(name=NAME).update(is_own=True)
    entry = OrganizationEntry(
        name=NAME,
        short_name="Golden Coast",
        address="1100 Harbor Terrace, Suite 300\nSacramento, CA 95814",
        telephone="916-555-0142",
        director_title="Medical Director",
        medical_director=person("max"),
        logo_svg=clean_logo(LOGO.read_bytes()).svg,
    )
    return save_organization(entry, by=person("ada"), at=at)


def make_roster(at: datetime, today: date) -> None:
    """Put the invented reviewers on the roster, with credentials checked some months ago."""
    for row in ROSTER:
        user = User.objects.get(email=row.email)
        if not Reviewer.objects.filter(user=user).exists():
            add_reviewer(user, _entry(row, today), by=person("cyrus"), at=at)


def _entry(row: RosterRow, today: date) -> ReviewerEntry:
    checked, expires = today - CHECKED_BEFORE, today + VALID_FOR
    return ReviewerEntry(
        degree=row.degree,
        licences=tuple(
            LicenceEntry(state, f"D {7000 + place}", expires, checked)
            for place, state in enumerate(row.states, 1)
        ),
        certifications=tuple(
            CertificationEntry(
                specialty, checked, board, today + SOON if row.is_leaving else expires
            )
            for specialty, board in row.boards
        ),
        practice_years=Decimal(row.years),
        practice_weekly_hours=Decimal(row.hours),
        practice_recorded_on=checked,
        qme_checked_on=checked,
        discipline_checked_on=checked,
        unavailable_until=today + SOON if row.is_leaving else None,
        case_capacity=row.capacity,
    )
