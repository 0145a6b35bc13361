"""What UR and the request name, against what came."""

import time
from datetime import date, timedelta

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


def read(text: str) -> list[tuple[str, str, str, str]]:
    return [
        (found.kind, str(found.on), str(found.until or ""), found.author)
        for found in citations_in(text)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The request was not approved, citing progress notes of April 15, 2026 and April 1, "
            "2026 by Dr. Bell in its determination.",
            [
                ("progress_report", "2026-04-15", "", "Bell"),
                ("progress_report", "2026-04-01", "", "Bell"),
            ],
        ),
        (
            "1. Progress report dated 10/02/2026 by Owen Tarrant, DO",
            [("progress_report", "2026-10-02", "", "Owen Tarrant")],
        ),
        ("10/02/2026 - MRI - Dr. Bell", [("imaging_report", "2026-10-02", "", "Bell")]),
        (
            "PT notes from Visalia Therapy, 3/2/2026 through\n5/11/2026 (8 visits)",
            [("therapy_note", "2026-03-02", "2026-05-11", "")],
        ),
        (
            "Therapy notes between 3/2/2026 and 5/11/2026",
            [("therapy_note", "2026-03-02", "2026-05-11", "")],
        ),
        (
            "The MRI of 7/21/2026, the EMG of 8/1/2026 and the QME report dated 9/2/2026 came.",
            [
                ("imaging_report", "2026-07-21", "", ""),
                ("diagnostic_report", "2026-08-01", "", ""),
                ("medical_legal_report", "2026-09-02", "", ""),
            ],
        ),
        (
            "Operative report (Vista Imaging and Surgery) - July 21, 2026",
            [("operative_report", "2026-07-21", "", "")],
        ),
        (
            "Dr. Bell saw the patient on 6/1/2026.",
            [("progress_report", "2026-06-01", "", "Bell")],
        ),
        ("MRI rep0rt of O7/2l/2O26", [("imaging_report", "2026-07-21", "", "")]),
        (
            "2. PR-2 of March 2026 by Owen Tarrant, DO",
            [("progress_report", "2026-03-01", "2026-03-31", "Owen Tarrant")],
        ),
        (
            "Progress notes of March 3, 10 and 17, 2026 by Dr. Bell",
            [("progress_report", f"2026-03-{day}", "", "Bell") for day in ("03", "10", "17")],
        ),
        (
            "MRI report, Iris Bell, MD, Jan 5, Feb 2 and Mar 9, 2026",
            [
                ("imaging_report", f"2026-{day}", "", "Iris Bell")
                for day in ("01-05", "02-02", "03-09")
            ],
        ),
        (
            "- Physical therapy notes, March to May 2026",
            [("therapy_note", "2026-03-01", "2026-05-31", "")],
        ),
        (
            "PR-2 dated 6/1/2026 (Iris Bell, MD); consultation dated 6/1/2026 (Dr. Tarrant)\n"
            "Dr. Jessup's PT notes from 6/1/2026\nPT notes of 6/1/2026 by Dr. Bell",
            [
                ("progress_report", "2026-06-01", "", "Iris Bell"),
                ("consultation", "2026-06-01", "", "Tarrant"),
                ("therapy_note", "2026-06-01", "", "Jessup"),
                ("therapy_note", "2026-06-01", "", "Bell"),
            ],
        ),
        (
            "Dr. Bell's consultation from 14\nAugust 2026",
            [("consultation", "2026-08-14", "", "Bell")],
        ),
        (
            "Progress note of 03/02/2026 by Maria Ortega; MRI of 3/4/2026 read by Iris B. Bell.\n"
            "PT notes of 3/6/2026 by Kern Valley Rehab; EMG of 3/7/2026 by the Ortega Group\n"
            "The progress report of 3/9/2026 was reviewed by Ann Lee Imaging Center.",
            [
                ("progress_report", "2026-03-02", "", "Maria Ortega"),
                ("imaging_report", "2026-03-04", "", "Iris B. Bell"),
                ("therapy_note", "2026-03-06", "", ""),
                ("diagnostic_report", "2026-03-07", "", ""),
                ("progress_report", "2026-03-09", "", ""),
            ],
        ),
        (
            "EMG report of 10/02/2026 by Owen Tarrant, DO and MRI of 10/02/2026 by Iris\nBell, MD",
            [
                ("diagnostic_report", "2026-10-02", "", "Owen Tarrant"),
                ("imaging_report", "2026-10-02", "", "Iris Bell"),
            ],
        ),
        (
            "PR-2 of 10/02/2026 by Owen Tarrant, DO and urine drug test of 10/02/2026 by Iris B.\n"
            "Bell; EMG of 10/05/2026 by Iris\nBell\nOperative report, Iris\nBell, MD, 10/06/2026",
            [
                ("progress_report", "2026-10-02", "", "Owen Tarrant"),
                ("laboratory_report", "2026-10-02", "", "Iris B. Bell"),
                ("diagnostic_report", "2026-10-05", "", "Iris Bell"),
                ("operative_report", "2026-10-06", "", "Iris Bell"),
            ],
        ),
        (
            "PR-2 of 10/02/2026 by Kaweah\nMRI of 10/05/2026\nEMG of 10/06/2026 by Iris\n"
            "Consultation, 10/07/2026",
            [
                ("progress_report", "2026-10-02", "", ""),
                ("imaging_report", "2026-10-05", "", ""),
                ("diagnostic_report", "2026-10-06", "", ""),
                ("consultation", "2026-10-07", "", ""),
            ],
        ),
        (
            "The PR-2 of 10/02/2026 by Dr. Bell, the PT notes of 10/05/2026 by Kern Valley Rehab.",
            [
                ("progress_report", "2026-10-02", "", "Bell"),
                ("therapy_note", "2026-10-05", "", ""),
            ],
        ),
        (
            "PR-2s of 1/2/2026; 2/3/2026; March 4, 2026; and 4/5/2026 by Dr. Bell; MRI 5/6/2026",
            [
                *(
                    ("progress_report", f"2026-{day}", "", "Bell")
                    for day in ("01-02", "02-03", "03-04", "04-05")
                ),
                ("imaging_report", "2026-05-06", "", ""),
            ],
        ),
        ("Worse pain was reported by Maria Ortega on 03/02/2026.", []),
        ("The patient has had pain since May 2025 and an MRI was considered.", []),
        ("Date of birth 03/08/1975. Injured on 08/19/2025.", []),
        ("The request of 10/05/2026 was received on 10/07/2026.", []),
        ("In a UR decision dated 4/24/2026 the MRI was denied.", []),
        ("You may appeal within thirty days of 10/12/2026.", []),
    ],
)
def test_citations_are_read(text, expected):
    assert read(text) == expected


