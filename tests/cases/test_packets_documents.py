"""Documents of a bundle: where each begins, and what it says of itself."""

from datetime import date

import pytest

from cases.packets.facts import facts_of, same_author
from cases.packets.forge.assembly import forge_packet
from cases.packets.forge.packet import Order
from cases.packets.kinds import kinds_at, title_kind
from cases.packets.pages import Page
from cases.packets.split import page_number, split

HEAD = "Kaweah Spine Center\n12 Center Avenue, Visalia, CA 93291\nPhone (559) 555-0101"
NOTE = f"""{HEAD}
Follow-up Visit Note
Patient: Graciela Montes   DOB: 03/08/1975
Date of Service: 10/02/2026   Date of Injury: 08/19/2025
Subjective: The leg hurts since the fall of 08/19/2025.
Electronically signed by Owen Tarrant, DO on 10/05/2026"""


def parts_of(*texts: str) -> list[tuple[int, int]]:
    pages = [Page(n, text) for n, text in enumerate(texts, 1)]
    return [(part.first, part.last) for part in split(pages)]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Page 2 of 4", (2, 4)),
        ("Paqe 2 ot 4", (2, 4)),
        ("- 3 -", (3, 0)),
        ("RE: Graciela Montes   10/02/2026   Page 2", (2, 0)),
        ("Montes, Graciela | DOB 03/08/1975 | 2/3", (2, 3)),
        ("2 of 4", (2, 4)),
        ("Strength is 4/5", (0, 0)),
        ("Date signed 10/02/2026", (0, 0)),
        ("Visit 3 of 12", (0, 0)),
    ],
)
def test_printed_page_numbers_are_read(line, expected):
    assert page_number(Page(1, f"The leg hurts.\n{line}")) == expected


def test_page_numbers_make_documents():
    first, second = f"{NOTE}\nPage 1 of 2", "More of the leg.\nPage 2 of 2"
    assert parts_of(first, second, first, second) == [(1, 2), (3, 4)]


def test_letterheads_make_documents_where_nothing_is_counted():
    assert parts_of(NOTE, "The leg hurts more.", NOTE) == [(1, 2), (3, 3)]


def test_a_cover_stands_alone_and_a_blank_page_stays():
    cover = "FAX COVER SHEET\nTo: Sierra Claims\nFrom: Kaweah\nPages: 4\nRe: claim\nPhone: 555-0101"
    blank = "This page intentionally left blank"
    assert parts_of(cover, NOTE, blank, NOTE) == [(1, 1), (2, 3), (4, 4)]


def test_every_page_is_in_one_part_and_each_part_says_why():
    packet = forge_packet(Order(pages=80, seed=31))
    parts = split(list(packet.read()))
    assert [n for part in parts for n in range(part.first, part.last + 1)] == list(range(1, 81))
    assert all(part.why and 0 < part.confidence < 1 for part in parts)
    assert split([]) == ()


@pytest.mark.parametrize(("held_out", "most_too_many"), [(False, 0.02), (True, 0.05)])
def test_the_documents_of_a_packet_are_found(held_out, most_too_many):
    packet = forge_packet(Order(pages=120, seed=32, held_out=held_out))
    covers = {n for n, page in enumerate(packet.pages, 1) if page.truth.is_cover}
    begin = {document.first for document in packet.documents} | covers
    found = {part.first for part in split(list(packet.read()))}
    assert len(begin & found) >= 0.98 * len(begin)
    assert len(found - begin) <= most_too_many * len(begin)


def test_a_note_says_what_it_is_and_with_which_words():
    facts = facts_of([Page(7, NOTE)])
    assert (facts.kind.value, facts.kind.words) == ("progress_report", "Follow-up Visit Note")
    assert facts.date_of_service.value == "2026-10-02"
    assert "Date of Service" in facts.date_of_service.words
    assert facts.author.value == "Owen Tarrant, DO"
    assert facts.facility.value == "Kaweah Spine Center"
    assert {facts.kind.page, facts.author.page} == {7}


def test_a_word_of_thousands_of_letters_is_broken_and_holds_nobody_up():
    page = Page(1, f"Seen by {'Ww' * 25_000}\nDate of Service: 10/02/2026")
    assert max(map(len, page.text.split())) == 60
    assert page.text.replace(" ", "").count("w") == 25_000
    assert facts_of([page]).date_of_service.value == "2026-10-02"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Date of Service: 03/26/2032\nProgress report", None),
        ("Date of Service: 11/26/2026\nProgress report", "2026-11-26"),
        ("Date of Service: 03/26/2032\nVisit date: 11/20/2026", "2026-11-20"),
        ("Progress report\n03/26/2032\n11/20/2026", "2026-11-20"),
        ("The back hurts.\n" * 20 + "Signed by Ann Bell, MD on 03/26/2032", None),
        ("Progress report of 03/26/2032, and what it says of the patient's back.", None),
    ],
)
def test_a_day_after_the_document_came_is_none_of_service(text, day):
    found = facts_of([Page(1, text)], date(2026, 11, 26)).date_of_service
    assert (found and found.value) == day


def test_what_a_document_does_not_say_is_missing():
    facts = facts_of([Page(1, "The leg hurts and the knee is well. Born 03/08/1975.")])
    assert (facts.kind, facts.date_of_service, facts.author, facts.facility) == (None,) * 4
    assert facts_of([]).kind is None


@pytest.mark.parametrize("name", ["kind", "date_of_service", "author"])
def test_facts_of_typed_documents_are_right(name):
    packet = forge_packet(Order(pages=100, seed=33, scanned=0))
    pages = list(packet.read())
    for document in packet.documents:
        fact = getattr(facts_of(pages[document.first - 1 : document.last]), name)
        truth = {"date_of_service": document.on.isoformat()}.get(name) or getattr(document, name)
        assert fact is None or fact.value == truth or same_author(fact.value, truth)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("MRI LUMBAR SPINE", "imaging_report"),
        ("PRIMARY TREATING PHYSICIAN'S PROGRESS REPORT (PR-2)", "progress_report"),
        ("Physical Therapy Daily Note", "therapy_note"),
        ("UTILIZATION REVlEW DETERM1NATION", "ur_determination"),
        ("Request for Authorization", "request_for_authorization"),
        ("Operative Report", "operative_report"),
        ("The MRI of the lumbar spine was reviewed with the patient today.", ""),
        ("Straight leg raise is positive", ""),
    ],
)
def test_titles_name_kinds(line, kind):
    assert title_kind(line) == kind


def test_kinds_are_told_in_the_order_in_which_they_stand():
    text = "MRI report of May, physical therapy progress note and the EMG"
    found = [kind for kind, _, _ in kinds_at(text)]
    assert found == ["imaging_report", "therapy_note", "diagnostic_report"]


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("Owen Tarrant, DO", "Dr. Tarrant", True),
        ("Owen Tarrant, DO", "O. Tarrant", True),
        ("Owen Tarrant, DO", "0wen Tarranf", True),
        ("Owen Tarrant, DO", "Iris Tarrant, MD", False),
        ("Owen Tarrant, DO", "Dr. Bell", False),
        ("", "Dr. Bell", False),
    ],
)
def test_authors_are_compared(one, other, is_same):
    assert same_author(one, other) is is_same
