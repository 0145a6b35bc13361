"""Files that no row names go after a day; what a row names stays, and so does what is young."""

import os
from datetime import timedelta

import pytest
from django.db import DatabaseError
from django.utils import timezone

from cases import audit, blobs
from cases.models import AuditEvent
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
