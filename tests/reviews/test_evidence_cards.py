"""Highlights and cards: made once, changed by one, cited, frozen with the version, and private."""

import uuid
from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from cases import book
from cases.models import AuditEvent, Case, CaseGrant
from reviews.actions.drafting import save_summary
from reviews.evidence.references import cites, citing_sentences, reference
from reviews.models import CitedPassage, EvidenceLink, Highlight, Review
from reviews.passages import cards_of, keep_cited
from tests.factories import make_determination, make_review
from tests.factories.books import make_document, read_page

pytestmark = pytest.mark.django_db
TEXT = "Straight leg raise is positive on the left at forty degrees. Lumbar flexion is less."


@pytest.fixture
def review(rita):
    review = make_review(reviewer=rita.reviewer)
    make_document(review.case, [TEXT], title="Progress report of April", author="Pauline, MD")
    return review


@pytest.fixture
def page(review):
    return review.case.record_pages.get()


@pytest.fixture
def client(rita, sign_in):
    return sign_in(rita)


def send(client, review, name, key, **fields):
    url = reverse(f"reviews:{name}", args=[review.case.case_number, key])
    return client.post(url, fields, headers={"Accept": "application/json"})


def mark(client, review, page, **fields):
    key = uuid.uuid4()
    known = {"page_key": book.key_of(page.pk, page.number), "start": 0, "end": 3} | fields
    answer = send(client, review, "add_highlight", key, **known)
    assert answer.status_code == 200, answer.content
    return key, answer.json()["card"]


def test_a_passage_becomes_a_card(client, review, page):
    _, card = mark(client, review, page, service=2)
    assert card["quote"] == "Straight leg raise"
    assert (card["document"], card["author"]) == ("Progress report of April", "Pauline, MD")
    assert (card["page"], card["service"], card["revision"]) == (page.number, 2, 1)
    assert card["reference"] == f"(Progress report, 05/19/2025, page {page.number})"
    assert len(card["boxes"]) == 1


def test_an_area_takes_the_words_inside(client, review, page):
    _, card = mark(client, review, page, left=0, top=0.09, right=0.35, bottom=0.13)
    assert card["kind"] == "area"
    assert card["quote"].startswith("Straight leg")


def test_nothing_is_marked_once_the_records_are_closed(client, review, page, rita):
    key, card = mark(client, review, page)
    CaseGrant.objects.filter(user=rita, scope="records").update(ended_at=timezone.now())
    known = {"page_key": book.key_of(page.pk, page.number), "start": 0, "end": 2}
    asked = {
        "add_highlight": known,
        "change_highlight": known | {"revision": card["revision"]},
        "cite_highlight": {"part": "summary"},
        "remove_highlight": {"revision": card["revision"]},
        "restore_highlight": {},
    }
    for name, fields in asked.items():
        other = uuid.uuid4() if name == "add_highlight" else key
        assert send(client, review, name, other, **fields).status_code == 404, name


def test_the_same_save_twice_is_one_highlight(client, review, page):
    key, _ = mark(client, review, page)
    sent = {"page_key": book.key_of(page.pk, page.number), "start": 0, "end": 3}
    assert send(client, review, "add_highlight", key, **sent).status_code == 200
    assert Highlight.objects.count() == 1


def test_two_windows_do_not_overwrite_each_other(client, review, page):
    key, _ = mark(client, review, page)
    assert send(client, review, "change_highlight", key, revision=1, note="One").status_code == 200
    late = send(client, review, "change_highlight", key, revision=1, note="Other")
    assert late.status_code == 409
    assert late.json()["stored"] == {"revision": "2"}
    assert Highlight.objects.get().note == "One"


def test_what_is_sent_again_because_its_answer_was_lost_is_no_conflict(client, review, page):
    key, _ = mark(client, review, page)
    for fields in ({"revision": 1, "note": "Look"}, {"revision": 2, "service": 2}):
        for _ in range(2):
            answer = send(client, review, "change_highlight", key, **fields)
            assert (answer.status_code, answer.json()["card"]["revision"]) == (
                200,
                fields["revision"] + 1,
            )
    for _ in range(2):
        assert send(client, review, "remove_highlight", key, revision=3).status_code == 200
    assert AuditEvent.objects.filter(kind="highlight.changed").count() == 2
    assert AuditEvent.objects.filter(kind="highlight.removed").count() == 1


def test_a_note_alone_keeps_the_service(client, review, page):
    key, _ = mark(client, review, page, service=1)
    card = send(client, review, "change_highlight", key, revision=1, note="Look").json()["card"]
    assert (card["service"], card["note"]) == (1, "Look")
    card = send(client, review, "change_highlight", key, revision=2, service=0).json()["card"]
    assert card["service"] == 0


@pytest.mark.parametrize("span", [(90, 95), (3, 3), (5, 2)])
def test_a_passage_that_is_not_on_the_page_is_refused(client, review, page, span):
    sent = {"page_key": book.key_of(page.pk, page.number), "start": span[0], "end": span[1]}
    answer = send(client, review, "add_highlight", uuid.uuid4(), **sent)
    assert answer.status_code == 409
    assert "not on this page" in answer.json()["reasons"][0]


