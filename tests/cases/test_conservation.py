"""No page is lost and none doubled, whatever people do to documents, in any order they do it."""

from collections import Counter
from datetime import timedelta
from itertools import pairwise
from random import Random

import pytest
from django.db import connection, transaction
from django.utils import timezone

from cases import blobs
from cases.actions import consolidation, records, splitting, tray
from cases.actions.pages import fold_pages, judge_pages
from cases.actions.records import RecordEntry
from cases.actions.splitting import DocumentEntry
from cases.actions.takingback import take_back
from cases.consolidations import consolidation_of
from cases.errors import Refused
from cases.models import Case, MedicalRecord, PageText, ReceivedFile, RecordPage
from cases.pipelines.conservation import count_pages
from cases.pipelines.filesteps import work
from cases.pipelines.pagewriting import Said, add_texts
from tests.cases.test_consolidation import eligible
from tests.factories import make_record, tiny_pdf
from tests.factories.pages import make_page, make_tray_file

pytestmark = pytest.mark.django_db


class House:
    """Two cases that can be consolidated, and somebody who does at random what people may do."""

    def __init__(self, seed: int, by) -> None:
        self.chance, self.by, self.at = Random(seed), by, timezone.now()
        self.leading = eligible("assigned", requested=("Knee arthroscopy",))
        self.other = eligible(requested=("Knee brace",))
        self.known: dict[int, tuple[int, int, int, int]] = {}
        self.taken_out: set[int] = set()
        self.withheld: set[int] = set()
        for case, pages in ((self.leading, 5), (self.leading, 2), (self.other, 6)):
            self.receive(case, pages)
        self.tray = [make_tray_file(tiny_pdf(f"A fax of {seed}", pages=4), pages=4, last_page=4)]

    def receive(self, case: Case, pages: int) -> None:
        sha256, size = blobs.store([tiny_pdf(f"{case.pk} {pages} {self.chance.random()}", pages)])
        record = make_record(case, file_sha256=sha256, file_size=size, pages=pages)
        for _ in range(pages):
            make_page(record, text="Some words of a note.")

    def document(self, case: Case | None = None) -> MedicalRecord:
        case = case or self.chance.choice((self.leading, self.other))
        return self.chance.choice(list(case.records.current().exclude(record_pages=None)))

    def split(self) -> None:
        record = self.document()
        places = range(2, record.record_pages.count() + 1)
        firsts = [1, *sorted(self.chance.sample(places, min(len(places), 2)))]
        entries = [DocumentEntry(first, "imaging_report") for first in firsts]
        splitting.split_record(record, entries, by=self.by, at=self.at)

    def join(self) -> None:
        splitting.join_document(self.document(), by=self.by, at=self.at)

    def take_out(self) -> None:
        record = self.document()
        pages = set(record.record_pages.values_list("pk", flat=True))
        records.supersede_record(record, by=self.by, at=self.at, reason="Of another injury.")
        self.taken_out |= pages

    def put_right(self) -> None:
        entry = RecordEntry(kind="consultation", source="attorney", title="Put right")
        records.replace_record(
            self.document(), entry, by=self.by, at=self.at, reason="Another kind."
        )

    def sort(self) -> None:
        record = self.document()
        page = self.chance.choice(list(record.record_pages.all()))
        if self.chance.random() < 0.5:
            is_folded = self.chance.random() < 0.5
            fold_pages(page.case, [page.number], is_folded=is_folded, by=self.by, at=self.at)
            return
        is_foreign = self.chance.random() < 0.7
        judge_pages(page.case, [page.number], is_foreign=is_foreign, by=self.by, at=self.at)
        (self.withheld.add if is_foreign else self.withheld.discard)(page.pk)

    def read_again(self) -> None:
        page = self.chance.choice(list(self.document().record_pages.all()))
        said = Said(page.pk, "Other words of it.", b"", PageText.Source.OCR, 80)
        add_texts([said], page.case_id, at=self.at)

    def route(self) -> None:
        file = self.chance.choice(list(ReceivedFile.objects.in_tray()))
        case = self.chance.choice((self.leading, self.other))
        first = self.chance.randrange(file.first_page, file.last_page + 1)
        last = self.chance.randrange(first, file.last_page + 1)
        worker = case.parties.get(role="injured_worker").name.split()[-1]
        wanted = tray.Assignment(case.case_number, worker, "attorney", "other", first, last)
        part = tray.assign_from_tray(file, wanted, by=self.by, at=self.at)
        work(part.pk)

    def take_back(self) -> None:
        file = self.chance.choice(list(ReceivedFile.objects.sent_from_tray()))
        pages = set(file.record_pages.values_list("pk", flat=True))
        before = self.shown(file.case)
        back = take_back(file, by=self.by, at=self.at)
        self.taken_out |= pages
        numbers = range(back.first_page, back.last_page + 1)
        gone = Counter((file.sha256, number) for number in numbers)
        assert self.shown(file.case) == before - gone

    def consolidate(self) -> None:
        before = self.shown(self.other) | self.shown(self.leading)
        consolidation.consolidate_cases(
            self.leading, self.other, by=self.by, at=self.at, reason="One knee."
        )
        for file in ReceivedFile.objects.filter(case=self.leading, step="sanitised"):
            work(file.pk)
        assert self.shown(self.leading) == before

    def separate(self) -> None:
        found = consolidation_of(self.other)
        if found is None:
            raise Refused("They are not consolidated.")
        copied = MedicalRecord.objects.filter(pk__in=found.copied["records"])
        pages = set(RecordPage.objects.filter(record__in=copied).values_list("pk", flat=True))
        consolidation.separate_cases(found, by=self.by, at=self.at, reason="Two knees.")
        self.taken_out |= pages

    def shown(self, case: Case) -> Counter[tuple[str, int]]:
        """Count the pages that people read in a case, by the bytes and the place in them."""
        pages = case.record_pages.live().values_list("file__sha256", "number_in_file")
        return Counter(pages)

    def do_something(self) -> str:
        """Try one thing; what is refused changes nothing."""
        what = self.chance.choice(
            ("split", "split", "join", "take_out", "put_right", "sort", "read_again", "read_again",
             "route", "take_back", "consolidate", "separate")
        )  # fmt: skip
        self.at += timedelta(minutes=1)
        self.leading.refresh_from_db()
        self.other.refresh_from_db()
        try:
            with transaction.atomic():
                getattr(self, what)()
                with connection.cursor() as cursor:
                    cursor.execute("set constraints all immediate")
                    cursor.execute("set constraints all deferred")
        except (Refused, IndexError):
            return f"{what}, refused"
        return what

    def check(self) -> None:
        """Every page that was ever there is there once, where it was, and shown unless put away."""
        assert count_pages().faults == ()
        rows = RecordPage.objects.order_by("pk")
        now = {
            pk: rest
            for pk, *rest in rows.values_list("pk", "case", "number", "file_id", "number_in_file")
        }
        for pk, rest in self.known.items():
            assert now[pk] == rest
        self.known = now
        live = set(RecordPage.objects.live().values_list("pk", flat=True))
        assert set(now) - live == self.taken_out | self.withheld
        for case in (self.leading, self.other):
            assert set(self.shown(case).values()) <= {1}
            for record in case.records.current():
                places = list(record.record_pages.order_by("place").values_list("place", flat=True))
                assert places == list(range(1, len(places) + 1))
                numbers = record.record_pages.order_by("place").values_list(
                    "number_in_file", flat=True
                )
                assert all(one < next_one for one, next_one in pairwise(numbers))


