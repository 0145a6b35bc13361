"""Create cases from case files; a file that breaks its contract leaves nothing behind."""

import getpass
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.actions.casefiles import UnknownOrganization, import_case_file, imported_case
from cases.casefiles.faults import BadCaseFile, Fault
from cases.casefiles.parse import parse_case_file
from cases.errors import Refused
from cases.models import Case
from reviews.actions.accounts import service_cast


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the files, and whether an unknown organization is created."""
        parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
        parser.add_argument("--operator", default="", help="who runs this, for the audit")
        parser.add_argument(
            "--create-organization",
            action="store_true",
            help="create an unknown organization without director or logo",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read every file first, then import one after the other."""
        read = self._read([Path(file) for file in options["files"]])
        by = service_cast(options["operator"] or getpass.getuser(), at=timezone.now()).coordinator
        refused = 0
        for path, document, text in read:
            try:
                case = self._import(path, document, text, by, options["create_organization"])
            except Refused as refusal:
                refused += 1
                self.stderr.write("\n".join(f"{path}: {reason}" for reason in refusal.reasons))
            else:
                self.stdout.write(f"{case.case_number}  {path}")
        if refused:
            raise CommandError(f"{refused} of {len(read)} files were not imported.")

    def _read(self, paths: list[Path]) -> list[tuple[Path, dict[str, Any], str]]:
        read, faults = [], []
        for path in paths:
            try:
                content = path.read_bytes()
                read.append((path, parse_case_file(content), content.decode("utf-8-sig")))
            except OSError as problem:
                faults.append(f"{path}: It cannot be read: {problem.strerror}.")
            except BadCaseFile as bad:
                faults += [f"{path}: {reason}" for reason in bad.reasons]
        if faults:
            raise CommandError("\n".join([*faults, "Nothing was imported."]))
        return read

    def _import(
        self, path: Path, document: dict[str, Any], text: str, by: Any, may_create: bool
    ) -> Case:
        earlier = imported_case(document)
        if earlier is not None:
            return earlier
        options = {"by": by, "folder": path.resolve().parent, "text": text}
        may_create = may_create or settings.DEMONSTRATION
        try:
            return import_case_file(
                document, at=timezone.now(), may_create_organization=may_create, **options
            )
        except UnknownOrganization as unknown:
            if not self._is_wanted(unknown):
                raise BadCaseFile(
                    [
                        Fault(
                            ("organization", "name"),
                            "This site has no such organization. Run the command again with "
                            "--create-organization to create it without director or logo.",
                        )
                    ]
                )
        return import_case_file(
            document, at=timezone.now(), may_create_organization=True, **options
        )

    def _is_wanted(self, unknown: UnknownOrganization) -> bool:
        if not sys.stdin.isatty():
            return False
        self.stdout.write(unknown.reasons[0])
        return input("Create it? [y/N] ").strip().lower() in ("y", "yes")
