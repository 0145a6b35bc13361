"""What was submitted, attested, signed or audited stays: triggers refuse raw SQL too."""

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, models, transaction

from cases import audit
from cases.models import (
    AuditEvent,
    AuditSeal,
    Case,
    Ending,
    FeeEvent,
    Notice,
    NoticeService,
    ReceivedFile,
    RecordPage,
)
from reviews.models import (
    ConflictAttestation,
    Delivery,
    Determination,
    DeterminationLetter,
    DraftRevision,
    GuidelineCitation,
    ServiceDecision,
)
from tests.factories import (
    NOON,
    make_case,
    make_delivery,
    make_determination,
    make_ending,
    make_fee,
    make_letter,
    make_review,
    make_revision,
)
from tests.factories.notices import make_notice, make_service_of_notice, served
from tests.factories.pages import make_file, make_page

pytestmark = pytest.mark.django_db


def an_event() -> None:
    audit.append("case.viewed", make_case(), by=None)
    connection.check_constraints()


LAST_FILE = models.Subquery(ReceivedFile.objects.order_by("-pk").values("pk")[:1])
ANOTHER_CASE = {"case": models.Subquery(Case.objects.order_by("-pk").values("pk")[:1])}
FROZEN: dict[str, tuple[Callable[[], object], type[models.Model], dict[str, object]]] = {
    "an audit event": (an_event, AuditEvent, {"kind": "case.forgotten"}),
    "an audit event's time": (an_event, AuditEvent, {"at": NOON}),
    "a seal of the chain": (an_event, AuditSeal, {"sha256": "0" * 64}),
    "a decision": (make_determination, ServiceDecision, {"outcome": "upheld"}),
    "a rationale": (make_determination, ServiceDecision, {"decision_rationale": "Otherwise."}),
    "a citation": (make_determination, GuidelineCitation, {"title": "Another guideline"}),
    "a kept save": (lambda: make_revision(make_review()), DraftRevision, {"text": "Otherwise."}),
    "an attestation": (make_review, ConflictAttestation, {"is_free_of_conflict": False}),
    "a submitted summary": (make_determination, Determination, {"clinical_case_summary": "No."}),
    "a version's number": (make_determination, Determination, {"version": 7}),
    "a signed snapshot": (
        lambda: make_determination(status="signed"),
        Determination,
        {"snapshot": {}},
    ),
    "a signature": (
        lambda: make_determination(status="signed"),
        Determination,
        {"signed_at": None},
    ),
    "a fee": (lambda: make_fee(make_case()), FeeEvent, {"amount": 1}),
    "a fee's stage": (lambda: make_fee(make_case()), FeeEvent, {"stage": "determined"}),
    "an ending": (lambda: make_ending(make_case()), Ending, {"reason": "settled"}),
    "a finished letter's file": (
        lambda: make_letter(status="ready"),
        DeterminationLetter,
        {"file_sha256": "a" * 64},
    ),
    "a notice's words": (make_notice, Notice, {"snapshot": {}}),
    "a notice's day": (make_notice, Notice, {"dated": "2025-01-01"}),
    "a finished notice's file": (
        lambda: make_notice(status="ready"),
        Notice,
        {"file_sha256": "a" * 64},
    ),
    "a proof of service": (
        lambda: make_service_of_notice(**served()),
        NoticeService,
        {"method": "fax"},
    ),
    "a recipient": (
        lambda: make_service_of_notice(**served()),
        NoticeService,
        {"recipient_name": "Another"},
    ),
    "a recipient's role": (make_service_of_notice, NoticeService, {"recipient_role": "employer"}),
    "a proof of service of a letter": (
        lambda: make_delivery(make_letter(), **served()),
        Delivery,
        {"method": "fax"},
    ),
    "a page's number": (make_page, RecordPage, {"number": 7}),
    "a page's place in its file": (make_page, RecordPage, {"number_in_file": 7}),
    "a page's case": (lambda: (make_page(), make_case("received")), RecordPage, ANOTHER_CASE),
    "a page's file": (lambda: (make_page(), make_file()), RecordPage, {"file": LAST_FILE}),
    "the bytes of a received file": (make_file, ReceivedFile, {"sha256": "a" * 64}),
    "the case of a received file": (
        lambda: (make_file(), make_case("received")),
        ReceivedFile,
        ANOTHER_CASE,
    ),
    "a finished letter's status": (
        lambda: make_letter(status="ready"),
        DeterminationLetter,
        {"status": "queued", "file_sha256": ""},
    ),
}
KEPT: dict[str, tuple[Callable[[], object], type[models.Model]]] = {
    "audit events": (an_event, AuditEvent),
    "seals": (an_event, AuditSeal),
    "decisions": (make_determination, ServiceDecision),
    "citations": (make_determination, GuidelineCitation),
    "determinations": (make_determination, Determination),
    "pages": (make_page, RecordPage),
    "notices": (make_notice, Notice),
    "services of notices": (make_service_of_notice, NoticeService),
    "letters": (make_letter, DeterminationLetter),
    "services of letters": (lambda: make_delivery(make_letter()), Delivery),
    "attestations": (make_review, ConflictAttestation),
    "kept saves": (lambda: make_revision(make_review()), DraftRevision),
}


@pytest.mark.parametrize("what", FROZEN)
def test_it_is_not_changed(what):
    make, model, values = FROZEN[what]
    make()
    with pytest.raises(IntegrityError, match="is refused"), transaction.atomic():
        model._base_manager.update(**values)


@pytest.mark.parametrize("what", KEPT)
def test_it_is_not_removed(what):
    make, model = KEPT[what]
    make()
    table = connection.ops.quote_name(model._meta.db_table)
    with pytest.raises(IntegrityError, match="is refused"), transaction.atomic():
        connection.cursor().execute(f"delete from {table}")


def test_an_unsigned_version_may_still_be_approved(quinn):
    version = make_determination()
    Determination.objects.filter(pk=version.pk).update(approved_by=quinn, approved_at=NOON)
    version.refresh_from_db()
    assert version.approved_by == quinn


def test_the_audit_cannot_be_emptied_at_a_stroke():
    with connection.cursor() as cursor:
        cursor.execute(
            "select tgrelid::regclass::text from pg_trigger where tgname = 'audit_refuses_truncate'"
        )
        assert {table for (table,) in cursor.fetchall()} == {"cases_auditevent", "cases_auditseal"}
