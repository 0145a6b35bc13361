"""The making of a letter: the row is the work, the lease says whose it is, the file comes last."""

import io
import time
from datetime import timedelta

import pikepdf
import pytest
from django.utils import timezone

from cases import blobs
from cases.models import AuditEvent
from cases.pipelines import printing
from cases.pipelines.leases import claim
from cases.press.seal import SealRefused
from imrportal.celery import app
from reviews.actions.determination import sign_determination
from reviews.actions.letters import retry_letter
from reviews.letters.render import render_letter
from reviews.models import DeterminationLetter
from reviews.pipelines import letters as pipeline
from reviews.pipelines.letters import produce
from reviews.tasks import letters as tasks
from tests.factories import make_determination, make_director, make_letter
from tests.races import THREADS, all_at_once

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seal_keys")]


@pytest.fixture
def signed():
    """A determination that was signed by the real action, its two letters queued."""
    review = make_determination(status="approved").review
    return sign_determination(review, by=make_director(), at=timezone.now())


def letter_of(determination, form="served"):
    return determination.letters.get(form=form)


def made(determination):
    for letter in determination.letters.all():
        produce(letter.pk)
    determination.case.refresh_from_db()
    return determination


def expire_lease(letter):
    DeterminationLetter.objects.filter(pk=letter.pk).update(
        lease_until=timezone.now() - timedelta(seconds=1)
    )


def test_both_letters_are_made_and_the_case_is_sealed_by_the_system(signed):
    case = made(signed).case
    assert case.status == "sealed"
    assert {letter.status for letter in signed.letters.all()} == {"ready"}
    event = AuditEvent.objects.get(kind="case.seal")
    assert (event.actor, event.data["reached"]) == (None, "sealed")


def test_the_case_waits_for_the_second_letter(signed):
    produce(letter_of(signed).pk)
    signed.case.refresh_from_db()
    assert signed.case.status == "signed"


def test_a_ready_letter_has_the_stored_bytes_and_says_what_made_them(signed):
    letter = letter_of(made(signed))
    pdf = blobs.read(letter.file_sha256)
    assert len(pdf) == letter.file_size
    assert letter.pages == len(pikepdf.open(io.BytesIO(pdf)).pages)
    assert letter.versions["template"] == signed.template_version
    assert {"weasyprint", "pyhanko", "pango"} <= set(letter.versions)
    assert len(letter.certificate_sha256) == len(letter.unsealed_sha256) == 64


def test_only_the_served_letter_is_sealed(signed):
    made(signed)
    served, public = (blobs.read(letter_of(signed, f).file_sha256) for f in ("served", "public"))
    assert b"/ByteRange" in served
    assert b"/ByteRange" not in public


def test_called_again_it_changes_nothing(signed):
    made(signed)
    before = list(signed.letters.values_list("file_sha256", "attempts", "ready_at"))
    made(signed)
    assert list(signed.letters.values_list("file_sha256", "attempts", "ready_at")) == before
    assert AuditEvent.objects.filter(kind="letter.ready").count() == 2


def test_a_letter_somebody_holds_is_left_alone(signed):
    letter = letter_of(signed)
    held = claim(DeterminationLetter.objects.all(), letter.pk)
    produce(letter.pk)
    letter.refresh_from_db()
    assert (letter.status, letter.attempts, letter.lease_token) == ("queued", 1, held.token)


def test_a_lease_that_ran_out_is_taken_over(signed):
    letter = letter_of(signed)
    claim(DeterminationLetter.objects.all(), letter.pk)
    expire_lease(letter)
    produce(letter.pk)
    letter.refresh_from_db()
    assert (letter.status, letter.attempts) == ("ready", 2)


def test_what_a_late_worker_made_takes_no_letter_s_place(signed):
    letter = letter_of(signed)
    late = claim(DeterminationLetter.objects.all(), letter.pk)
    made_late = pipeline._make(late.row)
    sha256, size = blobs.store([made_late.pdf])
    expire_lease(letter)
    produce(letter.pk)
    letter.refresh_from_db()
    kept = letter.file_sha256
    printing.finish(pipeline.LETTERS, late, made_late, sha256, size)
    letter.refresh_from_db()
    assert letter.file_sha256 == kept != sha256
    assert blobs.read(kept)


def test_a_changed_snapshot_is_never_printed():
    determination = make_determination(status="signed", snapshot_sha256="0" * 64)
    letter = make_letter(determination)
    produce(letter.pk)
    letter.refresh_from_db()
    assert letter.status == "failed"
    assert "no longer has the digest" in letter.last_error


