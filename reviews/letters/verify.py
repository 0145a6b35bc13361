"""Whether a PDF is a letter of ours, and unchanged: one question, answered in sentences."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


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
    """Say whether a PDF carries our seal over all of it, by certificates (PEM or DER) we trust."""
    raise NotImplementedError
