"""How a notice is made: from its frozen words, sealed, and only then ready."""

import hashlib

from django.conf import settings
from django.db.models import QuerySet

from cases import audit
from cases.lifecycle import NOTICE
from cases.models import Case, Notice
from cases.notices.content import from_snapshot
from cases.notices.render import SEAL_MEANING, render_notice
from cases.pipelines import printing
from cases.pipelines.faults import faultpoint
from cases.pipelines.keys import assets, sealer
from cases.pipelines.printing import Made, Press
from cases.press.limits import LetterRefused
from cases.press.snapshots import snapshot_sha256

SNAPSHOT_CHANGED = (
    "The frozen words no longer have the digest they were prepared with. Nothing is printed from "
    "them: have the administrator compare the notice with the audit trail."
)


def produce(notice_id: int) -> None:
    """Make one notice, if it waits for somebody; called twice it does nothing the second time."""
    printing.produce(NOTICES, notice_id)


def _rows() -> QuerySet[Notice]:
    return Notice.objects.all()


def _make(notice: Notice) -> Made:
    if snapshot_sha256(notice.snapshot) != notice.snapshot_sha256:
        raise LetterRefused(SNAPSHOT_CHANGED)
    content = from_snapshot(notice.snapshot)
    faultpoint("notices.rendering")
    rendered = render_notice(content, assets(), max_pages=settings.LETTER_MAX_PAGES)
    faultpoint("notices.sealing")
    pdf = sealer().seal_pdf(
        rendered.pdf, signed_at=content.made_at, director_name="", meaning=SEAL_MEANING
    )
    return Made(
        pdf=pdf,
        pages=rendered.pages,
        unsealed_sha256=hashlib.sha256(rendered.pdf).hexdigest(),
        certificate_sha256=sealer().certificate_sha256,
        versions=rendered.versions,
    )


def _lock(notice: Notice) -> None:
    Case.objects.select_for_update(of=("self",)).get(pk=notice.case_id)


def _note(notice: Notice, what: str) -> None:
    if what == "ready":
        digests = {"file_sha256": notice.file_sha256, "snapshot_sha256": notice.snapshot_sha256}
        audit.append("notice.ready", notice, by=None, notice_kind=notice.kind, **digests)
    else:
        audit.append(
            "notice.failed", notice, by=None, notice_kind=notice.kind, attempts=notice.attempts
        )


NOTICES = Press(
    name="notices",
    noun="notice",
    lifecycle=NOTICE,
    rows=_rows,
    make=_make,
    lock=_lock,
    note=_note,
)
