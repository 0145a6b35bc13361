"""Files that no row names go after a day; what a row names stays, and so does what is young."""

import contextlib
import os
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import DatabaseError
from django.utils import timezone

from cases import audit, blobs
from cases.errors import Refused
from cases.models import AuditEvent
from cases.pipelines.binders import BINDERS
from cases.pipelines.leases import Claim
from cases.pipelines.printing import Made, finish
from cases.pipelines.records import store_upload
from reviews.actions.determination import sign_determination
from reviews.models import DeterminationLetter
from reviews.pipelines import leftovers
from reviews.pipelines.letters import produce
from reviews.tasks.leftovers import remove_unnamed_files
from tests.factories import (
    make_case,
    make_determination,
    make_director,
    make_letter,
    make_record,
    tiny_pdf,
)
from tests.factories.binders import make_binder
from tests.factories.pages import make_tray_file

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def store(settings, tmp_path):
    settings.BLOB_DIR = tmp_path / "blobs"
    return settings.BLOB_DIR


def aged(path, hours=25):
    then = timezone.now().timestamp() - hours * 3600
    os.utime(path, (then, then))
    return path


def orphan(words="Left behind.", hours=25):
    sha256, _ = blobs.store([words.encode()])
    aged(blobs.path_of(sha256), hours)
    return sha256


@pytest.fixture
def named(store):
    """The digests of a record, a superseded record, and the two letters of a determination."""
    case = make_case("awaiting_records")
    record, past = (make_record(case, content=tiny_pdf(words)) for words in ("A.", "B."))
    past.superseded_at = timezone.now()
    past.superseded_reason = "It is of another worker."
    past.save()
    version = make_determination(status="signed")
    letters = [make_letter(version, form=form, status="ready") for form in ("served", "public")]
    digests = {row.file_sha256 for row in (record, past, *letters)}
    for digest in digests:
        aged(blobs.path_of(digest), hours=10_000)
    return digests


def test_what_no_row_names_goes_after_a_day_and_leaves_its_digest(named):
    left = orphan()
    remove_unnamed_files()
    assert not blobs.path_of(left).exists()
    event = AuditEvent.objects.get(kind="blob.removed")
    assert event.data == {"sha256": left, "is_whole": True}
    assert event.actor is None


def test_what_a_row_names_stays_however_old(named):
    remove_unnamed_files()
    assert all(blobs.read(digest) for digest in named)
    assert not AuditEvent.objects.filter(kind="blob.removed").exists()


def test_what_is_younger_than_a_day_stays(named):
    young = orphan(hours=23)
    remove_unnamed_files()
    assert blobs.read(young) == b"Left behind."


def test_half_a_file_goes_too_and_what_the_store_did_not_write_stays(named, store):
    half, fresh = store / ".incoming-abc", store / ".incoming-def"
    strange = store / "README"
    for path in (half, fresh, strange):
        path.write_bytes(b"half of a fi")
    aged(half), aged(strange)
    remove_unnamed_files()
    assert (half.exists(), fresh.exists(), strange.exists()) == (False, True, True)
    assert AuditEvent.objects.get(kind="blob.removed").data["is_whole"] is False


def test_many_files_are_compared_a_batch_at_a_time(named, monkeypatch):
    monkeypatch.setattr(leftovers, "FILES_AT_A_TIME", 2)
    left = [orphan(f"Left {number}.") for number in range(7)]
    assert leftovers.remove_leftovers(timezone.now()) == 7
    assert not any(blobs.path_of(digest).exists() for digest in left)
    assert all(blobs.read(digest) for digest in named)


def test_a_file_that_a_row_came_to_name_meanwhile_stays(named, monkeypatch):
    left = orphan()
    real = leftovers._unnamed

    def named_late(paths):
        for path in real(paths):
            make_record(make_case("awaiting_records"), file_sha256=left)
            yield aged(path)

    monkeypatch.setattr(leftovers, "_unnamed", named_late)
    assert leftovers.remove_leftovers(timezone.now()) == 0
    assert blobs.read(left) == b"Left behind."


def test_a_file_that_was_stored_again_meanwhile_stays(named):
    left = orphan()
    blobs.store([b"Left behind."])
    assert not leftovers._remove(blobs.path_of(left), timezone.now() - leftovers.AGE_TO_BE_LEFT)
    assert blobs.read(left) == b"Left behind."


