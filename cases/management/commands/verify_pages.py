"""Are all pages of all received files still there, each once, each in one document?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.pipelines.conservation import count_pages


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Count, and end with an error that names what is wrong."""
        counted = count_pages()
        if counted.faults:
            raise CommandError("\n".join(counted.faults))
        self.stdout.write(
            f"{counted.pages:,} pages of {counted.files:,} files: none lost, none doubled."
        )
