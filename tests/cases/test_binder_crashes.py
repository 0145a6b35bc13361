"""A worker killed while it binds: the sweep finds the row, and one binder is left at the end.

Every worker here is a Celery process group of its own; the child that works is ended with SIGKILL.
"""

from datetime import timedelta

import pikepdf
import pytest
from django.utils import timezone

from cases import blobs
from cases.actions.binders import request_binder
from cases.models import AuditEvent, Binder
from tests.factories import make_case, make_user
from tests.factories.books import make_document
from tests.letter_worker import wait_until, worker

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("empty_broker"),
]
LEASE = {"LETTER_LEASE_SECONDS": "2"}
PATIENCE = 90


@pytest.fixture
def binder() -> Binder:
    """A copy asked for a minute ago, so that a sweep takes it for stuck."""
    case = make_case("in_quality_check")
    make_document(case, ["One.", "Two."], title="Report")
    asked_at = timezone.now() - timedelta(minutes=1)
    return request_binder(case, by=make_user("coordinator"), at=asked_at)


def test_a_worker_killed_in_the_midst_leaves_one_binder(binder, subprocess_env, tmp_path):
    for fault in ("binders.binding=kill", "binders.stored=kill", "binders.finishing=kill"):
        with worker(subprocess_env, tmp_path, IMRPORTAL_FAULTS=fault, **LEASE) as broken:
            wait_until(lambda: "WorkerLost" in broken.words, PATIENCE, lambda: broken.words)
        binder.refresh_from_db()
        assert (binder.status, binder.file_sha256) == ("queued", "")
    with worker(subprocess_env, tmp_path, **LEASE) as healthy:
        wait_until(lambda: _is_ready(binder), PATIENCE, lambda: healthy.words)
    with pikepdf.open(blobs.path_of(binder.file_sha256)) as pdf:
        assert len(pdf.pages) == binder.pages == 3
    assert AuditEvent.objects.filter(kind="binder.ready").count() == 1
    assert Binder.objects.count() == 1


def _is_ready(binder: Binder) -> bool:
    binder.refresh_from_db()
    return binder.status == "ready"
