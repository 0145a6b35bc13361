"""One rationale under several services: copied, edited for one or for all; never a decision."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.errors import Refused
from reviews.actions.drafting import save_service
from reviews.actions.sharing import share_rationale
from reviews.lifecycle import ReviewStatus
from reviews.models import DraftRevision
from tests.factories import make_case, make_review

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json", "X-Background": "1"}
TEXT = "The guideline asks for a red flag; none is recorded. Not medically necessary."


@pytest.fixture
def review(rita):
    case = make_case("in_review", services=4)
    return make_review(case, rita.reviewer, is_written=False)


def key(review, place):
    return review.case.services.get(position=place).pk


def drafted(review, place):
    return review.draft.services.get(service__position=place)


def write(review, by, place, text, **changes):
    row = drafted(review, place)
    fields = {"outcome": row.outcome, "imro_basis": row.imro_basis, "citations": []}
    return save_service(
        review,
        key(review, place),
        by=by,
        at=timezone.now(),
        revision=row.revision,
        decision_rationale=text,
        **(fields | changes),
    )


def share(review, by, place, *others):
    keys = [key(review, other) for other in others]
    return share_rationale(review, key(review, place), keys, by=by, at=timezone.now())


@pytest.fixture
def shared(review, rita):
    write(review, rita, 1, TEXT, outcome="upheld", imro_basis="none")
    share(review, rita, 1, 2, 3)
    return review


def texts(review):
    return [row.decision_rationale for row in review.draft.services.all()]


def test_the_words_are_copied_and_the_decision_is_not(shared):
    assert texts(shared) == [TEXT, TEXT, TEXT, ""]
    assert [row.outcome for row in shared.draft.services.all()] == ["upheld", "", "", ""]
    assert [row.imro_basis for row in shared.draft.services.all()] == ["none", "", "", ""]


def test_what_stood_there_is_kept(review, rita):
    write(review, rita, 1, TEXT)
    write(review, rita, 2, "Its own words.")
    share(review, rita, 1, 2)
    kept = DraftRevision.objects.filter(service_id=key(review, 2)).order_by("revision")
    assert [row.text for row in kept] == ["Its own words.", TEXT]
    assert drafted(review, 2).revision == 2


def test_an_edit_for_this_one_leaves_the_others(shared, rita):
    write(shared, rita, 2, "For this one alone.")
    assert texts(shared) == [TEXT, "For this one alone.", TEXT, ""]
    assert drafted(shared, 2).rationale_group is None
    assert drafted(shared, 1).rationale_group == drafted(shared, 3).rationale_group is not None


def test_an_edit_for_all_reaches_the_others(shared, rita):
    write(shared, rita, 2, "For all of them.", spreads=True)
    assert texts(shared) == ["For all of them."] * 3 + [""]
    assert drafted(shared, 1).revision == 2


def test_a_group_of_one_is_none(review, rita):
    write(review, rita, 1, TEXT)
    share(review, rita, 1, 2)
    write(review, rita, 2, "Alone.")
    assert {row.rationale_group for row in review.draft.services.all()} == {None}


def test_a_change_of_the_decision_alone_leaves_the_group_whole(shared, rita):
    write(shared, rita, 2, TEXT, outcome="overturned")
    assert drafted(shared, 2).rationale_group is not None


@pytest.mark.parametrize(
    ("place", "others", "sentence"),
    [(1, (), "Tick the services"), (4, (2,), "write it first"), (1, (1,), "Tick the services")],
)
def test_what_cannot_be_shared_says_why(place, others, sentence, review, rita):
    write(review, rita, 1, TEXT)
    with pytest.raises(Refused, match=sentence):
        share(review, rita, place, *others)


def test_another_case_is_out_of_reach(review, rita, otto):
    write(review, rita, 1, TEXT)
    stranger = make_review(make_case("in_review"), otto.reviewer)
    with pytest.raises(Refused, match="no longer part"):
        share_rationale(review, key(review, 1), [key(stranger, 1)], by=rita, at=timezone.now())


def url(name, review, *args):
    return reverse(f"reviews:{name}", args=[review.case.case_number, *args])


def test_the_page_shares_and_then_asks_for_whom_an_edit_counts(sign_in, review, rita):
    write(review, rita, 1, TEXT)
    client = sign_in(rita)
    answer = client.post(
        url("share_rationale", review, 1), {"places": ["2", "3"]}, headers={"HX-Request": "true"}
    )
    page = answer.content.decode()
    assert "The same rationale stands under services 2, 3" in " ".join(page.split())
    fields = {
        "revision": "1", "decision_rationale": "For all.", "spreads": "on",
        "outcome": "", "imro_basis": "",
    }  # fmt: skip
    saved = client.post(url("save_service", review, 1), fields, headers=JSON)
    assert saved.status_code == 200
    assert texts(review)[:3] == ["For all."] * 3
    assert 'value="on" form="service-form" checked' in saved.json()["html"]["work-shared"]


def test_a_dependent_service_is_offered_the_short_rationale_once_its_primary_is_upheld(
    sign_in, review, rita
):
    review.case.services.filter(position=2).update(depends_on=key(review, 1))
    client, address = sign_in(rita), url("workbench", review) + "?part=2"
    assert "Put in the short rationale" not in client.get(address).content.decode()
    write(review, rita, 1, TEXT, outcome="upheld", imro_basis="none")
    page = client.get(address).content.decode()
    assert "Put in the short rationale" in page
    assert 'value="upheld" checked' not in page
    write(review, rita, 2, "Its own words.")
    assert "Put in the short rationale" not in client.get(address).content.decode()


def test_nobody_shares_what_is_submitted(sign_in, rita):
    done = make_review(make_case("in_quality_check"), rita.reviewer, ReviewStatus.SUBMITTED)
    answer = sign_in(rita).post(url("share_rationale", done, 1), {"places": ["2"]})
    assert answer.status_code == 409
