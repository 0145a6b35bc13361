"""The service accounts that commands act as: one a duty, so that nobody does two on one case."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import transaction

from cases import audit

DOMAIN = "service.invalid"
WORDS_BY_DUTY = {
    "coordinator": "Service account, coordinator",
    "reviewer": "Service account, reviewer",
    "quality": "Service account, quality",
    "medical_director": "Service account, medical director",
}


@dataclass(frozen=True)
class ServiceCast:
    """Four accounts that cannot sign in; each carries the name of who ran the command."""

    coordinator: Any
    reviewer: Any
    quality: Any
    director: Any


@transaction.atomic
def service_cast(operator: str, *, at: datetime) -> ServiceCast:
    """Return the accounts, made where they are missing."""
    accounts = {
        duty: service_account(duty, duty.replace("_", "-"), words, operator=operator)
        for duty, words in WORDS_BY_DUTY.items()
    }
    return ServiceCast(
        coordinator=accounts["coordinator"],
        reviewer=accounts["reviewer"],
        quality=accounts["quality"],
        director=accounts["medical_director"],
    )


@transaction.atomic
def service_account(role: str, name: str, words: str, *, operator: str, **fields: Any) -> Any:
    """Return the service account with this name, made if need be; it has no password."""
    users = get_user_model()
    account, is_new = users.objects.get_or_create(
        email=f"{name}@{DOMAIN}",
        defaults={
            "role": role,
            "full_name": words,
            "is_service": True,
            "password": make_password(None),
            **fields,
        },
    )
    account.operator = operator[:200]
    if is_new:
        audit.append("account.created", account, by=account, role=role, is_service=True)
    return account
