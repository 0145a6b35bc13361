"""`manage.py verify_letter FILE`: whether a PDF is a letter or notice of ours, and in force."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.errors import Refused
from cases.press.seal import SealRefused
from reviews.pipelines.verification import (
    DETERMINATION,
    Finding,
    LetterVerdict,
    verify_letter,
)

EXIT_CODE_BY_FINDING = {
    Finding.IN_FORCE: 0,
    Finding.PUBLIC_BODY: 0,
    Finding.NOT_OURS: 1,
    Finding.CHANGED: 2,
    Finding.SUPERSEDED: 3,
    Finding.TAKEN_BACK: 3,
    Finding.NOT_ON_RECORD: 4,
    Finding.UNREADABLE: 5,
}
WORDS_BY_FINDING = {
    Finding.IN_FORCE: "Ours, unchanged, in force: the {paper} of {case_number}.",
    Finding.PUBLIC_BODY: "Ours, unchanged: the public body of {case_number}, which has no seal.",
    Finding.SUPERSEDED: "Ours and unchanged, but superseded by a later letter of {case_number}.",
    Finding.TAKEN_BACK: "Ours and unchanged, but taken back before it was served: {case_number}.",
    Finding.NOT_ON_RECORD: "Sealed by us and unchanged, but not a letter on record here.",
    Finding.CHANGED: "It bears our seal, and has been changed since it was sealed.",
    Finding.NOT_OURS: "Not a letter of ours: it does not bear our seal.",
    Finding.UNREADABLE: "Not a PDF that can be read, so not a letter of ours.",
}


class Command(BaseCommand):
    """Prints what the file is; the exit code says the same."""

    help = (
        "Say whether a PDF is a letter or notice of ours. Exit code: 0 ours, unchanged and in "
        "force; 1 not ours; 2 changed; 3 superseded or taken back; 4 sealed by us but not on "
        "record; 5 unreadable; 6 it could not be looked at."
    )
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="The PDF file.")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            verdict = verify_letter(file.read_bytes())
        except OSError as problem:
            raise CommandError(f"{file}: {problem.strerror}", returncode=6)
        except Refused as refused:
            raise CommandError(str(refused), returncode=6)
        except SealRefused as refused:
            raise CommandError(refused.sentence, returncode=6)
        self.stdout.write(_in_words(verdict))
        sys.exit(EXIT_CODE_BY_FINDING[verdict.finding])


def _in_words(verdict: LetterVerdict) -> str:
    words = WORDS_BY_FINDING[verdict.finding].format(
        case_number=verdict.case_number, paper=_paper(verdict)
    )
    lines = [words]
    if verdict.dated:
        lines.append(f"Dated {verdict.dated:%m/%d/%Y}.")
    if verdict.decision_on:
        lines.append(f"Decision date {verdict.decision_on:%m/%d/%Y}.")
    if verdict.signed_on:
        lines.append(f"Signed on {verdict.signed_on:%m/%d/%Y}.")
    lines.append(f"SHA-256 {verdict.sha256}")
    return "\n".join(lines)


def _paper(verdict: LetterVerdict) -> str:
    """Return what the paper is, as it stands within a sentence."""
    name = verdict.paper
    return name if name == DETERMINATION else name[:1].lower() + name[1:]
