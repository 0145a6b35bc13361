"""A late determination goes all the way, and is shown late: deadlines are directory, not a lock."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.actions.deadlines import refresh_deadlines
from cases.models import Case
from tests import travel
from tests.travel import Words

pytestmark = pytest.mark.django_db


def test_a_late_determination_is_issued_and_shown_late(
    client, cora, rita, quinn, max, stella, seal_keys
):
    words = Words()
    case = travel.receive(words, cora=cora)
    # Complete two months ago, so that the thirty days are long over.
    long_ago = timezone.localdate() - timedelta(days=60)
    Case.objects.filter(pk=case.pk).update(records_complete_on=long_ago)
    case.refresh_from_db()
    refresh_deadlines(case, by=cora, at=timezone.now(), reason="case.complete_records")
    late = case.deadlines.current().get(clock="D1")
    assert late.due_on < timezone.localdate()

    review = travel.begin(case, words, cora=cora, rita=rita)
    travel.write(review, words, rita=rita)
    version = travel.decide(review, words, rita=rita, quinn=quinn, max=max)
    travel.release(version, stella=stella)

    case.refresh_from_db()
    assert case.status == "issued"
    row = case.deadlines.current().get(clock="D1")
    assert (row.met_on, row.due_on) == (timezone.localdate(), late.due_on)
    client.force_login(cora)
    page = client.get(case.get_absolute_url()).content.decode()
    days = (timezone.localdate() - row.due_on).days
    assert f"{days} days late, still valid" in page
    # And what follows the service runs for each party, and for what was overturned.
    running = set(case.deadlines.running().values_list("clock", flat=True))
    assert {"P1-injured_worker", "P1-claims_administrator", "I1-claims_administrator"} <= running
    assert "Its time is over" not in page
