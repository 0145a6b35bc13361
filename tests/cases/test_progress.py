"""Pages that wait for files keep themselves current: what is asked of the site, and its answers."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions import records as actions
from cases.models import AuditEvent, ReceivedFile, UnreadPage
from tests.factories import make_case, make_record
from tests.factories.pages import make_page, make_tray_file

pytestmark = pytest.mark.django_db


@pytest.fixture
def record():
    return make_record(make_case("awaiting_records"), title="Bundle")


@pytest.fixture
def client(cora, sign_in):
    return sign_in(cora)


def set_file(record, **values):
    ReceivedFile.objects.filter(pk=record.received_file_id).update(**values)


def set_step(record, step, **more):
    set_file(record, step=step, ready_at=None, **more)


def asked(client, record, query=""):
    where = reverse("cases:record_progress", args=[record.case.case_number, record.pk])
    return client.get(where + query).content.decode()


def asked_of_all(client, record, **query):
    where = reverse("cases:records_progress", args=[record.case.case_number])
    return client.get(where, {"upto": record.pk, **query}).content.decode()


def test_a_page_asks_while_more_is_to_come_and_not_after(client, record):
    page = reverse("cases:record", args=[record.case.case_number, record.pk])
    where = reverse("cases:record_progress", args=[record.case.case_number, record.pk])
    assert where not in client.get(page).content.decode()
    set_step(record, "received", working_sha256="")
    assert f'hx-get="{where}?paper=none"' in client.get(page).content.decode()
    looks = AuditEvent.objects.count()
    assert "Received." in asked(client, record)
    set_file(record, step="ready", working_sha256=record.file_sha256, ready_at=timezone.now())
    answer = asked(client, record)
    assert "The file is ready." in answer
    assert "hx-trigger" not in answer
    assert AuditEvent.objects.count() == looks


def test_the_paper_comes_once_to_a_page_that_was_opened_without_it(client, record):
    set_step(record, "received", working_sha256="")
    assert "data-document-file" not in asked(client, record, "?paper=none")
    set_step(record, "sanitised", working_sha256=record.file_sha256)
    first = asked(client, record, "?paper=none")
    assert "data-document-file" in first
    assert "paper=none" not in first
    assert "data-document-file" not in asked(client, record)


def test_the_pages_of_a_long_step_are_counted(client, record):
    for at in range(3):
        make_page(record, thumbnail_sha256="1" * 64 if at else "")
    set_step(record, "paged", pages=4)
    assert "3 of 4 pages read so far." in asked(client, record)
    set_step(record, "read")
    assert "2 of 4 pages looked at so far." in asked(client, record)
    answer = asked_of_all(client, record)
    assert "0 of 1 file ready; 3 of 3 pages read, 2 looked at." in answer
    assert '<progress value="5" max="6"' in answer


def test_a_file_that_is_rejected_meanwhile_says_why(client, cora, record):
    set_step(record, "rejected", rejection="It is damaged.")
    record.received_file.refresh_from_db()
    actions.supersede_record(record, by=cora, at=timezone.now(), reason="It is damaged.")
    assert "It is damaged." in asked(client, record)
    shown = asked_of_all(client, record, since=int(timezone.now().timestamp()) - 60)
    assert f'hx-swap-oob="innerHTML:#record-{record.pk}-state"' in shown
    assert "Rejected" in shown
    assert shown.count("It is damaged.") == 1
    later = asked_of_all(client, record, since=int(timezone.now().timestamp()) + 60)
    assert "It is damaged." not in later
    listed = client.get(reverse("cases:records", args=[record.case.case_number]))
    assert "1 rejected file, of which no page came in" in listed.content.decode()


def test_rejected_files_are_listed_above_the_documents(client, cora, record):
    make_record(record.case, title="A report that is ready")
    set_step(record, "rejected", rejection="It is damaged.")
    actions.supersede_record(record, by=cora, at=timezone.now(), reason="It is damaged.")
    listed = client.get(reverse("cases:records", args=[record.case.case_number])).content.decode()
    assert listed.index("1 rejected file, of which") < listed.index("A report that is ready")


def test_the_list_counts_files_and_changes_the_rows_that_changed(client, record):
    since = int(timezone.now().timestamp())
    other = make_record(record.case, title="Letter")
    where = reverse("cases:records_progress", args=[record.case.case_number])
    listed = reverse("cases:records", args=[record.case.case_number])
    assert where not in client.get(listed).content.decode()
    set_step(other, "paged", last_error="There is no room on the disk.")
    assert where in client.get(listed).content.decode()
    answer = asked_of_all(client, other, since=since)
    assert "1 of 2 files ready" in answer
    assert "There is no room on the disk." in answer
    assert f"#record-{other.pk}-state" in answer
    assert f"#record-{record.pk}-state" not in answer
    # A row that the page does not show is not changed.
    assert f"#record-{other.pk}-state" not in asked_of_all(client, record, since=since)
    set_file(other, step="ready", ready_at=timezone.now() + timedelta(seconds=1), last_error="")
    answer = asked_of_all(client, other, since=since)
    assert "All 2 files are ready." in answer
    assert f"#record-{other.pk}-state" in answer
    assert "hx-trigger" not in answer


def test_scans_are_counted_until_all_are_read(client, record, monkeypatch):
    monkeypatch.setattr("cases.pipelines.recognition.program", lambda: "/usr/bin/tesseract")
    for _ in range(4):
        UnreadPage.objects.create(page=make_page(record), file=record.received_file)
    given_up = UnreadPage.objects.first()
    UnreadPage.objects.filter(pk=given_up.pk).update(given_up_at=timezone.now())
    for answer in (asked(client, record), asked_of_all(client, record)):
        assert "0 of 4 scanned pages read" in answer
        assert "25 % of the" in answer.replace("its scans", "the").replace("their scans", "the")
        assert "every 5s" in answer
    UnreadPage.objects.exclude(pk=given_up.pk).delete()
    assert "every 5s" not in asked_of_all(client, record)


@pytest.mark.parametrize("query", [{"since": "yesterday"}, {"upto": "-1"}, {"since": "9" * 11}])
def test_an_address_that_no_page_asks_is_not_there(client, record, query):
    where = reverse("cases:records_progress", args=[record.case.case_number])
    assert client.get(where, query).status_code == 404


def test_the_tray_answers_when_it_has_changed_and_leaves_a_row_then(client):
    file = make_tray_file(name="fax.pdf", tray_reason="", codes_read=0)
    page = client.get(reverse("cases:tray"))
    assert "Its coversheets are looked for: 0 of 3 pages." in page.content.decode()
    query = {"seen": page.context["seen"]}
    looks = AuditEvent.objects.filter(kind="tray.listed")
    assert client.get(reverse("cases:tray_progress"), query).status_code == 204
    assert looks.count() == 1
    ReceivedFile.objects.filter(pk=file.pk).update(tray_reason="no_sheet", codes_read=3)
    answer = client.get(reverse("cases:tray_progress"), query).content.decode()
    assert reverse("cases:tray_file", args=[file.pk]) in answer
    assert "hx-trigger" not in answer
    assert looks.count() == 2
