"""Everything that can be wrong with an application, each told in a sentence at its place."""

from dataclasses import replace
from datetime import date

import pytest

from cases.intake import CitationEntry, Limits, PartyEntry, ServiceEntry, UrDecisionEntry, problems
from cases.intake.texts import LENGTH_BY_FIELD, VALUES_BY_FIELD
from cases.models import AdministratorCitation, Case, DisputedService, Party, UrDecision
from cases.models.disputes import ELIGIBILITY_FACTS
from tests.factories.application import ADMINISTRATOR, DENIED, MODIFIED, WORKER, application

TODAY = date(2026, 3, 16)
UR = application().ur_decision


def worker(**changes) -> dict:
    return {"parties": (replace(WORKER, **changes), ADMINISTRATOR)}


def denied(**changes) -> dict:
    return {"services": (replace(DENIED, **changes),)}


def modified(**changes) -> dict:
    return {"services": (replace(MODIFIED, **changes),)}


def cited(*citations, basis="mtus") -> dict:
    return denied(administrator_basis=basis, administrator_citations=citations)


BAD = [
    # dates
    ({"application_received_on": date(2026, 3, 17)}, "application_received_on", "17 Mar 2026"),
    ({"date_of_injury": date(2027, 5, 5)}, "date_of_injury", "in the future"),
    ({"date_of_injury": date(214, 5, 5)}, "date_of_injury", "year 0214"),
    ({"date_of_injury": date(2026, 2, 25)}, "ur_decision.decided_on", "(24 Feb 2026) is before"),
    ({"date_of_injury": date(2026, 2, 20)}, "ur_decision.rfa_on", "date of injury (20 Feb 2026)"),
    ({"date_of_injury": date(2026, 3, 7)}, "signed_on", "date of injury (7 Mar 2026)"),
    ({"date_of_injury": date(2026, 3, 12)}, "application_received_on", "Check both"),
    ({"date_of_injury_to": date(2024, 1, 1)}, "date_of_injury_to", "is before"),
    (
        {"ur_decision": replace(UR, rfa_on=date(2026, 2, 28))},
        "ur_decision.decided_on",
        "date of the request for authorization (28 Feb 2026)",
    ),
    (
        {"ur_decision": replace(UR, served_on=date(2026, 2, 20))},
        "ur_decision.served_on",
        "date the UR decision was served (20 Feb 2026) is before",
    ),
    (
        {"ur_decision": UrDecisionEntry(decided_on=date(2026, 3, 12))},
        "application_received_on",
        "date of the UR decision (12 Mar 2026)",
    ),
    ({"signed_on": date(2026, 3, 11)}, "application_received_on", "signed (11 Mar 2026)"),
    (
        {"has_outside_dispute": False, "outside_dispute_on": date(2026, 1, 2)},
        "outside_dispute_on",
        "says that there is none",
    ),
    (denied(dates_of_service=(date(2023, 1, 2),)), "services.0.dates_of_service", "before the"),
    (denied(dates_of_service=(date(2026, 4, 1),)), "services.0.dates_of_service", "in the future"),
    (worker(date_of_birth=date(2024, 5, 5)), "parties.0.date_of_birth", "not before the date of"),
    (worker(date_of_birth=date(1850, 1, 1)), "parties.0.date_of_birth", "176 years old"),
    (worker(date_of_birth=date(2026, 12, 1)), "parties.0.date_of_birth", "in the future"),
    # parties
    ({"parties": (ADMINISTRATOR,)}, "parties.injured_worker.name", "Enter the injured worker."),
    ({"parties": (WORKER,)}, "parties.claims_administrator.name", "Enter the claims"),
    ({"parties": (WORKER, WORKER, ADMINISTRATOR)}, "parties", "one injured worker; 2"),
    (worker(name="  "), "parties.0.name", "enter the name"),
    (worker(name="\u200b"), "parties.0.name", "enter the name"),
    (worker(name="W" * 201), "parties.0.name", "201 characters; at most 200"),
    (worker(name="Wanda\u202eWorker"), "parties.0.name", "U+202E"),
    (worker(name="Wanda\x00"), "parties.0.name", "U+0000"),
    (worker(telephone="call me"), "parties.0.telephone", "with its digits"),
    (worker(telephone="4" * 40), "parties.0.telephone", "with its digits"),
    (worker(email="a@b.org\r\nBcc: c@d.org"), "parties.0.email", "line break"),
    (worker(email="nobody"), "parties.0.email", "one e-mail address"),
    (worker(sex="f"), "parties.0.sex", "“f” is not one of"),
    (worker(npi="123"), "parties.0.npi", "ten digits; “123”"),
    (worker(designated_on=date(2026, 1, 1)), "parties.0.designated_on", "Only an agent"),
    # services
    ({"services": ()}, "services", "at least one disputed service"),
    ({"services": (DENIED,) * 51}, "services", "51 services are entered"),
    (denied(requested=" "), "services.0.requested", "enter what was requested"),
    (denied(requested="x" * 60_001), "services.0.requested", "60,001 characters"),
    (denied(authorized="Half"), "services.0.authorized", "UR denied it"),
    (modified(modification=""), "services.0.modification", "say whether a part"),
    (modified(authorized=""), "services.0.authorized", "enter what UR authorized"),
    (modified(eligible_portion=""), "services.0.eligible_portion", "what is left"),
    (
        modified(modification="substituted"),
        "services.0.eligible_portion",
        "the whole request stays in dispute",
    ),
    (denied(codes=("x" * 41,)), "services.0.codes", "41 characters; at most 40"),
    (denied(depends_on=1), "services.0.depends_on", "cannot hang on itself"),
    (denied(depends_on=3), "services.0.depends_on", "services 1 to 1"),
    (
        {"services": (replace(DENIED, depends_on=2), replace(DENIED, depends_on=1))},
        "services.1.depends_on",
        "hangs on it in turn",
    ),
    # guidelines
    (cited(), "services.0.administrator_basis", "enter the MTUS guideline"),
    (cited(CitationEntry("mtus", "A"), basis="none"), "services.0.administrator_basis", "nothing"),
    (
        cited(CitationEntry("mtus", "A"), basis="outside_mtus"),
        "services.0.administrator_basis",
        "an MTUS guideline is entered",
    ),
    (cited(CitationEntry("mtus")), "services.0.administrator_citations.0.title", "the title"),
    (
        cited(CitationEntry("other"), basis="outside_mtus"),
        "services.0.administrator_citations.0.text",
        "the title or the words",
    ),
    (
        cited(CitationEntry("mtus", "A", year=214)),
        "services.0.administrator_citations.0.year",
        "214 is not between 1900 and 2027",
    ),
    # the rest
    ({"case_number": "CM26-1"}, "case_number", "“CM26-1” is not a case number"),
    ({"priority": "urgent"}, "priority", "“urgent” is not one of: standard, expedited"),
    ({"claim_number": "7" * 61}, "claim_number", "61 characters; at most 60"),
]


