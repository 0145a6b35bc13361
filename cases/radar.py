"""What UR and the request name, and the months before it, against what came: the rows behind it.

A document that a person has confirmed counts as it was confirmed; of others counts what their own
pages say, so that a bundle nobody has sorted yet is looked through too.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.db.models import BooleanField, ExpressionWrapper, Q

from cases.models import Case, MedicalRecord, PageText, Party, RecordPage
from cases.packets import radar
from cases.packets.cited import Citation, citations_in, is_one
from cases.packets.radar import WORDS_BY_KIND, Finding, Indexed, SixMonths
from cases.pipelines.splitting import Looked, looked_through, propose_documents

Kind = MedicalRecord.Kind
NAMING = (Kind.UR_DETERMINATION, Kind.REQUEST_FOR_AUTHORIZATION)
OPENING = "Please send the following records, which are named in the file and have not come:"
LEAST_CONFIDENCE = 45
# Of a page that can be read; PostgreSQL stops at the fifth.
ENOUGH_WORDS = r"\S+(\s+\S+){4}"


@dataclass(frozen=True)
class Came:
    """A document that came: where it begins, its facts, and whether a person confirmed them."""

    record: MedicalRecord
    kind: str
    on: date | None
    author: str
    facility: str
    numbers: Sequence[int]
    is_confirmed: bool

    @property
    def title(self) -> str:
        """What it is called in a list."""
        return self.record.title if self.is_confirmed else str(Kind(self.kind).label)

    @property
    def first(self) -> int:
        """The number of its first page."""
        return self.numbers[0]


@dataclass(frozen=True)
class Named:
    """A record that is named, what is thought of it, and the documents that it may be."""

    finding: Finding
    documents: Sequence[Came]

    @property
    def citation(self) -> Citation:
        """What names it."""
        return self.finding.citation

    @property
    def kind_words(self) -> str:
        """Its kind, as people say it."""
        words = WORDS_BY_KIND.get(self.citation.kind, "record")
        return words[0].upper() + words[1:]

    @property
    def month(self) -> date | None:
        """The month by which alone it is named; None where days are named."""
        return self.citation.on if radar.is_a_month(self.citation) else None


@dataclass(frozen=True)
class Radar:
    """Everything of the page; `lines` are the words of a request for what is missing."""

    named: Sequence[Named]
    months: SixMonths | None
    reports: Sequence[Came]
    lines: Sequence[str]
    sources: Sequence[Came]
    unconfirmed: int

    @property
    def drafted(self) -> str:
        """The words of a request for what is missing, a line a record; nothing where all came."""
        lines = [f"{place}. {line}." for place, line in enumerate(self.lines, 1)]
        return "\n".join([OPENING, *lines]) if lines else ""

    @property
    def lacking(self) -> int:
        """How many of the records that are named are not surely here."""
        return sum(one.finding.state != radar.RECEIVED for one in self.named)


def radar_of(case: Case) -> Radar:
    """Compare what is named with what came."""
    records = list(case.records.current().order_by("position", "pk"))
    came = [each for one in records for each in _came(one)]
    legible = _legible(case)
    index = [
        Indexed(place, each.kind, each.on, each.author, _is_legible(each, legible), each.facility)
        for place, each in enumerate(came)
    ]
    sources = [each for each in came if each.kind in NAMING]
    texts = _texts(case, {number for each in sources for number in each.numbers})
    findings = radar.compare(_citations(case, sources, texts), index)
    months = _months(case, index)
    return Radar(
        named=[Named(one, [came[place] for place in one.documents]) for one in _sorted(findings)],
        months=months,
        reports=[came[place] for place in months.reports] if months else [],
        lines=radar.request_lines(map(_without_page, _sorted(findings)), months),
        sources=sources,
        unconfirmed=sum(not each.is_confirmed for each in came),
    )


def looked_of(case: Case) -> Looked:
    """Return how many pages were looked through of the records that nobody has divided."""
    unsorted = case.records.current().filter(confirmed_at=None)
    return looked_through(unsorted.filter(Q(author="") | Q(date_of_service=None)))


def _came(record: MedicalRecord) -> Iterator[Came]:
    numbers = list(record.record_pages.open().order_by("place").values_list("number", flat=True))
    if not numbers:
        return
    if record.confirmed_at is not None or (record.author and record.date_of_service):
        yield Came(
            record,
            record.kind,
            record.date_of_service,
            record.author,
            record.facility,
            numbers,
            is_confirmed=record.confirmed_at is not None,
        )
        return
    number_by_place = dict(record.record_pages.open().values_list("place", "number"))
    for part in propose_documents(record, most=None).parts:
        facts = part.facts
        own = [number_by_place.get(place) for place in range(part.first, part.last + 1)]
        yield Came(
            record,
            facts.kind.value if facts.kind else Kind.OTHER,
            date.fromisoformat(facts.date_of_service.value) if facts.date_of_service else None,
            facts.author.value if facts.author else "",
            facts.facility.value if facts.facility else "",
            [number for number in own if number] or [part.number],
            is_confirmed=False,
        )


def _legible(case: Case) -> dict[int, bool]:
    """Return of each page that has been counted whether its words can be read, by its number."""
    sure = Q(confidence=None) | Q(confidence__gte=LEAST_CONFIDENCE)
    waits = Q(source=PageText.Source.NONE, page__unread__isnull=False)
    words = ~Q(source=PageText.Source.NONE) & sure & Q(text__regex=ENOUGH_WORDS)
    said = PageText.objects.filter(page__in=RecordPage.objects.live().filter(case=case))
    pages = said.annotate(can_be_read=ExpressionWrapper(waits | words, BooleanField()))
    return dict(pages.values_list("page__number", "can_be_read"))


def _is_legible(came: Came, legible: dict[int, bool]) -> bool:
    """Whether a page of it can be read; what has not been read yet is taken to be legible."""
    said = [legible[number] for number in came.numbers if number in legible]
    return not said or any(said)


def _texts(case: Case, numbers: set[int]) -> dict[int, str]:
    pages = RecordPage.objects.live().filter(case=case, number__in=numbers)
    said = PageText.objects.filter(page__in=pages)
    return dict(said.values_list("page__number", "text"))


def _citations(case: Case, sources: Iterable[Came], texts: dict[int, str]) -> Iterator[Citation]:
    """Yield each record that is named, once, however many name it."""
    but, told = _other_days(case), list[Citation]()
    worker = case.parties.filter(role=Party.Role.INJURED_WORKER).first()
    patient = worker.name if worker else ""
    for each in sources:
        for number in each.numbers:
            text = texts.get(number, "")
            for citation in citations_in(text, but=but, patient=patient, page=number):
                if not any(is_one(held, citation) for held in told):
                    told.append(citation)
                    yield citation


def _other_days(case: Case) -> list[date]:
    """Return days that a decision names without naming a record by them."""
    decision = getattr(case, "ur_decision", None)
    days = [case.date_of_injury, case.application_received_on]
    days += [decision.decided_on, decision.rfa_on] if decision else []
    days += list(case.parties.values_list("date_of_birth", flat=True))
    return [day for day in days if day]


def _months(case: Case, index: Sequence[Indexed]) -> SixMonths | None:
    decision = getattr(case, "ur_decision", None)
    physician = case.parties.filter(role=Party.Role.REQUESTING_PHYSICIAN).first()
    if decision is None or decision.rfa_on is None or physician is None:
        return None
    return radar.six_months(decision.rfa_on, physician.name, index)


def _without_page(finding: Finding) -> Finding:
    """Leave out our page number, which says nothing to whoever is asked."""
    return replace(finding, citation=replace(finding.citation, page=0))


def _sorted(findings: Iterable[Finding]) -> list[Finding]:
    """Put what is missing first, then by day."""
    order = (radar.MISSING, radar.ILLEGIBLE, radar.UNSURE, radar.RECEIVED)
    return sorted(findings, key=lambda one: (order.index(one.state), one.citation.on))
