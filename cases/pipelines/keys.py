"""The organization's seal, from the settings: a token, a file, or the demonstration's own keys.

Made once for each process: reading an RSA key takes longer than sealing with it.
"""

import functools
import hashlib
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import settings

from cases.press.assets import Assets
from cases.press.keys import read_keys
from cases.press.seal import Sealer, SealRefused, TokenKey

NO_KEY = (
    "No signing key is set: name a PKCS#12 file in SEAL_PKCS12 or a token in SEAL_PKCS11_MODULE."
)
NO_DEMONSTRATION_KEY = (
    "The demonstration has no keys yet: run `manage.py make_demonstration_keys`, then try again."
)
NO_FILE = "The file of the signing key, named in SEAL_PKCS12, cannot be read."
NO_FORMER = "The certificates named in SEAL_FORMER_CERTIFICATES cannot be read."


@functools.cache
def assets() -> Assets:
    """Return where this checkout keeps the letter's templates, stylesheets and typefaces."""
    return Assets.under(settings.BASE_DIR)


@functools.cache
def sealer() -> Sealer:
    """Return the seal; SealRefused with a sentence when there is no key to seal with."""
    if settings.SEAL_PKCS11_MODULE:
        return Sealer.from_token(_token_key(), assets())
    if settings.SEAL_PKCS12:
        return Sealer.from_pkcs12(_key_file(), settings.SEAL_PKCS12_PASSWORD, assets())
    if not settings.DEMONSTRATION:
        raise SealRefused(NO_KEY)
    try:
        keys = read_keys(settings.VAR_DIR / "keys")
    except FileNotFoundError:
        raise SealRefused(NO_DEMONSTRATION_KEY)
    return Sealer.from_pkcs12(keys.pkcs12, keys.password, assets())


@functools.cache
def trusted_certificates() -> tuple[bytes, ...]:
    """Return the certificates (DER) of the present seal and of the former ones."""
    return (*sealer().trusted_certificates, *_former_certificates())


def _token_key() -> TokenKey:
    return TokenKey(
        module=settings.SEAL_PKCS11_MODULE,
        token=settings.SEAL_PKCS11_TOKEN,
        pin=settings.SEAL_PKCS11_PIN,
        key=settings.SEAL_PKCS11_KEY,
        certificate=settings.SEAL_PKCS11_CERTIFICATE,
    )


def _key_file() -> bytes:
    try:
        return Path(settings.SEAL_PKCS12).read_bytes()
    except OSError:
        raise SealRefused(NO_FILE)


def _former_certificates() -> tuple[bytes, ...]:
    if not settings.SEAL_FORMER_CERTIFICATES:
        return ()
    try:
        found = x509.load_pem_x509_certificates(
            Path(settings.SEAL_FORMER_CERTIFICATES).read_bytes()
        )
    except (OSError, ValueError):
        raise SealRefused(NO_FORMER)
    return tuple(certificate.public_bytes(Encoding.DER) for certificate in found)


def coversheet_keys() -> tuple[bytes, ...]:
    """Return the key that coversheets are coded with, then those it has replaced."""
    secrets = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    return tuple(hashlib.sha256(b"coversheets:" + secret.encode()).digest() for secret in secrets)
