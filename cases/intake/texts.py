"""What is wrong with the words of an entry: missing, too long, unprintable, not on a list."""

import dataclasses
import unicodedata
from typing import Any

from cases.characters import character_refusal
from cases.intake.findings import Limits, Path, Problem, Problems

LENGTH_BY_FIELD = {
    "claim_number": 60,
    "adj_number": 40,
    "jurisdictional_claim_number": 40,
    "primary_diagnosis": 500,
    "name": 200,
    "contact_person": 200,
    "telephone": 40,
    "fax": 40,
    "email": 254,
    "language": 40,
    "specialty": 120,
    "npi": 10,
    "category": 80,
    "subcategory": 80,
    "quantity": 120,
    "title": 300,
    "codes": 40,
    "pages": 60,
}
VALUES_BY_FIELD = {
    "priority": ("standard", "expedited"),
    "service_method": ("", "mail", "electronic", "fax", "personal"),
    "filed_by": (
        "",
        "worker",
        "attorney",
        "agent",
        "emergency_provider",
        "claims_administrator",
        "employer",
    ),
    "role": (
        "injured_worker",
        "attorney",
        "claims_administrator",
        "employer",
        "requesting_physician",
        "insurer",
        "ur_organization",
        "agent",
        "medical_provider_network",
        "facility",
        "manufacturer",
    ),
    "sex": ("", "female", "male", "other", "unknown"),
    "preferred_channel": ("", "mail", "email", "fax", "telephone"),
    "ur_action": ("denied", "modified"),
    "modification": ("", "remainder", "substituted"),
    "administrator_basis": ("mtus", "outside_mtus", "none"),
    "source": ("mtus", "other"),
}
# Kept as they came: the case file itself, and its digest.
UNREAD = frozenset({"document", "document_sha256"})
WORDS_BY_FIELD = {
    "adj_number": "ADJ number",
    "administrator_basis": "basis of the claims administrator's guideline",
    "authorized": "part that UR authorized",
    "eligible_portion": "part that is left in dispute",
    "email": "e-mail address",
    "npi": "NPI",
    "requested": "requested service",
    "service_method": "method of service of the UR decision",
    "ur_action": "UR action",
    "ur_reason": "reason that UR gave",
}


def is_blank(text: str) -> bool:
    """Whether nothing in `text` can be seen: spaces, or characters without width."""
    return all(unicodedata.category(letter) in _UNSEEN or letter.isspace() for letter in text)


def words_of(field: str) -> str:
    """Return what a field is called in a sentence."""
    return WORDS_BY_FIELD.get(field, field.replace("_", " "))


def text_problems(entry: Any, path: Path, limits: Limits, place: str = "") -> Problems:
    """Yield what is wrong with each text of the dataclass `entry`, but not of entries inside it.

    `place` begins the sentence: "Service 3" or "Attorney".
    """
    start = f"{place}: the " if place else "The "
    for field in dataclasses.fields(entry):
        value = getattr(entry, field.name)
        texts = (value,) if isinstance(value, str) else value
        if field.name in UNREAD or not isinstance(texts, tuple):
            continue
        for text in texts:
            sentence = _refusal(start, field.name, text, limits) if isinstance(text, str) else ""
            if sentence:
                yield Problem((*path, field.name), sentence)


def _refusal(start: str, field: str, text: str, limits: Limits) -> str:
    words = words_of(field)
    values = VALUES_BY_FIELD.get(field)
    if values is not None:
        if text in values:
            return ""
        known = ", ".join(value for value in values if value)
        return f"{start}{words} “{text[:60]}” is not one of: {known}."
    longest = LENGTH_BY_FIELD.get(field, limits.text)
    if len(text) > longest:
        return f"{start}{words} has {len(text):,} characters; at most {longest:,} fit."
    return character_refusal(f"{start}{words}", text)


_UNSEEN = ("Cf", "Zs", "Zl", "Zp", "Cc")
