"""Write one case as a case file to standard output."""

import getpass
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cases import audit
from cases.casefiles.parse import dump_document
from cases.models import Case
from reviews.actions.accounts import service_cast
from reviews.pipelines.casefiles import export_document


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the case."""
        parser.add_argument("case_number", metavar="CASE_NUMBER")
        parser.add_argument("--operator", default="", help="who runs this, for the audit")

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Write the document, and leave a row that it went out."""
        number = options["case_number"].strip().upper()
        case = Case.objects.select_related("application").filter(case_number=number).first()
        if case is None:
            raise CommandError(f"There is no case {number}.")
        now = timezone.now()
        by = service_cast(options["operator"] or getpass.getuser(), at=now).coordinator
        document = export_document(case, on=timezone.localdate(now), shows_decisions=True)
        audit.append("case.exported", case, by=by)
        self.stdout.write(dump_document(document))
