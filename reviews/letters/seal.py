"""The organization's seal: a PAdES certification signature that allows no change afterwards."""

from dataclasses import dataclass
from datetime import datetime

from reviews.letters.render import Assets


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


class Sealer:
    """Keeps the organization's key and certificate ready; made once for each process."""

    @classmethod
    def from_pkcs12(cls, data: bytes, password: str, assets: Assets) -> "Sealer":
        """Return a sealer with the key and certificates of a PKCS#12 file."""
        raise NotImplementedError

    @classmethod
    def from_token(cls, token_key: TokenKey, assets: Assets) -> "Sealer":
        """Return a sealer whose key stays in a PKCS#11 token."""
        raise NotImplementedError

    @property
    def trusted_certificates(self) -> tuple[bytes, ...]:
        """The certificates (DER) that vouch for this seal, as `verify_pdf` takes them."""
        raise NotImplementedError

    def seal_pdf(
        self, pdf: bytes, *, signed_at: datetime, director_name: str, meaning: str
    ) -> bytes:
        """Return the PDF sealed; a served letter shows director, time and meaning in its place."""
        raise NotImplementedError
