"""The workbench: what it shows, and how it saves with a script, with htmx and with neither."""

import pytest
from django.urls import reverse

from cases.models import AuditEvent
from reviews.lifecycle import ReviewStatus
from reviews.models import Determination, QualityCheck
from tests.factories import make_case, make_determination, make_review, open_records

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json", "X-Background": "1"}
HTMX = {"HX-Request": "true"}
SERVICE = {
    "revision": "0",
    "outcome": "upheld",
    "imro_basis": "mtus",
    "decision_rationale": "No red flag is recorded.",
    "citation_source": ["mtus", "other"],
    "citation_title": ["Low Back Disorders", ""],
    "citation_year": ["2021", ""],
    "citation_sections": ["Imaging\nMRI, special", ""],
    "citation_pages": ["12, 14", ""],
    "citation_text": ["", "ODG, Low Back"],
}


@pytest.fixture
def review(rita):
    return make_review(reviewer=rita.reviewer)


def url(name, review, *args):
    return reverse(f"reviews:{name}", args=[review.case.case_number, *args])


def test_it_opens_at_the_first_part_that_lacks_something(sign_in, review, rita):
    client = sign_in(rita)
    review.draft.services.filter(service__position=2).update(outcome="")
    page = client.get(url("workbench", review)).content.decode()
    assert "Service 2 of 2" in page
    review.draft.clinical_case_summary = ""
    review.draft.save()
    page = client.get(url("workbench", review)).content.decode()
    assert 'id="summary-text"' in page


def test_one_part_is_loaded_at_a_time(sign_in, rita):
    review = make_review(make_case("in_review", services=40), rita.reviewer)
    page = sign_in(rita).get(f"{url('workbench', review)}?part=21").content.decode()
    assert page.count('name="decision_rationale"') == 1
    assert "Service 21 of 40" in page
    assert page.count('id="part-') == 1 + 40 + 1  # summary, services, the heading


def test_htmx_gets_the_work_alone_and_the_back_button_the_page(sign_in, review, rita):
    client = sign_in(rita)
    address = f"{url('workbench', review)}?part=2"
    assert "<html" not in client.get(address, headers=HTMX).content.decode()
    restored = client.get(address, headers=HTMX | {"HX-History-Restore-Request": "true"})
    assert "<html" in restored.content.decode()


def test_a_part_that_is_not_there_is_not_found(sign_in, review, rita):
    for part in ("3", "0", "x"):
        answer = sign_in(rita).get(f"{url('workbench', review)}?part={part}")
        assert answer.status_code == 404


def test_records_whose_pages_are_not_made_are_listed_and_open_on_their_own_page(
    sign_in, review, rita
):
    page = sign_in(rita).get(url("workbench", review)).content.decode()
    record = review.case.records.first()
    assert f'href="{reverse("cases:record", args=[review.case.case_number, record.pk])}"' in page
    assert "1 p." in page
    assert "No page of these records can be shown yet." in page
    # Its file feeds the reader alone: a frame that names it shows a refusal.
    assert reverse("cases:record_file", args=[review.case.case_number, record.pk]) not in page


def test_the_open_service_shows_what_ur_did(sign_in, review, rita):
    service = review.case.services.get(position=1)
    service.ur_action, service.modification = "modified", "remainder"
    service.authorized, service.eligible_portion = "6 sessions", "6 sessions more"
    service.save()
    page = sign_in(rita).get(f"{url('workbench', review)}?part=1").content.decode()
    assert "6 sessions was authorized by the Claims Administrator" in page
    assert "6 sessions more" in page
    assert "Decision based on MTUS Low Back Disorders 2021" in page


def test_typing_is_saved_and_answered_with_the_revision_and_the_list(sign_in, review, rita):
    fields = {"revision": "0", "text": "Newly typed."}
    answer = sign_in(rita).post(url("save_summary", review), fields, headers=JSON)
    assert answer.status_code == 200
    assert answer.json()["revision"] == 1
    assert set(answer.json()["html"]) == {"work-list", "work-gaps", "work-shared"}
    assert len(answer.json()["saved_at"]) == len("10:42:07")


def test_a_service_is_saved_with_its_rows_of_citations(sign_in, review, rita):
    answer = sign_in(rita).post(url("save_service", review, 1), SERVICE, headers=JSON)
    assert answer.status_code == 200
    first, second = review.draft.services.get(service__position=1).citations.all()
    assert (first.title, first.year, first.pages) == ("Low Back Disorders", 2021, ["12", "14"])
    assert first.sections == ["Imaging", "MRI, special"]
    assert (second.source, second.text) == ("other", "ODG, Low Back")


def test_the_loser_of_a_race_gets_both_texts(sign_in, review, rita):
    client = sign_in(rita)
    client.post(url("save_summary", review), {"revision": "0", "text": "First."}, headers=JSON)
    late = client.post(
        url("save_summary", review), {"revision": "0", "text": "Late."}, headers=JSON
    )
    assert late.status_code == 409
    assert late.json()["stored"] == {"text": "First.", "revision": "1"}
    assert "Both are shown" in late.json()["reasons"][0]


def test_without_scripts_a_save_comes_back_to_the_same_part(sign_in, review, rita):
    answer = sign_in(rita).post(url("save_service", review, 2), SERVICE)
    assert answer["Location"] == f"{url('workbench', review)}?part=2"


