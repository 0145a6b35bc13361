"""Load guidelines from a CSV into the library: one edition a row, all rows or none.

Columns: kind (mtus, other), title, year; and where known organization, regulation, parent,
effective_from, effective_to (2021-11-23), first_page, last_page, sections and also (with | between
their parts).
"""

import getpass
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.errors import Refused
from reviews.actions.accounts import service_cast
from reviews.actions.guidelines import load_guidelines


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the file and whoever runs this."""
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--operator", default="", help="who runs this, for the audit")

    def handle(self, *args: Any, **options: Any) -> None:
        """Load the file, or say line by line what is wrong with it."""
        path = Path(options["file"])
        try:
            content = path.read_bytes()
        except OSError as problem:
            raise CommandError(f"{path} cannot be read: {problem.strerror}.") from problem
        at = timezone.now()
        by = service_cast(options["operator"] or getpass.getuser(), at=at).coordinator
        try:
            load = load_guidelines(content, by=by, at=at)
        except Refused as refusal:
            reasons = "\n".join(f"{path}: {reason}" for reason in refusal.reasons)
            raise CommandError(f"{reasons}\nNothing was loaded.") from refusal
        self.stdout.write(f"{load.editions.count()} editions are in the library.")