def test_a_new_reading_of_the_page_keeps_the_passage(client, review, page):
    mark(client, review, page, start=0, end=5)
    read_page(page, f"Received by fax, page 4. {TEXT.replace('raise', 'ra1se')}")
    card = cards_of(review)[0]
    assert not card.is_lost
    assert card.boxes[0][0] > 0.1


def test_a_passage_that_is_nowhere_waits_in_the_tray_and_can_be_put_back(client, review, page):
    key, _ = mark(client, review, page, start=0, end=5)
    read_page(page, "Something else altogether stands here in this reading.")
    assert cards_of(review)[0].is_lost
    sent = {"page_key": book.key_of(page.pk, page.number), "start": 0, "end": 2, "revision": 1}
    card = send(client, review, "change_highlight", key, **sent).json()["card"]
    assert (card["isLost"], card["quote"]) == (False, "Something else")


def test_a_removed_highlight_is_gone_with_its_links(client, review, page):
    key, _ = mark(client, review, page)
    send(client, review, "cite_highlight", key, part="summary")
    assert send(client, review, "remove_highlight", key, revision=1).status_code == 200
    assert cards_of(review) == []
    assert not EvidenceLink.objects.exists()
    assert send(client, review, "change_highlight", key, revision=2, note="x").status_code == 409


def test_a_removed_highlight_comes_back_as_it_was_once(client, review, page):
    key, _ = mark(client, review, page, service=1)
    send(client, review, "change_highlight", key, revision=1, note="Look")
    send(client, review, "remove_highlight", key, revision=2)
    for _ in range(2):
        card = send(client, review, "restore_highlight", key).json()["card"]
        assert (card["service"], card["note"], card["revision"]) == (1, "Look", 4)
    assert AuditEvent.objects.filter(kind="highlight.restored").count() == 1
    assert send(client, review, "restore_highlight", uuid.uuid4()).status_code == 409


def test_what_the_text_cites_is_kept_with_the_version(client, review, page, rita):
    cited, card = mark(client, review, page)
    dropped, _ = mark(client, review, page, start=4, end=6)
    send(client, review, "cite_highlight", cited, part="1")
    send(client, review, "cite_highlight", dropped, part="summary")
    part = review.draft.services.get(service__position=1)
    part.decision_rationale = f"The leg raise was positive {card['reference']}."
    part.save()
    version = make_determination(review, "submitted")
    keep_cited(review, version)
    passage = CitedPassage.objects.get()
    assert (passage.service.position, passage.highlight.key) == (1, cited)


def test_who_checks_sees_what_is_cited_without_the_notes(client, review, page, quinn, sign_in):
    key, card = mark(client, review, page)
    send(client, review, "change_highlight", key, revision=1, note="For me alone.")
    send(client, review, "cite_highlight", key, part="summary")
    review.draft.clinical_case_summary = f"Weak {card['reference']}."
    review.draft.save()
    keep_cited(review, make_determination(review, "submitted"))
    Review.objects.filter(pk=review.pk).update(status="submitted", submitted_at=timezone.now())
    Case.objects.filter(pk=review.case_id).update(status="in_quality_check")
    url = reverse("reviews:evidence", args=[review.case.case_number])
    shown = sign_in(quinn).get(url).json()["cards"]
    assert [(one["quote"], one["note"]) for one in shown] == [(card["quote"], "")]


def test_nobody_else_sees_what_is_not_submitted(client, review, page, quinn, max, otto, sign_in):
    mark(client, review, page)
    url = reverse("reviews:evidence", args=[review.case.case_number])
    assert len(client.get(url).json()["cards"]) == 1
    for person in (quinn, max, otto):
        assert sign_in(person).get(url).status_code == 404


def test_the_book_asks_for_evidence_only_where_there_is_a_review_to_see(
    client, review, rita, quinn, sign_in
):
    url = reverse("reviews:evidence", args=[review.case.case_number])
    book = reverse("cases:book", args=[review.case.case_number])
    asks = f'data-evidence="{url}"'
    assert asks in client.get(book).content.decode()
    Case.objects.filter(pk=review.case_id).update(status="in_quality_check")
    shown = sign_in(quinn).get(book).content.decode()
    assert "data-book" in shown
    assert "data-evidence" not in shown
    make_determination(review, "submitted")
    assert asks in sign_in(quinn).get(book).content.decode()


def test_a_reference_is_read_where_it_was_written():
    said = reference("Progress report", date(2025, 5, 19), 123)
    assert said == "(Progress report, 05/19/2025, page 123)"
    text = f"The leg was weak {said}. It mended. {reference('Consultation', None, 4)} Later, well."
    assert cites(text, 123)
    assert not cites(text, 12)
    found = [(sentence.text, sentence.pages) for sentence in citing_sentences(text)]
    assert found == [
        (f"The leg was weak {said}.", (123,)),
        ("It mended. (Consultation, page 4)", (4,)),
    ]


def test_a_summary_links_too(client, review, page, rita):
    key, card = mark(client, review, page)
    send(client, review, "cite_highlight", key, part="summary")
    revision = review.draft.revision
    text = f"Weak {card['reference']}."
    save_summary(review, by=rita, at=timezone.now(), text=text, revision=revision)
    assert cards_of(review)[0].cited_in == ["summary"]
