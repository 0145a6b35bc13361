"""Makes the PDF of a letter: rendered from the snapshot, sealed, stored, and only then ready.

The row is the work: whoever holds its lease makes the file, and the result counts only while the
lease is still his. Killed anywhere, the row stays queued and a sweep finds it.
"""

import hashlib
import logging
import traceback
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models.functions import Now
from django.utils import timezone

from cases import audit, blobs
from cases.models import Case
from reviews.letters.content import LetterContent, from_snapshot, snapshot_sha256
from reviews.letters.limits import LetterRefused
from reviews.letters.render import Form, render_letter
from reviews.letters.seal import SealRefused
from reviews.letters.wording import WORDING_BY_VERSION
from reviews.lifecycle import LETTER
from reviews.models import Determination, DeterminationLetter
from reviews.pipelines.faults import faultpoint
from reviews.pipelines.keys import assets, sealer
from reviews.pipelines.leases import Claim, claim, renewed, still_held
from reviews.signals import letter_finished

log = logging.getLogger(__name__)

# After a failure the next attempt waits this long times the attempts so far.
PAUSE = timedelta(seconds=10)
SNAPSHOT_CHANGED = (
    "The frozen content no longer has the digest it was signed with. Nothing is printed from it: "
    "have the administrator compare the determination with the audit trail."
)


@dataclass(frozen=True)
class Made:
    """The finished bytes, and what is recorded about them."""

    pdf: bytes
    pages: int
    unsealed_sha256: str
    certificate_sha256: str
    versions: dict[str, str]


def produce(letter_id: int) -> None:
    """Make one letter, if it waits for somebody; called twice it does nothing the second time."""
    held = claim(letter_id)
    if held is None:
        _give_up_if_spent(letter_id)
        return
    try:
        with renewed(held):
            made = _make(held)
            sha256, size = blobs.store([made.pdf])
            faultpoint("letters.stored")
        _finish(held, made, sha256, size)
    except LetterRefused as refused:
        _record_failure(held, refused.sentence, is_final=True)
    except SealRefused as refused:
        _record_failure(held, refused.sentence)
    except Exception as error:  # noqa: BLE001 - a worker answers for every letter, in its row
        _record_failure(held, _in_words(error))


def _make(held: Claim) -> Made:
    if snapshot_sha256(held.snapshot) != _signed_sha256(held.letter_id):
        raise LetterRefused(SNAPSHOT_CHANGED)
    content, form = from_snapshot(held.snapshot), Form(held.form)
    faultpoint("letters.rendering")
    rendered = render_letter(
        content,
        form,
        assets(),
        max_pages=settings.LETTER_MAX_PAGES,
        max_services=settings.LETTER_MAX_SERVICES,
        max_text=settings.LETTER_MAX_TEXT,
    )
    is_sealed = form == Form.SERVED
    faultpoint("letters.sealing")
    return Made(
        pdf=_sealed(rendered.pdf, content) if is_sealed else rendered.pdf,
        pages=rendered.pages,
        unsealed_sha256=hashlib.sha256(rendered.pdf).hexdigest(),
        certificate_sha256=sealer().certificate_sha256 if is_sealed else "",
        versions=rendered.versions,
    )


def _signed_sha256(letter_id: int) -> str:
    return Determination.objects.values_list("snapshot_sha256", flat=True).get(
        letters__pk=letter_id
    )


def _sealed(pdf: bytes, content: LetterContent) -> bytes:
    return sealer().seal_pdf(
        pdf,
        signed_at=content.signed_at,
        director_name=content.organization.director_name,
        meaning=WORDING_BY_VERSION[content.template_version].seal_meaning,
    )


@transaction.atomic
def _finish(held: Claim, made: Made, sha256: str, size: int) -> None:
    Case.objects.select_for_update(of=("self",)).get(determinations__letters__pk=held.letter_id)
    letter = still_held(held)
    if letter is None:
        _discard(held, sha256)
        return
    at = timezone.now()
    letter.status = LETTER.step("finish", letter.status).target
    letter.file_sha256, letter.file_size, letter.pages = sha256, size, made.pages
    letter.unsealed_sha256, letter.versions = made.unsealed_sha256, made.versions
    letter.certificate_sha256 = made.certificate_sha256
    letter.ready_at, letter.last_error = at, ""
    letter.lease_token = letter.lease_until = None
    letter.save()
    audit.append(
        "letter.ready",
        letter,
        by=None,
        case=letter.determination.case,
        form=letter.form,
        file_sha256=sha256,
        snapshot_sha256=letter.determination.snapshot_sha256,
    )
    letter_finished.send(sender=DeterminationLetter, letter=letter, at=at)
    faultpoint("letters.finishing")


def _discard(held: Claim, sha256: str) -> None:
    log.warning("Letter %s is another worker's by now; this one's is discarded.", held.letter_id)
    if not DeterminationLetter.objects.filter(file_sha256=sha256).exists():
        blobs.remove(sha256)


@transaction.atomic
def _record_failure(held: Claim, sentence: str, *, is_final: bool = False) -> None:
    letter = still_held(held)
    if letter is None:
        return
    letter.last_error = sentence[:300]
    letter.lease_token, letter.lease_until = None, Now() + PAUSE * letter.attempts
    log.warning("Letter %s, attempt %s: %s", letter.pk, letter.attempts, sentence)
    if is_final or letter.attempts >= settings.LETTER_MAX_ATTEMPTS:
        _fail(letter)
    letter.save()


@transaction.atomic
def _give_up_if_spent(letter_id: int) -> None:
    letter = (
        DeterminationLetter.objects.waiting(Now())
        .select_for_update(skip_locked=True, of=("self",))
        .filter(pk=letter_id, attempts__gte=settings.LETTER_MAX_ATTEMPTS)
        .first()
    )
    if letter is None:
        return
    letter.last_error = letter.last_error or (
        f"The worker ended {letter.attempts} times while it made this letter, and left no reason."
    )
    _fail(letter)
    letter.save()


def _fail(letter: DeterminationLetter) -> None:
    letter.status = LETTER.step("fail", letter.status).target
    letter.lease_until = None
    audit.append(
        "letter.failed",
        letter,
        by=None,
        case=letter.determination.case,
        form=letter.form,
        attempts=letter.attempts,
    )


def _in_words(error: Exception) -> str:
    """Name the kind of error and where it happened; never its message, which may quote the case."""
    frame = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}"
    return f"The letter could not be made ({type(error).__name__} at {place})."
