"""Whether a file is a letter or notice of ours: by the digest of the stored bytes, then the seal.

The seal is looked for in a process apart (`seal_checker.py`), with bounded memory and time and
without network: the file comes from anybody. Where no wall to the network can be built, it is not
opened. Nothing is said of people, only the case number and dates.
"""

import base64
import hashlib
import json
import subprocess
import sys
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.utils import timezone

from cases.errors import Refused
from cases.models import Notice
from cases.pipelines import network_wall
from cases.pipelines.keys import trusted_certificates
from reviews.lifecycle import LetterStatus
from reviews.models import DeterminationLetter

CHECKER = "reviews.pipelines.seal_checker"
CHECKER_MEMORY = 1024 * 1024 * 1024
CHECKER_SECONDS = 20
NO_WALL = (
    "The file was not opened: this server cannot keep a file's reader away from the network. Only "
    "letters on record can be verified until its administrator has mended that."
)


class Finding(StrEnum):
    """What a file turned out to be."""

    IN_FORCE = "in_force"
    SUPERSEDED = "superseded"
    TAKEN_BACK = "taken_back"
    PUBLIC_BODY = "public_body"
    NOT_ON_RECORD = "not_on_record"
    CHANGED = "changed"
    NOT_OURS = "not_ours"
    UNREADABLE = "unreadable"


DETERMINATION = "Final Determination"
OURS = (Finding.IN_FORCE, Finding.SUPERSEDED, Finding.TAKEN_BACK, Finding.PUBLIC_BODY)


@dataclass(frozen=True)
class LetterVerdict:
    """The finding, and what may be said of the paper: what it is, its case and its dates.

    `dated` is the day of a notice; a determination has the days of its decision and signature.
    """

    finding: Finding
    sha256: str
    case_number: str = ""
    paper: str = DETERMINATION
    dated: date | None = None
    decision_on: date | None = None
    signed_on: date | None = None
    is_in_force: bool = False

    @property
    def is_ours(self) -> bool:
        """Whether it is a letter of ours exactly as it was made."""
        return self.finding in OURS


def verify_letter(content: bytes) -> LetterVerdict:
    """Say whether these bytes are a letter or notice of ours, unchanged, and whether in force.

    Refused for a file that has to be opened where no wall can be built.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    letter = (
        DeterminationLetter.objects.select_related("determination__case")
        .filter(file_sha256=sha256, status=LetterStatus.READY)
        .first()
    )
    if letter is not None:
        return _on_record(letter)
    notice = Notice.objects.filter(file_sha256=sha256).select_related("case").first()
    if notice is not None:
        return _notice_on_record(notice)
    found = _ask_checker(content)
    if found is not None and not found["has_wall"]:
        raise Refused(NO_WALL)
    if found is None or not found["is_readable"]:
        return LetterVerdict(Finding.UNREADABLE, sha256)
    if found["is_valid"]:
        return LetterVerdict(Finding.NOT_ON_RECORD, sha256, case_number=found["case_number"])
    was_ours = _is_our_certificate(found["certificate_sha256"])
    return LetterVerdict(Finding.CHANGED if was_ours else Finding.NOT_OURS, sha256)


def _on_record(letter: DeterminationLetter) -> LetterVerdict:
    version = letter.determination
    is_superseded = letter.superseded_by.filter(status=LetterStatus.READY).exists()
    if letter.form == DeterminationLetter.Form.PUBLIC:
        finding = Finding.PUBLIC_BODY
    else:
        finding = Finding.SUPERSEDED if is_superseded else Finding.IN_FORCE
    return LetterVerdict(
        finding,
        letter.file_sha256,
        case_number=version.case.case_number,
        decision_on=version.case.decision_on,
        signed_on=timezone.localdate(version.signed_at),
        is_in_force=not is_superseded,
    )


def _notice_on_record(notice: Notice) -> LetterVerdict:
    finding = Finding.IN_FORCE
    if notice.cancelled_at is not None:
        finding = Finding.TAKEN_BACK
    elif Notice.objects.filter(replaces=notice).exists():
        finding = Finding.SUPERSEDED
    return LetterVerdict(
        finding,
        notice.file_sha256,
        case_number=notice.case.case_number,
        paper=notice.get_kind_display(),
        dated=notice.dated,
        is_in_force=finding == Finding.IN_FORCE,
    )


def _is_our_certificate(sha256: str) -> bool:
    return bool(sha256) and any(
        model.objects.filter(certificate_sha256=sha256).exists()
        for model in (DeterminationLetter, Notice)
    )


def _ask_checker(content: bytes) -> dict[str, Any] | None:
    trusted = [base64.b64encode(each).decode() for each in trusted_certificates()]
    bounds = [str(CHECKER_MEMORY), str(CHECKER_SECONDS), ",".join(network_wall.WALLS)]
    try:
        run = subprocess.run(
            [sys.executable, "-m", CHECKER, *bounds],
            input=json.dumps(trusted).encode() + b"\n" + content,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={},
            cwd=settings.BASE_DIR,
            timeout=CHECKER_SECONDS * 2,
            check=True,
        )
        return dict(json.loads(run.stdout))
    except (subprocess.SubprocessError, ValueError):
        return None
