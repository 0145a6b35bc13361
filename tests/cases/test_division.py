"""Splitting a service and putting services together: with history, and nothing else moved."""

from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cases.actions.deadlines import refresh_deadlines
from cases.actions.division import merge_services, split_service
from cases.actions.eligibility import refuse_unjudged
from cases.entries import entry_digest, service_entries
from cases.errors import EditConflict, Refused
from cases.intake import ServiceEntry
from cases.lifecycle import SERVICES_MAY_BE_DIVIDED, CaseStatus
from cases.models import AuditEvent, DisputedService, ServiceChange
from tests.factories import make_case, make_eligibility, make_service

pytestmark = pytest.mark.django_db
BOTH = "EMG/NCV of the right arm"
EMG, NCV = ServiceEntry("EMG of the right arm"), ServiceEntry("NCV of the right arm")


@pytest.fixture
def case(db):
    """Three services: surgery, EMG/NCV, and an assistant who hangs on the surgery."""
    case = make_case(services=0)
    for requested in ("Carpal tunnel release", BOTH, "Assistant surgeon"):
        make_service(case, requested=requested)
    first, _, last = case.services.all()
    DisputedService.objects.filter(pk=last.pk).update(depends_on=first)
    return case


def known(case, by, **values):
    revision = entry_digest(service_entries(case))
    return {"by": by, "at": timezone.now(), "reason": "Two tests.", "revision": revision} | values


def split(case, by, place=2, parts=(EMG, NCV), **values):
    return split_service(case, place, parts, **known(case, by, **values))


def merge(case, by, places=(2, 3), whole=None, **values):
    return merge_services(case, places, whole or ServiceEntry(BOTH), **known(case, by, **values))


def words(case) -> list[str]:
    return list(case.services.order_by("position").values_list("requested", flat=True))


def test_emg_and_ncv_become_two_and_one_again(case, cora):
    split(case, cora)
    assert words(case) == [
        "Carpal tunnel release",
        "EMG of the right arm",
        "NCV of the right arm",
        "Assistant surgeon",
    ]
    assert [one.depends_on for one in service_entries(case)] == [None, None, None, 1]
    merge(case, cora)
    assert words(case) == ["Carpal tunnel release", BOTH, "Assistant surgeon"]
    assert list(case.services.values_list("position", flat=True)) == [1, 2, 3]
    kinds = list(ServiceChange.objects.values_list("kind", flat=True))
    assert kinds == ["split", "merged"]


def test_what_was_there_before_is_kept(case, cora):
    change = split(case, cora)
    assert [one["entry"]["requested"] for one in change.before] == [BOTH]
    assert (change.places_before, change.places_after) == ([2], [2, 3])
    event = AuditEvent.objects.get(kind="services.split")
    assert event.data == {"places": [2], "became": [2, 3], "is_asked_again": False}
    assert "arm" not in str(event.data)


def test_dependence_follows_its_service(case, cora):
    split(case, cora, place=1, parts=(ServiceEntry("Release"), ServiceEntry("Pre-op labs")))
    assert [one.depends_on for one in service_entries(case)] == [None, None, None, 1]
    merge(case, cora, places=(1, 3), whole=ServiceEntry("Release with EMG/NCV"))
    assert words(case) == ["Release with EMG/NCV", "Pre-op labs", "Assistant surgeon"]
    assert [one.depends_on for one in service_entries(case)] == [None, None, 1]


def test_a_service_never_hangs_on_itself_after_a_merge(case, cora):
    merge(case, cora, places=(1, 3), whole=ServiceEntry("Release with an assistant"))
    assert [one.depends_on for one in service_entries(case)] == [None, None]


def test_eligibility_and_clocks_stay_as_they_are(case, cora):
    for service in case.services.all():
        make_eligibility(service)
    at = timezone.now()
    refresh_deadlines(case, by=cora, at=at, reason="made")
    before = list(case.deadlines.values_list("pk", "due_on", "superseded_at"))
    split(case, cora)
    refuse_unjudged(case)
    assert {one.eligibility_decisions.current().get().outcome for one in case.services.all()} == {
        "eligible"
    }
    change = merge(case, cora)
    refuse_unjudged(case)
    assert change.is_asked_again is False
    assert list(case.deadlines.values_list("pk", "due_on", "superseded_at")) == before


def test_what_was_stated_of_the_whole_holds_for_each_part(case, cora):
    case.services.filter(position=2).update(is_conditional=False, is_provided=True)
    split(case, cora)
    stated = case.services.filter(position__in=(2, 3)).values_list("is_conditional", "is_provided")
    assert list(stated) == [(False, True), (False, True)]


def test_services_found_differently_are_asked_about_again(case, cora):
    split(case, cora)
    first, second = case.services.filter(position__in=(2, 3)).order_by("position")
    make_eligibility(first)
    unlike = {"outcome": "ineligible", "code": "CNC", "is_override": True}
    make_eligibility(second, **unlike)
    change = merge(case, cora)
    assert change.is_asked_again is True
    make_eligibility(case.services.get(position=1))
    with pytest.raises(Refused, match="Decide on it first"):
        refuse_unjudged(case)


