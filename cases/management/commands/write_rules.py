"""`manage.py write_rules`: writes docs/rules.md from the rule data that ships with the project."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cases.deadlines import shipped
from cases.deadlines.catalogue import catalogue
from cases.eligibility.catalogue import catalogue_of_reasons
from cases.eligibility.checklist import shipped_checklist


class Command(BaseCommand):
    help = "Write docs/rules.md from the shipped rules and calendars."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page and say where."""
        page = Path(settings.BASE_DIR) / "docs" / "rules.md"
        text = catalogue(shipped.documents()) + catalogue_of_reasons(shipped_checklist())
        page.write_text(text, encoding="utf-8")
        self.stdout.write(f"Wrote {page.relative_to(settings.BASE_DIR)}.")
