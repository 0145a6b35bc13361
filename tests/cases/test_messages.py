"""Reminders and messages: each once, however often and late one looks; mails that say nothing."""

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse

from cases.actions.deadlines import refresh_deadlines
from cases.models import AuditEvent, Message
from cases.pipelines import messages
from tests.factories import make_case, make_message, make_review
from tests.races import all_at_once

PACIFIC = ZoneInfo("America/Los_Angeles")
pytestmark = pytest.mark.django_db


def at(day: int, hour: int = 9, month: int = 12) -> datetime:
    return datetime(2026, month, day, hour, tzinfo=PACIFIC)


@pytest.fixture
def case(cora, max):
    """A case whose determination is due on Monday 21 December 2026; work to Friday the 18th."""
    case = make_case("in_review", records_complete_on=date(2026, 11, 20), assigned_by=cora)
    case.parties.all()
    refresh_deadlines(case, by=cora, at=at(20, 12, 11), reason="case.complete_records")
    case.deadlines.exclude(clock="D1").delete()
    return case


def steps(user) -> list[str]:
    rows = Message.objects.filter(to=user, kind="reminder").order_by("pk")
    return list(rows.values_list("step", flat=True))


def test_a_scheduler_that_slept_takes_each_step_once(case, cora, max):
    target = case.deadlines.get(clock="D1").target_on
    assert target == date(2026, 12, 18)
    messages.remind(at=at(14))
    assert steps(cora) == []

    for _ in "abc":
        messages.remind(at=at(21))

    assert steps(cora) == ["3 days before", "on the day", "1 day after"]
    assert steps(max) == ["1 day after"]
    assert AuditEvent.objects.filter(kind="reminder.made").count() == 3


def test_a_short_clock_is_reminded_of_beside_a_long_one(case, cora):
    case.deadlines.create(
        rule_id="R6", clock="R6", what="answer", owed_by="the party asked", dispute="regular",
        event="question received", event_at=at(1), due_on=date(2026, 12, 4),
        target_on=date(2026, 12, 4), counted_at=at(1, 7),
    )  # fmt: skip

    messages.remind(at=at(4))

    told = Message.objects.filter(to=cora).values_list("deadline__clock", "step")
    assert sorted(told) == [("R6", "3 days before"), ("R6", "on the day")]


def test_what_is_done_or_ended_or_a_right_is_not_reminded_of(case, cora):
    row = case.deadlines.get(clock="D1")
    for change in ({"met_on": date(2026, 12, 1)}, {"stopped_at": at(1)}, {"is_right": True}):
        type(row).objects.filter(pk=row.pk).update(
            **({"met_on": None, "stopped_at": None, "is_right": False} | change)
        )
        messages.remind(at=at(21))

    assert steps(cora) == []


def test_a_date_counted_again_to_the_same_day_is_no_news(case, cora, ada):
    messages.remind(at=at(16))
    case.deadlines.filter(clock="D1").update(is_verified=False)
    refresh_deadlines(case, by=ada, at=at(16, 10), reason="rules.changed")
    assert case.deadlines.filter(clock="D1").count() == 2

    messages.remind(at=at(16, 11))

    assert steps(cora) == ["3 days before"]


def test_a_date_that_moved_is_told_and_reminded_of_anew(case, cora, ada, rita):
    make_review(case, rita.reviewer)
    messages.remind(at=at(16))
    case.refresh_from_db()
    case.records_complete_on = date(2026, 11, 27)
    case.save()

    refresh_deadlines(case, by=ada, at=at(16, 10), reason="case.corrected")

    moved = Message.objects.filter(kind="due_date_changed", deadline__clock="D1")
    assert {message.to for message in moved} == {cora, rita}
    now = case.deadlines.current().get(clock="D1").target_on
    messages.remind(at=datetime(now.year, now.month, now.day, 9, tzinfo=PACIFIC))
    assert steps(cora)[-2:] == ["3 days before", "on the day"]


def test_who_changed_it_is_not_told(case, cora):
    case.records_complete_on = date(2026, 11, 27)
    case.save()

    refresh_deadlines(case, by=cora, at=at(16, 10), reason="case.corrected")

    assert not Message.objects.filter(to=cora, kind="due_date_changed").exists()


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_take_each_step_once(case, cora):
    all_at_once(lambda _: messages.remind(at=at(21)))

    assert steps(cora) == ["3 days before", "on the day", "1 day after"]


def test_one_mail_says_number_role_and_link_and_nothing_else(case, cora):
    messages.remind(at=at(21))

    assert messages.send_mails(at=at(21, 10)) == 2
    assert messages.send_mails(at=at(21, 11)) == 0

    [to_cora] = [sent for sent in mail.outbox if sent.to == [cora.email]]
    assert case.case_number in to_cora.body
    assert "coordinator" in to_cora.body
    assert "/cases/messages/" in to_cora.body
    parties = [party.name for party in case.parties.all()]
    services = [service.requested for service in case.services.all()]
    for secret in (*parties, *services, "determination", cora.full_name):
        assert secret not in to_cora.body + to_cora.subject
    assert case.case_number not in to_cora.subject


def test_no_mail_goes_out_at_night_but_for_an_expedited_case(cora):
    quiet = make_message(cora, made_at=at(14, 23), mail_after=at(15, 8), key="quiet")
    messages.send_mails(at=at(14, 23))
    assert mail.outbox == []

    messages.send_mails(at=at(15, 8))

    quiet.refresh_from_db()
    assert (len(mail.outbox), quiet.mailed_at) == (1, at(15, 8))


def test_what_was_read_or_done_before_needs_no_mail(case, cora):
    messages.remind(at=at(16))
    case.deadlines.update(met_on=date(2026, 12, 16))
    make_message(cora, read_at=at(16), made_at=at(1), mail_after=at(1), key="read")

    assert messages.send_mails(at=at(16, 10)) == 0

    assert mail.outbox == []
    assert not Message.objects.unread().exists()


def test_a_mail_that_is_not_handed_over_is_tried_again_later(cora, monkeypatch):
    message = make_message(cora, made_at=at(14), mail_after=at(14))
    with monkeypatch.context() as patch:
        patch.setattr(messages.EmailMessage, "send", _fail)
        messages.send_mails(at=at(14, 10))
    message.refresh_from_db()
    assert (message.mailed_at, message.mail_attempts) == (None, 1)
    assert messages.send_mails(at=at(14, 10)) == 0

    assert messages.send_mails(at=at(14, 10) + timedelta(minutes=2)) == 1


def _fail(*_):
    raise OSError("no route")


def test_the_list_is_ones_own_and_can_be_read(client, cora, cyrus):
    mine, other = make_message(cora), make_message(cyrus, key="other")
    client.force_login(cora)

    page = client.get(reverse("cases:messages")).content.decode()
    assert mine.case.case_number in page
    assert other.case.case_number not in page
    assert client.post(reverse("cases:read_message", args=[other.pk])).status_code == 404
    client.post(reverse("cases:read_message", args=[mine.pk]))

    assert "Nothing new" in client.get(reverse("cases:messages")).content.decode()
