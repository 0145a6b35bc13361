"""How a letter is made: from the signed snapshot, sealed where it is served, and only then ready.

The row is the work: whoever holds its lease makes the file, and the result counts only while the
lease is still his. Killed anywhere, the row stays queued and a sweep finds it.
"""

import hashlib

from django.conf import settings
from django.db.models import QuerySet

from cases import audit
from cases.models import Case
from cases.pipelines import printing
from cases.pipelines.faults import faultpoint
from cases.pipelines.keys import assets, sealer
from cases.pipelines.printing import Made, Press
from cases.press.limits import LetterRefused
from cases.press.snapshots import snapshot_sha256
from reviews.letters.content import LetterContent, from_snapshot
from reviews.letters.render import Form, render_letter
from reviews.letters.wording import WORDING_BY_VERSION
from reviews.lifecycle import LETTER
from reviews.models import DeterminationLetter
from reviews.signals import letter_finished

SNAPSHOT_CHANGED = (
    "The frozen content no longer has the digest it was signed with. Nothing is printed from it: "
    "have the administrator compare the determination with the audit trail."
)


def produce(letter_id: int) -> None:
    """Make one letter, if it waits for somebody; called twice it does nothing the second time."""
    printing.produce(LETTERS, letter_id)


def _rows() -> QuerySet[DeterminationLetter]:
    return DeterminationLetter.objects.select_related("determination")


def _make(letter: DeterminationLetter) -> Made:
    version = letter.determination
    if snapshot_sha256(version.snapshot) != version.snapshot_sha256:
        raise LetterRefused(SNAPSHOT_CHANGED)
    content, form = from_snapshot(version.snapshot), Form(letter.form)
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


def _sealed(pdf: bytes, content: LetterContent) -> bytes:
    return sealer().seal_pdf(
        pdf,
        signed_at=content.signed_at,
        director_name=content.organization.director_name,
        meaning=WORDING_BY_VERSION[content.template_version].seal_meaning,
    )


def _lock(letter: DeterminationLetter) -> None:
    Case.objects.select_for_update(of=("self",)).get(determinations__letters__pk=letter.pk)


def _note(letter: DeterminationLetter, what: str) -> None:
    version = letter.determination
    if what == "ready":
        digests = {
            "file_sha256": letter.file_sha256,
            "snapshot_sha256": version.snapshot_sha256,
        }
        audit.append(
            "letter.ready", letter, by=None, case=version.case, form=letter.form, **digests
        )
        letter_finished.send(sender=DeterminationLetter, letter=letter, at=letter.ready_at)
    else:
        audit.append(
            "letter.failed",
            letter,
            by=None,
            case=version.case,
            form=letter.form,
            attempts=letter.attempts,
        )


LETTERS = Press(
    name="letters",
    noun="letter",
    lifecycle=LETTER,
    rows=_rows,
    make=_make,
    lock=_lock,
    note=_note,
)
