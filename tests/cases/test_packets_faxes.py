"""What fax machines print across a page and send ahead of it."""

import pytest

from cases.packets.covers import remarks_on, why_folded
from cases.packets.faxes import fax_headers, is_fax_header, why_cover, without_stamps
from cases.packets.pages import Page

HEADERS = [
    "04/15/2026 10:32 AM FROM: 5595550123 TO: 9165550100 PAGE 003 OF 012",
    "Apr. 15. 2026 10:32AM   Valley Orthopaedics   No. 4521   P. 3/12",
    "From:Mesa Fax:(559) 555-0123 To: Fax:+1 (916) 555-0199 Page 3 of 12 10/05/2026 10:32 AM",
    "2026-10-05 10:32 5595550123 >> 9165550100 P 3/12",
    "10/05/2026 MON 10:32 FAX 559 555 0123 003/012",
    "1O/O5/2O26 1O:32 FAX 559 555 O123 OO3/O12",
    "Received: 10/05/2026 10:32AM JOB 4521 page 3 of 12",
]
NOT_HEADERS = [
    "Date of Service: 04/15/2026    Time in: 10:32 AM",
    "Page 3 of 12",
    "Phone (559) 555-0123   Fax (559) 555-0124",
    "Signed electronically by Owen Tarrant, DO on 10/05/2026 at 10:32 AM, page 1 of 2",
    "Blood pressure 128/82, pulse 72, seen at 10:32 on 10/05/2026 with the interpreter present",
    "L4-L5: 4 mm protrusion",
    "",
]
COVER = """FAX COVER SHEET
To: Sierra Claims Services      From: Visalia Pain Center
Fax: (559) 555-0123             Phone: (559) 555-0100
Re: Request for authorization   Pages (including cover): 7
Please comment
This message is confidential and meant for the addressee alone."""


@pytest.mark.parametrize("line", HEADERS)
def test_a_header_is_known(line):
    assert is_fax_header(line)


@pytest.mark.parametrize("line", NOT_HEADERS)
def test_a_line_of_the_document_is_not_a_header(line):
    assert not is_fax_header(line)


def test_stamps_go_from_the_edges_and_nothing_else_goes():
    body = [
        "Chief complaint",
        "Low back pain",
        "since the fall",
        "Plan",
        "MRI",
        "Return",
        "in June",
    ]
    stamped = [HEADERS[0], *body, "CM26-0000001-000123", "SYNTHETIC - invented"]
    assert without_stamps("\n".join(stamped)).splitlines() == body


def test_a_header_in_the_middle_of_a_page_stays():
    page = "\n".join(["one", "two", "three", HEADERS[0], "four", "five", "six"])
    assert HEADERS[0] in without_stamps(page)


def test_the_headers_of_a_page_are_told():
    page = Page(1, f"{HEADERS[0]}\n{HEADERS[1]}\nChief complaint\nLow back pain")
    assert fax_headers(page) == (HEADERS[0], HEADERS[1])


def test_a_cover_is_known_and_says_why():
    assert why_cover(Page(1, COVER)).startswith("It says fax, cover sheet, to, from")


def test_a_misread_cover_is_known():
    misread = COVER.replace("FAX COVER SHEET", "FAX C0VER SHEFT").replace("Pages", "Pagcs")
    assert why_cover(Page(1, misread, is_scanned=True))


@pytest.mark.parametrize(
    "text",
    [
        "",
        "PROGRESS REPORT\nFax: (559) 555-0123 Phone: (559) 555-0100\nPatient: Montes, Graciela",
        COVER + "\n" + "Examination of the lumbar spine shows spasm. " * 40,
        "Dear Ms. Ortega,\nI sent the report by fax on Monday.\nRegards",
    ],
)
def test_what_is_no_cover_is_not_folded(text):
    assert not why_cover(Page(1, text))


@pytest.mark.parametrize(
    "line",
    [
        "10128/2026 Wed 11:53 AM FAX 559550131 Vista Occupational Medicine Cl.inic 1571191",
        "Rcceived 10/21/2b 05:17 PM Job2166 pg 147 of 186",
        "Oct 20 2026 0g 28 PM Vista Spine and Joint Center Na 6862 P 82/146",
        "Frorn Foothill Spine and Joint Center Fax 5595550149 To Fax 9165550105 Pagc 46 of 160 "
        "11/03/2026 05:54 PM",
        "10/28/2026 Wed 11:53 AMFAX5595550131 Vista Occupationol Medicine Clinlc038/191",
    ],
)
def test_a_misread_header_is_known(line):
    assert fax_headers(Page(1, f"{line}\nChief complaint\nLow back pain", is_scanned=True))


@pytest.mark.parametrize(
    "line",
    [
        "PAX COVER SHEET",
        "Facsimile Transm`ittal",
    ],
)
def test_a_misread_title_of_a_cover_is_known(line):
    assert why_cover(Page(1, COVER.replace("FAX COVER SHEET", line), is_scanned=True))


def test_a_cover_that_says_nothing_else_may_be_folded():
    assert why_folded(Page(1, COVER)) and not remarks_on(Page(1, COVER))


@pytest.mark.parametrize(
    "remark",
    [
        "Note: patient reports new numbness of the foot since Friday.",
        "Comments: please see new weakness",
        "Message: authorization was for the left",
        "Pt stopped tramadol because of nausea.",
        "Please see page 4, MRI shows a larger protrusion than before.",
        "RE: Graciela Montes, now has foot drop since Friday",
        "He cannot lift more than ten pounds",
        "From what she says the knee is worse",
    ],
)
def test_a_cover_with_a_remark_is_not_folded(remark):
    page = Page(1, f"{COVER}\n{remark}")
    assert why_cover(page) and remarks_on(page) == (remark,)
    assert not why_folded(page)
