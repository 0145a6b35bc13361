"""Fees: noted when a case closes, by how far it came; corrected by another row; exported."""

import csv
import io
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cases.actions.endings import end_dispute
from cases.actions.fees import correct_fee, is_pharmacy_only
from cases.actions.lifecycle import transition_case
from cases.errors import Refused
from cases.models import AuditEvent, FeeEvent
from tests.factories import ending_entry, make_case, make_fee, make_review, make_service
from tests.races import THREADS, all_at_once, refusals

pytestmark = pytest.mark.django_db


def end(case, cora):
    end_dispute(case, ending_entry(case), by=cora, at=timezone.now())
    return case.fee_events.current().first()


def test_before_a_reviewer_had_it_the_smaller_fee_is_noted(cora):
    fee = end(make_case("ready_for_review"), cora)
    assert (fee.stage, fee.amount, fee.is_verified) == ("before_reviewer", Decimal(115), False)
    assert fee.assigned_on == date(2025, 6, 20)


def test_after_a_reviewer_had_it_the_amount_is_not_known_and_not_invented(cora, rita):
    review = make_review(reviewer=rita.reviewer)
    fee = end(review.case, cora)
    assert (fee.stage, fee.amount, fee.degree) == ("after_reviewer", None, "md_do")
    assert "not read" in fee.note


def test_a_reviewer_who_withdrew_had_it(cora, rita):
    review = make_review(reviewer=rita.reviewer, status="withdrawn")
    assert end(review.case, cora).stage == "after_reviewer"


@pytest.mark.parametrize("status", ["received", "eligible"])
def test_a_case_that_was_never_assigned_costs_nothing(status, cora):
    assert end(make_case(status), cora) is None


def test_a_determination_is_charged_when_it_is_issued(stella):
    review = make_review(make_case("sealed"), status="signed")
    assert not FeeEvent.objects.exists()
    transition_case(review.case, "issue", by=stella, at=timezone.now())
    fee = FeeEvent.objects.get()
    assert (fee.stage, fee.amount, fee.reviewers) == ("determined", Decimal(345), 1)
    assert fee.raised_by == stella


@pytest.mark.parametrize(
    ("categories", "answer"),
    [
        (("Pharmaceuticals", "Pharmaceuticals"), True),
        (("Pharmaceuticals", "Surgery"), False),
        (("Pharmaceuticals", ""), None),
        (("Surgery", ""), False),
        ((), None),
    ],
)
def test_drugs_alone_are_told_from_other_care_where_the_file_says_so(categories, answer):
    case = make_case("in_review", services=0)
    for category in categories:
        make_service(case, category=category)
    assert is_pharmacy_only(case) is answer


def test_a_correction_is_another_row_and_the_first_stays(ada):
    fee = make_fee(make_case("withdrawn"))
    at = timezone.now()
    correct_fee(fee, by=ada, at=at, amount=Decimal("120.50"), reason="The director's letter.")
    first, second = fee.case.fee_events.order_by("pk")
    assert (first.amount, first.replaced_at) == (Decimal(115), at)
    assert (second.amount, second.corrects, second.is_verified) == (Decimal("120.5"), first, False)
    assert AuditEvent.objects.get(kind="fee.corrected").data["amount"] == "120.50"


@pytest.mark.parametrize(
    ("amount", "reason", "sentence"),
    [
        (Decimal(99), " ", "Say why the amount changes"),
        (Decimal(115), "Again.", "already on file"),
        (Decimal(99), "\x07", "Say why|The reason"),
    ],
)
def test_a_correction_says_why_and_changes_something(amount, reason, sentence, ada):
    fee = make_fee(make_case("withdrawn"))
    with pytest.raises(Refused, match=sentence):
        correct_fee(fee, by=ada, at=timezone.now(), amount=amount, reason=reason)


def test_a_coordinator_sees_fees_and_corrects_none(cora):
    with pytest.raises(PermissionDenied):
        correct_fee(
            make_fee(make_case("withdrawn")), by=cora, at=timezone.now(), amount=None, reason="No."
        )


@pytest.mark.django_db(transaction=True)
def test_of_eight_corrections_of_one_row_one_counts(ada):
    fee = make_fee(make_case("withdrawn"))
    results = all_at_once(
        lambda n: correct_fee(fee, by=ada, at=timezone.now(), amount=Decimal(n), reason="So.")
    )
    assert len(refusals(results)) == THREADS - 1
    assert FeeEvent.objects.current().count() == 1


def test_the_ledger_shows_a_month_with_its_total_and_what_is_not_known(cora, sign_in):
    make_fee(make_case("withdrawn"))
    make_fee(make_case("withdrawn"), amount=None, on=date(2025, 7, 9))
    make_fee(make_case("withdrawn"), on=date(2025, 8, 1), amount=Decimal(345))
    page = sign_in(cora).get(reverse("cases:fees"), {"month": "2025-07"}).content.decode()
    assert "Fees of July 2025" in page
    assert "<strong>$115</strong>; 1 amount not known" in page
    assert "$345" not in page
    assert "August 2025" in page


@pytest.mark.parametrize("month", ["", "2025-13", "x", "0000-01", "２０２５-07"])
def test_what_is_no_month_shows_all(month, ada, sign_in):
    make_fee(make_case("withdrawn"))
    page = sign_in(ada).get(reverse("cases:fees"), {"month": month}).content.decode()
    assert "<h1>Fees</h1>" in page
    assert "$115" in page


def test_the_export_holds_no_name_and_no_health_information(ada, sign_in):
    case = make_case("withdrawn", ending_reason="Wanda recovered.")
    make_fee(case)
    response = sign_in(ada).get(reverse("cases:fees"), {"as": "csv", "month": "2025-07"})
    [head, row] = list(csv.reader(io.StringIO(response.content.decode())))
    said = dict(zip(head, row, strict=True))
    assert said["case_number"] == case.case_number
    assert (said["amount"], said["is_verified"]) == ("115.00", "no")
    assert set(said) & {"reviewer", "degree", "worker", "explanation"} == set()
    assert "Wanda" not in response.content.decode()
    assert response["Content-Disposition"] == 'attachment; filename="fees-2025-07.csv"'
    assert AuditEvent.objects.filter(kind="fees.exported").count() == 1


@pytest.mark.parametrize(
    ("amount", "sentence"),
    [
        ("three", "Write the amount in dollars"),
        ("-1", "Write the amount in dollars"),
        ("NaN", "Write the amount in dollars"),
        ("1e9", "Write the amount in dollars"),
        ("1.005", "A cent is the smallest part"),
    ],
)
def test_an_amount_that_is_none_is_said_at_the_field(amount, sentence, ada, sign_in):
    case = make_case("withdrawn")
    make_fee(case)
    there = reverse("cases:correct_fee", args=[case.case_number])
    page = sign_in(ada).post(there, {"amount": amount, "reason": "So."}).content.decode()
    assert sentence in page
    assert amount in page


def test_an_administrator_corrects_a_fee_on_its_page(ada, sign_in):
    case = make_case("withdrawn")
    make_fee(case)
    there = reverse("cases:correct_fee", args=[case.case_number])
    sign_in(ada).post(there, {"amount": "$1,250.50", "reason": "By the director's letter."})
    assert case.fee_events.current().get().amount == Decimal("1250.50")
