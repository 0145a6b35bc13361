"""Demonstration keys: an authority and an organization's seal, made at set-up.

The authority issues one certificate and its own key is thrown away. Production brings a key of
its own.
"""

import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    pkcs12,
)
from cryptography.x509.oid import NameOID

SEAL_FILE = "seal.p12"
PASSWORD_FILE = "seal-password.txt"
AUTHORITY_FILE = "authority.pem"
VALID_BEFORE = timedelta(days=365)
VALID_AFTER = timedelta(days=3650)


@dataclass(frozen=True)
class DemonstrationKeys:
    """The seal as PKCS#12 with its password, and the authority that issued it (PEM)."""

    pkcs12: bytes
    password: str
    authority: bytes


def make_keys(organization: str, *, at: datetime) -> DemonstrationKeys:
    """Return new keys for an organization, valid from a year before `at`."""
    authority_key, seal_key = (ec.generate_private_key(ec.SECP256R1()) for _ in range(2))
    authority_name = _name(organization, "Demonstration Authority")
    authority = (
        _certificate(authority_name, authority_name, authority_key.public_key(), at)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(key_cert_sign=True, crl_sign=True), critical=True)
        .sign(authority_key, hashes.SHA256())
    )
    seal = (
        _certificate(_name(organization, "Seal"), authority_name, seal_key.public_key(), at)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(digital_signature=True, content_commitment=True), critical=True)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key()),
            critical=False,
        )
        .sign(authority_key, hashes.SHA256())
    )
    password = secrets.token_urlsafe(24)
    bundle = pkcs12.serialize_key_and_certificates(
        b"seal", seal_key, seal, [authority], BestAvailableEncryption(password.encode())
    )
    return DemonstrationKeys(bundle, password, authority.public_bytes(Encoding.PEM))


def read_keys(directory: Path) -> DemonstrationKeys:
    """Return the keys kept in a folder; FileNotFoundError where there are none."""
    return DemonstrationKeys(
        pkcs12=(directory / SEAL_FILE).read_bytes(),
        password=(directory / PASSWORD_FILE).read_text(),
        authority=(directory / AUTHORITY_FILE).read_bytes(),
    )


def write_keys(keys: DemonstrationKeys, directory: Path) -> None:
    """Write the keys so that their owner alone may read them; the seal last, as a sign of all."""
    directory.mkdir(mode=0o700, parents=True, exist_ok=True)
    _write_private(directory / PASSWORD_FILE, keys.password.encode())
    _write_private(directory / AUTHORITY_FILE, keys.authority)
    _write_private(directory / SEAL_FILE, keys.pkcs12)


def have_keys(directory: Path) -> bool:
    """Whether a folder holds keys already."""
    return (directory / SEAL_FILE).exists()


def _write_private(file: Path, data: bytes) -> None:
    unfinished = file.with_suffix(".new")
    unfinished.unlink(missing_ok=True)
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as out:
        out.write(data)
    unfinished.replace(file)


def _name(organization: str, common_name: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "US"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, organization[:64]),
            x509.NameAttribute(NameOID.COMMON_NAME, f"{organization[:40]} {common_name}"),
        ]
    )


def _certificate(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePublicKey, at: datetime
) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - VALID_BEFORE)
        .not_valid_after(at + VALID_AFTER)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key), critical=False)
    )


def _usage(**granted: bool) -> x509.KeyUsage:
    names = (
        "digital_signature",
        "content_commitment",
        "key_encipherment",
        "data_encipherment",
        "key_agreement",
        "key_cert_sign",
        "crl_sign",
        "encipher_only",
        "decipher_only",
    )
    return x509.KeyUsage(**{name: granted.get(name, False) for name in names})
