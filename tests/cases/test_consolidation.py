"""Consolidation of applications and separation again: nothing is lost, everything is traceable."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cases.actions.consolidation import consolidate_cases, separate_cases
from cases.actions.deadlines import refresh_deadlines
from cases.actions.division import merge_services
from cases.consolidations import candidates_of, consolidation_of, leading_of, led_by
from cases.entries import entry_digest, service_entries
from cases.errors import Refused
from cases.intake import ServiceEntry
from cases.models import AuditEvent, Case, DuplicateSuspicion, Party
from tests.factories import NOON, make_case, make_eligibility, make_record, make_service
from tests.races import THREADS, all_at_once, refusals

pytestmark = pytest.mark.django_db


def eligible(status="eligible", requested=("MRI of the lumbar spine",), **fields) -> Case:
    case = make_case(status, services=0, eligible_at=NOON, **fields)
    for words in requested:
        make_eligibility(make_service(case, requested=words))
    return case


@pytest.fixture
def pair(db) -> tuple[Case, Case]:
    """Two applications of one worker, one physician and one injury; the first came first."""
    leading = eligible("assigned", requested=("Knee arthroscopy", "Cold therapy unit"))
    other = eligible(
        requested=("Knee brace", "Crutches"), application_received_on=date(2025, 6, 18)
    )
    rows = list(other.services.all())
    other.services.filter(pk=rows[1].pk).update(depends_on=rows[0])
    return leading, other


def join(pair, by, reason="One knee."):
    return consolidate_cases(*pair, by=by, at=timezone.now(), reason=reason)


def part(consolidation, by, reason="Two knees after all."):
    return separate_cases(consolidation, by=by, at=timezone.now(), reason=reason)


def words(case) -> list[str]:
    return list(case.services.order_by("position").values_list("requested", flat=True))


def test_the_leading_case_decides_what_both_ask_for(pair, cora):
    leading, other = pair
    join(pair, cora)
    assert words(leading) == [
        "Knee arthroscopy",
        "Cold therapy unit",
        "Knee brace",
        "Crutches",
    ]
    assert [one.depends_on for one in service_entries(leading)] == [None, None, None, 3]
    assert leading.services.in_review().count() == 4
    assert words(other) == ["Knee brace", "Crutches"]
    origins = [one.taken_over_from for one in leading.services.order_by("position")[2:]]
    assert origins == list(other.services.order_by("position"))
    other.refresh_from_db()
    assert (other.status, leading.case_number in other.ending_reason) == ("consolidated", True)
    assert consolidation_of(other).leading == leading
    assert [one.case for one in led_by(leading)] == [other]


def test_records_and_parties_that_it_lacks_are_taken_over(pair, cora):
    leading, other = pair
    mine = make_record(leading, title="UR denial", content=None)
    make_record(other, title="Report of the surgeon")
    twin = make_record(other, title="The same denial", file_sha256=mine.file_sha256, pages=1)
    Party.objects.filter(case=leading, role="attorney").delete()
    Party.objects.create(case=other, role="facility", name="Knee Center")
    join(pair, cora)
    titles = list(leading.records.current().values_list("title", flat=True))
    assert titles == ["UR denial", "Report of the surgeon"]
    assert leading.parties.filter(role="attorney").exists()
    assert leading.parties.filter(role="facility", name="Knee Center").exists()
    assert other.records.filter(pk=twin.pk, superseded_at=None).exists()


def test_clocks_of_the_one_stop_and_of_the_other_go_on_and_begin_again(pair, cora):
    leading, other = pair
    for case in pair:
        refresh_deadlines(case, by=cora, at=NOON, reason="made")
    running = set(other.deadlines.running().values_list("clock", flat=True))
    ours = set(leading.deadlines.running().values_list("clock", "due_on"))
    consolidation = join(pair, cora)
    assert running
    assert not other.deadlines.running().exists()
    assert set(leading.deadlines.running().values_list("clock", "due_on")) == ours
    part(consolidation, cora)
    assert set(other.deadlines.running().values_list("clock", flat=True)) == running


def test_both_trails_tell_of_it_without_words(pair, cora):
    leading, other = pair
    part(join(pair, cora), cora)
    for case, opposite in ((leading, other), (other, leading)):
        for verb in ("consolidated", "separated"):
            event = AuditEvent.objects.get(
                kind=f"consolidation.{verb}", case_number=case.case_number
            )
            assert event.data["other"] == opposite.case_number
            assert "knee" not in str(event.data).lower()


def test_separated_each_has_what_it_had(pair, cora):
    leading, other = pair
    make_record(other, title="Report of the surgeon")
    Party.objects.filter(case=leading, role="attorney").delete()
    consolidation = join(pair, cora)
    part(consolidation, cora)
    other.refresh_from_db()
    assert words(leading) == ["Knee arthroscopy", "Cold therapy unit"]
    assert words(other) == ["Knee brace", "Crutches"]
    assert (other.status, other.ended_at, other.ending_reason) == ("eligible", None, "")
    assert not leading.records.current().exists()
    assert not leading.parties.filter(role="attorney").exists()
    assert consolidation_of(other) is None
    again = join(pair, cora)
    assert again.pk != consolidation.pk
    assert words(leading)[2:] == ["Knee brace", "Crutches"]


def changed(case: Case, **values) -> None:
    Case.objects.filter(pk=case.pk).update(**values)


def named(case: Case, role: str, name: str) -> None:
    case.parties.filter(role=role).update(name=name)


AGAINST = [
    (lambda a, b: named(b, "injured_worker", "Walter Other"), "different injured worker"),
    (lambda a, b: named(b, "requesting_physician", "P. Other"), "different requesting physician"),
    (lambda a, b: b.parties.filter(role="requesting_physician").delete(), "does not say who"),
    (lambda a, b: changed(b, date_of_injury=date(2023, 2, 15)), "dates of injury differ"),
    (lambda a, b: changed(b, priority="expedited"), "different clocks"),
    (lambda a, b: changed(b, is_formulary_dispute=True), "formulary dispute"),
    (lambda a, b: named(b, "claims_administrator", "Other Claims"), "different claims admin"),
    (lambda a, b: changed(b, status="received"), "joins another once it is found eligible"),
    (lambda a, b: changed(b, status="withdrawn", ending_reason="x"), "is withdrawn"),
    (lambda a, b: changed(a, status="received"), "would lead, but it is received"),
    (
        lambda a, b: changed(a, status="in_review", records_complete_on=date(2025, 7, 1)),
        "until its review begins",
    ),
    (
        lambda a, b: DuplicateSuspicion.objects.create(
            case=b,
            other=a,
            matched=["worker"],
            found_at=NOON,
            state="linked",
            reason="Twice.",
            decided_at=NOON,
        ),
        "linked as one dispute",
    ),
]


@pytest.mark.parametrize(("spoil", "sentence"), AGAINST, ids=[str(n) for n in range(len(AGAINST))])
def test_what_may_not_be_decided_as_one_is_refused_in_a_sentence(pair, cora, spoil, sentence):
    leading, other = pair
    spoil(leading, other)
    before = words(leading)
    with pytest.raises(Refused, match=sentence):
        join(pair, cora)
    assert words(leading) == before
    assert not candidates_of(Case.objects.get(pk=leading.pk))


def test_a_service_on_which_eligibility_is_open_stands_in_the_way(pair, cora):
    service = make_service(pair[1], requested="Walker")
    asked = {"outcome": "needs_information", "proposed_outcome": "needs_information"}
    make_eligibility(service, **asked)
    with pytest.raises(Refused, match="eligibility is still open"):
        join(pair, cora)


def test_what_was_found_ineligible_stays_with_its_own_case(pair, cora):
    service = make_service(pair[1], requested="Massage chair")
    make_eligibility(service, outcome="ineligible", code="CNC", is_override=True)
    join(pair, cora)
    assert "Massage chair" not in words(pair[0])


def test_more_than_one_determination_can_hold_is_refused(pair, cora, settings):
    settings.LETTER_MAX_SERVICES = 3
    with pytest.raises(Refused, match="at most 3"):
        join(pair, cora)


def test_separation_waits_until_mixed_services_are_apart(pair, cora):
    leading, _ = pair
    consolidation = join(pair, cora)
    revision = entry_digest(service_entries(leading))
    whole = ServiceEntry("Brace and crutches")
    known = {"by": cora, "at": timezone.now(), "reason": "One set.", "revision": revision}
    merge_services(leading, (3, 4), whole, **known)
    with pytest.raises(Refused, match="split or put together with another since"):
        part(consolidation, cora)


def test_once_the_review_began_they_stay_together(pair, cora):
    consolidation = join(pair, cora)
    changed(pair[0], status="in_review", records_complete_on=date(2025, 7, 1))
    with pytest.raises(Refused, match="decided as one"):
        part(consolidation, cora)


def test_the_earlier_application_leads_whichever_page_it_is_asked_on(pair):
    assert leading_of(*pair) == leading_of(*reversed(pair)) == pair


def test_only_coordinators_consolidate(pair, quinn):
    with pytest.raises(PermissionDenied):
        join(pair, quinn)


def test_it_is_offered_joined_and_separated_on_the_pages(pair, cora, sign_in):
    leading, other = pair
    client = sign_in(cora)
    assert b"could be decided with it" in client.get(other.get_absolute_url()).content
    url = reverse("cases:consolidate_case", args=[other.case_number])
    page = client.get(url).content.decode()
    assert f"{leading.case_number} leads" in page
    posted = {"other": leading.case_number, "reason": "One knee."}
    assert client.post(url, posted).url == leading.get_absolute_url()
    assert b"From application" in client.get(leading.get_absolute_url()).content
    assert b"Decided with" in client.get(other.get_absolute_url()).content
    wrong = client.post(url, {"do": "separate", "case": other.case_number})
    assert b"Say why." in wrong.content
    client.post(url, {"do": "separate", "case": other.case_number, "separate-reason": "Two knees."})
    other.refresh_from_db()
    assert other.status == "eligible"


@pytest.mark.parametrize(
    ("number", "sentence"), [("CM99-0000001", "There is no case"), ("", "Enter the number")]
)
def test_another_number_gets_its_sentence_at_the_field(pair, cora, sign_in, number, sentence):
    url = reverse("cases:consolidate_case", args=[pair[1].case_number])
    answer = sign_in(cora).post(url, {"other": number, "reason": "One knee."})
    assert sentence in answer.content.decode()
    assert "One knee." in answer.content.decode()
    assert words(pair[0]) == ["Knee arthroscopy", "Cold therapy unit"]


@pytest.mark.django_db(transaction=True)
def test_eight_threads_consolidate_once(pair, cora):
    results = all_at_once(lambda _: join(pair, cora))
    assert len(refusals(results)) == THREADS - 1
    assert len(words(pair[0])) == 4
