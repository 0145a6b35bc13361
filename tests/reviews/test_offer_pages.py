"""The pages of offers and of the attestation."""

import pytest
from django.urls import reverse

from cases.lifecycle import CaseStatus
from cases.models import Party
from reviews.lifecycle import OfferStatus
from reviews.models import Review, ReviewOffer
from tests.factories import make_case, make_offer, make_review, make_reviewer

pytestmark = pytest.mark.django_db


@pytest.fixture
def case():
    return make_case(CaseStatus.READY_FOR_REVIEW)


@pytest.fixture
def offer(rita):
    return make_offer(reviewer=rita.reviewer)


def url(name, case):
    return reverse(f"reviews:{name}", args=[case.case_number])


def test_the_coordinator_sees_who_may_judge_and_why_others_may_not(sign_in, case, cora, rita):
    make_reviewer(is_qme=True)
    page = sign_in(cora).get(url("offer_review", case)).content.decode()
    assert "1 of 2 may judge it" in page
    assert "Rita Reviewer" in page
    assert "holds a QME appointment" in page
    assert "139.5(d)(4)(D)" in page


def test_the_choice_shows_the_reasoning_and_makes_the_offer(sign_in, case, cora, rita):
    client, address = sign_in(cora), url("offer_review", case)
    pseudonym = rita.reviewer.pseudonym
    part = client.get(f"{address}?reviewer={pseudonym}", headers={"HX-Request": "true"})
    assert "Licensed in California" in part.content.decode()
    assert "<html" not in part.content.decode()
    fit = {"fit_specialty": "Orthopedic Surgery", "fit_reason": "Treats the spine."}
    answer = client.post(address, {"reviewer": pseudonym, **fit})
    assert answer.status_code == 302
    assert ReviewOffer.objects.get(case=case).reviewer == rita.reviewer


def test_a_refused_offer_keeps_what_was_typed(sign_in, case, cora, rita):
    rita.reviewer.is_qme = True
    rita.reviewer.save()
    fit = {"fit_specialty": "Orthopedic Surgery", "fit_reason": "Words to keep."}
    address = url("offer_review", case)
    answer = sign_in(cora).post(address, {"reviewer": rita.reviewer.pseudonym, **fit})
    assert answer.status_code == 409
    assert "QME appointment" in answer.content.decode()


def test_a_missing_reason_is_asked_at_its_field(sign_in, case, cora, rita):
    fields = {"reviewer": rita.reviewer.pseudonym, "fit_specialty": "", "fit_reason": ""}
    page = sign_in(cora).post(url("offer_review", case), fields).content.decode()
    assert "Say why the specialty fits" in page
    assert "Choose the certification that fits" in page


def test_a_case_that_is_not_ready_says_so(sign_in, cora):
    early = make_case(CaseStatus.AWAITING_RECORDS)
    page = sign_in(cora).get(url("offer_review", early)).content.decode()
    assert "when its records are complete" in page


def test_the_offer_shows_parties_and_services_and_nothing_else(sign_in, offer, rita):
    page = sign_in(rita).get(url("offer", offer.case)).content.decode()
    for party in offer.case.parties.all():
        assert party.name in page
    assert "Physical therapy, 12 sessions" in page
    worker = offer.case.parties.get(role=Party.Role.INJURED_WORKER)
    for hidden in (worker.address.split("\n")[0], offer.case.claim_number, "2023", "UR denial"):
        assert hidden not in page


def test_a_stranger_learns_nothing_of_an_offer(sign_in, offer, otto, cora):
    for user in (otto, cora):
        for name in ("offer", "attest_offer"):
            assert sign_in(user).get(url(name, offer.case)).status_code == 404
        assert sign_in(user).post(url("answer_offer", offer.case)).status_code == 404


def test_accepting_leads_to_the_attestation_and_signing_it_to_the_work(sign_in, offer, rita):
    client = sign_in(rita)
    answer = client.post(url("answer_offer", offer.case), {"answer": "accept"})
    assert answer["Location"] == url("attest_offer", offer.case)
    page = client.get(answer["Location"]).content.decode()
    assert "checked" not in page
    answer = client.post(url("attest_offer", offer.case), clean(offer))
    assert answer["Location"] == url("workbench", offer.case)


def test_an_open_question_is_marked_and_nothing_is_signed(sign_in, offer, rita):
    client = sign_in(rita)
    client.post(url("answer_offer", offer.case), {"answer": "accept"})
    answers = clean(offer)
    answers.popitem()
    page = client.post(url("attest_offer", offer.case), answers)
    assert page.status_code == 400
    assert page.content.decode().count("attest-open") == 1
    assert not Review.objects.exists()


def test_a_conflict_ends_the_offer(sign_in, offer, rita):
    client = sign_in(rita)
    client.post(url("answer_offer", offer.case), {"answer": "accept"})
    answers = clean(offer)
    answers[next(iter(answers))] = "yes"
    page = client.post(url("attest_offer", offer.case), answers)
    assert page.status_code == 409
    assert "what the affiliation is" in page.content.decode()
    answer = client.post(url("attest_offer", offer.case), answers | {"explanation": "My cousin."})
    assert answer["Location"] == reverse("home")
    offer.refresh_from_db()
    assert offer.status == OfferStatus.CONFLICTED


def test_declining_asks_why(sign_in, offer, rita):
    client = sign_in(rita)
    page = client.post(url("answer_offer", offer.case), {"answer": "decline", "reason": ""})
    assert page.status_code == 400
    assert "Write the reason" in page.content.decode()
    client.post(url("answer_offer", offer.case), {"answer": "decline", "reason": "Away."})
    offer.refresh_from_db()
    assert offer.status == OfferStatus.DECLINED


def test_an_offer_is_recalled_on_its_page(sign_in, offer, cora):
    client = sign_in(cora)
    assert "Rita Reviewer" in client.get(url("recall_offer", offer.case)).content.decode()
    answer = client.post(url("recall_offer", offer.case), {"reason": "No answer."})
    assert answer["Location"] == url("offer_review", offer.case)


def test_nothing_to_recall_is_said(sign_in, case, cora):
    for name in ("recall_offer", "recall_review"):
        assert sign_in(cora).get(url(name, case)).status_code == 409


def test_a_review_is_recalled_and_withdrawn_on_their_pages(sign_in, cora, rita, otto):
    silent = make_review(reviewer=otto.reviewer)
    client = sign_in(cora)
    assert "Otto Stranger" in client.get(url("recall_review", silent.case)).content.decode()
    assert client.post(url("recall_review", silent.case), {"reason": ""}).status_code == 400
    client.post(url("recall_review", silent.case), {"reason": "Silent."})
    own = make_review(reviewer=rita.reviewer)
    answer = sign_in(rita).post(url("withdraw_review", own.case), {"reason": "I am ill."})
    assert answer["Location"] == reverse("home")
    assert set(Review.objects.values_list("status", flat=True)) == {"recalled", "withdrawn"}


def clean(offer):
    """The answers of somebody without any affiliation, as the page sends them."""
    return {
        f"party_{party.pk}_{kind}": "no"
        for party in offer.case.parties.all()
        for kind in ("familial", "financial", "professional")
    }


def test_an_offer_to_nobody_asks_for_a_choice(client, cora):
    case = make_case("ready_for_review")
    client.force_login(cora)

    page = client.post(reverse("reviews:offer_review", args=[case.case_number]), {})

    assert page.status_code == 400
    assert "Choose a reviewer in the list first" in page.content.decode()
