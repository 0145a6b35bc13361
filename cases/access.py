"""The only way to fetch for a user: fetch and check in one, and the look leaves its audit row."""

import hashlib
from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import Http404
from django.utils import timezone

from cases import audit, book
from cases.lifecycle import CaseStatus
from cases.models import (
    Binder,
    Case,
    CaseFileUpload,
    CaseGrant,
    IntakeDraft,
    MedicalRecord,
    Notice,
    Organization,
    ReceivedFile,
    RecordPage,
    Transfer,
)
from cases.models.files import BEFORE_PAGES

MOST_CASE_FILES = 500
MOST_OF_TRAY = 200
MOST_REFUSED = 20
MOST_SENT = 10
MOST_ASIDE = 50
OF_LATE = timedelta(days=7)
SHOWN_OF_TRAY = ("pk", "step", "tray_reason", "last_error", "codes_read")
NOT_FOUND = "Not found, or not assigned to you."
# How long a grant opens the records after the determination was issued.
RECORDS_STAY_OPEN = timedelta(days=14)


def require(user: Any, permission: str) -> None:
    """Raise PermissionDenied unless the user's role has `permission`."""
    if not user.has_perm(permission):
        raise PermissionDenied(f"Your role does not include this step ({permission}).")


def may_view_records(user: Any, case: Case) -> bool:
    """Whether the user may see the case's medical records: by role, or by a grant of records.

    A grant is given with a clean attestation, and reaches until fourteen days after the issue.
    """
    if user.has_perm("cases.view_records"):
        return True
    if case.status == CaseStatus.ISSUED and _is_long_ago(case):
        return False
    return CaseGrant.objects.filter(
        case=case, user=user, scope=CaseGrant.Scope.RECORDS, ended_at=None
    ).exists()


def require_records(user: Any, case: Case) -> None:
    """Raise Http404 unless the user may see the case's medical records."""
    if not may_view_records(user, case):
        raise Http404(NOT_FOUND)


def require_some_records(user: Any) -> None:
    """Raise PermissionDenied unless the records of some case are open to the user."""
    if user.has_perm("cases.view_records"):
        return
    grants = CaseGrant.objects.filter(user=user, scope=CaseGrant.Scope.RECORDS, ended_at=None)
    if not grants.exists():
        raise PermissionDenied(
            "No records are open to you: they open with a signed conflict attestation."
        )


@transaction.atomic
def open_case(user: Any, case_number: str, *, permission: str = "") -> Case:
    """Return the case the user may know of, leaving a row; Http404 for any other.

    With `permission`, a user who may know of the case but lacks it gets PermissionDenied.
    """
    case = (
        Case.objects.visible_to(user)
        .select_related("organization", "assigned_by")
        .filter(case_number=case_number.strip().upper())
        .first()
    )
    if case is None:
        raise Http404(NOT_FOUND)
    if permission:
        require(user, permission)
    audit.append("case.viewed", case, by=user)
    return case


def case_of_records(user: Any, case_number: str) -> Case:
    """Return the case whose records the user may see; Http404 for any other. No row is left."""
    case = Case.objects.visible_to(user).filter(case_number=case_number.strip().upper()).first()
    if case is None or not may_view_records(user, case):
        raise Http404(NOT_FOUND)
    return case


def page_of_records(user: Any, case_number: str, number: int) -> RecordPage:
    """Return one page of a case whose records the user may see; Http404 for any other.

    The caller writes the look down: page by page for a picture, in batches for the book.
    """
    case = case_of_records(user, case_number)
    pages = case.record_pages.live().select_related("file", "record", "case")
    page = pages.filter(number=number).first()
    if page is None:
        raise Http404(NOT_FOUND)
    return page


@transaction.atomic
def open_record(user: Any, case_number: str, record_id: int) -> MedicalRecord:
    """Return one record of a case whose records the user may see; Http404 for any other.

    The look at what is said of it is written down, and counts as no reading: see `note_record`.
    """
    record = record_of(user, case_number, record_id)
    file = record.received_file
    is_shown = file is not None and file.working_sha256 != ""
    note_record(user, record, is_shown=is_shown, is_read=False)
    return record


def record_of(user: Any, case_number: str, record_id: int) -> MedicalRecord:
    """Return one record of a case whose records the user may see; Http404 for any other.

    The caller writes the look down, once it knows what of the document goes out.
    """
    case = case_of_records(user, case_number)
    records = case.records.of_this_case().select_related("received_file", "case")
    record = records.filter(pk=record_id).first()
    if record is None:
        raise Http404(NOT_FOUND)
    return record


