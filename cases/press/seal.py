"""The organization's seal: a PAdES certification signature that allows no change afterwards.

The seal keeps the file PDF/A and PDF/UA: the field was made with the letter, its face is a page
with its own typefaces, and the metadata, which the signing library would rewrite, stays as it is.
"""

import hashlib
from datetime import datetime
from functools import cached_property
from io import BytesIO

from pyhanko.pdf_utils.generic import DictionaryObject
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_signer import PdfSigningSession

from cases.press.assets import Assets
from cases.press.conformance import SEAL_FIELD
from cases.press.memory import collected_afterwards
from cases.press.signing_keys import (
    SealRefused,
    TokenKey,
    organization_of,
    signer_of_pkcs12,
    signer_of_token,
)
from cases.press.stamp import Face, StampStyle, stamp_pdf

__all__ = ["SealRefused", "Sealer", "TokenKey"]

BYTES_BESIDE_CERTIFICATES = 2048
NOT_A_LETTER = "The PDF could not be sealed: it is not a letter as made here."


class Sealer:
    """Keeps the organization's key and certificate ready; made once for each process."""

    def __init__(
        self, signer: Signer, trusted_certificates: tuple[bytes, ...], assets: Assets
    ) -> None:
        self._signer = signer
        self._assets = assets
        self.trusted_certificates = trusted_certificates

    @classmethod
    def from_pkcs12(cls, data: bytes, password: str, assets: Assets) -> "Sealer":
        """Return a sealer with the key and certificates of a PKCS#12 file."""
        return cls(*signer_of_pkcs12(data, password), assets)

    @classmethod
    def from_token(cls, token_key: TokenKey, assets: Assets) -> "Sealer":
        """Return a sealer whose key stays in a PKCS#11 token."""
        return cls(*signer_of_token(token_key), assets)

    @property
    def organization(self) -> str:
        """The organization the certificate names."""
        return organization_of(self._signer.signing_cert)

    @property
    def certificate_sha256(self) -> str:
        """The digest of the seal's own certificate, recorded with each letter."""
        return hashlib.sha256(self._signer.signing_cert.dump()).hexdigest()

    def seal_pdf(
        self, pdf: bytes, *, signed_at: datetime, director_name: str, meaning: str
    ) -> bytes:
        """Return the PDF sealed; a served letter shows director, time and meaning in its place.

        SealRefused for a PDF that is sealed already, or that has no place for a seal.
        """
        try:
            writer = _UntouchedMetadataWriter(BytesIO(pdf))
        except PdfError as error:
            raise SealRefused(NOT_A_LETTER) from error
        _require_place(writer)
        face = Face(meaning, director_name, signed_at, self.organization)
        signer = _TimedSigner(
            PdfSignatureMetadata(
                field_name=SEAL_FIELD,
                md_algorithm="sha256",
                reason=meaning,
                subfilter=SigSeedSubFilter.PADES,
                certify=True,
                docmdp_permissions=MDPPerm.NO_CHANGES,
            ),
            signer=self._signer,
            stamp_style=StampStyle(page=stamp_pdf(face, self._assets)),
        )
        signer.signed_at = signed_at
        try:
            with collected_afterwards():
                sealed = signer.sign_pdf(
                    writer, existing_fields_only=True, bytes_reserved=self._bytes_reserved
                )
        except (SigningError, PdfError) as error:
            raise SealRefused(NOT_A_LETTER) from error
        return sealed.getvalue()

    @cached_property
    def _bytes_reserved(self) -> int:
        """Room for the signature, in hexadecimal digits: the certificates and what is beside."""
        certificates = [self._signer.signing_cert, *self._signer.cert_registry]
        size = sum(len(each.dump()) for each in certificates) + BYTES_BESIDE_CERTIFICATES
        return 2 * size


class _UntouchedMetadataWriter(IncrementalPdfFileWriter):
    """Adds to a PDF and leaves its title, dates and XMP as they were."""

    def _update_meta(self) -> None:
        """Write nothing: the letter's own metadata claims two standards, and stays true."""

    def _populate_trailer(self, trailer: DictionaryObject) -> None:
        """Leave the cross-reference stream unpacked: it then ends in a zero.

        Packed, one in 256 ends in a carriage return, which some readers take for the line end that
        follows, and count one byte less than the stream says it has.
        """
        super()._populate_trailer(trailer)
        trailer.pop("/Filter", None)


class _TimedSigner(PdfSigner):
    """Signs at the time it is given, not at the time of the machine."""

    signed_at: datetime

    def init_signing_session(self, *args: object, **options: object) -> PdfSigningSession:
        """Begin a signature dated when the director approved."""
        session = super().init_signing_session(*args, **options)
        session.system_time = self.signed_at
        return session


def _require_place(writer: IncrementalPdfFileWriter) -> None:
    """Refuse a letter that is sealed, and one that is not to be: a draft, a published body."""
    if writer.prev.embedded_signatures:
        raise SealRefused("This letter is sealed already: a seal allows no other after it.")
    if "/AcroForm" not in writer.root:
        raise SealRefused("This PDF has no place for a seal: only a letter to be served has one.")
