"""What UR and the request name, against what came."""

from datetime import date

import pytest

from cases.packets.cited import Citation, citations_in, is_one
from cases.packets.faxes import without_stamps
from cases.packets.forge.assembly import forge_packet
from cases.packets.forge.packet import Order
from cases.packets.radar import (
    ILLEGIBLE,
    MISSING,
    RECEIVED,
    UNSURE,
    Indexed,
    compare,
    months_before,
    request_lines,
    six_months,
)

OCTOBER_2 = date(2026, 10, 2)
NOTE = Citation("progress_report", OCTOBER_2, None, "Owen Tarrant", "PR-2 of October 2", 1)
CAME = Indexed(4, "progress_report", OCTOBER_2, "Owen Tarrant, DO")


@pytest.mark.parametrize(
    ("words", "facility", "state"),
    [
        ("MRI (Foothill Imaging) - 10/02/2026", "Foothill Imaging Center", RECEIVED),
        ("MRI (Foothill Imaging) - 10/02/2026", "Redwood Radiology", UNSURE),
        ("MRI (F00thill lmaging) - 10/02/2026", "Redwood Radiology", UNSURE),
        ("MRI (Foothill Imaging) - 10/02/2026", "", RECEIVED),
        ("MRI (Canyon Imaging) - 10/02/2026", "Redwood Radiology", RECEIVED),
        ("MRI - 10/02/2026", "Redwood Radiology", RECEIVED),
        ("MRI (Foothill Imaging, Redwood) - 10/02/2026", "Redwood Radiology", RECEIVED),
    ],
)
def test_a_record_of_the_day_from_another_known_place_is_asked_for(words, facility, state):
    other = Indexed(2, "consultation", date(2026, 1, 5), facility="Foothill Imaging")
    came = Indexed(4, "imaging_report", OCTOBER_2, "Iris Bell, MD", facility=facility)
    (finding,) = compare(citations_in(words), [other, came])
    assert (finding.state, finding.documents) == (state, (4,))


@pytest.mark.parametrize(
    ("words", "author", "facility", "state"),
    [
        ("Laboratory report of July 2026, Dr. Galindo", "Rosa Galindo, MD", "", RECEIVED),
        ("Laboratory report of July 2026, Dr. R. Galindo", "Rosa Galindo, MD", "", RECEIVED),
        ("Laboratory report of July 2026, Dr. R. Galindo", "Hector Galindo, MD", "", MISSING),
        ("Laboratory report of July 2026, Rosa Galindo, MD", "Ramon Galindo, MD", "", UNSURE),
        ("Laboratory report of July 2026, Rosa Galindo, MD", "R. Galindo, DO", "", RECEIVED),
        (
            "Laboratory report of July 2026, Rosa Galindo, MD",
            "Rosa Galindo, M.D., Ph.D.",
            "",
            RECEIVED,
        ),
        ("Laboratory report of July 2026, Rob Galindo, MD", "Robert Galindo", "", RECEIVED),
        ("Laboratory report of July 2026, Rosa Galindo, MD", "R0sa Galind0, MD", "", RECEIVED),
        ("Laboratory report of July 2026, R. Galindo, MD", "R. Galindo, DC", "", UNSURE),
        ("Laboratory report of July 2026, R. Galindo, PT", "R. Galindo, DPT", "", RECEIVED),
        ("Laboratory report of July 2026, Dr. Galindo", "R. Galindo, DC", "", RECEIVED),
        ("Laboratory report of July 2026, R. Galindo, PA-C", "R. Galindo, NP", "", UNSURE),
        (
            "Laboratory report of July 2026, Dr. Galindo, Foothill Labs",
            "R. Galindo",
            "Redwood Labs",
            UNSURE,
        ),
        (
            "Laboratory report of July 2026, Dr. Galindo, Foothill Labs",
            "R. Galindo",
            "Foothill",
            RECEIVED,
        ),
        (
            "Laboratory report of July 2026, Rosa Galindo, MD, Foothill",
            "Rosa Galindo",
            "Redwood",
            RECEIVED,
        ),
        ("Laboratory report of July 2026, Rosa Galindo, MD", "Rosa Galindo, PT", "", UNSURE),
        ("Dr. Galindo's PT laboratory report of July 2026", "Rosa Galindo, OT", "", RECEIVED),
        ("Laboratory report of July 2026, Dr. Galindo PT notes", "R. Galindo, OT", "", RECEIVED),
    ],
)
def test_a_report_of_the_month_by_a_namesake_is_not_the_one_that_is_named(
    words, author, facility, state
):
    other = Indexed(2, "consultation", date(2026, 1, 5), facility="Foothill Laboratory")
    came = Indexed(4, "laboratory_report", date(2026, 7, 14), author, facility=facility)
    (finding,) = compare(citations_in(words), [other, came])
    assert (finding.state, bool(finding.why)) == (state, True)


@pytest.mark.parametrize(
    ("index", "state"),
    [
        ([CAME], RECEIVED),
        ([Indexed(4, "consultation", OCTOBER_2, "O. Tarrant")], RECEIVED),
        ([Indexed(4, "progress_report", OCTOBER_2)], RECEIVED),
        ([Indexed(4, "progress_report", OCTOBER_2, "Tarrant", is_legible=False)], ILLEGIBLE),
        ([Indexed(4, "progress_report", OCTOBER_2, "Iris Bell, MD")], MISSING),
        ([Indexed(4, "imaging_report", OCTOBER_2, "Owen Tarrant, DO")], MISSING),
        ([Indexed(4, "progress_report", date(2026, 9, 2), "Owen Tarrant, DO")], MISSING),
        ([Indexed(4, "progress_report", date(2026, 10, 3), "Owen Tarrant, DO")], UNSURE),
        ([Indexed(4, "progress_report", None, "Owen Tarrant, DO")], UNSURE),
        ([], MISSING),
    ],
)
def test_a_record_is_received_missing_illegible_or_unsure(index, state):
    (finding,) = compare([NOTE], index)
    assert finding.state == state and finding.why


