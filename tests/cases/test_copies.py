"""A file that comes is compared with what is there; the outcome is that of comparing all."""

import hashlib

import pytest
from django.utils import timezone

from cases.models import AuditEvent, PageGrams, PageText, RecordPage
from cases.packets.dedupe import VERSION, Twin, find_twins
from cases.packets.forge.assembly import forge_packet
from cases.packets.forge.packet import Order
from cases.pipelines import copies
from cases.pipelines.assessing import assess
from cases.pipelines.pagewriting import as_page
from tests.factories import make_case, make_record
from tests.factories.pages import make_page

pytestmark = pytest.mark.django_db
FILES = 3


@pytest.fixture
def files():
    """The pages of a packet, dealt out to three files of one case; nothing is compared yet."""
    case = make_case("assigned")
    pages = list(forge_packet(Order(pages=90, seed=5, duplicates=0.25)).read())
    records = [make_record(case, pages=30) for _ in range(FILES)]
    for place, page in enumerate(pages):
        # No scan looks like another one to the dot; a typed page looks like its copy.
        shown = f"{place} {page.text}" if page.is_scanned else page.text
        row = make_page(
            records[place * FILES // len(pages)],
            text=page.text,
            look_sha256=hashlib.sha256(shown.encode()).hexdigest(),
            look_ink=0.1 if page.text.strip() else 0.0,
        )
        if page.is_scanned:
            PageText.objects.filter(page=row).update(source="ocr")
    return [record.received_file for record in records]


def found_in(case) -> set[tuple[int, int, bool]]:
    """Number, number of what it repeats, and whether that is another version."""
    rows = case.record_pages.values_list(
        "number", "duplicate_of__number", "near_duplicate_of__number"
    )
    found = {(number, of, False) for number, of, _ in rows if of}
    return found | {(number, near, True) for number, _, near in rows if near}


def comparing_all(case) -> set[tuple[int, int, bool]]:
    rows = case.record_pages.with_words().order_by("number")
    twins = find_twins([as_page(row, row.text) for row in rows])
    return {(twin.number, twin.of, twin.kind == VERSION) for twin in twins}


def assess_all(*files) -> None:
    for file in files:
        assess(file, at=timezone.now())


def test_files_one_after_another_are_as_good_as_all_at_once(files):
    assess_all(*files)
    case = files[0].case
    assert found_in(case) == comparing_all(case)
    between = [n for n, of, _ in found_in(case) if (n - 1) * FILES // 90 != (of - 1) * FILES // 90]
    assert between


def test_what_is_read_late_is_compared_with_what_came_after_it(files):
    """The scans of the first file had no words yet when the others were compared."""
    scans = PageText.objects.filter(page__file=files[0], source="ocr")
    words = dict(scans.values_list("page_id", "text"))
    assert words
    scans.update(text="")
    assess_all(*files)
    for key, text in words.items():
        PageText.objects.filter(page=key).update(text=text)
    assess(files[0], at=timezone.now())
    assert found_in(files[0].case) == comparing_all(files[0].case)


def test_a_page_that_could_not_be_the_same_is_not_read_again(files, monkeypatch):
    assess_all(*files[:2])
    asked = []
    sheet_of = copies.sheet_of
    monkeypatch.setattr(
        copies, "sheet_of", lambda page: asked.append(page.number) or sheet_of(page)
    )
    assess(files[2], at=timezone.now())
    blank = set(RecordPage.objects.filter(is_blank=True).values_list("number", flat=True))
    own = set(files[2].record_pages.values_list("number", flat=True))
    assert set(asked) == own | blank


def test_pages_of_a_file_in_work_wait_for_their_own_comparison(files):
    type(files[0]).objects.filter(pk=files[1].pk).update(step="read", ready_at=None)
    assess_all(files[0], files[2])
    assert not PageGrams.objects.filter(page__file=files[1]).exists()
    type(files[0]).objects.filter(pk=files[1].pk).update(step="ready")
    assess(files[1], at=timezone.now())
    assert found_in(files[0].case) == comparing_all(files[0].case)


@pytest.mark.parametrize("is_checked", [True, False])
def test_a_folded_copy_with_a_mark_comes_back_unless_a_person_has_seen_to_it(
    files, monkeypatch, is_checked
):
    first, copy = files[0].record_pages.order_by("number")[:2]
    checked_at = timezone.now() if is_checked else None
    RecordPage.objects.filter(pk=copy.pk).update(
        duplicate_of=first, is_folded=True, checked_at=checked_at
    )
    marked = Twin(copy.number, first.number, VERSION, 1.0, has_ink=True)
    monkeypatch.setattr("cases.pipelines.assessing.find_copies", lambda *_: copies.Copies([marked]))
    assess(files[1], at=timezone.now())
    copy.refresh_from_db()
    assert (copy.is_folded, copy.near_duplicate_of_id) == (is_checked, first.pk)
    assert (copy.duplicate_of_id == first.pk) == is_checked
    told = AuditEvent.objects.filter(kind="pages.unfolded")
    expected = [] if is_checked else [{"numbers": [copy.number]}]
    assert [event.data for event in told] == expected
