"""What a rationale says of its own, without the phrases that repeat the service's name."""

import re

from reviews.checks.reading.requests import named_services
from reviews.checks.view import ServiceView


def own_words(service: ServiceView) -> str:
    """Return the rationale without the phrases that name the service."""
    text = service.rationale
    for named in sorted(named_services(text), key=lambda each: each.start, reverse=True):
        text = text[: named.start] + " " + text[named.start + len(named.text) :]
    return re.sub(re.escape(service.decided), " ", text, flags=re.IGNORECASE)


def reason_speaks_of(service: ServiceView, pattern: re.Pattern[str]) -> bool | None:
    """Whether UR's reason speaks of something; None where the reason is not known."""
    return bool(pattern.search(service.ur_reason)) if service.ur_reason else None
