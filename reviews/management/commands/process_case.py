"""Drive one case file through every real step, and write the sealed letter that is served."""

import getpass
import os
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.casefiles.parse import parse_case_file
from cases.errors import Refused
from cases.models import Case
from reviews.actions.accounts import service_cast
from reviews.actions.processing import Order, Processing
from reviews.checks import TITLE_BY_ID
from reviews.pipelines.finished_letters import finish_letters, served_letter

SIGN = "reviews.sign_determination"


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the file, the letter, and what to do about a number that is taken."""
        parser.add_argument("file", type=Path, help="a case file that has a determination")
        parser.add_argument("--letter", type=Path, required=True, help="the PDF to write")
        parser.add_argument("--as-new", action="store_true", help="take a new case number")
        parser.add_argument(
            "--operator",
            default="",
            help="who runs this, for the audit; in production the e-mail address of an account "
            "that may sign",
        )
        parser.add_argument(
            "--create-organization",
            action="store_true",
            help="create an unknown organization; a demonstration does so by itself",
        )

        parser.add_argument(
            "--keep",
            action="append",
            default=[],
            metavar="CHECK=REASON",
            help="let what this check finds stay, also what stops the letter; may be repeated",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Drive the case, printing each step, then write the letter."""
        case_file, letter = Path(options["file"]), Path(options["letter"])
        operator = _operator(options["operator"])
        if not letter.parent.is_dir():
            raise CommandError(f"There is no folder {letter.parent} to write the letter to.")
        try:
            content = case_file.read_bytes()
        except OSError as problem:
            raise CommandError(f"{case_file} cannot be read: {problem.strerror}.")
        try:
            case = self._drive(content, operator, options)
            self.stdout.write("Rendering and sealing the letters.")
            finish_letters(case)
        except Refused as refusal:
            raise CommandError("\n".join([f"{case_file}:", *refusal.reasons]))
        except PermissionDenied as denied:
            raise CommandError(str(denied))
        written = served_letter(case)
        _write(letter, written)
        self.stdout.write(f"Sealed; the served letter is {letter} ({len(written):,} bytes).")

    def _drive(self, content: bytes, operator: str, options: dict[str, Any]) -> Case:
        document = parse_case_file(content)
        order = Order(
            document=document,
            text=content.decode("utf-8-sig"),
            folder=Path(options["file"]).resolve().parent,
            is_new_number=options["as_new"],
            may_create_organization=options["create_organization"] or settings.DEMONSTRATION,
            keeps=_keeps(options["keep"]),
        )
        cast = service_cast(operator, at=timezone.now())
        processing = Processing(order, cast, timezone.now)
        for sentence in processing.run():
            self.stdout.write(f"{processing.case.case_number}  {sentence}")
        return processing.case


def _operator(name: str) -> str:
    """Return who runs the command; in production it must be an account that may sign."""
    if settings.DEMONSTRATION:
        return name or getpass.getuser()
    account = get_user_model().objects.filter(email=name.strip().lower()).first()
    if account is None or account.is_service or not account.has_perm(SIGN):
        raise CommandError(
            "Give --operator with the e-mail address of an account that may sign determinations: "
            "what this command signs is signed under that person's responsibility."
        )
    return account.email


def _keeps(given: list[str]) -> dict[str, str]:
    """Return the reasons by check; a check that nobody knows, or no reason, stops the command."""
    keeps = {}
    for each in given:
        check, _, reason = each.partition("=")
        if check not in TITLE_BY_ID or not reason.strip():
            raise CommandError(
                f"--keep {each}: write the name of a check and the reason, as in "
                "--keep conclusion-missing=“It is concluded above.” The checks are: "
                f"{', '.join(sorted(TITLE_BY_ID))}."
            )
        keeps[check] = reason.strip()
    return keeps


def _write(path: Path, content: bytes) -> None:
    """Write the whole letter or nothing."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".letter-")
    try:
        with os.fdopen(handle, "wb") as out:
            out.write(content)
        Path(temporary).chmod(0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