@pytest.mark.parametrize(("changes", "place", "words"), BAD, ids=[str(n) for n in range(len(BAD))])
def test_what_is_wrong_is_said_at_its_place(changes, place, words):
    found = {p.dotted: p.sentence for p in problems(application(**changes), TODAY)}
    assert words in found[place]


def test_a_sound_application_has_no_problems():
    assert problems(application(), TODAY) == []


@pytest.mark.parametrize(
    "name",
    ["O’Brien-Núñez y García III", "X", "王小明", "محمد", "Zoe\u0308", "=HYPERLINK(1)", "<b>'; --"],
)
def test_names_people_have_are_taken_as_they_are(name):
    assert problems(application(**worker(name=name)), TODAY) == []


@pytest.mark.parametrize("number", ["+1 (209) 555-0144", "209.555.0144", "(209) 555-0144 x 12"])
def test_usual_telephone_numbers_are_taken(number):
    assert problems(application(**worker(telephone=number)), TODAY) == []


def test_several_problems_are_all_told_at_once():
    entry = application(date_of_injury=date(214, 5, 5), services=(replace(DENIED, requested=""),))
    assert [p.dotted for p in problems(entry, TODAY)] == ["date_of_injury", "services.0.requested"]


def test_fifty_services_fit_and_a_smaller_limit_is_kept():
    entry = application(services=(DENIED,) * 50)
    assert problems(entry, TODAY) == []
    assert [p.dotted for p in problems(entry, TODAY, Limits(services=49))] == ["services"]


def test_a_service_may_hang_on_one_that_comes_later():
    entry = application(services=(replace(DENIED, depends_on=2), DENIED))
    assert problems(entry, TODAY) == []


def test_a_case_may_have_two_facilities():
    facility = PartyEntry(role="facility", name="Valley Hospital")
    entry = application(parties=(WORKER, ADMINISTRATOR, facility, facility))
    assert problems(entry, TODAY) == []


@pytest.mark.parametrize(
    ("field", "model"),
    [
        ("priority", Case),
        ("service_method", UrDecision),
        ("role", Party),
        ("sex", Party),
        ("preferred_channel", Party),
        ("ur_action", DisputedService),
        ("modification", DisputedService),
        ("administrator_basis", DisputedService),
        ("source", AdministratorCitation),
    ],
)
def test_the_closed_lists_are_those_of_the_tables(field, model):
    column = model._meta.get_field(field)
    stored = {value for value, _ in column.choices} | ({""} if column.blank else set())
    assert set(VALUES_BY_FIELD[field]) == stored


@pytest.mark.parametrize(
    ("field", "model"),
    [(name, Case) for name in ("claim_number", "adj_number")]
    + [
        (name, Party)
        for name in ("name", "contact_person", "telephone", "fax", "language", "specialty", "npi")
    ]
    + [(name, DisputedService) for name in ("category", "subcategory", "quantity")]
    + [("title", AdministratorCitation)],
)
def test_lengths_are_those_of_the_tables(field, model):
    assert LENGTH_BY_FIELD[field] == model._meta.get_field(field).max_length


def test_entries_have_a_field_for_every_column_of_a_service():
    columns = {f.name for f in DisputedService._meta.concrete_fields} - {"id", "case", "position"}
    columns -= set(ELIGIBILITY_FACTS)  # answered on the pages of eligibility
    columns -= {"stands_in", "taken_over_from"}  # kept by split, merge and consolidation
    assert columns <= set(ServiceEntry.__dataclass_fields__)
