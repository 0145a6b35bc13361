"""The page of a case: what is next, who may press it, who sees whom."""

import pytest
from django.urls import reverse
from django.utils import timezone

from cases.actions.eligibility import find_eligible
from cases.models import AuditEvent, CaseGrant
from tests.factories import NOON, make_case, make_service

pytestmark = pytest.mark.django_db

NEXT_BY_STATUS = {
    "received": ("Find eligible", "eligibility"),
    "eligible": ("Assign the case", "assign"),
    "assigned": ("Request records", "records/request"),
    "awaiting_records": ("Records are complete", "records/complete"),
    "ready_for_review": ("Choose a reviewer", "choose-reviewer"),
}


def page_of(client, case) -> str:
    return client.get(case.get_absolute_url()).content.decode()


@pytest.mark.parametrize("status", NEXT_BY_STATUS)
def test_the_next_step_has_the_one_primary_button(status, cora, sign_in):
    label, path = NEXT_BY_STATUS[status]
    page = page_of(sign_in(cora), make_case(status))
    assert page.count("btn-primary") == 1
    button = page[page.index("btn-primary") :].split("</a>")[0]
    assert label in button
    assert f"{path}/" in button


@pytest.mark.parametrize(
    ("status", "label"),
    [("in_quality_check", "Check the determination"), ("approved", "Read and sign")],
)
def test_the_director_gets_his_own_step(status, label, max, cora, sign_in):
    case = make_case(status)
    assert label in page_of(sign_in(max), case)
    assert label not in page_of(sign_in(cora), case)


def test_an_ended_case_has_no_step_and_says_why(cora, sign_in):
    page = page_of(sign_in(cora), make_case("withdrawn", ending_reason="Settled in court."))
    assert "btn-primary" not in page
    assert "Settled in court." in page


def test_endings_are_offered_only_before_the_signature(cora, sign_in):
    client = sign_in(cora)
    assert "End the dispute" in page_of(client, make_case("in_review"))
    assert "End the dispute" not in page_of(client, make_case("signed"))


def test_administrators_and_auditors_see_no_name_and_no_service(ada, audrey, sign_in):
    case = make_case(claim_number="WC-7")
    for person in (ada, audrey):
        page = page_of(sign_in(person), case)
        assert case.case_number in page
        for secret in ("Wanda", "Careful Claims", "Physical therapy", "WC-7", "14 Feb 2023"):
            assert secret not in page


def test_a_reviewer_finds_the_way_to_the_workbench_and_no_names(rita, sign_in):
    case = make_case("in_review")
    CaseGrant.objects.create(
        case=case, user=rita, scope="records", reason="Attested", granted_at=NOON
    )
    page = page_of(sign_in(rita), case)
    assert reverse("reviews:workbench", args=[case.case_number]) in page
    assert "Wanda" not in page


def test_a_stranger_learns_nothing(otto, sign_in):
    case = make_case()
    there = sign_in(otto).get(case.get_absolute_url())
    not_there = sign_in(otto).get("/cases/CM99-9999999/")
    assert (there.status_code, not_there.status_code) == (404, 404)


def test_a_number_in_small_letters_is_led_to_its_address(cora, sign_in):
    case = make_case()
    answer = sign_in(cora).get(case.get_absolute_url().lower())
    assert answer.url == case.get_absolute_url()


@pytest.mark.parametrize("path", ["%00/", "CM26%00/eligibility/", "CM26-0000001%0A/", "%E2%80%AE/"])
def test_an_address_that_cannot_be_printed_is_not_found(path, cora, sign_in):
    assert sign_in(cora).get(f"/cases/{path}").status_code == 404


def test_hostile_words_are_printed_as_they_are(cora, sign_in):
    case = make_case(claim_number="{{7*7}}")
    hostile = '<script>alert(1)</script> O\'Brien & "Co" {% now %}'
    case.parties.filter(role="injured_worker").update(name=hostile)
    make_service(case, requested=hostile, ur_reason=hostile)
    page = page_of(sign_in(cora), case)
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt; O&#x27;Brien") >= 3
    assert "{{7*7}}" in page


def test_the_timeline_tells_steps_in_words_and_leaves_looks_out(cora, sign_in):
    case = make_case()
    find_eligible(case, by=cora, at=timezone.now(), reason="A private matter of Wanda.")
    client = sign_in(cora)
    page_of(client, case)
    story = page_of(client, case).partition('id="timeline"')[2]
    assert "Found eligible" in story
    assert "Cora Coordinator" in story
    assert "viewed" not in story.lower()
    assert "private matter" not in story


def test_the_timeline_never_names_the_reviewer(cora, rita, quinn, sign_in):
    case = make_case("in_quality_check")
    AuditEvent.objects.create(
        at=NOON,
        actor=rita,
        actor_role="reviewer",
        kind="case.submit",
        case_number=case.case_number,
    )
    for person in (cora, quinn):
        story = page_of(sign_in(person), case).partition('id="timeline"')[2]
        assert "Submitted for quality check" in story
        assert "Rita" not in story


def test_the_stage_line_knows_done_now_and_next(cora, sign_in):
    case = make_case()
    find_eligible(case, by=cora, at=timezone.now(), reason="In time.")
    page = page_of(sign_in(cora), case)
    assert page.count('data-state="done"') == 1
    assert page.count('data-state="now"') == 1
    assert page.count('data-state="next"') == 9
    assert "Stage 2 of 11" in page


def test_an_ended_case_stops_at_its_ending(cora, sign_in):
    page = page_of(sign_in(cora), make_case("ineligible"))
    assert 'data-state="next"' not in page
    assert "Ineligible" in page


def test_every_look_leaves_a_row(cora, sign_in):
    case = make_case()
    page_of(sign_in(cora), case)
    assert AuditEvent.objects.filter(kind="case.viewed", case_number=case.case_number).count() == 1
