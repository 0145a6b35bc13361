"""The letters of a case on their page: how far they are, who may preview what, and retries."""

import io

import pikepdf
import pypdfium2
import pytest
from django.urls import reverse
from django.utils import timezone

from cases.models import AuditEvent
from reviews.actions.determination import sign_determination
from reviews.pipelines.letters import produce
from tests.factories import make_determination, make_director, make_letter, make_review

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seal_keys")]


def preview(case, form="served"):
    return reverse("reviews:letter_preview", args=[case.case_number, form])


def page(case):
    return reverse("reviews:letters", args=[case.case_number])


def text_of(pdf):
    """The words of all pages without white space: marks are set with letters apart."""
    document = pypdfium2.PdfDocument(pdf)
    words = "".join(sheet.get_textpage().get_text_range() for sheet in document)
    return "".join(words.split())


@pytest.fixture
def signed():
    review = make_determination(status="approved").review
    return sign_determination(review, by=make_director(), at=timezone.now())


def test_a_letter_being_made_asks_again_in_the_background(signed, cora, sign_in):
    words = sign_in(cora).get(page(signed.case)).content.decode()
    assert 'hx-trigger="every 2s"' in words
    assert "X-Background" in words
    assert "Waiting for a worker" in words


def test_a_finished_letter_stops_asking(signed, cora, sign_in):
    for letter in signed.letters.all():
        produce(letter.pk)
    url = reverse("reviews:letters_status", args=[signed.case.case_number])
    words = sign_in(cora).get(url).content.decode()
    assert "hx-trigger" not in words
    assert "Ready" in words
    assert "Not cleared for publication" in words


def test_before_the_signature_it_says_what_is_missing(cora, sign_in):
    case = make_review().case
    assert "No determination yet" in sign_in(cora).get(page(case)).content.decode()


@pytest.mark.parametrize("name", ["quinn", "max"])
def test_quality_and_director_read_the_served_form_marked_as_a_draft(name, request, sign_in):
    case = make_determination().case
    answer = sign_in(request.getfixturevalue(name)).get(preview(case))
    words = text_of(answer.content)
    assert answer["Content-Type"] == "application/pdf"
    assert "DRAFT" in words
    assert "WandaWorker" in words


@pytest.mark.parametrize("name", ["cora", "stella"])
def test_the_others_read_it_after_the_approval(name, request, sign_in):
    client = sign_in(request.getfixturevalue(name))
    assert client.get(preview(make_determination(status="approved").case)).status_code == 200


def test_a_coordinator_is_told_to_wait_before_the_approval(cora, sign_in):
    assert sign_in(cora).get(preview(make_determination().case)).status_code == 409


@pytest.mark.parametrize("form", ["served", "public"])
def test_a_reviewer_reads_no_letter_here(form, sign_in):
    version = make_determination()
    client = sign_in(version.submitted_by)
    assert client.get(preview(version.case, form)).status_code == 403
    assert client.get(page(version.case)).status_code == 403


def test_a_stranger_learns_nothing(signed, otto, sign_in):
    client = sign_in(otto)
    for url in (page(signed.case), preview(signed.case)):
        assert client.get(url).status_code == 404


def test_a_signed_letter_is_previewed_from_what_was_frozen(signed, max, sign_in):
    signed.case.parties.filter(role="injured_worker").update(name="Renamed Worker")
    words = text_of(sign_in(max).get(preview(signed.case)).content)
    assert "PREVIEW" in words
    assert "Renamed" not in words


def test_the_public_form_has_no_cover_and_says_it_is_not_cleared(signed, max, sign_in):
    words = text_of(sign_in(max).get(preview(signed.case, "public")).content)
    assert "NOTCLEAREDFORPUBLICATION" in words
    assert "WandaWorker" not in words
    assert "MaxDirector" not in words


def test_a_preview_carries_no_seal_and_no_names_in_its_metadata(signed, max, sign_in):
    pdf = sign_in(max).get(preview(signed.case)).content
    assert b"/ByteRange" not in pdf
    assert "/Author" not in pikepdf.open(io.BytesIO(pdf)).docinfo


def test_a_form_that_does_not_exist_is_not_found(signed, max, sign_in):
    assert sign_in(max).get(preview(signed.case, "secret")).status_code == 404


def test_each_preview_leaves_its_row(signed, max, sign_in):
    sign_in(max).get(preview(signed.case))
    assert AuditEvent.objects.get(kind="determination.previewed").actor == max


@pytest.mark.parametrize("name", ["max", "ada"])
def test_a_failed_letter_is_listed_and_tried_again(name, request, sign_in):
    letter = make_letter(status="failed", attempts=5, last_error="The seal's token is away.")
    client = sign_in(request.getfixturevalue(name))
    assert "token is away" in client.get(reverse("reviews:failed_letters")).content.decode()
    number = letter.determination.case.case_number
    answer = client.post(reverse("reviews:retry_letter", args=[number, "served"]))
    letter.refresh_from_db()
    assert (answer.status_code, letter.status, letter.attempts) == (302, "queued", 0)


def test_a_coordinator_does_not_retry(cora, sign_in):
    letter = make_letter(status="failed")
    number = letter.determination.case.case_number
    answer = sign_in(cora).post(reverse("reviews:retry_letter", args=[number, "served"]))
    assert answer.status_code == 403
