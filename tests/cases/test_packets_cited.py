"""Records that a text names: read whatever the words, the length and the ends of the lines."""

import time
from datetime import date, timedelta

import pytest

from cases.packets.cited import citations_in
from cases.packets.radar import MISSING, RECEIVED, Indexed, compare, request_lines

OCTOBER_2 = date(2026, 10, 2)


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


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("As of the PR2 dated 10-2-26, there is pain in the neck.", "progress_report"),
        ("An MRI of the left knee with contrast on 10/02/2026 was unremarkable.", "imaging_report"),
        ("Radiographic images of the hand (10/02/2026) were normal.", "imaging_report"),
        ("Bone scan of 10/02/2026", "imaging_report"),
        ("DFR dated 10/02/2026", "progress_report"),
        ("Doctor's first report of occupational injury dated 10/02/2026", "progress_report"),
        ("Hospital discharge summary dated 10/02/2026", "progress_report"),
        ("Emergency department records of 10/02/2026", "progress_report"),
        ("History and physical, 10/02/2026", "consultation"),
        ("PR-4 of 10/02/2026", "medical_legal_report"),
        ("UDS dated 10/02/2026", "laboratory_report"),
        ("FCE dated 10/02/2026", "diagnostic_report"),
        ("The physical exam, dated 10-02-2026, revealed stiffness.", "progress_report"),
        ("Examination performed on October 2, 2026 was normal.", "progress_report"),
        ("Objective findings (10-02-2026) included tenderness.", "progress_report"),
        ("On October 2, 2026, the applicant reported ongoing pain.", "progress_report"),
        ("On 10-2-26 the injured worker rated the pain 4 out of 10.", "progress_report"),
        ("The documentation of 10/02/2026 indicated pain in the shoulder.", ""),
        ("Medical records of 10/02/2026 were reviewed.", ""),
        ("An October 2, 2026 date of service was referenced in the determination.", ""),
        ("The appeal cites the MRI of 10/02/2026.", "imaging_report"),
        ("Sent with what was printed: EMG of 10/02/2026.", "diagnostic_report"),
    ],
)
def test_a_record_is_read_however_a_decision_names_it(text, kind):
    assert read(text) == [(kind, "2026-10-02", "", "")]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Medical records (1-2-2026 to 3/4/2026) were reviewed.", ""),
        ("Clinical notes from 1/2/2026 to 3/4/2026", "progress_report"),
        ("Office notes 1/2/26-3/4/26", "progress_report"),
        ("Chiropractic notes (6 visits) from 1/2/2026 until 3/4/2026", "therapy_note"),
    ],
)
def test_a_range_is_read_however_it_is_written(text, kind):
    assert read(text) == [(kind, "2026-01-02", "2026-03-04", "")]


@pytest.mark.parametrize(
    "text",
    [
        "Disability Guidelines, Low Back (updated 10/02/2026), MRI.",
        "The MRI requested on 10/02/2026 was denied.",
        "The MRI was non-certified on 10/02/2026.",
        "On 10/02/2026 the patient underwent an arthroscopy.",
        "On 10/02/2026 the adjuster reported the claim.",
        "Retrospective cyclobenzaprine #30 (DOS 10/02/2026)",
        "The MRI report was printed 10/02/2026.",
    ],
)
def test_a_day_of_something_else_names_no_record(text):
    assert read(text) == []


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
