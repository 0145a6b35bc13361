"""Whether a PDF is a letter of ours, and unchanged: one question, answered in sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO

from asn1crypto import cms, pem, x509
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.fields import MDPPerm
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.pdf_embedded import EmbeddedPdfSignature
from pyhanko.sign.validation.status import PdfSignatureStatus
from pyhanko_certvalidator import ValidationContext

NOT_READABLE = "This file is not a PDF that can be read."
NOT_SEALED = "This PDF carries no seal."
SEVERAL = "This PDF carries more than one signature; our letters carry exactly one."
NOT_OURS = "The seal was not made with our certificate."
CHANGED = "The file was changed after it was sealed."
NOT_WHOLE = "The seal does not cover the whole file: something was added after it."
NOT_CERTIFYING = "The signature is not a seal that forbids changes, as ours are."
DAMAGED = "The seal is damaged and cannot be checked."
_DETACHED = {"content_type": "data", "content": None}
VALID = "This PDF carries our seal, over the whole file, and was not changed since."


@dataclass(frozen=True)
class Verification:
    """What was found. `is_valid` is all of it together."""

    is_sealed_by_us: bool
    is_unchanged: bool
    covers_whole_file: bool
    signed_at: datetime | None
    reasons: tuple[str, ...]

    @property
    def is_valid(self) -> bool:
        """Sealed by us, over the whole file, and nothing changed since."""
        return self.is_sealed_by_us and self.is_unchanged and self.covers_whole_file


def verify_pdf(pdf: bytes, trusted_certificates: Sequence[bytes]) -> Verification:
    """Say whether a PDF carries our seal over all of it, by certificates (PEM or DER) we trust.

    Certificates are judged as of the time of the seal, so that a letter outlives them; nothing is
    fetched. Whatever the file holds, the answer is a verification and never an error.
    """
    roots = [_certificate(each) for each in trusted_certificates]
    # The file may be anybody's: its parser may raise anything, and each means the same to us.
    try:
        signatures = PdfFileReader(BytesIO(pdf)).embedded_signatures
    except Exception:
        return _refused(NOT_READABLE)
    if not signatures:
        return _refused(NOT_SEALED)
    if len(signatures) > 1:
        return _refused(SEVERAL)
    try:
        return _judged(pdf, signatures[0], roots)
    except Exception:
        return _refused(DAMAGED)


def _judged(
    pdf: bytes, signature: EmbeddedPdfSignature, roots: list[x509.Certificate]
) -> Verification:
    signed_at = signature.self_reported_timestamp
    context = ValidationContext(
        trust_roots=roots,
        moment=signed_at,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
    status = validate_pdf_signature(signature, context)
    covers = status.coverage == SignatureCoverageLevel.ENTIRE_FILE and _gap_is_exact(pdf, signature)
    is_seal = signature.docmdp_level == MDPPerm.NO_CHANGES
    is_ours = status.trusted and is_seal
    is_unchanged = status.intact and status.valid and covers and status.docmdp_ok is not False
    return Verification(
        is_sealed_by_us=is_ours,
        is_unchanged=is_unchanged,
        covers_whole_file=covers,
        signed_at=signed_at,
        reasons=_reasons(status, covers=covers, is_seal=is_seal),
    )


def _gap_is_exact(pdf: bytes, signature: EmbeddedPdfSignature) -> bool:
    """The seal does not cover the place it stands in: that holds it, zeros, and nothing else."""
    _, start, end, _ = (int(each) for each in signature.byte_range)
    seal = cms.ContentInfo.load(signature.pkcs7_content)
    wrapping = seal["content"]
    used = [each["algorithm"].native for each in wrapping["digest_algorithms"]]
    if used != [signature.md_algorithm] or wrapping["encap_content_info"].native != _DETACHED:
        return False
    expected = seal.dump().hex().upper().encode().ljust(end - start - 2, b"0")
    return pdf[start:end] == b"<" + expected + b">"


def _reasons(status: PdfSignatureStatus, *, covers: bool, is_seal: bool) -> tuple[str, ...]:
    findings = (
        (not (status.intact and status.valid), CHANGED),
        (not covers, NOT_WHOLE),
        (not status.trusted, NOT_OURS),
        (not is_seal, NOT_CERTIFYING),
    )
    return tuple(sentence for is_found, sentence in findings if is_found) or (VALID,)


def _refused(sentence: str) -> Verification:
    return Verification(
        is_sealed_by_us=False,
        is_unchanged=False,
        covers_whole_file=False,
        signed_at=None,
        reasons=(sentence,),
    )


def _certificate(data: bytes) -> x509.Certificate:
    if pem.detect(data):
        _, _, data = pem.unarmor(data)
    return x509.Certificate.load(data)
