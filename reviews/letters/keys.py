"""Demonstration keys: an authority and an organization's seal, made at set-up."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path


@dataclass(frozen=True)
class DemonstrationKeys:
    """The seal as PKCS#12 with its password, and the authority that issued it (PEM)."""

    pkcs12: bytes
    password: str
    authority: bytes


def make_keys(organization: str, *, at: datetime) -> DemonstrationKeys:
    """Return new keys for an organization, valid from a day before `at`."""
    raise NotImplementedError


def read_keys(directory: Path) -> DemonstrationKeys:
    """Return the keys kept in a folder; FileNotFoundError where there are none."""
    raise NotImplementedError


def write_keys(keys: DemonstrationKeys, directory: Path) -> None:
    """Write the keys so that their owner alone may read them."""
    raise NotImplementedError
