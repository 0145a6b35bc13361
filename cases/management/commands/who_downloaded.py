"""Say who took the copy of records that has this number on its pages, and when."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases import audit
from cases.models import AuditEvent


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Ask for the number."""
        parser.add_argument("number", help="as it stands on the page: XXXX-XXXX")

    def handle(self, *args: Any, **options: Any) -> None:
        """Read the audit, which outlives the copy; the question leaves its own row."""
        number = options["number"].strip().upper()
        events = AuditEvent.objects.filter(kind__startswith="binder.", data__download=number)
        found = list(events.select_related("actor").order_by("pk"))
        if not found:
            raise CommandError(f"No copy has the number {number}.")
        audit.append("binder.traced", by=None, download=number)
        for event in found:
            who = event.actor.email if event.actor else "the worker"
            at = timezone.localtime(event.at)
            self.stdout.write(f"{at:%m/%d/%Y %H:%M} {event.kind} {event.case_number} by {who}")
