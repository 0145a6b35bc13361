"""The organization's page: what stands on every letter, and who signs."""

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.actions.organization import OrganizationEntry, save_organization
from cases.errors import Refused
from cases.models import AuditEvent, Organization
from imrportal.accounts.roles import Role
from tests.factories import NOON, make_director, make_user

pytestmark = pytest.mark.django_db
PAGE = "/cases/organization/"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/><script/></svg>'


def entry(**changes):
    said = {
        "name": "Cedar Medical Review",
        "short_name": "Cedar",
        "address": "1 Main Street\nSacramento, CA 95814",
        "telephone": "(916) 555-0100",
        "director_title": "Medical Director",
    }
    return OrganizationEntry(**{**said, **changes})


def form(**changes):
    said = {
        "name": "Cedar Medical Review",
        "short_name": "Cedar",
        "address": "1 Main Street\r\nSacramento, CA 95814",
        "telephone": "",
        "director_title": "Medical Director",
        "medical_director": "",
    }
    return {**said, **changes}


def test_an_administrator_writes_the_letterhead(sign_in, ada, organization):
    assert sign_in(ada).post(PAGE, form())["Location"] == PAGE
    organization.refresh_from_db()
    assert organization.name == "Cedar Medical Review"
    assert organization.address == "1 Main Street\nSacramento, CA 95814"
    event = AuditEvent.objects.get(kind="organization.edited")
    assert {"name", "short_name", "address"} <= set(event.changed_fields)
    assert "Cedar" not in str(event.data)


def test_the_first_organization_is_made_here(ada):
    organization = save_organization(entry(), by=ada, at=NOON)
    assert Organization.objects.get(is_own=True) == organization


def test_saving_the_same_leaves_no_row(ada):
    save_organization(entry(), by=ada, at=NOON)
    save_organization(entry(), by=ada, at=NOON)
    assert AuditEvent.objects.filter(kind="organization.edited").count() == 1


def test_a_licensed_director_is_named(sign_in, ada, mona, organization):
    sign_in(ada).post(PAGE, form(medical_director=mona.pk))
    organization.refresh_from_db()
    assert organization.medical_director == mona


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"role": Role.QUALITY}, "no active account of a medical director"),
        ({"role": Role.MEDICAL_DIRECTOR}, "No California licence"),
    ],
)
def test_somebody_who_may_not_sign_is_not_the_director(ada, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        save_organization(entry(medical_director=make_user(**fields)), by=ada, at=NOON)


def test_a_deactivated_director_is_not_the_director(ada):
    gone = make_director(is_active=False)
    with pytest.raises(Refused, match="no active account"):
        save_organization(entry(medical_director=gone), by=ada, at=NOON)


def test_only_those_who_may_sign_are_offered(sign_in, ada, max, quinn):
    body = sign_in(ada).get(PAGE).content.decode()
    assert max.full_name in body
    assert quinn.full_name not in body


def test_a_logo_is_cleaned_shown_and_taken_away(sign_in, ada, organization):
    client = sign_in(ada)
    logo = SimpleUploadedFile("logo.svg", SVG, "image/svg+xml")
    page = client.post(PAGE, form(logo=logo), follow=True).content.decode()
    organization.refresh_from_db()
    assert "path" in organization.logo_svg
    assert "script" not in organization.logo_svg
    assert "Left out of the logo, because it is not printed: script." in page
    assert "data:image/svg+xml;base64," in page
    client.post(PAGE, form())
    organization.refresh_from_db()
    assert organization.logo_svg
    client.post(PAGE, form(remove_logo="on"))
    organization.refresh_from_db()
    assert organization.logo_svg == ""


def test_a_file_that_is_no_drawing_is_refused_at_its_field(sign_in, ada, organization):
    logo = SimpleUploadedFile("logo.svg", b"GIF89a", "image/svg+xml")
    body = sign_in(ada).post(PAGE, form(logo=logo)).content.decode()
    assert "This is not an SVG drawing" in body
    assert 'value="Cedar Medical Review"' in body


def test_characters_that_turn_words_around_are_refused(sign_in, ada, organization):
    response = sign_in(ada).post(PAGE, form(short_name="Ced\u202ear"))
    assert response.status_code == 409
    assert "U+202E" in response.content.decode()


@pytest.mark.parametrize("who", ["cora", "rita", "quinn", "max", "stella", "audrey"])
def test_nobody_else_writes_it(sign_in, request, who):
    user = request.getfixturevalue(who)
    assert sign_in(user).get(PAGE).status_code == 403
    assert sign_in(user).post(PAGE, form()).status_code == 403
    with pytest.raises(PermissionDenied):
        save_organization(entry(), by=user, at=NOON)
