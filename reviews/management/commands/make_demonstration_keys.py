"""Make the keys that demonstration letters are sealed with; production brings its own."""

from argparse import ArgumentParser
from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.press import keys

ORGANIZATION = "Golden Coast Medical Review"


class Command(BaseCommand):
    """`make_demonstration_keys`: once; a second run keeps what is there."""

    help = "Make an authority and an organization's seal under var/keys, for demonstration only."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Name the folder, and the organization that the certificate names."""
        parser.add_argument("--directory", type=Path, default=settings.VAR_DIR / "keys")
        parser.add_argument("--organization", default=ORGANIZATION)

    def handle(self, *, directory: Path, organization: str, **options: object) -> None:
        """Make the keys unless the folder has them."""
        if not (settings.DEMONSTRATION or settings.TESTING):
            raise CommandError(
                "Demonstration keys are made in demonstration mode only (IMRPORTAL_DEMO=1). "
                "In production name the organization’s own key: SEAL_PKCS12 or SEAL_PKCS11_MODULE."
            )
        if keys.have_keys(directory):
            self.stdout.write(f"The demonstration keys in {directory} are kept.")
            return
        keys.write_keys(keys.make_keys(organization, at=timezone.now()), directory)
        self.stdout.write(f"Demonstration keys made in {directory}.")
