"""What several notices say alike."""

from collections.abc import Iterable

from cases.notices.content import Section
from cases.notices.facts import CaseWords, ServiceWords

WORDING_VERSION = "california-notices/1"


def services_section(heading: str, services: Iterable[ServiceWords], lead: str = "") -> Section:
    """Return the table of the services that a notice is about."""
    return Section(
        heading=heading,
        paragraphs=(lead,) if lead else (),
        head=("No.", "Requested treatment", "What utilization review did"),
        rows=tuple((str(each.position), each.requested, each.ur_action) for each in services),
    )


def services_with_reasons(heading: str, services: Iterable[ServiceWords], why: str) -> Section:
    """Return the table of services with the reason for each."""
    return Section(
        heading=heading,
        head=("No.", "Requested treatment", why),
        rows=tuple((str(each.position), each.requested, each.reason) for each in services),
    )


def which(case: CaseWords) -> str:
    """Return whether all of the case is meant, or the services that are named."""
    if case.is_whole:
        return "all of the treatment in dispute"
    if len(case.services) == 1:
        return "one of the services in dispute"
    return f"{len(case.services)} of the services in dispute"


def questions_section(case: CaseWords) -> Section:
    """Return where to ask; the same on every notice."""
    return Section(
        heading="Questions",
        paragraphs=(
            f"Write or call {case.organization} at the address and telephone number at the head of "
            f"this notice, and give the IMR case number {case.case_number}. Injured workers can "
            "also ask the Information and Assistance officers of the Division of Workers’ "
            "Compensation, free of charge.",
        ),
    )


APPEAL_ITEMS = (
    "It is a verified petition to the Workers’ Compensation Appeals Board, filed with the Board "
    "and served on all parties.",
    "It says all its grounds in detail; a ground that is left out is given up.",
    "It carries the Appeals Board (ADJ) case number and the IMR case number.",
    "A copy goes to the Independent Medical Review Unit of the Division of Workers’ Compensation.",
)
