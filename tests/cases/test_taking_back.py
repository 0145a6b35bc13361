"""Pages that went from the tray to a wrong case come back, while nobody has seen them there."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions import records as records_actions
from cases.actions.binders import request_binder
from cases.actions.expected import begin_checklist
from cases.actions.pages import fold_pages
from cases.actions.reading import read_pages
from cases.actions.takingback import COPIED, MIXED, NOT_HERE, SEEN, TICKED, take_back
from cases.actions.tray import Assignment, assign_from_tray
from cases.errors import Refused
from cases.models import AuditEvent, ReceivedFile, UnreadPage
from cases.pagesearch import search_book, search_everywhere
from cases.pipelines.conservation import count_pages
from cases.pipelines.filesteps import work, work_to_the_end
from tests.factories import make_case, make_user
from tests.factories.books import read_page
from tests.factories.pages import make_page, make_tray_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return make_case("in_review")


@pytest.fixture
def other():
    return make_case("awaiting_records")


def sent(case, by, first=1, last=2, **more):
    """Send pages of a bundle of three to a case, and work them to their end."""
    name = case.parties.get(role="injured_worker").name.split()[-1]
    said = {"source": "attorney", "kind": "consultation", "first": first, "last": last}
    wanted = Assignment(case_number=case.case_number, family_name=name, **said)
    file = assign_from_tray(make_tray_file(**more), wanted, by=by, at=timezone.now())
    work_to_the_end(file.pk)
    file.refresh_from_db()
    assert file.step == "ready"
    return file


def numbers(case):
    return list(case.record_pages.order_by("number").values_list("number", flat=True))


def test_pages_come_back_and_go_to_their_own_case(case, other, cora, sign_in):
    client, faults = sign_in(cora), count_pages().faults
    file = sent(case, cora)
    before = numbers(case)
    record = file.records.get()
    listed = client.get(reverse("cases:tray"))
    assert list(listed.context["sent"]) == [file]
    assert (
        "Back to the tray"
        in client.get(reverse("cases:record", args=[case.case_number, record.pk])).content.decode()
    )
    answer = client.post(reverse("cases:take_back_to_tray", args=[file.pk]), follow=True)
    assert "Pages 1 to 2 are in the tray again" in answer.content.decode()
    assert list(answer.context["sent"]) == []
    back = ReceivedFile.objects.in_tray().get(tray_reason="taken_back")
    assert (back.first_page, back.last_page, back.origin, back.case) == (1, 2, file, None)
    assert back in answer.context["waiting"]
    kinds = AuditEvent.objects.filter(case_number=case.case_number).values_list("kind", flat=True)
    assert {"file.taken_back", "record.superseded"} <= set(kinds)
    for name in ("record", "record_file", "record_progress"):
        address = reverse(f"cases:{name}", args=[case.case_number, record.pk])
        assert client.get(address).status_code == 404
    page = client.get(reverse("cases:records", args=[case.case_number])).content.decode()
    assert f"/records/{record.pk}/" not in page
    assert not case.record_pages.live().filter(file=file).exists()
    name = other.parties.get(role="injured_worker").name.split()[-1]
    wanted = Assignment(other.case_number, name, "attorney", "consultation", 1, 2)
    part = assign_from_tray(back, wanted, by=cora, at=timezone.now())
    assert work_to_the_end(part.pk).step == "ready"
    assert other.record_pages.live().filter(file=part).count() == 2
    assert numbers(case) == before
    assert count_pages().faults == faults


def test_they_can_go_to_the_same_case_again_under_new_numbers(case, cora):
    faults = count_pages().faults
    file = sent(case, cora, 2, 3)
    last = max(numbers(case))
    back = take_back(file, by=cora, at=timezone.now())
    name = case.parties.get(role="injured_worker").name.split()[-1]
    wanted = Assignment(case.case_number, name, "attorney", "other", 2, 3)
    again = assign_from_tray(back, wanted, by=cora, at=timezone.now())
    work_to_the_end(again.pk)
    taken = again.record_pages.order_by("number").values_list("number", "number_in_file")
    assert list(taken) == [(last + 1, 2), (last + 2, 3)]
    assert count_pages().faults == faults


def test_what_is_not_numbered_yet_is_worked_no_further(case, cora):
    file = sent(case, cora)
    ReceivedFile.objects.filter(pk=file.pk).update(step="paged", ready_at=None)
    UnreadPage.objects.create(page=file.record_pages.first(), file=file)
    take_back(file, by=cora, at=timezone.now())
    assert not UnreadPage.objects.exists()
    work(file.pk, seconds=0)
    file.refresh_from_db()
    assert file.step == "paged"


def look_at_record(case, file, by, client):
    client.get(reverse("cases:record", args=[case.case_number, file.records.get().pk]))


def read_a_page(case, file, by, client):
    read_pages(case, {file.record_pages.first().number: 200}, by=by, at=timezone.now())


def find_it_in_the_book(case, file, by, client):
    read_page(file.record_pages.first(), "spondylolisthesis")
    assert search_book(by, case, "spondylolisthesis").numbers


def find_it_anywhere(case, file, by, client):
    read_page(file.record_pages.first(), "spondylolisthesis")
    assert search_everywhere(by, "spondylolisthesis").numbers


def list_it(case, file, by, client):
    client.get(reverse("cases:records", args=[case.case_number]))


LOOKS = {
    look_at_record: SEEN,
    read_a_page: SEEN,
    find_it_in_the_book: SEEN,
    find_it_anywhere: SEEN,
    list_it: "",
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("is_own", [True, False])
def test_only_one_s_own_look_does_not_keep_them(case, cora, sign_in, look, is_own):
    file, reader = sent(case, cora), cora if is_own else make_user("medical_director")
    look(case, file, reader, sign_in(reader))
    if is_own or not LOOKS[look]:
        assert take_back(file, by=cora, at=timezone.now()).tray_reason == "taken_back"
        return
    with pytest.raises(Refused, match="Supersede the document with your reason instead"):
        take_back(file, by=cora, at=timezone.now())
    assert not ReceivedFile.objects.exclude(taken_back_at=None).exists()


def test_a_copy_a_tick_and_a_mixture_keep_them(case, cora):
    file = sent(case, cora)
    record = file.records.get()
    begin_checklist(case, by=cora, at=timezone.now())
    ticked = case.expected_records.first()
    ticked.records.add(record)
    with pytest.raises(Refused) as refusal:
        take_back(file, by=cora, at=timezone.now())
    assert list(refusal.value.reasons) == [TICKED]
    ticked.records.clear()
    stranger = case.record_pages.exclude(file=file).first() or make_page(
        case.records.exclude(pk=record.pk).first()
    )
    own = (stranger.record, stranger.place)
    case.record_pages.filter(pk=stranger.pk).update(record=record, place=3)
    with pytest.raises(Refused) as refusal:
        take_back(file, by=cora, at=timezone.now())
    assert list(refusal.value.reasons) == [MIXED]
    case.record_pages.filter(pk=stranger.pk).update(record=own[0], place=own[1])
    request_binder(case, by=cora, at=timezone.now())
    with pytest.raises(Refused) as refusal:
        take_back(file, by=cora, at=timezone.now())
    assert list(refusal.value.reasons) == [COPIED]


def test_what_did_not_come_by_the_tray_or_is_gone_says_so(case, cora):
    file = sent(case, cora)
    take_back(file, by=cora, at=timezone.now())
    with pytest.raises(Refused) as refusal:
        take_back(file, by=cora, at=timezone.now())
    assert list(refusal.value.reasons) == [NOT_HERE]


@pytest.mark.parametrize("how", ["taken back", "superseded"])
def test_a_copy_stands_when_the_page_that_it_repeats_leaves(case, cora, how):
    file = sent(case, cora)
    root = file.record_pages.first()
    kept = case.records.exclude(received_file=file).first()
    first, second = (make_page(kept, duplicate_of=root, is_folded=True) for _ in range(2))
    blank = make_page(kept, duplicate_of=file.record_pages.last(), is_folded=True, is_blank=True)
    version = make_page(kept, near_duplicate_of=root)
    fold_pages(case, [first.number], is_folded=True, by=cora, at=timezone.now())
    if how == "taken back":
        take_back(file, by=cora, at=timezone.now())
    else:
        records_actions.supersede_record(
            file.records.get(), by=cora, at=timezone.now(), reason="Wrong."
        )
    for page in (first, second, blank, version):
        page.refresh_from_db()
    assert (first.is_folded, first.duplicate_of) == (False, None)
    assert (second.is_folded, second.duplicate_of) == (True, first)
    assert (blank.is_folded, blank.duplicate_of) == (True, None)
    assert version.near_duplicate_of is None
