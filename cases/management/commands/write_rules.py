"""`manage.py write_rules`: writes docs/rules.md from the rule data that ships with the project."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand

from cases.deadlines import shipped
from cases.deadlines.catalogue import catalogue, section_lines
from cases.eligibility.catalogue import catalogue_of_reasons
from cases.eligibility.checklist import shipped_checklist
from cases.expected.catalogue import record_sections
from cases.expected.rules import shipped_record_rules
from cases.fees.catalogue import fee_section
from cases.fees.rules import shipped_fee_rules


class Command(BaseCommand):
    help = "Write docs/rules.md from the shipped rules and calendars."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Write the page and say where."""
        page = Path(settings.BASE_DIR) / "docs" / "rules.md"
        page.write_text(page_of_rules(), encoding="utf-8")
        self.stdout.write(f"Wrote {page.relative_to(settings.BASE_DIR)}.")


def page_of_rules() -> str:
    """Return the whole page in Markdown."""
    more = (*record_sections(shipped_record_rules()), fee_section(shipped_fee_rules()))
    lines = [line for section in more for line in section_lines(section)]
    text = catalogue(shipped.documents()) + catalogue_of_reasons(shipped_checklist())
    return text + "\n".join(lines) + "\n"
