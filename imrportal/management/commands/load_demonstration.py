"""Load the demonstration's invented organization, accounts, roster and cases; twice is harmless."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from cases.actions.casefiles import import_case_file
from cases.errors import Refused
from cases.lifecycle import CaseStatus
from cases.models import Case
from imrportal.demonstration import files
from imrportal.demonstration.notices import serve_assignment
from imrportal.demonstration.roster import make_accounts, make_organization, make_roster, person
from imrportal.demonstration.story import SERVED, STORIES, Telling, finish, serve_everyone
from imrportal.demonstration.tray import fill_tray


class Command(BaseCommand):
    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """Make what is missing, each case in a transaction of its own."""
        if not settings.DEMONSTRATION:
            raise CommandError(
                "Demonstration data is loaded in demonstration mode only (IMRPORTAL_DEMO=1): its "
                "accounts have published passwords."
            )
        now = timezone.now()
        with transaction.atomic():
            make_accounts(timezone.localdate(now))
            make_organization(now)
            make_roster(now, timezone.localdate(now))
        try:
            made = self._load_example(now) + sum(self._load(story, now) for story in STORIES)
        except Refused as refusal:
            raise CommandError("\n".join(refusal.reasons))
        fill_tray(files.invented("opioid-remainder", timezone.localdate(now)), now)
        self.stdout.write(f"{made} cases made, {len(STORIES) + 1 - made} kept. ", ending="")

    def _load_example(self, now: datetime) -> int:
        """Import the published example, and leave it as received."""
        example = files.example()
        if Case.objects.filter(case_number=example.case_number).exists():
            return 0
        import_case_file(example.document, by=person("cora"), at=now, text=example.text)
        return 1

    def _load(self, story: Any, now: datetime) -> int:
        file = files.invented(story.name, timezone.localdate(now))
        case = Case.objects.filter(case_number=file.case_number).first()
        is_new = case is None
        if case is None:
            with transaction.atomic():
                case = Telling(story, file, now).tell()
        if case.status == CaseStatus.SIGNED:
            finish(case)
            case.refresh_from_db()
        if is_new:
            serve_assignment(case, now)
        if is_new and story.name in SERVED:
            serve_everyone(case, now)
        return int(is_new)
