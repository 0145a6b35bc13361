"""What the workbench shows: the case in a line, the list of parts, and the part that is open."""

import base64
import functools
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.crypto import salted_hmac

from cases.duedates import determination_due
from cases.models import AdministratorCitation, Case, DisputedService, Party
from reviews import drafts
from reviews.drafts import Part, Progress
from reviews.evidence.sequence import EvidenceSearch, search_from
from reviews.letters.content import CitationContent, GuidelineContent
from reviews.letters.guidelines import CLAIMS_ADMINISTRATOR, guideline_line, service_heading
from reviews.letters.outcome import Outcome
from reviews.lifecycle import ReviewStatus
from reviews.models import DraftRevision, QualityCheck, Review
from reviews.wordcraft import asks_opioid_use, dependent_rationale

SUMMARY = "summary"


@dataclass(frozen=True)
class Bench:
    """The workbench of one review with one part open: the summary, or a service by its place."""

    review: Review
    progress: Progress
    open_part: Part | None

    @property
    def is_summary_open(self) -> bool:
        """Whether the summary is the open part."""
        return self.open_part is None

    @functools.cached_property
    def last_save(self) -> DraftRevision | None:
        """The save that the open part stands at: which page sent it; None before the first."""
        row = self.open_part.draft if self.open_part else self.progress.draft
        service_id = self.open_part.draft.service_id if self.open_part else None
        kept = self.progress.draft.revisions.filter(service_id=service_id, revision=row.revision)
        return kept.first()

    @property
    def following(self) -> Part | None:
        """The service after the open part, if there is one."""
        places = [part.draft.service_id for part in self.progress.parts]
        here = places.index(self.open_part.draft.service_id) + 1 if self.open_part else 0
        return self.progress.parts[here] if here < len(places) else None

    @property
    def shared_places(self) -> list[int]:
        """The places of the other services that share the open service's rationale."""
        group = self.open_part.draft.rationale_group if self.open_part else None
        if group is None:
            return []
        return [
            part.draft.service.position
            for part in self.progress.parts
            if part.draft.rationale_group == group and part is not self.open_part
        ]

    @property
    def others(self) -> list[Part]:
        """The services beside the open one."""
        return [part for part in self.progress.parts if part is not self.open_part]

    @property
    def dependent_rationale(self) -> str:
        """The short rationale, where the open service hangs on one that is upheld; else empty."""
        primary = self.open_part.draft.service.depends_on_id if self.open_part else None
        for part in self.progress.parts:
            if part.draft.service_id == primary and part.draft.outcome == Outcome.UPHELD:
                return dependent_rationale(part.draft.service.requested)
        return ""

    @property
    def printed_name(self) -> str:
        """The open service's heading as the letter will print it."""
        return service_heading(self.open_part.draft.service)[0] if self.open_part else ""

    @property
    def evidence_search(self) -> EvidenceSearch:
        """What is told of the search for evidence on the open service."""
        return search_from(self.open_part.draft.evidence_search if self.open_part else {})

    @property
    def asks_opioid_use(self) -> bool:
        """Whether to ask if the opioid is in use; an answer that was given stays in sight."""
        if self.open_part is None:
            return False
        draft = self.open_part.draft
        names = f"{draft.service.requested}\n{draft.service.eligible_portion}"
        return bool(draft.opioid_use) or asks_opioid_use(names, draft.decision_rationale)

    @property
    def administrator_guideline(self) -> str:
        """The claims administrator's guideline line for the open service, as it prints."""
        return administrator_guideline(self.open_part.draft.service) if self.open_part else ""


def bench(review: Review, wanted: str) -> Bench | None:
    """Return the workbench with the wanted part open; None where there is no such part.

    With nothing wanted, the first part that lacks something is open.
    """
    progress = drafts.progress(review)
    if wanted == SUMMARY:
        return Bench(review, progress, None)
    if wanted:
        found = next((p for p in progress.parts if str(p.draft.service.position) == wanted), None)
        return Bench(review, progress, found) if found else None
    if progress.summary_gaps or not progress.parts:
        return Bench(review, progress, None)
    first = next((part for part in progress.parts if not part.is_complete), progress.parts[0])
    return Bench(review, progress, first)


@dataclass(frozen=True)
class BrowserSeal:
    """What seals the words that a browser keeps until they are saved: a name and a key (base64).

    Neither tells of whom they are, and the key is nowhere but on this person's open page.
    """

    name: str
    key: str


def browser_seal(review: Review, user: Any) -> BrowserSeal:
    """Return the seal of one person's unsaved words on one review; the same each time it is asked.

    Another person, or another secret of the site, gets another: what was kept is then unreadable.
    """
    whose = f"{user.pk}/{review.pk}"
    name = salted_hmac("reviews.unsaved.name", whose, algorithm="sha256").hexdigest()[:24]
    key = salted_hmac("reviews.unsaved.key", whose, algorithm="sha256").digest()
    return BrowserSeal(name, base64.b64encode(key).decode())


def reasons_returned(review: Review) -> QualityCheck | None:
    """Return the quality check that sent the review back, while it is with the reviewer again."""
    if review.status != ReviewStatus.RETURNED:
        return None
    checks = QualityCheck.objects.filter(
        determination__review=review, outcome=QualityCheck.Outcome.RETURNED
    )
    return checks.order_by("-determination__version").first()


def due_on(case: Case) -> date | None:
    """Return the day to work to for the determination, where the case says which."""
    expected = determination_due(case)
    return expected.target_on if expected else None


def requesting_physician(case: Case) -> Party | None:
    """Return who asked for the treatment."""
    return case.parties.filter(role=Party.Role.REQUESTING_PHYSICIAN).first()


def administrator_guideline(service: DisputedService) -> str:
    """Return the claims administrator's guideline line as it prints."""
    rows = service.administrator_citations.all()
    guideline = GuidelineContent(service.administrator_basis, tuple(_citation(r) for r in rows))
    return guideline_line(guideline, cited_by=CLAIMS_ADMINISTRATOR)


def _citation(row: AdministratorCitation) -> CitationContent:
    return CitationContent(
        row.source, row.title, row.year, tuple(row.sections), tuple(row.pages), row.text
    )
