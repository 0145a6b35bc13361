"""The place where a document was written: a name above an address, never another line."""

import time

import pytest

from cases.packets.facilities import facility_in
from cases.packets.facts import facts_of
from cases.packets.forge.assembly import forge_packet
from cases.packets.forge.packet import Order
from cases.packets.pages import Page
from cases.packets.split import split

CLINIC = "Kaweah Spine Center"
STREET, TOWN = "12 Center Avenue", "Visalia, CA 93291"
PHONE = "Phone (559) 555-0101"


@pytest.mark.parametrize(
    "lines",
    [
        [CLINIC, f"{STREET}, {TOWN}", PHONE],
        [CLINIC, STREET, TOWN, PHONE],
        [CLINIC, PHONE],
        [CLINIC, "Tel. 559-555-0101"],
        [CLINIC, STREET, "Suite 200", TOWN],
        [CLINIC, f"{STREET}, Suite 200", TOWN],
        [CLINIC, "P.O. Box 77", TOWN],
        [CLINIC, "12 Center Avenue, Visalia, CA 9329l", PHONE],
        [CLINIC, "12Center Avenuc, Visalia, CA93/91", PHONE],
        [CLINIC, "12 Center Avenue, Visalia, CA g3291", "Ph0ne (559) 555-0101"],
        [CLINIC, "Physical Medicine and Rehabilitation", f"{STREET}, {TOWN}"],
        [CLINIC, "A Professional Medical Corporation", STREET, TOWN],
        [f"{CLINIC}     {PHONE}", STREET, TOWN],
        ["PROGRESS REPORT", CLINIC, STREET, TOWN],
        ["TO: Sierra Claims", "FAX: (559) 555-0199", CLINIC, STREET, TOWN],
        ["10/02/2026", CLINIC, STREET, TOWN],
    ],
)
def test_the_name_above_an_address_is_the_place(lines):
    assert facility_in(lines) == CLINIC


@pytest.mark.parametrize("name", ["24 Hour Urgent Care", "Dr. Bell's Clinic, Inc.", "Page & Bell"])
def test_a_name_with_a_figure_or_a_person_in_it_is_still_a_name(name):
    assert facility_in([name, STREET, TOWN]) == name


@pytest.mark.parametrize(
    "line",
    [
        "FROM: Kaweah Spine Center",
        "From Kaweah Spine Center",
        "FR0M: Kaweah Spine Center",
        "TO: Sierra Claims Services",
        "To Sierra Claims Services   From Kaweah Spine Center",
        "T0 Sierra Claims Services",
        "RE: Graciela Montes",
        "Re Graciela Montes",
        "Attn: Claims Examiner",
        "ATTENTION Claims Examiner",
        "Cc: Iris Bell, MD",
        "VIA FAX",
        "Subject: your request",
        "Sender: Kaweah",
        "FAX COVER SHEET",
        "Fax (559) 555-0115   Pages 156",
        "10/02/2026 10:14 FROM: 5595550101 TO: 5595550199 PAGE 001 OF 004",
        "Received: 10/02/26 10:14 AM - Job 4411 - pg 2 of 4",
        "Kaweah Spine   No. 4411   P. 2/4",
        "Patient: Graciela Montes",
        "Claim number 4411-22",
        "Employer: Valley Packing",
        "October 2, 2026",
        "Date 10/02/2026",
        "PROGRESS REPORT",
        "Follow-up Visit",
        "Request for Authorization",
        "Owen Tarrant, DO",
        "12 Center Avenue",
        "Suite 200",
        "2 of 4",
        "We saw the patient today, and the leg hurts.",
        "the leg hurts",
    ],
)
@pytest.mark.parametrize("below", [[STREET, TOWN], [PHONE], [f"{STREET}, {TOWN}", PHONE]])
def test_no_other_line_is_taken_for_the_place(line, below):
    found = facility_in([line, *below])
    assert found in ("", "Kaweah Spine") and found != line


@pytest.mark.parametrize(
    "lines",
    [
        ["October 2, 2026", "Graciela Montes", STREET, TOWN],
        ["TO:", "Sierra Claims Services", STREET, TOWN],
        ["Via fax", "Sierra Claims Services", STREET, TOWN],
        ["Graciela Montes", STREET, TOWN, "Patient: Montes, Graciela"],
        ["Visit", "Patient: Graciela Montes   Phone (559) 555-0101"],
        ["Kaweah Spine Center", "Sent by fax to the claims administrator"],
        [],
    ],
)
def test_to_whom_a_letter_goes_and_the_patient_are_no_place(lines):
    assert facility_in(lines) == ""


@pytest.mark.parametrize("held_out", [False, True])
def test_of_a_packet_with_covers_only_true_places_are_suggested(held_out):
    packet = forge_packet(Order(pages=150, seed=34, scanned=0, held_out=held_out))
    pages = list(packet.read())
    found = [facts_of(pages[part.first - 1 : part.last]).facility for part in split(pages)]
    told = {fact.value.replace(" ", "") for fact in found if fact}
    true = {document.facility.replace(" ", "") for document in packet.documents}
    assert len(told) > 3 and told <= true


def test_the_fact_keeps_the_words_it_came_from():
    facility = facts_of([Page(7, "\n".join([CLINIC, STREET, TOWN]))]).facility
    assert (facility.value, facility.words, facility.page) == (CLINIC, CLINIC, 7)


@pytest.mark.parametrize("unit", ["1 a ", "CA 9 ", "12 Center ", "(559) ", "Re: ", ", ", "A. "])
def test_a_very_long_line_holds_nobody_up(unit):
    began = time.process_time()
    facts_of([Page(1, "\n".join([unit * 4_000] * 6))])
    assert time.process_time() - began < 3