def test_without_scripts_a_conflict_shows_both_texts_on_a_page(sign_in, review, rita):
    client = sign_in(rita)
    client.post(url("save_summary", review), {"revision": "0", "text": "The first text."})
    page = client.post(url("save_summary", review), {"revision": "0", "text": "The late text."})
    assert page.status_code == 409
    assert "The first text." in page.content.decode()
    assert "The late text." in page.content.decode()


@pytest.mark.parametrize(
    ("arrange", "sources"),
    [
        ("add mtus", ["mtus", "other", "mtus"]),
        ("add other", ["mtus", "other", "other"]),
        ("remove 1", ["other"]),
        ("lift 2", ["other", "mtus"]),
        ("lift 9", ["mtus", "other"]),
        ("nonsense", ["mtus", "other"]),
    ],
)
def test_rows_of_citations_are_added_moved_and_taken_away(arrange, sources, sign_in, review, rita):
    answer = sign_in(rita).post(
        url("save_service", review, 1), SERVICE | {"arrange": arrange}, headers=HTMX
    )
    assert "<html" not in answer.content.decode()
    kept = review.draft.services.get(service__position=1).citations.values_list("source", flat=True)
    assert list(kept) == sources


def test_a_year_that_is_no_number_is_refused_in_words(sign_in, review, rita):
    fields = SERVICE | {"citation_year": ["20o4", ""]}
    answer = sign_in(rita).post(url("save_service", review, 1), fields, headers=JSON)
    assert answer.status_code == 409
    assert "20o4" in answer.json()["reasons"][0]


def test_a_form_that_lost_its_revision_is_refused(sign_in, review, rita):
    answer = sign_in(rita).post(url("save_summary", review), {"text": "x"}, headers=JSON)
    assert answer.status_code == 409


def test_strangers_and_staff_learn_nothing(sign_in, review, otto, cora, quinn, stella):
    for user in (otto, cora, stella):
        for name in ("workbench", "preview", "submit_review", "withdraw_review"):
            assert sign_in(user).get(url(name, review)).status_code == 404
        assert sign_in(user).post(url("save_summary", review)).status_code == 404
        assert sign_in(user).post(url("save_service", review, 1)).status_code == 404
    assert sign_in(quinn).get(url("workbench", review)).status_code == 404


def test_what_came_back_shows_its_reasons(sign_in, rita, quinn):
    review = make_review(make_case("in_review"), rita.reviewer, ReviewStatus.RETURNED)
    version = make_determination(review)
    QualityCheck.objects.filter(determination=version).update(
        outcome="returned",
        reasons="Name the date of the MRI.",
        checked_by=quinn,
        checked_at=version.submitted_at,
    )
    page = sign_in(rita).get(url("workbench", review)).content.decode()
    assert "Name the date of the MRI." in page


def test_the_preview_is_a_draft_of_the_body_alone(sign_in, review, rita):
    answer = sign_in(rita).get(url("preview", review))
    assert answer["Content-Type"] == "application/pdf"
    assert answer.content.startswith(b"%PDF")
    assert rita.full_name not in answer.headers["Content-Disposition"]


def test_nothing_decided_is_nothing_to_preview(sign_in, rita):
    blank = make_review(reviewer=rita.reviewer, is_written=False)
    answer = sign_in(rita).get(url("preview", blank))
    assert answer.status_code == 409
    assert "Decide at least one service" in answer.content.decode()


def test_a_document_never_opened_stands_in_the_way(sign_in, review, rita):
    client = sign_in(rita)
    opened, unopened = review.case.records.all()
    client.get(reverse("cases:record_file", args=[review.case.case_number, opened.pk]))
    page = client.get(url("submit_review", review)).content.decode()
    assert f'name="aside_{unopened.pk}"' in page
    assert f'name="aside_{opened.pk}"' not in page
    refused = client.post(url("submit_review", review), {f"aside_{unopened.pk}": " "})
    assert refused.status_code == 409
    assert f"not opened “{unopened.title}”" in refused.content.decode()


def test_submitting_makes_the_version_of_what_was_opened(sign_in, review, rita):
    ur = review.case.records.get(kind="ur_determination")
    report = review.case.records.exclude(kind="ur_determination").get()
    open_records(review, [report])
    sent = {f"aside_{ur.pk}": "Read in the case file."}
    answer = sign_in(rita).post(url("submit_review", review), sent)
    assert answer["Location"] == reverse("home")
    assert list(Determination.objects.get().documents_reviewed.all()) == [report]
    assert review.set_aside.get().reason == "Read in the case file."
    page = sign_in(rita).get(url("workbench", review)).content.decode()
    assert "You submitted this review" in page


def test_a_refused_submission_lists_the_reasons_and_keeps_what_was_typed(sign_in, review, rita):
    ur = review.case.records.get(kind="ur_determination")
    report = review.case.records.exclude(kind="ur_determination").get()
    open_records(review, [ur])
    typed = {f"aside_{report.pk}": "Another worker’s."}
    page = sign_in(rita).post(url("submit_review", review), typed)
    assert page.status_code == 409
    assert "9792.10.6(b)(2)" in page.content.decode()
    assert 'value="Another worker’s."' in page.content.decode()


def test_each_look_leaves_a_row_and_a_save_its_own(sign_in, review, rita):
    client = sign_in(rita)
    client.get(url("workbench", review))
    client.post(url("save_summary", review), {"revision": "0", "text": "More."}, headers=JSON)
    assert AuditEvent.objects.filter(kind="draft.saved", actor=rita).count() == 1
    assert AuditEvent.objects.filter(kind="review.viewed", actor=rita).count() == 1