def note_record(user: Any, record: MedicalRecord, *, is_shown: bool, is_read: bool = True) -> None:
    """Leave the row of a look at a document: whether any of it was shown, and counts as opened.

    Nothing counts as opened while its pages are not made: how many there are is not known yet, and
    the book cannot show them.
    """
    file = record.received_file
    said = {}
    if not is_shown:
        said = {"nothing_shown": True}
    elif not is_read or file is None or not file.has_pages:
        said = {"unread": True}
    audit.append("record.viewed", record, by=user, case=record.case, **said)


@transaction.atomic
def open_intake_draft(user: Any, key: UUID) -> IntakeDraft:
    """Return a half-typed application for whoever takes applications in; Http404 for no such one.

    Colleagues may go on with each other's, so the look at it leaves a row.
    """
    require(user, "cases.receive_application")
    draft = IntakeDraft.objects.filter(key=key).select_related("started_by").first()
    if draft is None:
        raise Http404("There is no such half-typed application: it was thrown away, or tidied.")
    audit.append("intake_draft.viewed", draft, by=user)
    return draft


@transaction.atomic
def list_intake_drafts(user: Any) -> Sequence[IntakeDraft]:
    """Return the half-typed applications, one's own first, then by when they were saved."""
    require(user, "cases.receive_application")
    drafts = list(IntakeDraft.objects.filter(is_empty=False).select_related("started_by"))
    audit.append("intake_draft.listed", by=user, count=len(drafts))
    return sorted(drafts, key=lambda draft: draft.started_by_id != user.pk)


@transaction.atomic
def open_book(user: Any, case_number: str) -> Case:
    """Return a case whose records the user may see, noting the look; Http404 for any other."""
    case = case_of_records(user, case_number)
    audit.append("book.opened", case, by=user)
    return case


@transaction.atomic
def open_chronology(user: Any, case_number: str) -> Case:
    """Return a case whose records the user may see, noting the look; Http404 for any other."""
    case = case_of_records(user, case_number)
    audit.append("chronology.viewed", case, by=user)
    return case


@transaction.atomic
def open_radar(user: Any, case_number: str) -> Case:
    """Return a case to look for missing records in, noting the look; Http404 for any other."""
    case = case_of_records(user, case_number)
    audit.append("radar.viewed", case, by=user)
    return case


def open_binder(user: Any, case_number: str, download: str) -> Binder:
    """Return a copy that this user asked for, while the records are open to him; else Http404."""
    case = case_of_records(user, case_number)
    mine = Binder.objects.of(user).filter(case=case, number=download)
    found = mine.select_related("case", "record").first()
    if found is None:
        raise Http404(NOT_FOUND)
    return found


@transaction.atomic
def open_page(user: Any, case_number: str, key: str, form: str) -> RecordPage:
    """Return the page with this key, noting in which form it goes out; Http404 for any other."""
    page = book.page_by_key(case_of_records(user, case_number), key)
    if form:
        note_page(user, page, form)
    return page


def note_page(user: Any, page: RecordPage, form: str) -> None:
    """Leave the row of a page that goes out to the user, as an image or as text."""
    audit.append("page.opened", page, by=user, number=page.number, form=form)


def _is_long_ago(case: Case) -> bool:
    return case.status_at is None or case.status_at + RECORDS_STAY_OPEN < timezone.now()


@transaction.atomic
def list_case_files(user: Any) -> Sequence[CaseFileUpload]:
    """Return the case files that this person or the import folder brought, the newest first."""
    require(user, "cases.receive_application")
    own = Q(uploaded_by=user) | Q(uploaded_by=None)
    uploads = CaseFileUpload.objects.filter(own).select_related("case").prefetch_related("files")
    found = list(uploads.order_by("-pk")[:MOST_CASE_FILES])
    audit.append("case_file.listed", by=user, count=len(found))
    return found


def open_transfer(user: Any, key: UUID) -> Transfer:
    """Return a person's own file on its way, into a case that he may know of; else Http404."""
    require(user, "cases.upload_records")
    transfer = Transfer.objects.select_related("case").filter(key=key, sent_by=user).first()
    if transfer is None or not (
        transfer.case_id is None
        or Case.objects.visible_to(user).filter(pk=transfer.case_id).exists()
    ):
        raise Http404("This file is not on its way: choose it again.")
    return transfer


@transaction.atomic
def list_tray(user: Any) -> dict[str, Any]:
    """Return what waits in the tray, what is looked at, and what was sorted or refused of late."""
    require(user, "cases.upload_records")
    bundles = ReceivedFile.objects.filter(case=None, set_aside_at=None).order_by("-pk")
    found = {
        "waiting": list(ReceivedFile.objects.in_tray().order_by("pk")[:MOST_OF_TRAY]),
        "looked_at": list(
            bundles.filter(step__in=BEFORE_PAGES, tray_reason="")[:MOST_OF_TRAY],
        ),
        "refused": list(
            bundles.exclude(rejection="").filter(received_at__gt=timezone.now() - OF_LATE)[
                :MOST_REFUSED
            ]
        ),
        "sent": list(_sent_of_late(user)[:MOST_SENT]),
        "aside": list(
            ReceivedFile.objects.set_aside_in_tray().order_by("-set_aside_at")[:MOST_ASIDE]
        ),
        "most_aside": MOST_ASIDE,
    }
    audit.append("tray.listed", by=user, count=len(found["waiting"]))
    return found | {"seen": _tray_signature()}


