"""The director's signature: who may sign what, what is frozen by it, and the page to sign on."""

import dataclasses
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone

from cases.errors import Refused, StepNotAllowed
from cases.models import AuditEvent, Organization, Party
from cases.press.snapshots import snapshot_sha256
from imrportal.accounts.models import User
from reviews.actions.determination import content_as_read, sign_determination
from reviews.freezing import build_content, draft_content
from reviews.letters.content import from_snapshot
from reviews.models import Delivery, DeterminationLetter, Licence, ReviewOffer
from tests.factories import PASSWORD, make_determination, make_service, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def version():
    return make_determination(status="approved")


def sign(version, by, **more):
    return sign_determination(version.review, by=by, at=timezone.now(), **more)


def no_records(version, user):
    version.documents_reviewed.clear()


def only_the_ur_decision(version, user):
    version.documents_reviewed.set(version.case.records.filter(kind="ur_determination"))


def an_expired_licence(version, user):
    Licence.objects.filter(reviewer=version.review.reviewer).update(
        expires_on=timezone.localdate() - timedelta(days=1)
    )


def a_party_nobody_swore_about(version, user):
    Party.objects.create(case=version.case, role="insurer", name="Sudden Insurance")


def an_undecided_service(version, user):
    make_service(version.case, requested="A second MRI")


def written_by_the_signer(version, user):
    type(version.review.reviewer).objects.filter(pk=version.review.reviewer_id).update(user=user)


def approved_by_the_signer(version, user):
    type(version).objects.filter(pk=version.pk).update(approved_by=user)


def offered_by_the_signer(version, user):
    ReviewOffer.objects.filter(case=version.case).update(offered_by=user)


def assigned_by_the_signer(version, user):
    type(version.case).objects.filter(pk=version.case_id).update(assigned_by=user)


def an_unlicensed_signer(version, user):
    User.objects.filter(pk=user.pk).update(licensing_board="")


def text_nobody_can_print(version, user):
    Party.objects.filter(case=version.case, role="employer").update(name="Employer \U0001f600")


RULES = [
    (no_records, "No document is recorded as reviewed"),
    (only_the_ur_decision, "nothing is decided on those alone"),
    (an_expired_licence, "licen"),
    (a_party_nobody_swore_about, "does not cover the insurer"),
    (an_undecided_service, "does not decide service 3"),
    (written_by_the_signer, "wrote himself"),
    (approved_by_the_signer, "You approved this version"),
    (offered_by_the_signer, "offered it to a reviewer does not sign"),
    (assigned_by_the_signer, "assigned the case"),
    (an_unlicensed_signer, "Medical Board"),
    (text_nobody_can_print, "cannot print"),
]


@pytest.mark.parametrize(("broken", "words"), RULES, ids=lambda rule: getattr(rule, "__name__", ""))
def test_a_broken_rule_is_refused_in_words_and_nothing_is_left_behind(version, max, broken, words):
    broken(version, max)
    with pytest.raises(Refused, match=words):
        sign(version, User.objects.get(pk=max.pk))
    version.refresh_from_db()
    assert (version.signed_at, version.snapshot) == (None, None)
    assert not DeterminationLetter.objects.exists()
    assert not AuditEvent.objects.filter(kind="determination.signed").exists()


@pytest.mark.parametrize("name", ["cora", "rita", "quinn", "stella", "ada", "audrey"])
def test_others_may_not_sign(version, name, request):
    with pytest.raises(PermissionDenied):
        sign(version, request.getfixturevalue(name))


def test_several_reasons_are_told_at_once(version, max):
    no_records(version, max)
    an_undecided_service(version, max)
    with pytest.raises(Refused) as refused:
        sign(version, max)
    assert len(refused.value.reasons) == 2


def test_what_is_not_approved_is_not_signed(max):
    with pytest.raises(StepNotAllowed):
        sign(make_determination(), max)


def test_a_decision_date_in_the_future_is_refused(version, max):
    with pytest.raises(Refused, match="in the future"):
        sign(version, max, decision_on=timezone.localdate() + timedelta(days=1))


def test_outside_a_demonstration_only_the_own_organization_signs(version, max, settings):
    settings.DEMONSTRATION = False
    version.case.organization = Organization.objects.create(name="Another", short_name="Another")
    version.case.save()
    with pytest.raises(Refused, match="belongs to Another"):
        sign(version, max)


def test_signing_freezes_the_letter_and_queues_both_forms(version, max):
    signed = sign(version, max)
    content = from_snapshot(signed.snapshot)
    assert signed.snapshot_sha256 == snapshot_sha256(signed.snapshot)
    assert signed.template_version == content.template_version
    assert (signed.signed_by, signed.case.status) == (max, "signed")
    assert signed.case.decision_on == timezone.localdate() == content.decision_date
    assert sorted(signed.letters.values_list("form", "status")) == [
        ("public", "queued"),
        ("served", "queued"),
    ]


def test_the_letter_names_whoever_signs_with_the_title_of_the_organization(version, max, mona):
    content = from_snapshot(sign(version, mona).snapshot)
    assert content.organization.director_name == "Mona Director, MD"
    assert content.organization.director_title == "Medical Director"


def test_a_service_account_signs_for_the_director_of_the_organization(version, max):
    by = make_user("medical_director", is_service=True, full_name="Command")
    content = from_snapshot(sign(version, by).snapshot)
    assert content.organization.director_name == "Max Director, MD"


