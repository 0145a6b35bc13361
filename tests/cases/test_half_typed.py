"""Half-typed applications: kept from the first key, resumed, received once, tidied when empty."""

from datetime import timedelta
from unittest.mock import patch
from uuid import UUID, uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from cases.actions import intake_drafts as actions
from cases.actions.intake_drafts import AlreadyReceived, Save
from cases.errors import EditConflict, Refused
from cases.models import AuditEvent, Case, IntakeAttachment, IntakeDraft, MedicalRecord
from cases.pipelines.half_typed import remove_old_empty
from cases.pipelines.records import store_upload
from cases.queues import work_lists
from reviews.pipelines import leftovers
from tests.cases.test_intake_form import answers, service
from tests.factories import NOON, make_attachment, make_intake_draft, make_organization, tiny_pdf
from tests.factories.application import application
from tests.races import THREADS, all_at_once

pytestmark = pytest.mark.django_db
BACKGROUND = {"HTTP_ACCEPT": "application/json", "HTTP_X_BACKGROUND": "1"}


@pytest.fixture(autouse=True)
def site(db):
    return make_organization()


def url(name: str, key: UUID | str) -> str:
    return reverse(f"cases:{name}", args=[key])


def autosave(client, key, posted: dict, *, revision=0, window="one"):
    fields = posted | {"revision": str(revision), "window": window}
    return client.post(url("save_half_typed", key), fields, **BACKGROUND)


def upload(name="ur.pdf", content: bytes | None = None) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, tiny_pdf(name) if content is None else content)


def test_what_is_typed_is_kept_from_the_first_key_and_shown_again(cora, sign_in):
    client, key = sign_in(cora), uuid4()
    typed = {"injured_worker-name": "Wan", "date_of_injury": "2/3", "service": ["0"]}
    answer = autosave(client, key, typed | {"service-0-requested": "Norco #60"})
    page = client.get(url("resume_application", key)).content.decode()
    assert answer.json()["revision"] == 1
    for words in ("Wan", "2/3", "Norco #60"):
        assert words in page
    assert "error-summary" not in page
    assert not Case.objects.exists()


def test_several_are_open_at_once_and_wait_at_home_for_whoever_began_them(cora, cyrus, sign_in):
    for name in ("Wanda One", "Walter Two"):
        autosave(sign_in(cora), uuid4(), {"injured_worker-name": name})
    autosave(sign_in(cyrus), uuid4(), {"injured_worker-name": "Wilma Three"})
    mine = next(one for one in work_lists(cora, timezone.now()) if "Half" in one.title)
    assert [row.sentence for row in mine.rows] == [
        "Application of Walter Two: go on typing",
        "Application of Wanda One: go on typing",
    ]
    listed = sign_in(cora).get(reverse("cases:half_typed")).content.decode()
    assert listed.index("Wanda One") < listed.index("Wilma Three")
    assert "Half-typed" in sign_in(cora).get("/").content.decode()


def test_an_older_window_does_not_write_over_a_newer_one(cora):
    key = uuid4()
    actions.save_draft(key, Save({"claim_number": ["1"]}, 0, "a"), by=cora, at=NOON)
    actions.save_draft(key, Save({"claim_number": ["2"]}, 1, "b"), by=cora, at=NOON)
    with pytest.raises(EditConflict, match="Another window"):
        actions.save_draft(key, Save({"claim_number": ["3"]}, 1, "a"), by=cora, at=NOON)
    actions.save_draft(key, Save({"claim_number": ["4"]}, 0, "b"), by=cora, at=NOON)
    assert IntakeDraft.objects.get().posted == {"claim_number": ["4"]}


def test_a_conflict_shows_what_was_typed_and_sending_again_decides(cora, sign_in):
    client, posted = sign_in(cora), answers()
    key = posted["submission_key"]
    autosave(client, key, {"claim_number": "of another window"}, window="two")
    answer = client.post(reverse("cases:receive_application"), posted | {"window": "one"})
    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Another window" in page
    assert "WC-24-118264" in page
    again = posted | {"window": "one", "revision": "1"}
    client.post(reverse("cases:receive_application"), again)
    assert Case.objects.get().claim_number == "WC-24-118264"


def test_a_save_leaves_one_row_without_words_and_none_where_nothing_changed(cora):
    key, save = uuid4(), Save({"injured_worker-name": ["Wanda Worker"]})
    for _ in range(2):
        actions.save_draft(key, save, by=cora, at=NOON)
    event = AuditEvent.objects.get()
    assert (event.kind, event.data, event.changed_fields) == (
        "intake_draft.saved",
        {"revision": 1},
        [],
    )


def test_what_no_field_is_called_is_not_kept(cora):
    posted = {"csrfmiddlewaretoken": ["x"], "A": ["x"], "service-0-requested": ["a\0b"]}
    draft = actions.save_draft(uuid4(), Save(posted), by=cora, at=NOON)
    assert draft.posted == {"service-0-requested": ["ab"]}


