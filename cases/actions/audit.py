"""Proving the audit trail: looked at, verified, and that somebody did is in it too."""

from datetime import datetime
from typing import Any

from django.db import transaction

from cases import access, audit
from cases.audit import ChainVerdict


@transaction.atomic
def verify_audit(*, by: Any, at: datetime) -> ChainVerdict:
    """Recompute the whole chain, and note the verdict in it."""
    access.require(by, "cases.verify_audit")
    verdict = audit.verify_chain()
    audit.append("audit.verified", by=by, sealed=verdict.sealed, is_intact=verdict.is_intact)
    return verdict