LONG = "Ww" + "w" * 3_000


@pytest.mark.parametrize(
    ("text", "author"),
    [
        (f"PR-2 of 10/02/2026 by Iris {LONG}, MD", f"Iris {LONG[:60]}…"),
        (f"PR-2 of 10/02/2026 by Iris {LONG}", f"Iris {LONG[:60]}…"),
        (f"PR-2 of 10/02/2026 by Dr. {LONG}", f"{LONG[:60]}…"),
        (f"{LONG}: PR-2 of 10/02/2026", ""),
        (f"PR-2 of 10/02/2026 by {'W-' * 2_000}", ""),
        (f"PR-2 of 10/02/2026 by {'7' * 3_000}", ""),
        (f"{'and so on ' * 300} the PR-2 of 10/02/2026 by Iris Bell, MD", "Iris Bell"),
    ],
)
def test_no_length_leaves_a_record_out(text, author):
    (found,) = citations_in(text)
    assert (found.kind, found.on, found.author) == ("progress_report", OCTOBER_2, author)
    assert len(found.words) <= 300


def test_a_name_that_is_cut_short_is_said_to_be_and_still_compared():
    citations = citations_in(f"PR-2 of 10/02/2026 by Iris {LONG}, MD")
    came = Indexed(4, "progress_report", OCTOBER_2, f"Iris {LONG[:60]}, MD")
    for index, state in (([], MISSING), ([came], RECEIVED)):
        (finding,) = compare(citations, index)
        assert finding.state == state
        assert finding.why.endswith(" The name of its author is too long to be shown whole.")
    (line,) = request_lines(compare(citations, []), None)
    assert "…: it is named and did not come" in line and len(line) < 150


DAYS = [date(2026, 1, 1) + timedelta(days=number) for number in range(200)]


@pytest.mark.parametrize(
    "text",
    [
        "PR-2s of " + ", ".join(f"{day:%m/%d/%Y}" for day in DAYS),
        "PR-2s of " + "; ".join(f"{day:%m/%d/%Y}" for day in DAYS),
        "PR-2s of " + ", ".join(f"{day:%B} {day.day}, {day.year}" for day in DAYS),
        "He had " + ", ".join(f"the PR-2 of {day:%m/%d/%Y} by Iris Bell, MD" for day in DAYS),
        "He had " + " and ".join(f"the PR-2 of {day:%m/%d/%Y} by Iris Bell" for day in DAYS),
    ],
)
def test_every_record_of_a_sentence_of_pages_is_read(text):
    found = citations_in(text)
    assert [each.on for each in found] == DAYS
    assert {each.kind for each in found} == {"progress_report"}


@pytest.mark.parametrize(
    "unit",
    ["1/2/2026 ", "March 3, ", "PR-2 of 1/2/2026 by A. Bell, ", "by Iris", "(", ". ", "W'", "1/"],
)
@pytest.mark.parametrize("end", ["", " 1/2/2026" + "." * 800 + "x 3/4/2026"])
def test_a_text_of_one_long_line_holds_nobody_up(unit, end):
    began = time.process_time()
    citations_in(unit * 500 + end)
    assert time.process_time() - began < 1.5


def test_days_that_mean_something_else_are_left_out():
    assert citations_in("Report of 10/02/2026", but=[OCTOBER_2]) == ()


def test_a_record_is_not_by_the_patient():
    (note,) = citations_in("Progress note of 10/02/2026 by Maria Ortega", patient="Maria L. Ortega")
    assert note.author == ""
    (note,) = citations_in("Progress note of 10/02/2026 by Maria Ortega", patient="Ana Diaz")
    assert note.author == "Maria Ortega"


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
