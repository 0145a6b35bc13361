"""Another claims administrator: the party with its history, and the conflict check opened again."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.urls import reverse

from cases.access import may_view_records
from cases.actions.administrators import (
    AdministratorChange,
    change_claims_administrator,
    former_administrators,
)
from cases.actions.priority import Certification, convert_to_expedited
from cases.errors import Refused
from cases.intake import PartyEntry
from cases.models import CaseGrant, Message, Party
from cases.pipelines.messages import send_mails
from reviews.actions.drafting import save_summary
from reviews.actions.rechecks import answer_recheck
from reviews.conflicts.questions import Asked, clean_answers
from reviews.credentials import attestation_faults, unsworn_parties
from reviews.lifecycle import OfferStatus, ReviewStatus
from reviews.pipelines.offers import remind_of_offers
from tests.factories import make_case, make_offer, make_record, make_review

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 25, 12, 0, tzinfo=ZoneInfo("America/Los_Angeles"))
NEW = PartyEntry("claims_administrator", "New Claims, LLC", "9 Strip\nLas Vegas, NV 89101")
CHANGE = AdministratorChange(NEW, date(2026, 11, 20), date(2026, 11, 25))


def change(case, by, **changes):
    return change_claims_administrator(case, replace(CHANGE, **changes), by=by, at=NOON)


@pytest.fixture
def review(cora, rita):
    return make_review(reviewer=rita.reviewer)


def answers(review, *, is_clean=True):
    asked = [Asked(party.pk, party.role) for party in unsworn_parties(review)]
    given = clean_answers(asked)
    return given if is_clean else (replace(given[0], has_affiliation=True), *given[1:])


def test_the_former_one_stays_on_file_and_the_case_has_the_new_one(cora):
    case = make_case("awaiting_records")
    old = case.parties.get(role="claims_administrator")

    new = change(case, cora)

    assert case.parties.get(role="claims_administrator") == new
    [former] = former_administrators(case)
    assert (former.pk, former.name, former.replaced_on) == (old.pk, old.name, CHANGE.effective_on)
    assert (new.since_on, new.was_there_on(date(2026, 11, 19))) == (CHANGE.effective_on, False)
    assert Party.with_former.filter(case=case, role="claims_administrator").count() == 2
    notice = case.deadlines.get(clock="C2")
    assert (notice.due_on, notice.met_on) == (date(2026, 12, 1), CHANGE.noticed_on)
    # The UR decision of the former one was mailed from another address than the new one's.
    assert case.deadlines.current().get(clock="A1").place == "united_states"


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"party": replace(NEW, name="")}, "enter the name"),
        ({"effective_on": date(2026, 11, 26)}, "in the future"),
        ({"effective_on": date(2020, 1, 1)}, "before the injury"),
        ({"noticed_on": date(2026, 12, 1)}, "in the future"),
    ],
)
def test_a_change_that_cannot_be_says_why(cora, changes, words):
    with pytest.raises(Refused, match=words):
        change(make_case("awaiting_records"), cora, **changes)


def test_the_same_one_is_edited_and_not_changed(cora):
    case = make_case("awaiting_records")
    name = case.parties.get(role="claims_administrator").name
    with pytest.raises(Refused, match="edit the party"):
        change(case, cora, party=replace(NEW, name=f"  {name.upper()} "))


def test_a_second_change_goes_on_from_the_first(cora):
    case = make_case("awaiting_records")
    change(case, cora)
    with pytest.raises(Refused, match="took over on"):
        change(case, cora, party=replace(NEW, name="Third"), effective_on=date(2026, 11, 19))

    change(case, cora, party=replace(NEW, name="Third"), effective_on=date(2026, 11, 24))

    assert [one.name for one in former_administrators(case)][0] == "New Claims, LLC"


def test_the_records_close_until_the_reviewer_has_answered(review, cora, rita):
    assert may_view_records(rita, review.case)

    change(review.case, cora)

    assert not may_view_records(rita, review.case)
    with pytest.raises(Refused, match="Answer for conflicts"):
        save_summary(review, by=rita, at=NOON, text="More.", revision=review.draft.revision)
    assert "not answered for conflicts" in attestation_faults(review)[0]

    recheck = review.rechecks.get()
    answer_recheck(recheck, by=rita, at=NOON, answers=answers(review))

    assert may_view_records(rita, review.case)
    assert attestation_faults(review) == []
    revision = review.draft.revision
    assert save_summary(review, by=rita, at=NOON, text="More.", revision=revision)


def test_a_conflict_ends_the_work_and_the_coordinator_is_told(review, cora, rita):
    review.case.assigned_by = cora
    review.case.save()
    change(review.case, cora)
    recheck = review.rechecks.get()
    with pytest.raises(Refused, match="what the affiliation is"):
        answer_recheck(recheck, by=rita, at=NOON, answers=answers(review, is_clean=False))

    answer_recheck(
        recheck, by=rita, at=NOON, answers=answers(review, is_clean=False), explanation="Employed."
    )

    review.refresh_from_db()
    review.case.refresh_from_db()
    assert (review.status, review.case.status) == (ReviewStatus.WITHDRAWN, "ready_for_review")
    assert not CaseGrant.objects.filter(case=review.case, ended_at=None).exists()
    assert Message.objects.get(to=cora, kind="conflict_declared").case == review.case


def test_a_version_being_checked_is_not_decided_before_the_answer(cora, rita):
    review = make_review(reviewer=rita.reviewer, status=ReviewStatus.SUBMITTED)

    change(review.case, cora)

    assert "not answered for conflicts" in attestation_faults(review)[0]
    explained = {"answers": answers(review, is_clean=False), "explanation": "Employed there."}
    answer_recheck(review.rechecks.get(), by=rita, at=NOON, **explained)
    assert "does not cover the claims administrator" in attestation_faults(review)[0]


def test_the_page_asks_about_the_new_one_alone(client, review, cora, rita):
    change(review.case, cora)
    client.force_login(rita)
    page = reverse("reviews:answer_recheck", args=[review.case.case_number])

    answer = client.get(reverse("reviews:workbench", args=[review.case.case_number]))
    assert answer.headers["Location"] == page
    body = client.get(page).content.decode()
    assert "New Claims, LLC" in body
    assert body.count("attest-party") == 1

    party = unsworn_parties(review)[0]
    kinds = ("familial", "financial", "professional")
    typed = {f"party_{party.pk}_{kind}": "no" for kind in kinds}
    assert client.post(page, typed).status_code == 302
    assert client.get(page).status_code == 404


def test_only_the_reviewer_answers(review, cora, otto):
    change(review.case, cora)
    with pytest.raises(Exception, match="Not found"):
        answer_recheck(review.rechecks.get(), by=otto, at=NOON, answers=answers(review))


def test_an_open_offer_of_an_expedited_case_is_to_be_answered_sooner(cora, rita):
    offer = make_offer(reviewer=rita.reviewer, respond_by=NOON + timedelta(days=2))
    document = make_record(offer.case, title="Certification")

    convert_to_expedited(offer.case, Certification("Dr. P", document, NOON), by=cora, at=NOON)

    offer.refresh_from_db()
    assert offer.respond_by == NOON + timedelta(hours=4)
    assert Message.objects.filter(to=rita, kind="offer").exists()


def test_no_reminder_of_an_offer_goes_before_the_offer_itself(cora, rita):
    offer = make_offer(reviewer=rita.reviewer, respond_by=NOON, offered_by=cora)
    told = Message.objects.create(
        to=rita, case=offer.case, kind="offer", key=f"offer-{offer.pk}", made_at=NOON,
        mail_after=NOON,
    )  # fmt: skip
    assert remind_of_offers(at=NOON) == 0

    send_mails(at=NOON)
    told.refresh_from_db()
    assert told.mailed_at == NOON
    assert [remind_of_offers(at=NOON + timedelta(hours=1)) for _ in "ab"] == [3, 0]

    reminders = Message.objects.filter(kind="offer_reminder")
    assert sorted(reminders.values_list("to__full_name", "step")) == [
        ("Cora Coordinator", "the answer is overdue"),
        ("Rita Reviewer", "before the answer is due"),
        ("Rita Reviewer", "the answer is overdue"),
    ]
    assert all(rita.full_name not in sent.body for sent in mail.outbox)


def test_an_answered_offer_is_not_reminded_of(cora, rita):
    offer = make_offer(reviewer=rita.reviewer, status=OfferStatus.DECLINED, respond_by=NOON)
    Message.objects.create(
        to=rita, case=offer.case, kind="offer", key=f"offer-{offer.pk}", made_at=NOON,
        mail_after=NOON, mailed_at=NOON,
    )  # fmt: skip

    assert remind_of_offers(at=NOON + timedelta(days=1)) == 0
