"""From rows to what a notice says: read once when the notice is prepared, then never again."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from cases.freezing.bodies import ADMINISTRATOR, BODY_BY_KIND, PHYSICIAN, Making
from cases.models import Case, Party
from cases.notices.content import (
    NoticeContent,
    NoticeRecipientContent,
    SenderContent,
)
from cases.notices.kinds import ServiceMethod
from cases.notices.wording.parts import WORDING_VERSION
from cases.press.words import long_date

# Who is sent every notice (8 CCR 9792.10.4(b), 9792.10.3(c)), in this order.
NOTIFIED_ROLES = (
    Party.Role.INJURED_WORKER,
    Party.Role.ATTORNEY,
    Party.Role.AGENT,
    Party.Role.CLAIMS_ADMINISTRATOR,
    Party.Role.REQUESTING_PHYSICIAN,
)


def build_notice(
    case: Case,
    kind: str,
    *,
    number: int,
    dated: date,
    at: datetime,
    facts: Any,
    methods: Mapping[str, str] | None = None,
) -> NoticeContent:
    """Return everything a notice says; `methods` by role stand before the preferred ways."""
    making = Making(case, dated, at, recipients_of(case, methods or {}), facts)
    return NoticeContent(
        wording_version=WORDING_VERSION,
        kind=kind,
        number=number,
        case_number=case.case_number,
        dated=dated,
        made_at=at,
        sender=SenderContent(
            name=case.organization.name,
            address=case.organization.address,
            telephone=case.organization.telephone,
            logo_svg=case.organization.logo_svg,
        ),
        reference=_reference(case),
        body=BODY_BY_KIND[kind](making),
        recipients=making.recipients,
    )


def recipients_of(case: Case, methods: Mapping[str, str]) -> tuple[NoticeRecipientContent, ...]:
    """Return who is served, where and how, as the file says today."""
    party_by_role = {party.role: party for party in case.parties.all()}
    parties = [party_by_role[role] for role in NOTIFIED_ROLES if role in party_by_role]
    return tuple(recipient_of(party, methods.get(party.role, "")) for party in parties)


def recipient_of(party: Party, chosen: str = "") -> NoticeRecipientContent:
    """Return one party as a recipient, by the `chosen` way or else by the one it prefers."""
    method = chosen or _preferred(party)
    by_method = {ServiceMethod.ELECTRONIC: party.email, ServiceMethod.FAX: party.fax}
    return NoticeRecipientContent(
        role=party.role,
        name=party.name,
        address=by_method.get(ServiceMethod(method), party.address) or party.address,
        method=method,
    )


def _preferred(party: Party) -> ServiceMethod:
    if party.preferred_channel == Party.Channel.EMAIL and party.email:
        return ServiceMethod.ELECTRONIC
    if party.preferred_channel == Party.Channel.FAX and party.fax:
        return ServiceMethod.FAX
    return ServiceMethod.MAIL


def _reference(case: Case) -> tuple[tuple[str, str], ...]:
    names = dict(case.parties.values_list("role", "name"))
    decision = getattr(case, "ur_decision", None)
    rows = (
        ("IMR case number", case.case_number),
        ("Injured worker", names.get(Party.Role.INJURED_WORKER, "")),
        ("Claim number", case.claim_number),
        ("ADJ number", case.adj_number),
        ("Date of injury", _span(case)),
        ("Claims administrator", names.get(ADMINISTRATOR, "")),
        ("Requesting physician", names.get(PHYSICIAN, "")),
        ("Request for authorization", _day(decision.rfa_on) if decision else ""),
        ("Utilization review decision", _day(decision.decided_on) if decision else ""),
        ("Application received", _day(case.application_received_on)),
        ("Kind of review", _priority(case)),
    )
    return tuple((label, value) for label, value in rows if value)


def _span(case: Case) -> str:
    first = long_date(case.date_of_injury)
    return f"{first} to {_day(case.date_of_injury_to)}" if case.date_of_injury_to else first


def _day(day: date | None) -> str:
    return long_date(day) if day else ""


def _priority(case: Case) -> str:
    return "Expedited" if case.priority == Case.Priority.EXPEDITED else "Regular"
