"""Imports a case file: everything of it, or nothing."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from cases import access, audit
from cases.actions.deadlines import refresh_deadlines
from cases.actions.disputes import letter_limits
from cases.actions.duplicates import suspect_duplicates
from cases.actions.intake import receive_application
from cases.actions.records import add_record
from cases.casefiles import entries
from cases.casefiles.faults import BadCaseFile, Fault
from cases.casefiles.parse import dump_document
from cases.errors import Refused
from cases.intake import ApplicationEntry, problems
from cases.models import Case, Organization
from cases.pipelines.casefiles import is_same_document, projection
from cases.pipelines.records import StoredFile, chunks_of, store_upload


class UnknownOrganization(Refused):
    """The file names an organization that this site does not have; it may be created."""

    def __init__(self, name: str) -> None:
        super().__init__(
            f"organization.name: This site has no organization “{name}”. It can be created without "
            "director or logo; nothing is signed for it until it has a director."
        )


def import_case_file(
    document: dict[str, Any],
    *,
    by: Any,
    at: datetime,
    folder: Path | None = None,
    text: str = "",
    is_new_number: bool = False,
    may_create_organization: bool = False,
    came: Mapping[int, StoredFile] | None = None,
) -> Case:
    """Open the case that a parsed document describes; `folder` is where its files are.

    With `is_new_number` the next case number takes the place of the document's; with `came`, the
    files that came with the document by the place of their record, the others are still to come.
    """
    access.require(by, "cases.receive_application")
    entry = entries.application_entry(document)
    found = _problem_faults(document, entry, timezone.localdate(at))
    if found:
        raise BadCaseFile(found)
    files = _stored_files(document, folder) if came is None else _came(document, came)
    with transaction.atomic():
        organization = _organization(document, by=by, may_create=may_create_organization)
        entry = replace(entry, organization_id=organization.pk if organization else None)
        if is_new_number:
            entry = replace(entry, case_number="")
        return _import(document, entry, files, text, by=by, at=at)


def document_faults(document: dict[str, Any], today: date) -> list[Fault]:
    """Return what would refuse the import of a parsed document today, each with its place."""
    faults = _problem_faults(document, entries.application_entry(document), today)
    number = document["case_number"]
    if Case.objects.filter(case_number=number).exists():
        words = f"There is already a case {number}, and its content is another."
        faults.append(Fault(("case_number",), words))
    named = (document.get("organization") or {}).get("name")
    if named and not Organization.objects.filter(name=named).exists():
        words = "This site has no such organization. Leave it out to use the site's own."
        faults.append(Fault(("organization", "name"), words))
    return faults


def imported_case(document: dict[str, Any]) -> Case | None:
    """Return the case that this very document has become already, if any."""
    case = Case.objects.filter(case_number=document["case_number"]).first()
    return case if case is not None and is_same_document(case, document) else None


def _problem_faults(document: dict[str, Any], entry: ApplicationEntry, today: date) -> list[Fault]:
    found = problems(entry, today, letter_limits())
    return [entries.fault_of(problem, document) for problem in found]


def _came(document: dict[str, Any], came: Mapping[int, StoredFile]) -> list[StoredFile | None]:
    return [came.get(place) for place, _ in enumerate(entries.record_entries(document))]


def _import(
    document: dict[str, Any],
    entry: ApplicationEntry,
    files: list[StoredFile | None],
    text: str,
    *,
    by: Any,
    at: datetime,
) -> Case:
    case = receive_application(entry, by=by, at=at)
    case.assigned_on = entries.assigned_day(document)
    case.records_complete_on = entries.records_complete_day(document)
    case.save(update_fields=["assigned_on", "records_complete_on"])
    refresh_deadlines(case, by=by, at=at, reason="case_file.imported")
    for index, (record, _) in enumerate(entries.record_entries(document)):
        try:
            add_record(case, record, by=by, at=at, content=files[index])
        except Refused as refusal:
            raise BadCaseFile([Fault(("records", index), why) for why in refusal.reasons]) from None
    if case.case_number != document["case_number"]:
        document = {**document, "case_number": case.case_number}
        text = ""
    _keep_document(case, text or dump_document(document))
    suspect_duplicates(case, by=by, at=at)
    audit.append(
        "case_file.imported",
        case,
        by=by,
        document_sha256=case.application.document_sha256,
        has_determination=bool(document.get("determination")),
    )
    return case


def _keep_document(case: Case, text: str) -> None:
    application = case.application
    application.document = text
    application.document_sha256 = hashlib.sha256(text.encode()).hexdigest()
    application.projection = projection(Case.objects.get(pk=case.pk))
    application.save(update_fields=["document", "document_sha256", "projection"])


def _organization(document: dict[str, Any], *, by: Any, may_create: bool) -> Organization | None:
    named = document.get("organization")
    if not named:
        return None
    organization = Organization.objects.filter(name=named["name"]).first()
    if organization is not None:
        return organization
    if not may_create:
        raise UnknownOrganization(named["name"])
    organization = Organization.objects.create(
        name=named["name"], short_name=named.get("short_name") or named["name"][:60]
    )
    audit.append("organization.created", organization, by=by)
    return organization


def _stored_files(document: dict[str, Any], folder: Path | None) -> list[StoredFile | None]:
    """Store each record's file; BadCaseFile names those that are missing or no usable PDF."""
    stored: list[StoredFile | None] = []
    faults: list[Fault] = []
    for index, (_, name) in enumerate(entries.record_entries(document)):
        try:
            stored.append(_stored_file(name, folder) if name else None)
        except Refused as refusal:
            place = ("records", index, "file")
            faults += [Fault(place, reason) for reason in refusal.reasons]
    if faults:
        raise BadCaseFile(faults)
    return stored


def _stored_file(name: str, folder: Path | None) -> StoredFile:
    if folder is None:
        raise Refused("A file can only be read beside a case file on disk.")
    path = (folder / name).resolve()
    if not path.is_relative_to(folder.resolve()):
        raise Refused("It must be a path inside the folder of the case file.")
    if not path.is_file():
        raise Refused("There is no such file beside the case file.")
    return store_upload(chunks_of(path), path.name)
