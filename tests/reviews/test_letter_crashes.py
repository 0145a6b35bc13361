"""Real workers killed in the midst of it: each time one sealed letter is left, by nobody's hand.

Every worker here is a Celery process group of its own, ended with SIGKILL; the lease is short, so
that the tests are. What happens with the real lease is measured in docs/decisions/0001.
"""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases import blobs
from cases.models import AuditEvent
from reviews.actions.determination import sign_determination
from reviews.models import DeterminationLetter
from reviews.pipelines.verification import Finding, verify_letter
from tests.factories import make_determination, make_director
from tests.letter_worker import empty_the_broker, wait_until, worker

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("seal_keys"),
]
LEASE = {"LETTER_LEASE_SECONDS": "2"}
PATIENCE = 90


@pytest.fixture
def signed(empty_broker):
    """A determination signed a minute ago, so that a sweep takes its letters for stuck."""
    review = make_determination(status="approved").review
    at = timezone.now() - timedelta(minutes=1)
    return sign_determination(review, by=make_director(), at=at)


def is_sealed(determination):
    determination.case.refresh_from_db()
    return determination.case.status == "sealed"


def assert_one_sealed_letter(determination):
    served = DeterminationLetter.objects.get(determination=determination, form="served")
    pdf = blobs.read(served.file_sha256)
    assert pdf.count(b"/ByteRange") == 1
    assert verify_letter(pdf).finding == Finding.IN_FORCE
    ready = AuditEvent.objects.filter(kind="letter.ready").values_list("data__form", flat=True)
    assert sorted(ready) == ["public", "served"]
    assert AuditEvent.objects.filter(kind="case.seal").count() == 1


@pytest.mark.parametrize(
    "fault",
    [
        "letters.rendering=kill:0.1",
        "letters.sealing=kill:0.01",
        "letters.stored=kill",
        "letters.finishing=kill",
    ],
)
def test_a_worker_killed_in_the_midst_leaves_one_letter(signed, fault, subprocess_env, tmp_path):
    served = signed.letters.get(form="served")

    def was_begun():
        served.refresh_from_db()
        return served.attempts > 0

    with worker(subprocess_env, tmp_path, IMRPORTAL_FAULTS=fault, **LEASE) as broken:
        wait_until(was_begun, PATIENCE, lambda: broken.words)
        wait_until(lambda: "WorkerLost" in broken.words, PATIENCE, lambda: broken.words)
    served.refresh_from_db()
    assert served.status == "queued"
    with worker(subprocess_env, tmp_path, **LEASE) as healthy:
        wait_until(lambda: is_sealed(signed), PATIENCE, lambda: healthy.words)
    assert_one_sealed_letter(signed)


def test_a_whole_worker_killed_while_it_prints_leaves_one_letter(signed, subprocess_env, tmp_path):
    held = DeterminationLetter.objects.exclude(lease_token=None)
    with worker(
        subprocess_env, tmp_path, IMRPORTAL_FAULTS="letters.rendering=hang", **LEASE
    ) as hung:
        wait_until(held.exists, PATIENCE, lambda: hung.words)
        hung.kill()
    with worker(subprocess_env, tmp_path, **LEASE) as healthy:
        wait_until(lambda: is_sealed(signed), PATIENCE, lambda: healthy.words)
    assert_one_sealed_letter(signed)


def test_an_emptied_broker_loses_no_letter(signed, subprocess_env, tmp_path):
    empty_the_broker()
    with worker(subprocess_env, tmp_path, **LEASE) as healthy:
        wait_until(lambda: is_sealed(signed), PATIENCE, lambda: healthy.words)
    assert_one_sealed_letter(signed)


def test_a_broker_emptied_under_a_killed_worker_loses_no_letter(signed, subprocess_env, tmp_path):
    held = DeterminationLetter.objects.exclude(lease_token=None)
    with worker(subprocess_env, tmp_path, IMRPORTAL_FAULTS="letters.sealing=hang", **LEASE) as hung:
        wait_until(held.exists, PATIENCE, lambda: hung.words)
        hung.kill()
        empty_the_broker()
    with worker(subprocess_env, tmp_path, **LEASE) as healthy:
        wait_until(lambda: is_sealed(signed), PATIENCE, lambda: healthy.words)
    assert_one_sealed_letter(signed)