def test_only_those_who_receive_applications_save_and_look(quinn, rita, ada, sign_in):
    draft = make_intake_draft()
    for person in (quinn, rita, ada):
        with pytest.raises(PermissionDenied):
            actions.save_draft(uuid4(), Save({}), by=person, at=NOON)
        assert sign_in(person).get(draft.get_absolute_url()).status_code == 403


def test_a_look_at_a_half_typed_application_leaves_its_row(cora, cyrus, sign_in):
    draft = make_intake_draft(cora)
    sign_in(cyrus).get(draft.get_absolute_url())
    event = AuditEvent.objects.get(kind="intake_draft.viewed")
    assert (event.actor, event.object_id) == (cyrus, draft.pk)


def test_an_error_at_the_end_keeps_everything(cora, sign_in):
    client, posted = sign_in(cora), answers(3) | {"date_of_injury": "02/30/2024"}
    page = client.post(reverse("cases:receive_application"), posted).content.decode()
    draft = IntakeDraft.objects.get()
    assert "30 February 2024 does not exist" in page
    assert draft.posted["service-2-requested"] == ["MRI of the lumbar spine, number 3"]
    assert draft.posted["date_of_injury"] == ["02/30/2024"]


def test_received_it_is_gone_and_its_address_leads_to_the_case(cora, sign_in):
    client, posted = sign_in(cora), answers()
    key = posted["submission_key"]
    autosave(client, key, posted)
    client.post(url("resume_application", key), posted | {"revision": "1"})
    case = Case.objects.get()
    assert not IntakeDraft.objects.exists()
    assert client.get(url("resume_application", key)).url == case.get_absolute_url()
    late = autosave(client, key, posted | {"claim_number": "late"}, revision=1)
    assert late.status_code == 409
    assert case.case_number in late.json()["reasons"][0]
    assert not IntakeDraft.objects.exists()


def test_only_the_open_service_is_in_the_page_and_the_others_are_kept(cora, sign_in):
    client, key = sign_in(cora), str(uuid4())
    posted = answers(21) | {"submission_key": key, "open": ["none", "0"]}
    autosave(client, key, posted)
    page = client.get(url("resume_application", key)).content.decode()
    assert page.count("-requested") > 0
    assert page.count('id="id_service-') < 40
    assert page.count('name="service"') == 21
    sent = {name: value for name, value in posted.items() if not name.startswith("service-")}
    sent |= {"do": "open_service:7", "revision": "1"} | service(0, requested="Changed")
    shown = client.post(url("resume_application", key), sent, HTTP_HX_REQUEST="true")
    assert 'id="id_service-7-requested"' in shown.content.decode()
    assert 'id="id_service-0-requested"' not in shown.content.decode()
    stored = IntakeDraft.objects.get().posted
    assert stored["service-0-requested"] == ["Changed"]
    assert stored["service-20-requested"] == ["MRI of the lumbar spine, number 21"]


def test_a_closed_service_with_a_mistake_is_marked_and_opens_at_the_end(cora, sign_in):
    client, key = sign_in(cora), str(uuid4())
    posted = answers(3) | service(1, requested="") | {"submission_key": key, "open": ["none", "0"]}
    autosave(client, key, posted)
    assert "to mend" in client.get(url("resume_application", key)).content.decode()
    sent = {n: v for n, v in posted.items() if not n.startswith(("service-1", "service-2"))}
    page = client.post(url("resume_application", key), sent | {"revision": "1"}).content.decode()
    assert "Service 2: Enter what was requested." in page
    assert 'id="id_service-1-requested"' in page
    assert 'id="id_service-2-requested"' not in page


def test_a_service_taken_off_is_forgotten(cora, sign_in):
    client, key = sign_in(cora), str(uuid4())
    posted = answers(3) | {"submission_key": key, "open": ["none", "0"]}
    autosave(client, key, posted)
    sent = {n: v for n, v in posted.items() if not n.startswith("service-")} | service(0)
    sent |= {"do": "remove_service:1", "revision": "1"}
    client.post(url("resume_application", key), sent)
    autosave(client, key, sent | {"service": ["0", "2"]}, revision=2)
    stored = IntakeDraft.objects.get().posted
    assert stored["service"] == ["0", "2"]
    assert not [name for name in stored if name.startswith("service-1-")]


def test_files_become_records_of_the_case(cora, sign_in):
    client, posted = sign_in(cora), answers(has_ur_decision_attached="")
    key = posted["submission_key"]
    client.post(url("attach_intake_file", key), {"file_ur_determination": upload("ur.pdf")})
    posted |= {"file_application": upload("form.pdf"), "revision": "1"}
    client.post(reverse("cases:receive_application"), posted)
    case = Case.objects.get()
    records = list(case.records.values_list("kind", "source", "file_name", "pages"))
    assert records == [
        ("application", "injured_worker", "form.pdf", 1),
        ("ur_determination", "claims_administrator", "ur.pdf", 1),
    ]
    assert case.application.has_ur_decision_attached is True


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "“x.pdf” is empty"),
        (b"MZ, a program", "“x.pdf” is neither PDF nor TIFF nor JPEG"),
        (b"%PDF-1.7 broken", "“x.pdf” is"),
    ],
)
def test_a_bad_file_is_told_at_its_field_and_everything_typed_stays(content, words, cora, sign_in):
    posted = answers() | {"file_ur_determination": upload("x.pdf", content)}
    page = sign_in(cora).post(reverse("cases:receive_application"), posted).content.decode()
    assert words in page
    assert 'href="#id_file_ur_determination"' in page
    assert "WC-24-118264" in page
    assert not Case.objects.exists()
    assert not IntakeAttachment.objects.exists()


