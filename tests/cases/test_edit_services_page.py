"""The page that corrects services: shown as stored, saved as typed, never over another's work."""

import pytest
from django.urls import reverse

from cases.entries import service_entries
from cases.models import DisputedService
from tests.factories import make_case

pytestmark = pytest.mark.django_db


def url(case) -> str:
    return reverse("cases:edit_services", args=[case.case_number])


def as_posted(page) -> dict:
    """Return what a browser would send back of the page, unchanged."""
    posted = {"revision": page.context["revision"], "service": []}
    for row in page.context["services"].rows:
        posted["service"].append(row.place)
        posted[f"service-{row.place}-citation"] = [c.place for c in row.citations]
        for form in (row.form, *(c.form for c in row.citations)):
            for field in form:
                posted[field.html_name] = "" if field.value() is None else field.value()
    return posted


def test_saving_the_page_as_it_was_shown_changes_nothing(cora, sign_in):
    case, client = make_case(services=2), sign_in(cora)
    before = service_entries(case)
    answer = client.post(url(case), as_posted(client.get(url(case))))
    assert answer.url == case.get_absolute_url()
    assert service_entries(case) == before


def test_a_category_that_came_in_from_outside_is_kept(cora, sign_in):
    case, client = make_case(services=1), sign_in(cora)
    DisputedService.objects.update(category="Aquatics", subcategory="Deep water")
    client.post(url(case), as_posted(client.get(url(case))) | {"service-0-quantity": "12"})
    service = case.services.get()
    assert (service.category, service.subcategory, service.quantity) == (
        "Aquatics",
        "Deep water",
        "12",
    )


def test_what_somebody_changed_meanwhile_is_told_and_nothing_typed_is_lost(cora, sign_in):
    case, client = make_case(services=1), sign_in(cora)
    posted = as_posted(client.get(url(case))) | {"service-0-requested": "My words"}
    DisputedService.objects.update(requested="Their words")
    answer = client.post(url(case), posted)
    assert answer.status_code == 409
    assert "Somebody changed the services" in answer.content.decode()
    assert "My words" in answer.content.decode()
    assert case.services.get().requested == "Their words"


def test_mistakes_are_said_at_their_service(cora, sign_in):
    case, client = make_case(services=2), sign_in(cora)
    posted = as_posted(client.get(url(case))) | {"service-1-ur_action": "modified"}
    page = client.post(url(case), posted).content.decode()
    assert "Service 2: UR modified it, so enter what UR authorized." in page


def test_a_service_is_added_to_the_list(cora, sign_in):
    case, client = make_case(services=1), sign_in(cora)
    posted = as_posted(client.get(url(case))) | {"do": "add_service"}
    assert client.post(url(case), posted).content.decode().count('name="service"') == 2
    assert client.post(url(case), posted, HTTP_HX_REQUEST="true")["HX-Retarget"] == "#service-rows"


def test_after_the_assignment_the_page_says_why_not(cora, sign_in):
    answer = sign_in(cora).get(url(make_case("assigned")))
    assert answer.status_code == 409
    assert "while it is received or eligible" in " ".join(answer.content.decode().split())