def elsewhere(act, *given, wait=None):
    """Do it in another thread; wait for its end, or so many seconds at most."""
    pool = ThreadPoolExecutor(1)
    doing = pool.submit(act, *given)
    pool.shutdown(wait=False)
    with contextlib.suppress(TimeoutError):
        doing.result(wait)
    return doing


def test_a_file_stored_again_while_its_line_is_written_stays(named, monkeypatch):
    left, append = orphan(), audit.append

    def append_late(*said, **more):
        elsewhere(blobs.store, [b"Left behind."])
        return append(*said, **more)

    monkeypatch.setattr(audit, "append", append_late)
    assert leftovers.remove_leftovers(timezone.now()) == 0
    assert blobs.read(left) == b"Left behind."
    assert not AuditEvent.objects.filter(kind="blob.removed").exists()


@pytest.mark.parametrize("way", ["store", "adopt"])
def test_who_stores_while_a_file_is_taken_away_comes_after_it(named, monkeypatch, way):
    left, is_older, storing = orphan(), blobs.is_older, []

    def store_adopted():
        with blobs.incoming() as file:
            file.write(b"Left behind.")
            blobs.adopt(file)

    def look_long(path, moment):
        found = is_older(path, moment)
        if path.name == left:
            act = store_adopted if way == "adopt" else lambda: blobs.store([b"Left behind."])
            storing.append(elsewhere(act, wait=0.3))
        return found

    with monkeypatch.context() as patch:
        before = timezone.now() - leftovers.AGE_TO_BE_LEFT
        patch.setattr(blobs, "is_older", look_long)
        assert leftovers._remove(blobs.path_of(left), before)
    storing[0].result()
    assert blobs.read(left) == b"Left behind."


def test_what_is_refused_takes_nothing_away_that_another_row_names(store):
    damaged = b"%PDF-1.7\nnothing more"
    file = make_tray_file(damaged)
    with pytest.raises(Refused, match="is damaged"):
        store_upload([damaged])
    assert blobs.read(file.sha256) == damaged


def test_a_worker_that_lost_its_lease_takes_nothing_away_that_another_one_made(store):
    unmade = {"file_sha256": "", "file_size": None, "pages": None, "ready_at": None}
    binder = make_binder(status="queued", lease_token=uuid4(), **unmade)
    sha256, size = blobs.store([b"The same copy."])
    made = Made(b"", 1, "", "", {}, stored=(sha256, size))
    finish(BINDERS, Claim(binder, uuid4()), made, sha256, size)
    assert blobs.read(sha256) == b"The same copy."


def test_without_its_line_in_the_trail_nothing_goes(named, monkeypatch):
    def refuse(*_, **__):
        raise DatabaseError

    left = orphan()
    monkeypatch.setattr(audit, "append", refuse)
    with pytest.raises(DatabaseError):
        remove_unnamed_files()
    assert blobs.path_of(left).exists()


def test_a_database_that_names_no_file_removes_none(caplog):
    left = orphan()
    remove_unnamed_files()
    assert blobs.path_of(left).exists()
    assert "is this their database?" in caplog.text


def test_a_store_that_is_not_there_yet_is_no_fault(store):
    assert not store.exists()
    assert leftovers.remove_leftovers(timezone.now()) == 0


@pytest.mark.usefixtures("seal_keys")
def test_a_letter_stored_before_its_commit_failed_goes_and_its_successor_stays(monkeypatch, store):
    review = make_determination(status="approved").review
    version = sign_determination(review, by=make_director(), at=timezone.now())
    served = version.letters.get(form="served")
    before = set(store.glob("??/*"))

    def killed(_):
        raise SystemExit

    with monkeypatch.context() as patch, pytest.raises(SystemExit):
        patch.setattr("cases.pipelines.printing.faultpoint", _only("letters.stored", killed))
        produce(served.pk)
    (left,) = set(store.glob("??/*")) - before
    DeterminationLetter.objects.filter(pk=served.pk).update(
        lease_until=timezone.now() - timedelta(minutes=1)
    )
    produce(served.pk)
    served.refresh_from_db()
    for path in store.glob("??/*"):
        aged(path)
    remove_unnamed_files()
    assert not left.exists()
    assert blobs.read(served.file_sha256)


def _only(name, act):
    return lambda point: act(point) if point == name else None
