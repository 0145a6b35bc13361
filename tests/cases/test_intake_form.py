"""The intake form: whole applications, every mistake at its field, and nothing typed lost."""

import uuid

import pytest
from django.urls import reverse

from cases.entries import application_entry
from cases.models import AuditEvent, Case
from tests.factories import make_organization

pytestmark = pytest.mark.django_db
URL = reverse("cases:receive_application")


@pytest.fixture(autouse=True)
def site(db):
    return make_organization()


def answers(services: int = 1, **changes) -> dict:
    """Return a whole form as a browser sends it."""
    posted = {
        "submission_key": str(uuid.uuid4()),
        "application_received_on": "03/10/2026",
        "priority": "standard",
        "signed_on": "3/5/2026",
        "has_ur_decision_attached": "yes",
        "date_of_injury": "5/5/2024",
        "claim_number": "WC-24-118264",
        "decided_on": "2026-02-24",
        "served_on": "02/25/2026",
        "service_method": "mail",
        "rfa_on": "02/18/2026",
        "injured_worker-name": "Wanda Worker",
        "injured_worker-address": "1 Main Street\r\nFresno, CA 93701",
        "claims_administrator-name": "Clear Claims, Inc.",
        "service": [str(place) for place in range(services)],
    }
    for place in range(services):
        posted |= service(place)
    return posted | changes


def service(place: int, **changes) -> dict:
    fields = {
        "requested": f"MRI of the lumbar spine, number {place + 1}",
        "ur_action": "denied",
        "treatment": "Diagnostic Testing › Imaging/Radiology",
        "administrator_basis": "mtus",
        "citation": ["0"],
        "citation-0-source": "mtus",
        "citation-0-title": "Low Back Complaints",
        "citation-0-year": "2004",
        "citation-0-sections": "Imaging\r\nRed flags, and more",
        "citation-0-pages": "303, 305",
    } | changes
    return {f"service-{place}-{name}": value for name, value in fields.items()}


def send(client, posted: dict, **headers):
    return client.post(URL, posted, **headers)


def test_a_whole_application_becomes_a_case(cora, sign_in):
    answer = send(sign_in(cora), answers())
    case = Case.objects.get()
    entry = application_entry(case)
    assert answer.url == case.get_absolute_url()
    assert str(entry.ur_decision.decided_on) == "2026-02-24"
    assert entry.has_ur_decision_attached is True
    assert entry.has_outside_dispute is None
    assert entry.parties[0].address == "1 Main Street\nFresno, CA 93701"
    assert [party.role for party in entry.parties] == ["injured_worker", "claims_administrator"]
    cited = entry.services[0].administrator_citations[0]
    assert (cited.year, cited.sections, cited.pages) == (
        2004,
        ("Imaging", "Red flags, and more"),
        ("303", "305"),
    )
    assert (entry.services[0].category, entry.services[0].subcategory) == (
        "Diagnostic Testing",
        "Imaging/Radiology",
    )


def test_twenty_one_services_two_of_them_modified(cora, sign_in):
    posted = answers(21)
    posted |= service(
        4,
        ur_action="modified",
        modification="remainder",
        authorized="25 sessions",
        eligible_portion="35 sessions",
    )
    posted |= service(7, ur_action="modified", modification="substituted", authorized="A rental")
    posted |= {"service-20-depends_on": "5", "service-20-codes": "97110, 97112"}
    send(sign_in(cora), posted)
    services = application_entry(Case.objects.get()).services
    assert len(services) == 21
    assert services[4].eligible_portion == "35 sessions"
    assert (services[7].modification, services[7].authorized) == ("substituted", "A rental")
    assert (services[20].depends_on, services[20].codes) == (5, ("97110", "97112"))


def test_what_only_a_modified_service_has_is_left_out_of_a_denied_one(cora, sign_in):
    send(sign_in(cora), answers() | service(0, authorized="typed before it was changed to denied"))
    assert application_entry(Case.objects.get()).services[0].authorized == ""


