"""The pages to photograph: one row each. Add yours; the role signs in with its first account."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Shot:
    """One page in one state, as one role sees it; no role is the public.

    `clicks` are selectors to click in turn after opening `path`, the first match of each:
    how to reach a page whose address depends on the data. `status` is the expected answer.
    """

    role: str
    name: str
    path: str
    clicks: tuple[str, ...] = ()
    status: int = 200
    is_whole: bool = True
    is_for_readme: bool = False


PUBLIC, COORDINATOR, REVIEWER, QUALITY = "", "coordinator", "reviewer", "quality"
DIRECTOR, STAFF, ADMINISTRATOR, AUDITOR = "medical_director", "staff", "administrator", "auditor"
EVERYONE = (COORDINATOR, REVIEWER, QUALITY, DIRECTOR, STAFF, ADMINISTRATOR, AUDITOR)

PAGES: list[Shot] = [
    Shot(PUBLIC, "sign-in", "/accounts/sign-in/"),
    Shot(PUBLIC, "password-reset", "/accounts/password-reset/"),
    Shot(PUBLIC, "verify", "/verify/"),
    *(Shot(role, "home", "/", is_for_readme=role == COORDINATOR) for role in EVERYONE),
    *(Shot(role, "not-found", "/nowhere/", status=404) for role in (COORDINATOR,)),
    Shot(COORDINATOR, "change-password", "/accounts/change-password/"),
    Shot(COORDINATOR, "forbidden", "/accounts/users/", status=403),
    Shot(ADMINISTRATOR, "users", "/accounts/users/"),
    Shot(ADMINISTRATOR, "invite-user", "/accounts/users/invite/"),
    Shot(ADMINISTRATOR, "user", "/accounts/users/", clicks=("a[data-row]",)),
    Shot(ADMINISTRATOR, "organization", "/cases/organization/"),
    Shot(AUDITOR, "audit", "/cases/audit/"),
]