def test_once_eligibility_is_behind_them_the_unlike_stay_apart(cora):
    case = make_case("awaiting_records")
    make_eligibility(case.services.get(position=1))
    unlike = {"outcome": "ineligible", "code": "CNC", "is_override": True}
    make_eligibility(case.services.get(position=2), **unlike)
    with pytest.raises(Refused, match="found differently"):
        merge(case, cora, places=(1, 2))


MODIFIED = {"ur_action": "modified", "modification": "remainder"}


def test_what_is_left_is_checked_for_each_part(case, cora):
    wrong = ServiceEntry("30 sessions", authorized="10 sessions", eligible_portion="5 sessions")
    parts = (EMG, replace(wrong, **MODIFIED))
    with pytest.raises(Refused, match="Enter 20 sessions"):
        split(case, cora, parts=parts)
    right = replace(wrong, eligible_portion="20 sessions", **MODIFIED)
    split(case, cora, parts=(EMG, right))
    assert case.services.get(position=3).eligible_portion == "20 sessions"


@pytest.mark.parametrize(
    ("act", "words"),
    [
        (lambda case, by: split(case, by, parts=(EMG,)), "at least two"),
        (lambda case, by: split(case, by, place=9), "no such service"),
        (lambda case, by: split(case, by, reason=" "), "Say why"),
        (lambda case, by: split(case, by, parts=(EMG, ServiceEntry(" "))), "Service 3: enter what"),
        (lambda case, by: split(case, by, parts=(EMG,) * 60), "at most 50"),
        (lambda case, by: merge(case, by, places=(2,)), "at least two"),
        (lambda case, by: merge(case, by, places=(2, 9)), "at least two"),
        (lambda case, by: merge(case, by, reason="a\x07"), "reason"),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_half_done(case, cora, act, words):
    before = service_entries(case)
    with pytest.raises(Refused, match=words):
        act(case, cora)
    assert service_entries(case) == before
    assert not ServiceChange.objects.exists()


@pytest.mark.parametrize(
    "status", [one for one in CaseStatus if one not in SERVICES_MAY_BE_DIVIDED]
)
def test_once_a_reviewer_writes_they_stay_as_they_are(status, cora):
    case = make_case(status)
    with pytest.raises(Refused, match="cannot be split or put together"):
        split(case, cora, place=1)


def test_only_on_what_was_on_the_page_and_only_by_whom_it_may(case, cora, quinn):
    with pytest.raises(EditConflict):
        split(case, cora, revision="of another day")
    with pytest.raises(PermissionDenied):
        split(case, quinn)


def page_of(case, name, *more):
    return reverse(f"cases:{name}", args=[case.case_number, *more])


def sent(page, **values) -> dict:
    context = page.context
    posted = {"revision": context["revision"], "reason": "Two tests.", "service": []}
    for row in context["services"].rows:
        posted["service"].append(row.place)
        posted |= {
            f"service-{row.place}-{name}": row.form[name].value() or "" for name in row.form.fields
        }
        posted[f"service-{row.place}-administrator_basis"] = "none"
    return posted | values


def test_a_service_is_split_on_its_page_and_the_history_shown(case, cora, sign_in):
    client = sign_in(cora)
    url = page_of(case, "split_service", 2)
    posted = sent(client.get(url))
    posted |= {"service-0-requested": EMG.requested, "service-1-requested": NCV.requested}
    refused = client.post(url, posted | {"reason": ""})
    assert b"Say why." in refused.content
    assert b"EMG of the right arm" in refused.content
    answer = client.post(url, posted, follow=True)
    assert words(case)[1:3] == [EMG.requested, NCV.requested]
    assert "service 2 was split into 2, 3" in answer.content.decode()


def test_put_together_again_the_page_begins_with_the_words_of_before(case, cora, sign_in):
    split(case, cora)
    client = sign_in(cora)
    assert b"Which services of" in client.get(page_of(case, "merge_services")).content
    url = page_of(case, "merge_services") + "?service=2&service=3"
    page = client.get(url)
    assert page.context["services"].rows[0].form["requested"].value() == BOTH
    client.post(url, sent(page))
    assert words(case) == ["Carpal tunnel release", BOTH, "Assistant surgeon"]


def test_a_remainder_that_is_wrong_is_told_at_its_field(case, cora, sign_in):
    client, url = sign_in(cora), page_of(case, "split_service", 2)
    wrong = {"ur_action": "modified", "modification": "remainder", "requested": "60 sessions"}
    wrong |= {"authorized": "25 sessions", "eligible_portion": "30 sessions"}
    posted = sent(client.get(url)) | {f"service-1-{name}": one for name, one in wrong.items()}
    answer = client.post(url, posted)
    assert "Enter 35 sessions" in answer.content.decode()
    assert not ServiceChange.objects.exists()
