"""Pages of another patient: told from typing errors, asked where a person has to know."""

from datetime import date

import pytest

from cases.packets.days import days_in
from cases.packets.fields import fields_of
from cases.packets.foreign import ASK, FOREIGN, Identity, find_strangers, identity_of, suspicion_of
from cases.packets.forge.assembly import forge_packet
from cases.packets.forge.packet import Order
from cases.packets.pages import Page

GRACIELA = Identity(
    "Graciela M. Montes", date(1975, 3, 8), ("KP-25-20918",), ("Owen Tarrant, DO", "Delta Packing")
)


def asked(text: str, *, is_scanned: bool = False) -> str:
    found = suspicion_of(Page(1, text, is_scanned=is_scanned), GRACIELA)
    return found.certainty if found else ""


def test_where_nobody_says_whose_case_it_is_no_name_is_another_s():
    page = Page(1, "Patient: Graciela Montes\nClaim #: KP-25-20918")
    assert suspicion_of(page, Identity("", None, ("KP-25-20918",), ())) is None


@pytest.mark.parametrize(
    "text",
    [
        "Patient: Graciela Montes   DOB: 03/08/1975   Claim #: KP-25-20918",
        "MONTES, GRACIELA M. (DOB March 8, 1975)",
        "RE: Montes Graciela\nDate of Birth: 3/8/75",
        "Claimant: G. Montes",
        "Patient: Graciela Montez\nDOB: 03/08/1975",
        "Patient: Graciela Montes\nDOB: 08/03/1975",
        "Patient: Graciela Montes\nDOB: 03/08/1976",
        "Patient: Graciela Montes\nClaim No: KP2520918-001",
        "Patient: Graciela Montes\nProvider: Owen Tarrant, DO\nEmployer: Delta Packing",
        "Employee: Delta Packing",
        "Dear Ms. Ortega,\nThank you for your letter about the claim.",
        "Patient was seen by Harold Quist, PT. Examination of the knee.",
        "",
    ],
)
def test_the_patient_of_the_case_is_not_suspected(text):
    assert asked(text) == ""


@pytest.mark.parametrize(
    "text",
    [
        "Patient: Harold Quist   DOB: 11/30/1961   Claim #: WC771203",
        "QUIST, HAROLD (DOB 11/30/1961)",
        "Re: Harold Quist\nOur claim: WC771203",
        "Injured Worker: Graciela Quist\nDate of Birth: 11/30/1961",
        "Patient: Ramon Montes\nDate of Birth: 11/30/1961",
        "DOB: 11/30/1961   Claim Number: WC771203",
        "Patient Name: Quist, Harold",
    ],
)
def test_another_patient_is_foreign(text):
    assert asked(text) == FOREIGN


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Patient: Graciela Quist\nDOB: 03/08/1975", "Quist"),
        ("Patient: Graciela Montes\nDOB: 11/30/1961", "11/30/1961"),
        ("Patient: Graciela Montes\nClaim #: WC771203", "WC771203"),
        ("Patient: Harold Quist\nClaim #: KP-25-20918", "Quist"),
        ("Claimant: Ramon Montes", "Ramon"),
    ],
)
def test_what_only_a_person_can_know_is_asked(text, said):
    found = suspicion_of(Page(1, text), GRACIELA)
    assert found.certainty == ASK
    assert said in found.why and found.why.endswith("Is it this patient?")


def test_a_misread_page_of_the_case_is_not_suspected():
    text = "Pafient: Gracicla Mont3s   D0B: 03l08/1975   Claim #: KP-25-2O9l8"
    assert asked(text, is_scanned=True) == ""


def test_a_misread_page_of_another_patient_is_foreign():
    text = "Pat1ent: Haro1d Qui5t   DOB: 11/3O/1961   Claim #: WC77l203"
    assert asked(text, is_scanned=True) == FOREIGN


@pytest.mark.parametrize(
    "behind",
    ["D.O.B", "D0B", "D.OB.", "O.O.8", "D. O. B", "DOB:", "Claim #", "C1aim", "CLAIM No", "MRN",
     "SSN", "S.S.N. xxx", "Date of Birth", "Dale 0f B1rth", "Birthdate", "| D.O.I", "(Sex: F",
     "Emp1oyer"],
)  # fmt: skip
def test_a_label_is_no_part_of_the_name_that_runs_into_it(behind):
    (seen,) = identity_of(Page(1, f"Patient: Okafor Ximena {behind}", is_scanned=True), GRACIELA)
    assert seen.words == "Okafor Ximena"


@pytest.mark.parametrize(
    "name", ["Mary Ann Birch", "Dolores Claire Date", "Ann D. Oba", "Sexton Mary", "Agee Bo Dobbs"]
)
def test_a_name_that_is_like_a_label_stays_whole(name):
    (seen,) = identity_of(Page(1, f"Patient: {name}"), GRACIELA)
    assert seen.words == name.replace("D.", "D")


@pytest.mark.parametrize("held_out", [False, True])
def test_typed_pages_of_others_are_found_in_packets(held_out):
    packet = forge_packet(Order(pages=80, seed=21, foreign=10, held_out=held_out))
    about = packet.subject
    authors = {document.author for document in packet.documents} | {about.employer}
    identity = Identity(
        about.worker.name, about.worker.born_on, (about.claim_number,), tuple(authors)
    )
    found = {each.number for each in find_strangers(list(packet.read()), identity)}
    typed = [(n, page.truth.foreign) for n, page in enumerate(packet.pages, 1) if not page.scan]
    assert {n for n, foreign in typed if foreign} <= found
    assert {n for n, foreign in typed if not foreign} & found == set()


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("Patient: A B   DOB: 1/2/1960", [("name", "A B"), ("born", "1/2/1960")]),
        ("Name: B, A Visit Date: 10/01/2026", [("name", "B, A"), ("served", "10/01/2026")]),
        ("EMPLOYEE..... Montes, Graciela", [("name", "Montes, Graciela")]),
        ("Seen on: 10/02/26   File: KP-25", [("served", "10/02/26"), ("claim", "KP-25")]),
        ("Date of Injury: 1/2/2020", []),
        ("The patient was happy and the claim is open", []),
    ],
)
def test_labelled_fields_are_read(line, expected):
    assert [(field.kind, field.value) for field in fields_of([line])] == expected


@pytest.mark.parametrize(
    "words",
    [
        *("10/02/2026", "10-2-2026", "10/2/26", "2026-10-02", "1O/O2/2O26", "10.02.2026"),
        *("October 2, 2026", "Oct. 2, 2026", "Oct 2nd, 2026", "2 October 2026", "02-Oct-26"),
        *("Octobcr 2, 2026", "0ctober 2, 2026"),
    ],
)
def test_days_are_read(words):
    assert [day.on for day in days_in(f"seen {words}, again")] == [date(2026, 10, 2)]


@pytest.mark.parametrize(
    "words", ["13/45/2026", "5/5 on the left", "L4-L5", "02/21/19b0", "3 months 2026", "May"]
)
def test_what_is_no_day_is_not_read(words):
    assert days_in(words) == ()
