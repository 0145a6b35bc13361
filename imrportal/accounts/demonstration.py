"""The accounts of the demonstration: invented people with a published password, one a role, two
where duties must be apart. Production refuses to start while one of them is in its database.
"""

from dataclasses import dataclass

from imrportal.accounts.roles import Role

PASSWORD = "poppy-ridge-lantern-42"


@dataclass(frozen=True)
class DemonstrationAccount:
    """Someone to sign in as; `licence_number` is that of a physician who may sign."""

    email: str
    full_name: str
    role: str
    licence_number: str = ""
    password: str = PASSWORD


ACCOUNTS: tuple[DemonstrationAccount, ...] = (
    DemonstrationAccount("cora@golden-coast.example", "Cora Lindqvist", Role.COORDINATOR),
    DemonstrationAccount("cyrus@golden-coast.example", "Cyrus Abara", Role.COORDINATOR),
    DemonstrationAccount("robin@golden-coast.example", "Robin Hale, MD", Role.REVIEWER),
    DemonstrationAccount("lena@golden-coast.example", "Lena Ortiz, DC", Role.REVIEWER),
    DemonstrationAccount("quinn@golden-coast.example", "Quinn Sato, RN", Role.QUALITY),
    DemonstrationAccount("quincy@golden-coast.example", "Quincy Bell, RN", Role.QUALITY),
    DemonstrationAccount(
        "max@golden-coast.example", "Maxine Farrow, MD", Role.MEDICAL_DIRECTOR, "G 00017"
    ),
    DemonstrationAccount(
        "mona@golden-coast.example", "Mona Castellan, DO", Role.MEDICAL_DIRECTOR, "20A 0023"
    ),
    DemonstrationAccount("stella@golden-coast.example", "Stella Moreau", Role.STAFF),
    DemonstrationAccount("ada@golden-coast.example", "Ada Whitcombe", Role.ADMINISTRATOR),
    DemonstrationAccount("audrey@golden-coast.example", "Audrey Finch", Role.AUDITOR),
)
