"""Is this letter ours? Answered to everybody, in public and by a command, about no person."""

import subprocess
import sys

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from cases import blobs
from cases.actions.noticedesk import prepare_again
from cases.actions.notices import cancel_notice
from cases.errors import Refused
from cases.pipelines import network_wall
from cases.pipelines.keys import assets, sealer
from reviews.actions.determination import sign_determination
from reviews.letters.content import from_snapshot
from reviews.letters.render import Form, render_letter
from reviews.models import DeterminationLetter
from reviews.pipelines.letters import produce
from reviews.pipelines.verification import CHECKER, Finding, verify_letter
from tests.cases.notice_pdfs import MONDAY, made
from tests.factories import (
    PARTIES,
    make_case,
    make_determination,
    make_director,
    make_letter,
    tiny_pdf,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("seal_keys")]


@pytest.fixture
def signed():
    review = make_determination(status="approved").review
    determination = sign_determination(review, by=make_director(), at=timezone.now())
    for letter in determination.letters.all():
        produce(letter.pk)
    determination.case.refresh_from_db()
    return determination


def bytes_of(determination, form="served"):
    return blobs.read(determination.letters.get(form=form).file_sha256)


def supersede(determination):
    old = determination.letters.get(form="served")
    return make_letter(make_determination(status="signed"), status="ready", supersedes=old)


def with_a_byte_changed(pdf):
    place = pdf.index(b"stream") + 40
    return pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :]


def sealed_but_discarded(determination):
    """The bytes of a worker that was too late: sealed by us, and never on record."""
    content = from_snapshot(determination.snapshot)
    unsealed = render_letter(content, Form.SERVED, assets())
    return sealer().seal_pdf(
        unsealed.pdf,
        signed_at=content.signed_at,
        director_name=content.organization.director_name,
        meaning="Approved",
    )


def test_the_letter_on_record_is_ours_and_in_force(signed):
    verdict = verify_letter(bytes_of(signed))
    assert (verdict.finding, verdict.case_number) == (Finding.IN_FORCE, signed.case.case_number)
    assert verdict.decision_on == signed.case.decision_on


def test_a_superseded_letter_is_ours_and_no_longer_in_force(signed):
    supersede(signed)
    assert verify_letter(bytes_of(signed)).finding == Finding.SUPERSEDED


def test_a_changed_letter_is_told_from_a_strange_one(signed):
    pdf = bytes_of(signed)
    assert verify_letter(with_a_byte_changed(pdf)).finding == Finding.CHANGED
    assert verify_letter(pdf + b"\n% added").finding == Finding.CHANGED
    assert verify_letter(tiny_pdf("A stranger's letter")).finding == Finding.NOT_OURS


def test_a_sealed_letter_that_is_not_on_record_is_told_by_its_seal(signed):
    verdict = verify_letter(sealed_but_discarded(signed))
    assert verdict.finding == Finding.NOT_ON_RECORD
    assert verdict.case_number == signed.case.case_number


@pytest.mark.parametrize("content", [b"", b"no pdf at all", b"%PDF-1.7\n" + b"\0" * 5000])
def test_what_cannot_be_read_is_no_letter(content):
    assert verify_letter(content).finding in (Finding.UNREADABLE, Finding.NOT_OURS)


def test_a_file_that_wants_more_memory_than_there_is_ends_alone(monkeypatch):
    monkeypatch.setattr("reviews.pipelines.verification.CHECKER_MEMORY", 16 * 1024 * 1024)
    greedy = tiny_pdf("Big") + b"\0" * (64 * 1024 * 1024)
    assert verify_letter(greedy).finding == Finding.UNREADABLE


def test_without_a_wall_only_letters_on_record_are_verified(signed, monkeypatch, client):
    monkeypatch.setattr(network_wall, "WALLS", ())
    pdf = bytes_of(signed)
    assert verify_letter(pdf).finding == Finding.IN_FORCE
    with pytest.raises(Refused, match="was not opened"):
        verify_letter(pdf + b" ")
    page = send(client, pdf + b" ")
    assert page.status_code == 503
    assert "The file was not opened" in page.content.decode()


# Notices.


def sealed_notice():
    return made(make_case("assigned"), "assignment")


