"""A partly eligible application: what is in review is drafted, decided, printed and exported."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.errors import Refused
from reviews.actions.drafting import save_service, submit_review
from reviews.models import ServiceDraft
from reviews.pipelines.casefiles import export_document
from tests import travel
from tests.factories import make_case, make_eligibility

pytestmark = pytest.mark.django_db
WORDS = travel.Words()
LEFT_OUT = {"outcome": "ineligible", "code": "CNC", "reason": "Denied for want of a report."}


@pytest.fixture
def case(max):
    """A case ready for review of whose three services the second is not eligible."""
    made = make_case("ready_for_review", services=3)
    for service in made.services.order_by("position"):
        fields = LEFT_OUT | {"is_override": True} if service.position == 2 else {}
        make_eligibility(service, **fields)
    return made


@pytest.fixture
def review(case, cora, rita):
    return travel.begin(case, WORDS, cora=cora, rita=rita)


def places(rows) -> list[int]:
    return [row.service.position for row in rows]


def test_the_draft_and_the_workbench_hold_what_is_in_review(review, rita, sign_in):
    assert places(review.draft.services.select_related("service")) == [1, 3]
    url = reverse("reviews:workbench", args=[review.case.case_number])
    page = sign_in(rita).get(url).content.decode()
    assert "MRI of the lumbar spine" not in page


def test_a_service_left_out_cannot_be_written_on(review, rita):
    left_out = review.case.services.get(position=2)
    with pytest.raises(Refused, match="no longer part of the case"):
        save_service(
            review,
            left_out.pk,
            by=rita,
            at=timezone.now(),
            revision=0,
            outcome="upheld",
            imro_basis="none",
            decision_rationale="Words.",
            citations=(),
        )


def test_what_is_in_review_still_has_to_be_decided(review, rita):
    ServiceDraft.objects.filter(draft__review=review, service__position=3).delete()
    with pytest.raises(Refused, match="added after the review began"):
        submit_review(review, by=rita, at=timezone.now())


def test_the_letter_decides_what_is_in_review_and_can_be_signed(review, rita, quinn, max):
    version = travel.write(review, WORDS, rita=rita)
    assert places(version.decisions.select_related("service")) == [1, 3]
    signed = travel.decide(review, WORDS, rita=rita, quinn=quinn, max=max)
    assert [one["position"] for one in signed.snapshot["services"]] == [1, 3]


def test_an_export_says_what_was_found_and_keeps_the_part_that_was_decided(review, rita):
    travel.write(review, WORDS, rita=rita)
    review.case.refresh_from_db()
    document = export_document(review.case, on=timezone.localdate(), shows_decisions=True)
    assert "determination" not in document
    assert document["recorded"]["partial_determination"]["services"] == [1, 3]
    found = document["recorded"]["eligibility"]
    assert [one["outcome"] for one in found] == ["eligible", "ineligible", "eligible"]
    assert found[1]["code"] == "CNC"


def test_an_offer_counts_what_is_in_review(case, cora, sign_in):
    page = sign_in(cora).get(reverse("reviews:offer_review", args=[case.case_number]))
    assert [one.position for one in page.context["services"]] == [1, 3]