@pytest.mark.parametrize("seed", [1, 6])
def test_pages_are_conserved_whatever_is_done_with_them(seed, cora):
    house, done = House(seed, cora), []
    house.check()
    for _ in range(20):
        done.append(house.do_something())
        try:
            house.check()
        except AssertionError as fault:
            raise AssertionError(f"After {', '.join(done)}: {fault}") from fault
    assert len({what for what in done if "refused" not in what}) >= 5


def test_consolidated_only_the_pages_that_people_read_go_along_each_once(cora):
    """A bundle in documents, one taken out, one page withheld, the rest in the leading case."""
    house = House(7, cora)
    bundle = house.document(house.other)
    entries = [DocumentEntry(first, "imaging_report") for first in (1, 3, 5)]
    _, _, last = splitting.split_record(bundle, entries, by=cora, at=house.at)
    judge_pages(
        house.other,
        [bundle.record_pages.get(place=2).number],
        is_foreign=True,
        by=cora,
        at=house.at,
    )
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
        cursor.execute("set constraints all deferred")
    records.supersede_record(last, by=cora, at=house.at, reason="Of another injury.")
    before = house.shown(house.leading)
    consolidation.consolidate_cases(house.leading, house.other, by=cora, at=house.at, reason="One.")
    taken = [
        (record.received_file.first_page, record.received_file.last_page, record.kind)
        for record in house.leading.records.current().filter(file_sha256=bundle.file_sha256)
    ]
    assert taken == [(1, 1, "imaging_report"), (3, 4, "imaging_report")]
    for file in ReceivedFile.objects.filter(case=house.leading, step="sanitised"):
        work(file.pk)
    added = house.shown(house.leading) - before
    assert added == Counter((bundle.file_sha256, number) for number in (1, 3, 4))
    assert count_pages().faults == ()