def test_a_notice_on_record_is_ours_with_what_it_is_and_its_day():
    notice = sealed_notice()
    verdict = verify_letter(blobs.read(notice.file_sha256))
    assert (verdict.finding, verdict.is_in_force) == (Finding.IN_FORCE, True)
    assert verdict.paper == "Notice of assignment and request for information"
    assert (verdict.case_number, verdict.dated) == (notice.case.case_number, notice.dated)


def test_a_notice_that_was_prepared_again_is_superseded(cora):
    notice = sealed_notice()
    prepare_again(notice, by=cora, at=MONDAY, dated=notice.dated)
    assert verify_letter(blobs.read(notice.file_sha256)).finding == Finding.SUPERSEDED


def test_a_notice_whose_matter_was_taken_back_says_so(client, cora):
    notice = sealed_notice()
    cancel_notice(notice.case, notice.kind, notice.event, by=cora, at=MONDAY)
    pdf = blobs.read(notice.file_sha256)
    assert verify_letter(pdf).finding == Finding.TAKEN_BACK
    words = send(client, pdf).content.decode()
    assert "Ours and unchanged, but taken back" in words
    assert not any(name in words for name, _ in PARTIES.values())


def test_a_changed_notice_is_told_from_a_strange_one():
    pdf = blobs.read(sealed_notice().file_sha256)
    assert verify_letter(with_a_byte_changed(pdf)).finding == Finding.CHANGED


def test_the_command_names_the_notice(tmp_path, capsys):
    notice = sealed_notice()
    file = tmp_path / "notice.pdf"
    file.write_bytes(blobs.read(notice.file_sha256))
    with pytest.raises(SystemExit) as ended:
        call_command("verify_letter", str(file))
    assert ended.value.code == 0
    words = capsys.readouterr().out
    assert f"the notice of assignment and request for information of {notice.case}" in words
    assert "Dated 11/30/2026." in words


# The page.


def send(client, content, name="letter.pdf"):
    file = SimpleUploadedFile(name, content, content_type="application/pdf")
    return client.post(reverse("verify"), {"file": file})


def test_anybody_may_ask(client, signed):
    assert "Is this letter ours?" in client.get(reverse("verify")).content.decode()
    words = send(client, bytes_of(signed)).content.decode()
    assert "Ours, unchanged, and in force" in words
    assert signed.case.case_number in words


def test_nothing_is_said_about_people(client, signed):
    words = send(client, bytes_of(signed)).content.decode()
    for name in ("Wanda", "Valley Packing", "Pauline", "Director"):
        assert name not in words


def test_a_stranger_s_file_is_named_as_such(client):
    assert "Not a letter of ours" in send(client, tiny_pdf("x")).content.decode()


def test_a_file_larger_than_any_letter_is_refused(client, settings):
    settings.VERIFY_MAX_BYTES = 100
    assert "No letter of ours is larger" in send(client, tiny_pdf("x")).content.decode()


def test_who_asks_too_often_waits(client, settings):
    settings.VERIFY_PER_MINUTE = 2
    place = {"REMOTE_ADDR": f"198.51.100.{timezone.now().microsecond % 250}"}
    client.defaults.update(place)
    answers = [client.post(reverse("verify"), {}).status_code for _ in range(5)]
    assert answers[-1] == 429


# The command.


@pytest.mark.parametrize(
    ("change", "code", "words"),
    [
        (lambda pdf: pdf, 0, "in force"),
        (with_a_byte_changed, 2, "has been changed"),
        (lambda pdf: tiny_pdf("x"), 1, "Not a letter of ours"),
    ],
)
def test_the_command_says_it_in_words_and_by_its_exit_code(
    signed, tmp_path, capsys, change, code, words
):
    file = tmp_path / "letter.pdf"
    file.write_bytes(change(bytes_of(signed)))
    with pytest.raises(SystemExit) as end:
        call_command("verify_letter", str(file))
    assert end.value.code == code
    assert words in capsys.readouterr().out


def test_the_seal_is_looked_for_in_a_process_apart(signed):
    run = subprocess.run(
        [sys.executable, "-m", CHECKER, str(2**30), "20", "namespace,filter"],
        input=b"[]\n" + bytes_of(signed),
        capture_output=True,
        check=True,
    )
    assert b'"is_valid": false' in run.stdout
    assert DeterminationLetter.objects.filter(status="ready").count() == 2