MISTAKES = [
    ({"application_received_on": ""}, "Enter the date the application was received."),
    ({"date_of_injury": "02/30/2024"}, "Date of injury: 30 February 2024 does not exist."),
    ({"date_of_injury": "2/29/2023"}, "29 February 2023 does not exist."),
    ({"date_of_injury": "13/01/2024"}, "There is no month 13"),
    ({"date_of_injury": "03/04/24"}, "Write the year with four digits"),
    ({"date_of_injury": "yesterday"}, "Write the date as month/day/year"),
    ({"date_of_injury": "٠٣/٠٤/٢٠٢٤"}, "Write the date as month/day/year"),
    ({"date_of_injury": "05/05/0214"}, "has the year 0214"),
    ({"date_of_injury": "12/31/9999"}, "is in the future"),
    ({"decided_on": "05/04/2024"}, "is before the date of injury (5 May 2024)"),
    ({"served_on": "02/01/2026"}, "is before the date of the UR decision (24 Feb 2026)"),
    ({"injured_worker-name": "\u200b"}, "Enter the injured worker."),
    ({"claims_administrator-name": " "}, "Enter the claims administrator."),
    ({"attorney-telephone": "209-555-0144"}, "Attorney: enter the name."),
    ({"injured_worker-name": "Wan\u202eda"}, "U+202E"),
    ({"insurer-name": "I", "insurer-fax": "letters"}, "Insurer: write the fax number"),
    ({"service": []}, "Enter at least one disputed service."),
    (service(0, requested=" "), "Service 1: Enter what was requested."),
    (service(0, ur_action="modified"), "Service 1: UR modified it, so enter what UR authorized."),
    (service(0, administrator_basis=""), "Choose what the claims administrator"),
    (service(0, citation=[]), "enter the MTUS guideline it cites"),
    (service(0, depends_on="first"), "Write the number of the service"),
    (service(0, depends_on="4"), "there are only services 1 to 1"),
    (service(0, dates_of_service="1/2/2025, 2/30/2025"), "30 February 2025 does not exist"),
    ({"service-0-citation-0-year": "04"}, "4 is not between 1900"),
    ({"service-0-citation-0-year": "MMIV"}, "Write the year with four digits, such as 2016."),
    ({"service-0-citation-0-title": ""}, "enter the title of the MTUS guideline"),
]


@pytest.mark.parametrize(
    ("changes", "words"), MISTAKES, ids=[str(number) for number in range(len(MISTAKES))]
)
def test_every_mistake_is_said_and_nothing_is_half_saved(changes, words, cora, sign_in):
    answer = send(sign_in(cora), answers() | changes)
    page = answer.content.decode().replace("&#x27;", "'")
    assert answer.status_code == 200
    assert words in page
    assert "error-summary" in page
    assert not Case.objects.exists()


def test_links_of_the_summary_lead_to_fields_that_are_there(cora, sign_in):
    changes = {"date_of_injury": "x", "insurer-fax": "x"} | service(0, requested="")
    answer = send(sign_in(cora), answers() | changes)
    page = answer.content.decode()
    anchors = [error.anchor for error in answer.context["errors"]]
    assert set(anchors) == {
        "id_date_of_injury",
        "id_insurer-name",
        "id_insurer-fax",
        "id_service-0-requested",
    }
    assert all(f'id="{anchor}"' in page for anchor in anchors)


def test_nothing_typed_is_lost(cora, sign_in):
    hostile = '<b>Zoë</b> O\'Brien & "Sons"'
    posted = answers(2) | {"injured_worker-name": hostile, "date_of_injury": "x"}
    page = send(sign_in(cora), posted).content.decode()
    shown = page.replace("&lt;", "<").replace("&gt;", ">").replace("&#x27;", "'")
    shown = shown.replace("&quot;", '"').replace("&amp;", "&")
    assert "<b>Zoë</b> O'Brien" not in page
    for value in (hostile, "WC-24-118264", "3/5/2026", "number 2", "Red flags, and more"):
        assert value in shown, value


def test_a_bad_service_among_twenty_one_saves_nothing(cora, sign_in):
    answer = send(sign_in(cora), answers(21) | service(13, requested=""))
    assert "Service 14: Enter what was requested." in answer.content.decode()
    assert not Case.objects.exists()


def test_fifty_one_services_are_too_many(cora, sign_in):
    page = send(sign_in(cora), answers(51)).content.decode()
    assert "51 services are entered; one determination can hold at most 50" in page


def test_a_service_is_added_without_scripts(cora, sign_in):
    answer = send(sign_in(cora), answers(1) | {"do": "add_service", "date_of_injury": "x"})
    page = answer.content.decode()
    assert page.count('name="service"') == 2
    assert "number 1" in page
    assert "error-summary" not in page
    assert "invalid-feedback" not in page
    assert not Case.objects.exists()