def test_a_range_is_received_when_one_of_its_days_came():
    cited = Citation("therapy_note", date(2026, 3, 2), date(2026, 5, 11), "", "PT notes")
    inside = Indexed(1, "therapy_note", date(2026, 4, 4), "Jo Bell, PT")
    outside = Indexed(2, "therapy_note", date(2026, 6, 4), "Jo Bell, PT")
    assert compare([cited], [inside, outside])[0].documents == (1,)
    assert compare([cited], [outside])[0].state == MISSING


def test_a_record_named_by_its_month_is_asked_for_by_its_month():
    named = Citation("progress_report", date(2026, 3, 1), date(2026, 3, 31), "Dr. Bell", "")
    came = Indexed(4, "progress_report", date(2026, 3, 12), "Iris Bell, MD")
    assert [found.state for found in compare([named], [came])] == [RECEIVED]
    other = Indexed(4, "progress_report", date(2026, 4, 1), "Iris Bell, MD")
    (found,) = compare([named], [other])
    assert found.state == MISSING
    assert request_lines([found], None)[0].startswith("Progress report of March 2026 by Dr. Bell:")


def test_a_report_of_another_kind_from_the_month_is_not_surely_the_one_that_is_named():
    named = Citation("operative_report", date(2026, 8, 1), date(2026, 8, 31), "Bell", "")
    other = Indexed(4, "consultation", date(2026, 8, 14), "Iris Bell, MD")
    own = Indexed(5, "operative_report", date(2026, 8, 15), "Iris Bell, MD")
    (found,) = compare([named], [other])
    assert (found.state, found.documents) == (UNSURE, (4,))
    assert compare([named], [other, own])[0].state == RECEIVED
    of_a_day = Citation("operative_report", date(2026, 8, 14), None, "Bell", "")
    assert compare([of_a_day], [other])[0].state == RECEIVED


def test_the_request_names_what_is_missing_and_nothing_that_came():
    mri = Citation("imaging_report", date(2026, 7, 21), None, "", "MRI of July 21", 2)
    lines = request_lines(compare([NOTE, mri], [CAME]), None)
    assert lines == ("Imaging report of July 21, 2026: it is named and did not come, page 2",)


@pytest.mark.parametrize(
    ("day", "before"),
    [("2026-10-05", "2026-04-05"), ("2026-08-31", "2026-02-28"), ("2024-08-31", "2024-02-29")],
)
def test_six_months_are_months_of_the_calendar(day, before):
    assert months_before(date.fromisoformat(day), 6) == date.fromisoformat(before)


def notes(*days: str, author: str = "Owen Tarrant, DO") -> list[Indexed]:
    return [
        Indexed(n, "progress_report", date.fromisoformat(day), author)
        for n, day in enumerate(days, 1)
    ]


def test_reports_at_most_45_days_apart_leave_no_silence():
    index = notes("2026-03-01", "2026-05-10", "2026-06-24", "2026-08-08", "2026-09-20")
    found = six_months(date(2026, 10, 5), "Owen Tarrant, DO", index)
    assert found.reports == (2, 3, 4, 5)
    assert found.silences == () and not found.needs_earlier_physician


def test_a_longer_silence_is_asked_for():
    found = six_months(date(2026, 10, 5), "Owen Tarrant, DO", notes("2026-05-01", "2026-09-20"))
    assert found.silences == ((date(2026, 5, 1), date(2026, 9, 20)),)
    (line,) = request_lines((), found)
    assert "May 1, 2026 to September 20, 2026" in line and "9792.10.5" in line


@pytest.mark.parametrize(
    ("index", "is_needed"),
    [
        (notes("2026-08-01", "2026-09-01"), True),
        (notes("2026-08-01") + notes("2026-05-01", author="Iris Bell, MD"), False),
        (notes("2025-08-01", "2026-09-01"), False),
        (notes("2026-04-20", "2026-06-01"), False),
    ],
)
def test_a_new_physician_needs_the_reports_of_the_one_before(index, is_needed):
    found = six_months(date(2026, 10, 5), "Owen Tarrant, DO", index)
    assert found.needs_earlier_physician is is_needed


@pytest.mark.parametrize("held_out", [False, True])
def test_no_missing_record_of_a_packet_counts_as_received(held_out):
    for seed in range(40, 48):
        packet = forge_packet(Order(pages=60, seed=seed, withheld=5, held_out=held_out))
        about, pages = packet.subject, list(packet.read())
        text = "\n".join(
            without_stamps(pages[n - 1].text)
            for document in packet.documents[:2]
            for n in range(document.first, document.last + 1)
        )
        but = (about.worker.born_on, about.injured_on, about.decided_on, about.requested_on)
        index = [
            Indexed(each.number, each.kind, each.on, each.author)
            for each in packet.documents
            if not each.is_foreign
        ]
        found = compare(citations_in(text, but=but), index)
        for cited in packet.cited:
            named = Citation(cited.kind, cited.on, cited.until, cited.author, "")
            states = [each.state for each in found if is_one(each.citation, named)]
            assert len(states) == 1, named
            assert (states[0] == RECEIVED) is not cited.is_missing
