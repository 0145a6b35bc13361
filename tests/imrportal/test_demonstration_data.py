"""The demonstration's data: loaded once, in every state, by the actions of the pages."""

import io
from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction

from cases.consolidations import candidates_of, faults_against
from cases.models import Case, MedicalRecord, Notice, Organization, ReceivedFile
from cases.pipelines.filesteps import work_to_the_end
from imrportal.accounts.demonstration import ACCOUNTS
from imrportal.accounts.models import User
from imrportal.demonstration.roster import ROSTER
from reviews.models import Determination, DeterminationLetter, Review, Reviewer
from reviews.passages import cards_of, cited_sentences, links_in_text

EXPECTED = {
    "received": 2,
    "eligible": 2,
    "awaiting_records": 1,
    "ready_for_review": 2,
    "in_review": 2,
    "in_quality_check": 1,
    "approved": 1,
    "sealed": 1,
    "issued": 1,
    "withdrawn": 1,
}


@pytest.fixture
def loaded(db, seal_keys):
    """The demonstration."""
    call_command("load_demonstration", stdout=io.StringIO())


def test_no_demonstration_data_outside_demonstration_mode(db, settings):
    settings.DEMONSTRATION = False

    with pytest.raises(CommandError, match="demonstration mode only"):
        call_command("load_demonstration")

    assert not User.objects.exists()


def _see_the_newest_notice_alone_unserved():
    waiting = Notice.objects.filter(services__served_on=None).distinct()
    assert [notice.kind for notice in waiting] == ["termination"]
    served = Notice.objects.filter(kind="assignment")
    assert served.count() == 10
    assert all(notice.file_sha256 for notice in served)


def _see_that_cases_accounts_records_and_letters_are_there_to_be_seen(_folder):
    assert Counter(Case.objects.values_list("status", flat=True)) == EXPECTED
    reviews = Counter(Review.objects.values_list("status", flat=True))
    assert (reviews["drafting"], reviews["returned"]) == (1, 1)
    for account in ACCOUNTS:
        user = User.objects.get(email=account.email)
        assert user.check_password(account.password)
        assert user.is_demonstration
        assert len(account.password) >= 15
    assert all(user.is_licensed_to_sign for user in User.objects.filter(role="medical_director"))
    own = Organization.objects.get()
    assert own.is_own
    assert own.medical_director.is_licensed_to_sign
    assert "<path" in own.logo_svg
    assert Reviewer.objects.count() == len(ROSTER)
    records = MedicalRecord.objects.exclude(file_sha256="")
    assert records.filter(pages__gte=2).exists()
    assert all(record.is_synthetic for record in records)
    letters = DeterminationLetter.objects.filter(form="served").values_list("status", flat=True)
    assert list(letters) == ["ready", "ready"]
    _see_the_newest_notice_alone_unserved()


def _see_that_passages_are_marked_tagged_and_cited_so_that_a_newcomer_sees_what_for(_folder):
    writing = Review.objects.get(status="drafting")
    cards = cards_of(writing)
    assert sorted(card.highlight.service.position for card in cards if card.highlight.service) == [
        1,
        2,
    ]
    assert not any(card.is_lost for card in cards)
    assert [is_cited for _, is_cited in links_in_text(writing)] == [True]
    version = Determination.objects.get(review__case__status="in_quality_check")
    cited = [
        page for part in cited_sentences(version) for each in part.sentences for page in each.pages
    ]
    assert [page.has_card for page in cited] == [True, True]


def _see_that_two_eligible_applications_of_one_worker_can_be_consolidated(_folder):
    first, second = Case.objects.filter(status="eligible").order_by("application_received_on")
    assert faults_against(first, second) == []
    assert candidates_of(first) == [second]
    assert not second.suspicions.exists()


def _see_that_what_lies_in_the_tray_waits_for_somebody_to_say_whose_it_is(_folder):
    for file in ReceivedFile.objects.filter(case=None):
        work_to_the_end(file.pk)
    waiting = ReceivedFile.objects.in_tray().order_by("received_at")
    assert [(file.name, file.pages, file.tray_reason) for file in waiting] == [
        ("fax without a cover.pdf", 2, "no_sheet"),
        ("fax of a clinic.pdf", 3, "no_sheet"),
    ]


def _see_that_loading_again_changes_nothing(_folder):
    before = list(Case.objects.order_by("pk").values_list("case_number", "status", "status_at"))
    out = io.StringIO()

    call_command("load_demonstration", stdout=out)

    assert "0 cases made, 14 kept" in out.getvalue()
    assert ReceivedFile.objects.filter(case=None).count() == 2
    after = list(Case.objects.order_by("pk").values_list("case_number", "status", "status_at"))
    assert before == after


def _see_that_the_example_is_left_to_be_processed(folder):
    letter = folder / "letter.pdf"
    out = io.StringIO()

    call_command("process_case", "cases/demonstration/example.json", letter=str(letter), stdout=out)

    assert "Took up CM15-0900001, which is received." in out.getvalue()
    assert letter.read_bytes().startswith(b"%PDF")


SEEN = (
    _see_that_cases_accounts_records_and_letters_are_there_to_be_seen,
    _see_that_passages_are_marked_tagged_and_cited_so_that_a_newcomer_sees_what_for,
    _see_that_two_eligible_applications_of_one_worker_can_be_consolidated,
    _see_that_what_lies_in_the_tray_waits_for_somebody_to_say_whose_it_is,
    _see_that_loading_again_changes_nothing,
    _see_that_the_example_is_left_to_be_processed,
)


def test_the_demonstration_is_what_a_newcomer_shall_find(loaded, tmp_path):
    """One test, for loading takes long: in several every worker of the suite would load its own."""
    for see in SEEN:
        with transaction.atomic():
            see(tmp_path)
            transaction.set_rollback(True)
