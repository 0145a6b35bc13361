"""Proof of service: date, method and address for each recipient; the last one issues the case."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cases import blobs
from cases.errors import Refused
from cases.models import AuditEvent
from reviews.actions.deliveries import return_letter, serve_letter
from reviews.models import Delivery
from reviews.queues import work_lists
from tests.factories import make_case, make_delivery, make_determination, make_letter, make_review
from tests.races import THREADS, all_at_once, refusals
from tests.reviews.letter_pdfs import folded, pages_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def letter():
    """A sealed letter with two recipients."""
    review = make_review(make_case("sealed"), status="signed")
    determination = make_determination(review, status="signed")
    made = make_letter(determination, status="ready")
    make_letter(determination, form="public", status="ready")
    make_delivery(made)
    make_delivery(made, recipient_role="attorney", recipient_name="Arthur Attorney", address="")
    return made


def serve(delivery, by, **changes):
    said = {
        "served_on": timezone.localdate(),
        "method": "mail",
        "address": "12 Almond Street",
        "envelope_number": delivery.letter.determination.case.case_number,
    }
    return serve_letter(delivery, by=by, at=timezone.now(), **(said | changes))


def test_a_service_is_recorded_with_who_when_how_and_where(letter, stella):
    served = serve(letter.deliveries.first(), stella, address=" 1 New Street \n")
    assert (served.served_by, served.method, served.address) == (stella, "mail", "1 New Street")
    assert served.served_on == timezone.localdate()


def test_the_last_recipient_issues_the_case(letter, stella):
    case = letter.determination.case
    for delivery in letter.deliveries.all():
        case.refresh_from_db()
        assert case.status == "sealed"
        serve(delivery, stella)
    case.refresh_from_db()
    assert case.status == "issued"
    assert AuditEvent.objects.filter(kind="letter.served").count() == 2


def tomorrow():
    return timezone.localdate() + timedelta(days=1)


def before_the_signature():
    return timezone.localdate() - timedelta(days=3650)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"served_on": tomorrow}, "in the future"),
        ({"served_on": before_the_signature}, "was signed on"),
        ({"method": ""}, "how the letter was served"),
        ({"method": "pigeon"}, "how the letter was served"),
        ({"address": "  "}, "Give the address"),
        ({"address": "12 \u202e Street"}, "cannot be printed"),
    ],
)
def test_a_proof_that_proves_nothing_is_refused(letter, stella, changes, words):
    changes = {name: value() if callable(value) else value for name, value in changes.items()}
    with pytest.raises(Refused, match=words):
        serve(letter.deliveries.first(), stella, **changes)
    assert not Delivery.objects.exclude(served_on=None).exists()


@pytest.mark.parametrize("method", ["mail", "personal"])
@pytest.mark.parametrize("typed", ["", "  ", "CM25-9999999", "CM25"])
def test_what_leaves_in_an_envelope_needs_the_number_on_it(letter, stella, method, typed):
    with pytest.raises(Refused, match="envelope"):
        serve(letter.deliveries.first(), stella, method=method, envelope_number=typed)
    assert not Delivery.objects.exclude(served_on=None).exists()


def test_another_case_on_the_envelope_is_named_beside_this_one(letter, stella):
    number = letter.determination.case.case_number
    with pytest.raises(Refused, match=f"“cm25-9999999”, and this letter is of {number}"):
        serve(letter.deliveries.first(), stella, envelope_number=" cm25-9999999 ")


def test_the_number_on_the_envelope_may_be_typed_small_and_with_spaces_around(letter, stella):
    typed = f" {letter.determination.case.case_number.lower()}\n"
    assert serve(letter.deliveries.first(), stella, envelope_number=typed).served_on


@pytest.mark.parametrize("method", ["electronic", "fax"])
def test_what_needs_no_envelope_is_served_without_its_number(letter, stella, method):
    first, second = letter.deliveries.all()
    assert serve(first, stella, method=method, envelope_number="").method == method
    with pytest.raises(Refused, match="this letter is of"):
        serve(second, stella, method=method, envelope_number="CM25-9999999")


def test_the_trail_says_whether_an_envelope_was_compared(letter, stella):
    first, second = letter.deliveries.all()
    serve(first, stella)
    serve(second, stella, method="fax", envelope_number="")
    events = AuditEvent.objects.filter(kind="letter.served").order_by("pk")
    assert [event.data["is_envelope_compared"] for event in events] == [True, False]


def test_a_recipient_is_served_once(letter, stella):
    serve(letter.deliveries.first(), stella)
    with pytest.raises(Refused, match="already"):
        serve(letter.deliveries.first(), stella, address="Elsewhere")


def test_a_letter_that_is_not_ready_is_not_served(stella):
    delivery = make_delivery(make_letter())
    with pytest.raises(Refused, match="not ready"):
        serve(delivery, stella)


@pytest.mark.parametrize("name", ["cora", "rita", "quinn", "max", "ada", "audrey"])
def test_others_may_not_serve(letter, name, request):
    with pytest.raises(PermissionDenied):
        serve(letter.deliveries.first(), request.getfixturevalue(name))


@pytest.mark.django_db(transaction=True)
def test_eight_clerks_serve_one_recipient_once(letter, stella):
    delivery = letter.deliveries.first()
    results = all_at_once(lambda _: serve(delivery, stella))
    assert len(refusals(results)) == THREADS - 1
    assert AuditEvent.objects.filter(kind="letter.served").count() == 1


# What came back.


@pytest.fixture
def issued(letter, stella):
    """The letter, served on both recipients."""
    for delivery in letter.deliveries.all():
        serve(delivery, stella)
    return letter


def come_back(delivery, by, **changes):
    said = {"returned_on": timezone.localdate(), "at": timezone.now()}
    return return_letter(delivery, by=by, **(said | changes))


def test_what_came_back_is_served_again_and_the_first_proof_and_the_case_stay(issued, stella):
    first = issued.deliveries.get(position=2)
    again = come_back(first, stella)
    assert (again.attempt, again.served_on, again.method) == (2, None, "")
    again = serve(again, stella, address="1 New Road")
    first.refresh_from_db()
    issued.determination.case.refresh_from_db()
    assert (first.address, again.address) == ("12 Almond Street", "1 New Road")
    assert first.returned_by == stella
    assert issued.determination.case.status == "issued"
    kinds = AuditEvent.objects.filter(kind__in=("letter.returned", "case.issue"))
    assert sorted(kinds.values_list("kind", flat=True)) == ["case.issue", "letter.returned"]


def test_a_letter_that_came_back_early_does_not_keep_the_others_from_being_issued(letter, stella):
    first, second = letter.deliveries.all()
    serve(first, stella)
    come_back(first, stella)
    serve(second, stella)
    letter.determination.case.refresh_from_db()
    assert letter.determination.case.status == "issued"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"returned_on": tomorrow}, "in the future"),
        ({"returned_on": before_the_signature}, "did not come back before"),
    ],
)
def test_a_return_that_cannot_be_is_refused(issued, stella, changes, words):
    changes = {name: value() for name, value in changes.items()}
    with pytest.raises(Refused, match=words):
        come_back(issued.deliveries.first(), stella, **changes)


def test_only_what_was_served_comes_back_and_once(letter, stella):
    first = letter.deliveries.first()
    with pytest.raises(Refused, match="has not been served"):
        come_back(first, stella)
    serve(first, stella)
    come_back(first, stella)
    with pytest.raises(Refused, match="recorded already"):
        come_back(first, stella)
    assert letter.deliveries.filter(position=1).count() == 2


@pytest.mark.parametrize("name", ["cora", "rita", "quinn", "max", "ada", "audrey"])
def test_others_may_not_note_a_return(issued, name, request):
    with pytest.raises(PermissionDenied):
        come_back(issued.deliveries.first(), request.getfixturevalue(name))


def test_a_return_is_a_task_of_the_desk_and_of_who_keeps_the_addresses(
    issued, stella, cora, sign_in
):
    number = issued.determination.case.case_number
    url = reverse("reviews:letter_returned", args=[number, 2])
    day = timezone.localdate()
    answer = sign_in(stella).post(url, {"returned_on": f"{day:%m/%d/%Y}"})
    assert (answer.status_code, answer.url) == (302, reverse("reviews:release_desk"))
    words = sign_in(stella).get(reverse("reviews:release_desk")).content.decode()
    assert "1 of 2 to serve" in words
    assert "attempt 2" in words
    for person, action in ((stella, "Serve again"), (cora, "Find the address")):
        lists = {one.title: one for one in work_lists(person, timezone.now())}
        [row] = lists["Letters that came back"].rows
        assert number in row.sentence
        assert row.action == action
    sent = serve(issued.deliveries.get(position=2, attempt=2), stella)
    assert sent.attempt == 2
    assert "Letters that came back" not in home(stella, sign_in)


def home(person, sign_in):
    return sign_in(person).get("/").content.decode()


def test_the_address_of_the_file_today_is_offered_for_the_second_attempt(
    issued, stella, cora, sign_in
):
    come_back(issued.deliveries.get(position=2), stella)
    case = issued.determination.case
    case.parties.filter(role="attorney").update(address="9 Later Lane\nFresno, CA 93701")
    page = sign_in(stella).get(reverse("reviews:serve_letter", args=[case.case_number, 2]))
    assert page.context["form"]["address"].value() == "9 Later Lane\nFresno, CA 93701"


# The proof on paper.


def proof(letter):
    return reverse("reviews:letter_proof", args=[letter.determination.case.case_number])


def test_the_proof_names_each_service_and_who_is_left_and_is_signed_by_who_served(
    letter, stella, cora, sign_in
):
    first, second = letter.deliveries.all()
    serve(first, stella)
    client = sign_in(cora)
    text = text_of(client.get(proof(letter)).content)
    assert "Proof of Service" in text
    assert "Final Determination of independent medical review" in text
    assert "12 Almond Street" in text
    assert "penalty of perjury" in text
    assert stella.full_name in text
    assert f"Not served yet: {second.recipient_name}" in text
    come_back(first, stella)
    assert "Came back on" in text_of(client.get(proof(letter)).content)
    assert AuditEvent.objects.filter(kind="letter.proof_opened", actor=cora).count() == 2


def text_of(pdf):
    return folded(" ".join(pages_of(pdf)))


def test_before_anybody_is_served_there_is_nothing_to_prove(letter, stella, sign_in):
    assert sign_in(stella).get(proof(letter)).status_code == 409


def test_the_page_of_the_letters_leads_to_the_proof(issued, cora, sign_in):
    url = reverse("reviews:letters", args=[issued.determination.case.case_number])
    page = sign_in(cora).get(url).content.decode()
    assert proof(issued) in page
    assert "Came back<" not in page


# The pages.


def test_the_desk_lists_each_letter_with_its_recipients(letter, stella, sign_in):
    words = sign_in(stella).get(reverse("reviews:release_desk")).content.decode()
    number = letter.determination.case.case_number
    assert number in words
    assert "2 of 2 to serve" in words
    assert reverse("reviews:serve_letter", args=[number, 1]) in words


def test_an_empty_desk_says_what_would_fill_it(stella, sign_in):
    words = sign_in(stella).get(reverse("reviews:release_desk")).content.decode()
    assert "Every sealed letter has been served" in words


def test_marking_on_the_page_leads_back_to_the_desk(letter, stella, sign_in):
    url = reverse("reviews:serve_letter", args=[letter.determination.case.case_number, 1])
    day = timezone.localdate()
    said = {"method": "fax", "served_on": f"{day:%m/%d/%Y}", "address": "916-555-0199"}
    answer = sign_in(stella).post(url, said)
    assert (answer.status_code, answer.url) == (302, reverse("reviews:release_desk"))
    assert letter.deliveries.first().method == "fax"


def test_a_scan_alone_serves_a_recipient_whose_address_is_known(letter, stella, sign_in):
    client = sign_in(stella)
    number = letter.determination.case.case_number
    url = reverse("reviews:serve_letter", args=[number, 1])
    shown = client.get(url).context["form"]
    said = {name: shown[name].value() or "" for name in ("served_on", "address")}
    method = shown.fields["method"].choices[0][0]
    assert shown.fields["envelope_number"].widget.attrs["autofocus"]
    assert client.post(url, said | {"method": method}).status_code == 200
    assert letter.deliveries.get(position=1).served_on is None
    answer = client.post(url, said | {"method": method, "envelope_number": number})
    assert answer.status_code == 302
    assert letter.deliveries.get(position=1).method == "mail"


def test_a_refused_proof_keeps_what_was_typed(letter, stella, sign_in):
    url = reverse("reviews:serve_letter", args=[letter.determination.case.case_number, 1])
    said = {
        "method": "mail",
        "served_on": "01/02/2015",
        "address": "44 Typed Street",
        "envelope_number": "CM25-9999999",
    }
    page = sign_in(stella).post(url, said)
    assert page.status_code == 409
    assert 'value="CM25-9999999"' in page.content.decode()
    assert "The envelope says “CM25-9999999”" in page.content.decode()
    assert "44 Typed Street" in page.content.decode()
    assert "was signed on" in page.content.decode()


def test_the_download_is_the_stored_letter_under_a_name_without_people(letter, stella, sign_in):
    number = letter.determination.case.case_number
    answer = sign_in(stella).get(reverse("reviews:download_letter", args=[number]))
    assert answer.content == blobs.read(letter.file_sha256)
    assert answer["Content-Disposition"] == (
        f'attachment; filename="Final-Determination-{number}-v1.pdf"'
    )
    event = AuditEvent.objects.get(kind="letter.downloaded")
    assert (event.actor, event.data["file_sha256"]) == (stella, letter.file_sha256)


def test_a_reprint_is_the_same_file(letter, stella, sign_in):
    client = sign_in(stella)
    url = reverse("reviews:download_letter", args=[letter.determination.case.case_number])
    assert client.get(url).content == client.get(url).content


def test_what_is_not_sealed_is_not_downloaded(stella, sign_in):
    letter = make_letter()
    url = reverse("reviews:download_letter", args=[letter.determination.case.case_number])
    assert sign_in(stella).get(url).status_code == 409


@pytest.mark.parametrize("name", ["cora", "quinn", "max", "ada"])
def test_who_only_reads_letters_does_not_download_them(letter, name, request, sign_in):
    url = reverse("reviews:download_letter", args=[letter.determination.case.case_number])
    assert sign_in(request.getfixturevalue(name)).get(url).status_code == 403
