"""Half-typed applications: saved as typed, given their files, received once, or thrown away."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from cases import access, audit
from cases.actions.duplicates import suspect_duplicates
from cases.actions.intake import case_of_submission, receive_application
from cases.actions.records import add_record
from cases.errors import EditConflict, Refused
from cases.intake import ApplicationEntry
from cases.intake.records import RecordEntry
from cases.models import Case, IntakeAttachment, IntakeDraft, Transfer
from cases.pipelines.records import StoredFile

# The names a form may send: a field, a party's field, a service's, a guideline's.
FIELD = re.compile(
    r"[a-z_]+(?:-[a-z_]+)?|service-[0-9]{1,3}-(?:citation-[0-9]{1,3}-)?[a-z_]+", re.ASCII
)
# What the page sends for itself, and what is there before anybody has typed.
OF_PAGE = frozenset({"csrfmiddlewaretoken", "submission_key", "revision", "window", "do", "known"})
NOT_TYPED = frozenset({"priority", "application_received_on", "service", "open"})
NOT_TYPED_ENDINGS = ("-ur_action", "-source", "-citation")
SENDER_BY_KIND = {
    IntakeAttachment.Kind.APPLICATION: "injured_worker",
    IntakeAttachment.Kind.UR_DETERMINATION: "claims_administrator",
}
Posted = Mapping[str, Sequence[str]]


class AlreadyReceived(Refused):
    """The application has become a case; what comes after goes there."""

    def __init__(self, case: Case) -> None:
        super().__init__(f"This application has been received already, as {case.case_number}.")
        self.case = case


@dataclass(frozen=True)
class Save:
    """What one window sends: all fields, the revision it began from, and which window it is."""

    posted: Posted
    revision: int = 0
    window: str = ""


@transaction.atomic
def save_draft(key: UUID, save: Save, *, by: Any, at: datetime) -> IntakeDraft:
    """Keep what was typed under `key`; the first save begins the half-typed application.

    AlreadyReceived when it is a case; EditConflict when another window saved meanwhile.
    """
    access.require(by, "cases.receive_application")
    draft = _lock_or_begin(key, by=by, at=at)
    posted = kept_fields(save.posted)
    if draft.posted == posted:
        return draft
    if save.revision != draft.revision and save.window != draft.saved_window:
        raise EditConflict(
            "Another window or person saved this application after this page was opened. What you "
            "typed is still here: compare with the half-typed application, and save again."
        )
    draft.posted, draft.saved_window = posted, save.window[:36]
    _touch(draft, by=by, at=at)
    audit.append("intake_draft.saved", draft, by=by, revision=draft.revision)
    return draft


@transaction.atomic
def attach_to_draft(
    key: UUID, kind: str, stored: StoredFile, *, by: Any, at: datetime
) -> IntakeAttachment:
    """Keep a stored file with the half-typed application; a later one takes its place."""
    access.require(by, "cases.receive_application")
    draft = _lock_or_begin(key, by=by, at=at)
    twin = draft.attachments.filter(file_sha256=stored.sha256).exclude(kind=kind).first()
    if twin is not None:
        raise Refused(
            f"“{stored.name}” is the file that is attached already as "
            f"{twin.get_kind_display().lower()}. Choose the other document."
        )
    draft.attachments.filter(kind=kind).delete()
    attachment = IntakeAttachment.objects.create(
        draft=draft,
        kind=kind,
        file_sha256=stored.sha256,
        file_size=stored.size,
        pages=stored.pages,
        file_name=stored.name[:255],
        attached_by=by,
        attached_at=at,
    )
    _touch(draft, by=by, at=at)
    audit.append("intake_draft.file_added", draft, by=by, file_kind=kind, sha256=stored.sha256)
    return attachment


@transaction.atomic
def detach_from_draft(key: UUID, kind: str, *, by: Any, at: datetime) -> None:
    """Take a file off again; its bytes go with the sweep of what no row names."""
    access.require(by, "cases.receive_application")
    draft = _lock_or_begin(key, by=by, at=at)
    attachment = draft.attachments.filter(kind=kind).first()
    if attachment is None:
        return
    audit.append(
        "intake_draft.file_removed", draft, by=by, file_kind=kind, sha256=attachment.file_sha256
    )
    attachment.delete()
    _touch(draft, by=by, at=at)


@transaction.atomic
def receive_draft(key: UUID, entry: ApplicationEntry, *, by: Any, at: datetime) -> Case:
    """Make the half-typed application a case with its files as records, once.

    The same key again, from another window or after a lost answer, gives the one case. A file that
    is half sent goes along: its sender finds it where records of the case are uploaded.
    """
    access.require(by, "cases.receive_application")
    draft = IntakeDraft.objects.select_for_update().filter(key=key).first()
    earlier = case_of_submission(key)
    if earlier is not None:
        return earlier
    case = receive_application(replace(entry, submission_key=key), by=by, at=at)
    for attachment in draft.attachments.all() if draft else ():
        _make_record(case, attachment, entry, by=by, at=at)
    _take_half_sent_along(key, case, by=by)
    if draft is not None:
        suspect_duplicates(case, by=by, at=at)
        audit.append("intake_draft.received", draft, by=by, case=case, revision=draft.revision)
        draft.delete()
    return case


@transaction.atomic
def discard_draft(key: UUID, *, by: Any, at: datetime) -> None:
    """Throw a half-typed application away: what was typed is gone, the audit says who did it.

    So are the files that were half sent to it: no page would list them any more, and their bytes go
    with the sweep of what no row names.
    """
    access.require(by, "cases.receive_application")
    _discard_half_sent(key, by=by)
    draft = IntakeDraft.objects.select_for_update().filter(key=key).first()
    if draft is None:
        return
    audit.append("intake_draft.discarded", draft, by=by, revision=draft.revision)
    draft.delete()


def _half_sent(key: UUID) -> QuerySet[Transfer]:
    """Return what came of files for this application; one that ends just now is left alone."""
    rows = Transfer.objects.select_for_update(skip_locked=True, of=("self",))
    return rows.filter(draft_key=key, finished_at=None)


def _discard_half_sent(key: UUID, *, by: Any) -> None:
    for transfer in _half_sent(key):
        _discard(transfer, by=by)


def _take_half_sent_along(key: UUID, case: Case, *, by: Any) -> None:
    """Let what is half sent go on to the case, apart from files that came with it otherwise."""
    there = set(case.received_files.values_list("sha256", flat=True))
    for transfer in _half_sent(key):
        if transfer.sha256 in there:
            _discard(transfer, by=by)
            continue
        transfer.case, transfer.beside, transfer.draft_key = case, "", None
        transfer.save(update_fields=["case", "beside", "draft_key"])
        audit.append("transfer.taken_along", transfer, by=by, case=case, sha256=transfer.sha256)


def _discard(transfer: Transfer, *, by: Any) -> None:
    audit.append("transfer.discarded", transfer, by=by, sha256=transfer.sha256, here=transfer.here)
    transfer.delete()


def require_not_received(key: UUID | None) -> None:
    """Refuse a file for an application that is a case already."""
    case = case_of_submission(key)
    if case is not None:
        raise Refused(
            f"This application has been received already, as {case.case_number}. Upload the file "
            "among the records of that case."
        )


def kept_fields(posted: Posted) -> dict[str, list[str]]:
    """Return the fields of the form, as typed; what a page sends for itself is not kept."""
    return {
        name: [value.replace("\0", "") for value in values]
        for name, values in posted.items()
        if name not in OF_PAGE and FIELD.fullmatch(name)
    }


def is_nothing_typed(posted: Posted) -> bool:
    """Whether the fields hold no more than an untouched form does."""
    return not any(
        any(value.strip() for value in values)
        for name, values in posted.items()
        if name not in NOT_TYPED and not name.endswith(NOT_TYPED_ENDINGS)
    )


def _lock_or_begin(key: UUID, *, by: Any, at: datetime) -> IntakeDraft:
    """Return the row locked, a new one where there is none; AlreadyReceived for a case."""
    begun = {"started_by": by, "started_at": at, "saved_by": by, "saved_at": at}
    draft, _ = IntakeDraft.objects.select_for_update().get_or_create(key=key, defaults=begun)
    earlier = case_of_submission(key)
    if earlier is not None:
        raise AlreadyReceived(earlier)
    return draft


def _touch(draft: IntakeDraft, *, by: Any, at: datetime) -> None:
    draft.is_empty = is_nothing_typed(draft.posted) and not draft.attachments.exists()
    draft.revision += 1
    draft.saved_by, draft.saved_at = by, max(at, draft.saved_at)
    draft.save()


def _make_record(
    case: Case, attachment: IntakeAttachment, entry: ApplicationEntry, *, by: Any, at: datetime
) -> None:
    record = RecordEntry(
        kind=attachment.kind,
        source=SENDER_BY_KIND[IntakeAttachment.Kind(attachment.kind)],
        received_on=entry.application_received_on,
    )
    stored = StoredFile(
        attachment.file_sha256, attachment.file_size, attachment.pages, attachment.file_name
    )
    add_record(case, record, by=by, at=at, content=stored)