def _sent_of_late(user: Any) -> QuerySet[ReceivedFile]:
    late = ReceivedFile.objects.sent_from_tray().filter(
        received_at__gt=timezone.now() - OF_LATE, case__in=Case.objects.visible_to(user)
    )
    return late.select_related("case").order_by("-pk")


@transaction.atomic
def list_changed_tray(user: Any, seen: str) -> dict[str, Any] | None:
    """Return the tray like `list_tray`, or None where it is as it was when `seen` was told."""
    require(user, "cases.upload_records")
    return None if seen == _tray_signature() else list_tray(user)


def _tray_signature() -> str:
    """Return what changes with the tray, and says nothing of it."""
    bundles = ReceivedFile.objects.filter(case=None, set_aside_at=None).exclude(step="routed")
    states = bundles.order_by("pk").values_list(*SHOWN_OF_TRAY)
    return hashlib.sha256(repr(list(states)).encode()).hexdigest()[:16]


@transaction.atomic
def open_tray_file(user: Any, tray_id: int) -> ReceivedFile:
    """Return a bundle of the tray for whoever takes records in; Http404 for no such one."""
    file = _in_tray(user, tray_id)
    audit.append("tray.opened", file, by=user)
    return file


@transaction.atomic
def open_tray_page(user: Any, tray_id: int, number: int) -> ReceivedFile:
    """Return a bundle of which one page is looked at; Http404 for a page that is not its own."""
    file = _in_tray(user, tray_id)
    if not file.first_page <= number <= (file.last_page or 0):
        raise Http404(NOT_FOUND)
    audit.append("tray.page_opened", file, by=user, number=number)
    return file


def open_sent_file(user: Any, sent_id: int) -> ReceivedFile:
    """Return pages that went from the tray to a case this user may know; Http404 for any other."""
    require(user, "cases.upload_records")
    sent = ReceivedFile.objects.filter(origin__isnull=False, case__in=Case.objects.visible_to(user))
    file = sent.select_related("case").filter(pk=sent_id).first()
    if file is None:
        raise Http404(NOT_FOUND)
    return file


def open_aside_file(user: Any, aside_id: int) -> ReceivedFile:
    """Return pages that were set aside in the tray, to be put back; Http404 for no such ones."""
    require(user, "cases.upload_records")
    file = ReceivedFile.objects.set_aside_in_tray().filter(pk=aside_id).first()
    if file is None:
        raise Http404("This is not set aside any more: somebody put it back meanwhile.")
    return file


def _in_tray(user: Any, tray_id: int) -> ReceivedFile:
    require(user, "cases.upload_records")
    file = ReceivedFile.objects.in_tray().filter(pk=tray_id).first()
    if file is None:
        raise Http404("This is not in the tray any more: somebody sorted it meanwhile.")
    return file


@transaction.atomic
def open_notice(
    user: Any, case_number: str, number: int, *, permission: str = "cases.view_notices"
) -> Notice:
    """Return one notice of a case to those who may read notices; Http404 for any other."""
    notices = _notices(user, case_number)
    require(user, permission)
    notice = notices.filter(number=number).first()
    if notice is None:
        raise Http404(NOT_FOUND)
    audit.append("notice.viewed", notice, by=user, number=number)
    return notice


@transaction.atomic
def open_notices(user: Any, case_number: str) -> tuple[Case, list[Notice]]:
    """Return a case with its notices; who only serves them knows of it once it has one."""
    found = list(_notices(user, case_number).prefetch_related("services"))
    if found:
        audit.append("notice.listed", found[0].case, by=user)
        return found[0].case, found
    return open_case(user, case_number, permission="cases.view_notices"), []


def _notices(user: Any, case_number: str) -> QuerySet[Notice]:
    """Return the notices of a case, newest first; who may know of the case alone is told so."""
    number = case_number.strip().upper()
    if not user.has_perm("cases.view_notices"):
        if not Case.objects.visible_to(user).filter(case_number=number).exists():
            raise Http404(NOT_FOUND)
        require(user, "cases.view_notices")
    notices = Notice.objects.visible_to(user).filter(case__case_number=number)
    return notices.select_related("case__organization", "replaces").order_by("-number")


def own_organization() -> Organization | None:
    """Return the organization this site belongs to, if it was named already."""
    return Organization.objects.filter(is_own=True).first()
