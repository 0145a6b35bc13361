"""The pages of parties and of notes: added, corrected, removed, refused."""

import pytest
from django.urls import reverse

from cases.models import Party
from tests.factories import make_case, make_party

pytestmark = pytest.mark.django_db


def url(case, role="injured_worker", *place, name="edit_party") -> str:
    return reverse(f"cases:{name}", args=[case.case_number, role, *place])


def test_a_party_is_corrected(cora, sign_in):
    case, client = make_case(), sign_in(cora)
    assert "Wanda" in client.get(url(case)).content.decode()
    client.post(
        url(case), {"injured_worker-name": "Dana", "injured_worker-telephone": "2095550144"}
    )
    worker = case.parties.get(role="injured_worker")
    assert (worker.name, worker.telephone, worker.address) == ("Dana", "2095550144", "")


def test_a_missing_role_is_added(cora, sign_in):
    case = make_case()
    sign_in(cora).post(
        url(case, "agent"), {"agent-name": "Ann Agent", "agent-designated_on": "06/10/2025"}
    )
    assert str(case.parties.get(role="agent").designated_on) == "2025-06-10"


def test_a_second_facility_has_its_place(cora, sign_in):
    case, client = make_case(), sign_in(cora)
    make_party(case, "facility", name="Valley Hospital")
    client.post(url(case, "facility", 2), {"facility-name": "Hill Clinic"})
    client.post(url(case, "facility", 1), {"facility-name": "Valley Medical Center"})
    names = list(case.parties.filter(role="facility").values_list("name", flat=True))
    assert names == ["Valley Medical Center", "Hill Clinic"]


@pytest.mark.parametrize(
    ("role", "place"), [("injured_worker", 2), ("facility", 2), ("facility", 0), ("nobody", 1)]
)
def test_a_place_that_cannot_be_is_not_found(role, place, cora, sign_in):
    assert sign_in(cora).get(url(make_case(), role, place)).status_code == 404


@pytest.mark.parametrize(
    ("answers", "words"),
    [
        ({"name": ""}, "Enter the injured worker."),
        ({"name": "Dana", "telephone": "call"}, "with its digits"),
        ({"name": "Dana", "date_of_birth": "2/30/1975"}, "30 February 1975 does not exist"),
        ({"name": "Dana", "date_of_birth": "02/03/75"}, "year with four digits"),
        ({"name": "Dana", "date_of_birth": "03/03/2024"}, "not before the date of injury"),
        ({"name": "Dana", "sex": "x"}, "Select a valid choice"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(answers, words, cora, sign_in):
    case = make_case()
    posted = {f"injured_worker-{name}": value for name, value in answers.items()}
    page = sign_in(cora).post(url(case), posted).content.decode()
    assert words in page
    assert all(f'value="{value}"' in page for value in answers.values() if value != "x")
    assert case.parties.get(role="injured_worker").name == "Wanda Worker"


def test_a_party_is_removed_by_its_own_button(cora, sign_in):
    case = make_case()
    sign_in(cora).post(url(case, "attorney", 1, name="remove_party"))
    assert not case.parties.filter(role="attorney").exists()
    answer = sign_in(cora).post(url(case, "injured_worker", 1, name="remove_party"))
    assert answer.status_code == 409


def test_the_page_of_a_closed_case_says_why(cora, sign_in):
    answer = sign_in(cora).get(url(make_case("approved")))
    assert answer.status_code == 409
    assert "possible until the determination is approved" in " ".join(
        answer.content.decode().split()
    )


def test_a_note_is_kept_and_shown(cora, sign_in):
    case, client = make_case("issued"), sign_in(cora)
    attorney = case.parties.get(role=Party.Role.ATTORNEY)
    client.post(
        reverse("cases:note_contact", args=[case.case_number]),
        {"text": "Asked for a copy.\r\nSent.", "party": attorney.pk},
    )
    assert case.contact_notes.get().text == "Asked for a copy.\nSent."
    page = client.get(case.get_absolute_url()).content.decode()
    assert "Asked for a copy." in page
    assert f"with {attorney.name}" in page


def test_an_empty_note_is_refused_at_its_field(cora, sign_in):
    case = make_case()
    answer = sign_in(cora).post(
        reverse("cases:note_contact", args=[case.case_number]), {"text": " \u200b "}
    )
    assert "Write what was said." in answer.content.decode()
    assert not case.contact_notes.exists()