def test_a_file_that_is_too_large_is_refused_at_its_field(cora, sign_in, settings):
    settings.RECORD_MAX_BYTES = 100
    answer = sign_in(cora).post(
        url("attach_intake_file", uuid4()), {"file_application": upload()}, HTTP_HX_REQUEST="true"
    )
    page = answer.content.decode()
    assert "is larger than 100 bytes" in page
    assert "<html" not in page


def test_one_file_is_not_both_documents(cora):
    key, stored = uuid4(), store_upload([tiny_pdf("one")], "one.pdf")
    actions.attach_to_draft(key, "application", stored, by=cora, at=NOON)
    with pytest.raises(Refused, match="attached already as the signed form"):
        actions.attach_to_draft(key, "ur_determination", stored, by=cora, at=NOON)


def test_no_as_answer_beside_the_attached_decision_is_a_contradiction(cora, sign_in):
    posted = answers(has_ur_decision_attached="no") | {"file_ur_determination": upload()}
    page = sign_in(cora).post(reverse("cases:receive_application"), posted).content.decode()
    assert "The UR decision is attached here as a file" in page
    assert not Case.objects.exists()


def test_a_file_is_taken_off_and_its_bytes_go_with_the_sweep(cora, sign_in):
    draft = make_intake_draft(cora)
    kept, taken = make_attachment(draft), make_attachment(make_intake_draft())
    sign_in(cora).post(url("resume_application", taken.draft.key), {"do": "detach:" + taken.kind})
    with patch.object(leftovers, "AGE_TO_BE_LEFT", timedelta(days=-1)):
        assert leftovers.remove_leftovers(timezone.now()) >= 1
    assert [one.pk for one in IntakeAttachment.objects.all()] == [kept.pk]
    again = actions.receive_draft(draft.key, application(), by=cora, at=timezone.now())
    assert again.records.get().file_sha256 == kept.file_sha256


def test_old_empty_ones_are_tidied_and_what_was_typed_never(cora, settings):
    old = NOON - timedelta(days=settings.HALF_TYPED_EMPTY_DAYS, seconds=1)
    untouched = {"priority": ["standard"], "service": ["0"], "service-0-ur_action": ["denied"]}
    empty = actions.save_draft(uuid4(), Save(untouched), by=cora, at=old)
    actions.save_draft(uuid4(), Save(untouched), by=cora, at=NOON)
    typed = make_intake_draft(cora, started_at=old, saved_at=old)
    assert empty.is_empty
    assert remove_old_empty(NOON) == 1
    assert AuditEvent.objects.get(kind="intake_draft.tidied").object_id == empty.pk
    assert IntakeDraft.objects.filter(pk=typed.pk).exists()
    assert IntakeDraft.objects.count() == 2


def test_thrown_away_it_is_gone_and_the_audit_says_by_whom(cora, sign_in):
    draft = make_intake_draft(cora)
    sign_in(cora).post(url("discard_half_typed", draft.key))
    assert not IntakeDraft.objects.exists()
    assert AuditEvent.objects.get(kind="intake_draft.discarded").actor == cora


@pytest.mark.django_db(transaction=True)
def test_eight_submits_of_one_half_typed_application_are_one_case(cora):
    key, stored = uuid4(), store_upload([tiny_pdf("race")], "ur.pdf")
    actions.attach_to_draft(key, "ur_determination", stored, by=cora, at=NOON)
    results = all_at_once(
        lambda _: actions.receive_draft(key, application(), by=cora, at=timezone.now()).case_number
    )
    assert results == ["CM26-0000001"] * THREADS
    assert (Case.objects.count(), MedicalRecord.objects.count()) == (1, 1)
    assert not IntakeDraft.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_save_that_races_with_the_receipt_leaves_no_half_typed_application(cora):
    key = uuid4()
    actions.save_draft(key, Save({"claim_number": ["1"]}), by=cora, at=NOON)

    def act(number: int):
        if number == 0:
            return actions.receive_draft(key, application(), by=cora, at=timezone.now())
        save = Save({"claim_number": [str(number)]}, 1, "")
        return actions.save_draft(key, save, by=cora, at=timezone.now())

    results = all_at_once(act)
    late = [one for one in results if isinstance(one, AlreadyReceived)]
    saved = [one for one in results if isinstance(one, IntakeDraft)]
    assert len(late) + len(saved) == THREADS - 1
    assert Case.objects.count() == 1
    assert not IntakeDraft.objects.exists()
