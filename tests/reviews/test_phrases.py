"""A reviewer's own phrases: kept, changed, removed, seen by nobody else; blanks must be filled."""

import pytest
from django.urls import reverse

from cases.models import AuditEvent
from reviews import completeness, wordcraft
from reviews.models import Phrase
from tests.factories import make_phrase, make_review

pytestmark = pytest.mark.django_db
LIMITS = completeness.TextLimits(text=60_000)
WORDS = {"name": "MTUS is silent", "text": "The MTUS does not address [[the service]]."}


@pytest.fixture
def review(rita):
    return make_review(reviewer=rita.reviewer)


def test_a_phrase_is_kept_and_offered_in_the_workbench(sign_in, review, rita):
    client = sign_in(rita)
    answer = client.post(reverse("reviews:phrases"), WORDS, follow=True)
    assert "The MTUS does not address [[the service]]." in answer.content.decode()
    page = client.get(review.get_absolute_url() + "?part=1").content.decode()
    assert 'data-insert="The MTUS does not address [[the service]]."' in page


def test_a_phrase_is_changed_and_removed(sign_in, review, rita):
    client, phrase = sign_in(rita), make_phrase(rita.reviewer)
    client.post(reverse("reviews:edit_phrase", args=[phrase.pk]), WORDS)
    phrase.refresh_from_db()
    assert phrase.name == "MTUS is silent"
    client.post(reverse("reviews:remove_phrase", args=[phrase.pk]))
    assert not Phrase.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"name": "", "text": "x"}, "Give the phrase a short name"),
        ({"name": "x", "text": " "}, "Write the words"),
        ({"name": "FIRST", "text": "x"}, "already"),
        ({"name": "x", "text": "a\u202eb"}, "The phrase"),
    ],
)
def test_what_cannot_be_kept_says_why_and_keeps_the_words(fields, sentence, sign_in, rita):
    make_phrase(rita.reviewer, name="First")
    page = sign_in(rita).post(reverse("reviews:phrases"), fields).content.decode()
    assert sentence in page
    assert fields["text"].strip() in page
    assert Phrase.objects.count() == 1


def test_somebody_elses_phrases_are_not_there(sign_in, rita, otto):
    theirs = make_phrase(otto.reviewer, text="Otto's own words.")
    client = sign_in(rita)
    assert "Otto's own words." not in client.get(reverse("reviews:phrases")).content.decode()
    for name in ("edit_phrase", "remove_phrase"):
        address = reverse(f"reviews:{name}", args=[theirs.pk])
        assert client.post(address, WORDS).status_code == 404
    assert Phrase.objects.get().text == "Otto's own words."


def test_the_words_are_not_in_the_audit(sign_in, rita):
    sign_in(rita).post(reverse("reviews:phrases"), WORDS)
    event = AuditEvent.objects.get(kind="phrase.added")
    assert "MTUS" not in str(event.data) + str(event.changed_fields)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Pain in the [[side]] arm, [[level]].", ["[[side]]", "[[level]]"]),
        ("References [84, 89, 90] and [following TPII].", []),
        ("An empty one [[]] counts.", ["[[]]"]),
        ("Not over\n[[a line\nend]].", []),
    ],
)
def test_blanks_are_found(text, left):
    assert wordcraft.blanks_in(text) == left


def test_a_blank_left_in_a_text_is_a_gap():
    written = completeness.ServiceWritten(
        1, "upheld", "none", "The [[side]] knee is not medically necessary."
    )
    gaps = completeness.service_gaps(written, LIMITS)
    assert gaps == ["The rationale has a blank to fill: “[[side]]”."]
    assert completeness.summary_gaps("Seen on [[date]].", LIMITS)
    assert not completeness.summary_gaps("Seen on July 1.", LIMITS)