def test_a_failure_is_told_without_the_words_of_the_case(signed, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise ValueError("Wanda Worker has low back pain")

    monkeypatch.setattr(pipeline, "render_letter", fail)
    letter = letter_of(signed)
    produce(letter.pk)
    letter.refresh_from_db()
    assert letter.status == "queued"
    assert "ValueError" in letter.last_error
    assert "Wanda" not in letter.last_error + caplog.text
    assert letter.lease_token is None
    assert letter.lease_until > timezone.now()


def test_after_all_attempts_it_fails_with_a_sentence_and_can_be_retried(
    signed, monkeypatch, settings, max
):
    settings.LETTER_MAX_ATTEMPTS = 2
    monkeypatch.setattr(pipeline, "sealer", refuse_to_seal)
    letter = letter_of(signed)
    for _ in range(3):
        expire_lease(letter)
        produce(letter.pk)
    letter.refresh_from_db()
    assert (letter.status, letter.attempts, letter.last_error) == ("failed", 2, "No key today.")
    assert AuditEvent.objects.filter(kind="letter.failed").count() == 1
    monkeypatch.undo()
    retry_letter(letter, by=max, at=timezone.now())
    produce(letter.pk)
    letter.refresh_from_db()
    assert (letter.status, letter.attempts, letter.last_error) == ("ready", 1, "")


def refuse_to_seal():
    raise SealRefused("No key today.")


def test_a_letter_that_kills_its_worker_fails_after_all_attempts(signed, settings):
    letter = letter_of(signed)
    for _ in range(settings.LETTER_MAX_ATTEMPTS):
        claim(DeterminationLetter.objects.all(), letter.pk)
        expire_lease(letter)
    produce(letter.pk)
    letter.refresh_from_db()
    assert letter.status == "failed"
    assert "5 times" in letter.last_error


def test_a_letter_over_the_limit_fails_at_once_and_says_the_limit(signed, settings):
    settings.LETTER_MAX_PAGES = 1
    letter = letter_of(signed)
    produce(letter.pk)
    letter.refresh_from_db()
    assert (letter.status, letter.attempts) == ("failed", 1)
    assert "at most 1" in letter.last_error


def test_a_sweep_queues_what_nobody_holds_and_nothing_else(monkeypatch):
    queued = []
    monkeypatch.setattr(tasks, "queue", lambda *ids: queued.extend(ids))
    now = timezone.now()
    long_ago = now - timedelta(minutes=5)
    lost = make_letter(queued_at=long_ago)
    expired = make_letter(queued_at=long_ago, attempts=1, lease_until=now - timedelta(seconds=1))
    make_letter(queued_at=long_ago, attempts=1, lease_until=now + timedelta(seconds=30))
    make_letter(queued_at=now)
    make_letter(status="ready")
    make_letter(status="failed")
    tasks.produce_stuck_letters()
    assert queued == [lost.pk, expired.pk]


def test_a_broker_that_is_away_stops_nobody(monkeypatch, caplog):
    monkeypatch.setattr(app.conf, "broker_write_url", "redis+socket:///nowhere/valkey.sock")
    letter = make_letter()
    began = timezone.now()
    tasks.queue(letter.pk)
    assert timezone.now() - began < timedelta(seconds=2)
    assert "a sweep will find them" in caplog.text


@pytest.mark.django_db(transaction=True)
def test_delivered_eight_times_at_once_it_is_made_once(signed):
    letter = letter_of(signed)
    all_at_once(lambda _: produce(letter.pk))
    letter.refresh_from_db()
    assert (letter.status, letter.attempts) == ("ready", 1)
    assert AuditEvent.objects.filter(kind="letter.ready").count() == 1
    assert THREADS == 8


@pytest.mark.django_db(transaction=True)
def test_the_lease_is_renewed_while_the_work_takes_longer_than_it(signed, settings, monkeypatch):
    settings.LETTER_LEASE_SECONDS = 1
    letter = letter_of(signed)
    taken_over = []

    def slow(*args, **kwargs):
        time.sleep(2)
        taken_over.append(claim(DeterminationLetter.objects.all(), letter.pk))
        return render_letter(*args, **kwargs)

    monkeypatch.setattr(pipeline, "render_letter", slow)
    produce(letter.pk)
    letter.refresh_from_db()
    assert taken_over == [None]
    assert (letter.status, letter.attempts) == ("ready", 1)
