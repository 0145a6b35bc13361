"""Notices and workers that die: each time one sealed notice is left, and one row says so.

Every worker here is a Celery process group of its own, ended with SIGKILL; the lease is short, so
that the tests are.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases import blobs
from cases.models import AuditEvent, Notice
from cases.pipelines.notices import produce
from cases.tasks.notices import produce_stuck_notices
from reviews.pipelines.verification import Finding, verify_letter
from tests.factories import make_case
from tests.factories.notices import make_notice
from tests.letter_worker import empty_the_broker, wait_until, worker
from tests.races import THREADS, all_at_once

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seal_keys", "empty_broker"),
]
LEASE = {"LETTER_LEASE_SECONDS": "2"}
PATIENCE = 90


@pytest.fixture
def notice():
    """A notice prepared a minute ago, so that a sweep takes it for stuck."""
    at = timezone.now() - timedelta(minutes=1)
    return make_notice(make_case("assigned", eligible_at=at), at=at)


def is_ready(notice):
    notice.refresh_from_db()
    return notice.status == "ready"


def assert_one_sealed_notice(notice):
    assert is_ready(notice)
    pdf = blobs.read(notice.file_sha256)
    assert pdf.count(b"/ByteRange") == 1
    assert verify_letter(pdf).finding == Finding.IN_FORCE
    assert AuditEvent.objects.filter(kind="notice.ready").count() == 1
    assert Notice.objects.count() == 1


@pytest.mark.parametrize(
    "fault",
    [
        "notices.rendering=kill:0.1",
        "notices.sealing=kill:0.01",
        "notices.stored=kill",
        "notices.finishing=kill",
    ],
)
def test_a_worker_killed_in_the_midst_leaves_one_notice(notice, fault, subprocess_env, tmp_path):
    with worker(subprocess_env, tmp_path, IMRPORTAL_FAULTS=fault, **LEASE) as broken:
        wait_until(lambda: "WorkerLost" in broken.words, PATIENCE, lambda: broken.words)
    notice.refresh_from_db()
    assert (notice.status, notice.attempts > 0) == ("queued", True)
    with worker(subprocess_env, tmp_path, **LEASE) as healthy:
        wait_until(lambda: is_ready(notice), PATIENCE, lambda: healthy.words)
    assert_one_sealed_notice(notice)


def test_a_broker_emptied_under_a_killed_worker_loses_no_notice(notice, subprocess_env, tmp_path):
    held = Notice.objects.exclude(lease_token=None)
    with worker(subprocess_env, tmp_path, IMRPORTAL_FAULTS="notices.sealing=hang", **LEASE) as hung:
        wait_until(held.exists, PATIENCE, lambda: hung.words)
        hung.kill()
        empty_the_broker()
    with worker(subprocess_env, tmp_path, **LEASE) as healthy:
        wait_until(lambda: is_ready(notice), PATIENCE, lambda: healthy.words)
    assert_one_sealed_notice(notice)


def test_an_emptied_broker_loses_no_notice(notice, monkeypatch):
    """The sweep rings for the row alone; what it rings is then done by hand."""
    empty_the_broker()
    rung = []
    monkeypatch.setattr("cases.tasks.notices.ring", lambda task, *keys: rung.extend(keys))
    produce_stuck_notices()
    assert rung == [notice.pk]
    produce(notice.pk)
    assert_one_sealed_notice(notice)
    produce_stuck_notices()
    assert rung == [notice.pk]


def test_a_task_that_runs_eight_times_at_once_makes_one_notice(notice):
    assert all_at_once(lambda _: produce(notice.pk)) == [None] * THREADS
    assert_one_sealed_notice(notice)
    sealed = notice.file_sha256
    produce(notice.pk)
    notice.refresh_from_db()
    assert (notice.file_sha256, notice.attempts) == (sealed, 1)