def test_a_removed_service_takes_its_number_along(cora, sign_in):
    posted = answers(3) | {"service-2-depends_on": "2", "do": "remove_service:0"}
    page = send(sign_in(cora), posted).content.decode()
    assert page.count('name="service"') == 2
    assert "number 1" not in page
    assert 'name="service-2-depends_on" value="1"' in page


def test_guidelines_are_added_and_removed(cora, sign_in):
    client = sign_in(cora)
    page = send(client, answers() | {"do": "add_citation:0"}).content.decode()
    assert page.count('name="service-0-citation"') == 2
    page = send(client, answers() | {"do": "remove_citation:0:0"}).content.decode()
    assert 'name="service-0-citation"' not in page


def test_htmx_gets_only_the_list_of_services(cora, sign_in):
    client, htmx = sign_in(cora), {"HTTP_HX_REQUEST": "true"}
    for do in ("add_service", "add_citation:0", "remove_service:0", "open_service:0"):
        answer = send(client, answers(2) | {"do": do}, **htmx)
        assert (answer["HX-Retarget"], answer["HX-Reswap"]) == ("#services", "outerHTML")
        assert b"<html" not in answer.content


def test_the_fifty_first_is_refused_while_adding(cora, sign_in):
    answer = send(sign_in(cora), answers(50) | {"do": "add_service"}, HTTP_HX_REQUEST="true")
    assert answer["HX-Retarget"] == "#services"
    assert "at most 50 services" in answer.content.decode()
    assert answer.content.decode().count('name="service"') == 50


@pytest.mark.parametrize(
    "do", ["", "remove_service:99", "add_citation:x", "remove_citation:0", "drop_table", "::"]
)
def test_a_change_that_makes_no_sense_changes_nothing(do, cora, sign_in):
    for headers in ({}, {"HTTP_HX_REQUEST": "true"}):
        answer = send(sign_in(cora), answers(2) | {"do": do}, **headers)
        assert answer.status_code == 200
        assert answer.content.decode().count('name="service"') in (1, 2)


def test_sent_twice_it_is_one_case_and_says_so(cora, sign_in):
    client, posted = sign_in(cora), answers()
    first = send(client, posted)
    second = client.post(URL, posted | {"claim_number": "changed"}, follow=True)
    assert Case.objects.count() == 1
    assert second.redirect_chain[-1][0] == first.url
    assert "had been sent already" in second.content.decode()
    assert AuditEvent.objects.filter(kind="application.received").count() == 1


def test_only_coordinators_receive(quinn, rita, ada, audrey, sign_in):
    for person in (quinn, rita, ada, audrey):
        assert sign_in(person).get(URL).status_code == 403
        assert send(sign_in(person), answers()).status_code == 403


def test_a_form_without_its_key_is_received_all_the_same(cora, sign_in):
    send(sign_in(cora), answers(submission_key="lost"))
    assert Case.objects.count() == 1


def modified(requested: str, authorized: str, left: str) -> dict:
    return service(
        0,
        ur_action="modified",
        modification="remainder",
        requested=requested,
        authorized=authorized,
        eligible_portion=left,
    )


def test_a_wrong_remainder_is_refused_at_its_field_and_the_right_one_offered(cora, sign_in):
    client, words = sign_in(cora), ("Norco 10/325mg #60", "Norco 10/325mg #25")
    answer = send(client, answers() | modified(*words, "Norco 10/325mg #30"))
    errors = answer.context["page"].services.rows[0].form.errors["eligible_portion"]
    assert "Enter 35 tablets as what is left." in errors[0]
    assert not Case.objects.exists()
    send(client, answers() | modified(*words, "Norco 10/325mg #35"))
    assert Case.objects.get().services.get().eligible_portion == "Norco 10/325mg #35"


def test_a_remainder_that_is_no_arithmetic_is_kept_and_asked_about(cora, sign_in):
    posted = answers() | modified("EMG/NCS of the arm", "NCS of the arm", "EMG of the arm")
    answer = sign_in(cora).post(URL, posted, follow=True)
    assert Case.objects.get().services.get().eligible_portion == "EMG of the arm"
    assert b"Service 1: what is left was kept as typed" in answer.content
