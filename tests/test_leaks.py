"""Canaries: whoever reviewed and what is wrong with whom is said only where it must be."""

import base64
import dataclasses
import io
import json
import logging

import pikepdf
import pytest
from celery import current_app
from django.core import mail
from django.db import connection
from django.urls import reverse

from cases import audit, blobs
from imrportal.accounts.roles import Role
from reviews.models import Licence
from reviews.tasks.letters import queue_on_commit
from tests import travel
from tests.factories import make_reviewer, make_user, tiny_pdf
from tests.leak_oracle import leaks

pytestmark = pytest.mark.django_db
REVIEWER = ("Zquxia", "Reviewercanary", "zquxia.canary@imr.test", "LIC-ZQX-77123")
WORDS = travel.Words(
    **{field.name: f"{field.name}-canary-qx" for field in dataclasses.fields(travel.Words)}
)
PHI = tuple(dataclasses.asdict(WORDS).values())
ONLY_IN_THE_COVER = (WORDS.worker, WORDS.address, WORDS.claim_number)
NEVER_IN_A_LETTER = (WORDS.note, WORDS.eligibility, WORDS.fit, WORDS.return_reasons)


@pytest.fixture
def zquxia():
    """A reviewer whose every identifying word is a canary."""
    user = make_user(Role.REVIEWER, full_name=" ".join(REVIEWER[:2]), email=REVIEWER[2])
    Licence.objects.filter(reviewer=make_reviewer(user)).update(number=REVIEWER[3])
    return user


@pytest.fixture
def letters(seal_keys, caplog, cora, zquxia, quinn, max, stella):
    """Both letters of a case that went its whole way with canaries, everything logged."""
    caplog.set_level(logging.DEBUG)
    case = travel.receive(WORDS, cora=cora)
    review = travel.begin(case, WORDS, cora=cora, rita=zquxia)
    travel.write(review, WORDS, rita=zquxia)
    version = travel.decide(review, WORDS, rita=zquxia, quinn=quinn, max=max)
    made = {letter.form: letter for letter in travel.release(version, stella=stella)}
    assert {letter.last_error for letter in made.values()} == {""}
    return made


def test_the_letters_do_not_name_the_reviewer(letters):
    for letter in letters.values():
        assert leaks(blobs.read(letter.file_sha256), REVIEWER) == []


def test_the_served_letter_says_what_it_must_and_nothing_from_behind_the_scenes(letters):
    served = blobs.read(letters["served"].file_sha256)
    assert leaks(served, NEVER_IN_A_LETTER) == []
    assert leaks(served, (WORDS.worker, WORDS.summary, WORDS.rationale))


def test_the_public_body_names_nobody(letters):
    public = blobs.read(letters["public"].file_sha256)
    assert leaks(public, (*ONLY_IN_THE_COVER, *NEVER_IN_A_LETTER)) == []
    assert leaks(public, (WORDS.summary,)) == [WORDS.summary]


def test_the_audit_holds_keys_and_no_words(letters):
    with connection.cursor() as cursor:
        cursor.execute("select string_agg(e::text, '|') from cases_auditevent e")
        (everything,) = cursor.fetchone()
    assert "letter.served" in everything
    assert [word for word in (*REVIEWER, *PHI) if word in everything] == []
    connection.check_constraints()
    assert audit.verify_chain().is_intact


def test_neither_log_nor_mail_says_a_word(letters, caplog):
    ours = [r for r in caplog.records if not r.name.startswith(("fontTools", "django.db"))]
    said = "\n".join(record.getMessage() for record in ours)
    said += "\n".join(str(letter.message()) for letter in mail.outbox)
    assert [word for word in (*REVIEWER, *PHI) if word in said] == []


def test_an_export_does_not_name_the_reviewer(letters, cora, sign_in):
    number = letters["served"].determination.case.case_number
    exported = sign_in(cora).get(reverse("reviews:export_case", args=[number])).content.decode()
    assert WORDS.rationale in exported
    assert [word for word in REVIEWER if word in exported] == []


def test_the_queue_carries_keys_and_no_words(letters, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        queue_on_commit(letters["served"].pk)
    with current_app.connection_for_read() as connection:
        queue = connection.default_channel.client
        waiting = queue.lrange("celery", 0, -1)
        queue.delete("celery")
    said = b"".join([*waiting, *(base64.b64decode(json.loads(one)["body"]) for one in waiting)])
    assert b"produce_letter" in said
    assert [word for word in (*REVIEWER, *PHI) if word.encode() in said] == []


def test_what_a_failed_letter_remembers_does_not_quote_the_case(letters):
    errors = " ".join(letter.last_error for letter in letters.values())
    assert [word for word in PHI if word in errors] == []


def test_the_oracle_sees_a_word_in_the_metadata():
    with pikepdf.open(io.BytesIO(tiny_pdf())) as pdf:
        pdf.docinfo["/Author"] = REVIEWER[1]
        out = io.BytesIO()
        pdf.save(out, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    assert leaks(out.getvalue(), REVIEWER) == [REVIEWER[1]]


def test_the_oracle_sees_a_word_on_the_page():
    assert leaks(tiny_pdf("Signed Reviewercanary"), REVIEWER) == [REVIEWER[1]]