def test_everybody_the_law_names_is_a_recipient(version, max):
    signed = sign(version, max)
    served = Delivery.objects.filter(letter__determination=signed)
    assert list(served.values_list("position", "recipient_role")) == [
        (1, "injured_worker"),
        (2, "attorney"),
        (3, "claims_administrator"),
        (4, "requesting_physician"),
        (5, "administrative_director"),
    ]
    assert {delivery.letter.form for delivery in served} == {"served"}


def test_a_worker_without_attorney_has_one_recipient_less(version, max):
    version.case.parties.filter(role="attorney").delete()
    assert Delivery.objects.filter(letter__determination=sign(version, max)).count() == 4


def test_what_changes_after_the_signature_does_not_change_the_letter(version, max):
    signed = sign(version, max)
    version.case.parties.filter(role="injured_worker").update(name="Renamed Worker")
    signed.refresh_from_db()
    assert from_snapshot(signed.snapshot).injured_worker == "Wanda Worker"


def test_nobody_of_the_reviewers_is_named_in_the_snapshot(version, max):
    reviewer = version.review.reviewer
    text = str(sign(version, max).snapshot)
    for secret in (reviewer.user.full_name, reviewer.user.email, reviewer.pseudonym):
        assert secret not in text
    assert reviewer.licences.get().number not in text


def test_the_letters_are_queued_only_after_the_commit(
    version, max, monkeypatch, django_capture_on_commit_callbacks
):
    queued = []
    monkeypatch.setattr("reviews.tasks.letters.queue", lambda *ids: queued.extend(ids))
    with django_capture_on_commit_callbacks(execute=True):
        sign(version, max)
        assert queued == []
    assert sorted(queued) == sorted(DeterminationLetter.objects.values_list("pk", flat=True))


def test_a_draft_is_previewed_with_what_is_decided_so_far(rita):
    version = make_determination()
    review = version.review
    type(review).objects.filter(pk=review.pk).update(status="drafting")
    review.refresh_from_db()
    review.draft.services.filter(service__position=2).update(outcome="")
    content = draft_content(review, at=timezone.now())
    assert [service.position for service in content.services] == [1]


# The page.


def page_of(version):
    return reverse("reviews:sign_determination", args=[version.case.case_number])


def typed(version, by, **more):
    now = timezone.now()
    today = timezone.localdate(now)
    content = build_content(version, signed_at=now, letter_date=today, decision_on=today, signer=by)
    known = {"is_meant": "on", "password": PASSWORD, "read_sha256": content_as_read(content)}
    return known | more


def test_the_page_has_the_letter_the_statement_the_password_and_one_button(version, max, sign_in):
    words = sign_in(max).get(page_of(version)).content.decode()
    assert "I have read this letter" in words
    assert 'type="password"' in words
    assert words.count("btn-primary") == 1
    assert content_as_read(draft_content(version.review, at=timezone.now())) in words


def test_signing_on_the_page_leads_to_the_letters(version, max, sign_in):
    answer = sign_in(max).post(page_of(version), typed(version, max))
    assert answer.status_code == 302
    assert answer.url == reverse("reviews:letters", args=[version.case.case_number])
    version.refresh_from_db()
    assert version.signed_by == max


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("password", "not the password", "not the password of your account"),
        ("password", "", "Give your password again"),
        ("is_meant", "", "Tick the statement"),
    ],
)
def test_without_presence_nothing_is_signed(version, max, sign_in, field, value, words):
    page = sign_in(max).post(page_of(version), typed(version, max, **{field: value}))
    assert words in page.content.decode()
    assert PASSWORD not in page.content.decode()
    version.refresh_from_db()
    assert version.signed_at is None


def test_five_wrong_passwords_end_the_session(version, max, sign_in):
    client = sign_in(max)
    for _ in range(4):
        assert client.post(page_of(version), typed(version, max, password="no")).status_code == 200
    assert client.post(page_of(version), typed(version, max, password="no")).status_code == 302
    assert AuditEvent.objects.filter(kind="account.presence_not_shown").count() == 5
    assert client.get(page_of(version)).status_code == 302


def test_a_letter_that_changed_since_it_was_read_is_read_again(version, max, sign_in):
    sent = typed(version, max)
    version.case.parties.filter(role="employer").update(name="Corrected Employer")
    page = sign_in(max).post(page_of(version), sent)
    assert page.status_code == 409
    assert "The letter has changed since you opened it" in page.content.decode()
    version.refresh_from_db()
    assert version.signed_at is None


def test_who_approved_it_is_told_so_and_gets_no_form(version, max, sign_in):
    approved_by_the_signer(version, max)
    words = sign_in(max).get(page_of(version)).content.decode()
    assert "You approved this version" in words
    assert 'type="password"' not in words


def test_the_digest_of_what_was_read_does_not_depend_on_the_minute(version, max):
    now = timezone.now()
    today = timezone.localdate(now)
    content = build_content(
        version, signed_at=now, letter_date=today, decision_on=today, signer=max
    )
    later = dataclasses.replace(content, signed_at=now + timedelta(hours=7))
    other = dataclasses.replace(content, employer="Somebody else")
    assert content_as_read(content) == content_as_read(later) != content_as_read(other)
