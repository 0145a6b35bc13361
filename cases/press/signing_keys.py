"""The key behind the seal: kept loaded in memory, or left inside a PKCS#11 token."""

from dataclasses import dataclass

import pkcs11
from asn1crypto import x509
from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.serialization import Encoding, pkcs12
from pyhanko.sign.general import SigningError
from pyhanko.sign.pkcs11 import PKCS11Signer, TokenCriteria, open_pkcs11_session
from pyhanko.sign.signers import Signer
from pyhanko_certvalidator.registry import SimpleCertificateStore

PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey
_PERSONAL = ("given_name", "surname", "email_address", "name", "pseudonym")


class SealRefused(Exception):
    """A PDF that cannot be sealed, or a key that cannot seal; `sentence` says why."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class TokenKey:
    """A key that stays in its PKCS#11 token: the module, the token, the PIN and two labels."""

    module: str
    token: str
    pin: str
    key: str
    certificate: str


class LoadedKeySigner(Signer):
    """Signs with a key object that is loaded and checked once, not at every signature."""

    def __init__(
        self, key: PrivateKey, certificate: x509.Certificate, others: list[x509.Certificate]
    ) -> None:
        store = SimpleCertificateStore()
        store.register_multiple(others)
        super().__init__(signing_cert=certificate, cert_registry=store, embed_roots=False)
        self._key = key

    async def async_sign_raw(
        self, data: bytes, digest_algorithm: str, dry_run: bool = False
    ) -> bytes:
        """Return the raw signature."""
        digest = getattr(hashes, digest_algorithm.upper())()
        if isinstance(self._key, rsa.RSAPrivateKey):
            return self._key.sign(data, padding.PKCS1v15(), digest)
        return self._key.sign(data, ec.ECDSA(digest))


def signer_of_pkcs12(data: bytes, password: str) -> tuple[Signer, tuple[bytes, ...]]:
    """Return a signer for a PKCS#12 file, and the certificates (DER) that vouch for it."""
    try:
        bundle = pkcs12.load_pkcs12(data, password.encode())
    except (ValueError, UnsupportedAlgorithm) as error:
        raise SealRefused(
            "The seal’s PKCS#12 file cannot be opened: check the file and its password."
        ) from error
    if bundle.key is None or bundle.cert is None:
        raise SealRefused("The seal’s PKCS#12 file must hold a private key and its certificate.")
    if not isinstance(bundle.key, PrivateKey):
        raise SealRefused("The seal’s key must be an RSA or an elliptic-curve key.")
    own = bundle.cert.certificate.public_bytes(Encoding.DER)
    chain = [each.certificate.public_bytes(Encoding.DER) for each in bundle.additional_certs]
    certificate = x509.Certificate.load(own)
    _require_organizational(certificate)
    others = [x509.Certificate.load(each) for each in chain]
    return LoadedKeySigner(bundle.key, certificate, others), _vouching(own, chain)


def signer_of_token(token_key: TokenKey) -> tuple[Signer, tuple[bytes, ...]]:
    """Return a signer for a key in a PKCS#11 token, and the certificates that vouch for it."""
    try:
        session = open_pkcs11_session(
            token_key.module,
            token_criteria=TokenCriteria(label=token_key.token),
            user_pin=token_key.pin,
        )
        signer = PKCS11Signer(
            session,
            cert_label=token_key.certificate,
            key_label=token_key.key,
            embed_roots=False,
            use_raw_mechanism=True,
        )
        certificate = signer.signing_cert
    except (pkcs11.PKCS11Error, SigningError, OSError, RuntimeError) as error:
        raise SealRefused(
            "The seal’s key cannot be reached in its PKCS#11 token: check the module, the token’s "
            "label, the PIN and the labels of key and certificate."
        ) from error
    _require_organizational(certificate)
    chain = [each.dump() for each in signer.cert_registry if each != certificate]
    return signer, _vouching(certificate.dump(), chain)


def organization_of(certificate: x509.Certificate) -> str:
    """Return the organization a certificate names."""
    return certificate.subject.native.get("organization_name", "")


def _require_organizational(certificate: x509.Certificate) -> None:
    """The seal is the organization's: its certificate names no person and no mailbox."""
    subject = certificate.subject.native
    mailboxes = certificate.subject_alt_name_value
    has_mailbox = mailboxes is not None and any(name.name == "rfc822_name" for name in mailboxes)
    if (
        "organization_name" not in subject
        or has_mailbox
        or any(name in subject for name in _PERSONAL)
    ):
        raise SealRefused(
            "The seal’s certificate must name the organization, and no person or e-mail address."
        )


def _vouching(own: bytes, chain: list[bytes]) -> tuple[bytes, ...]:
    """The roots of the chain vouch for the seal; without a chain its own certificate does."""
    roots = [
        each for each in chain if (parsed := x509.Certificate.load(each)).issuer == parsed.subject
    ]
    return tuple(roots) or (own,)
