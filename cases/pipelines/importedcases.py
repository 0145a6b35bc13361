"""Takes case files out of the import folder, with the files of records that they name.

Nothing becomes a case here: a case file waits on the page of bulk intake until a person takes it
in, whole. What it names has to lie beside it, finished; until then the case file waits too.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path, PurePosixPath
from typing import Any
from uuid import uuid4

from cases import audit
from cases.casefiles.entries import record_entries
from cases.casefiles.faults import BadCaseFile, path_of
from cases.casefiles.parse import MAX_BYTES, parse_case_file
from cases.errors import Refused
from cases.models import CaseFileUpload
from cases.pipelines.records import StoredFile, chunks_of, lay_beside, store_upload

ENDS = ".json"
# For how long what a case file names may be missing beside it.
PATIENCE = timedelta(minutes=15)
MOST_SENTENCES = 20


@dataclass(frozen=True)
class CaseFile:
    """A case file of the folder: its text, and the path of each file it names by its record."""

    text: str
    document: dict[str, Any]
    named: Mapping[int, str]


def read_case_file(root: Path, name: str) -> CaseFile:
    """Return what a case file says; Refused with every fault and its place."""
    content = (root / name).read_bytes() if (root / name).stat().st_size <= MAX_BYTES else b""
    try:
        document = parse_case_file(content)
    except BadCaseFile as bad:
        places = [f"{path_of(fault.place)}: {fault.reason}" for fault in bad.faults]
        raise Refused(*places[:MOST_SENTENCES]) from bad
    folder = PurePosixPath(name).parent
    named = {
        place: str(folder / file)
        for place, (_, file) in enumerate(record_entries(document))
        if file
    }
    return CaseFile(content.decode("utf-8-sig"), document, named)


def require_beside(case_file: CaseFile, ready: set[str], waits: timedelta) -> bool:
    """Say whether all that is named is there and finished; Refused after long enough."""
    missing = sorted(set(case_file.named.values()) - ready)
    if missing and waits > PATIENCE:
        raise Refused(
            *(
                f"It names “{PurePosixPath(name).name}”, which does not lie beside it. Put it "
                "there, then the case file again."
                for name in missing[:MOST_SENTENCES]
            )
        )
    return not missing


def stored_records(root: Path, case_file: CaseFile) -> dict[int, StoredFile]:
    """Store what a case file names and count the pages; Refused for what is no record."""
    return {
        place: store_upload(chunks_of(root / name), PurePosixPath(name).name)
        for place, name in case_file.named.items()
    }


def keep_case_file(
    name: str, case_file: CaseFile, files: Mapping[int, StoredFile], *, at: datetime
) -> CaseFileUpload:
    """Put a case file where people take them in; the same content again is the same row."""
    sha256 = hashlib.sha256(case_file.text.encode()).hexdigest()
    upload, is_new = CaseFileUpload.objects.get_or_create(
        sha256=sha256,
        defaults={
            "key": uuid4(),
            "name": name[:255],
            "content": case_file.text,
            "state": CaseFileUpload.State.SOUND,
            "case_number": case_file.document["case_number"],
            "services": len(case_file.document["disputed_services"]),
            "files_to_come": len(case_file.named),
            "uploaded_at": at,
        },
    )
    if upload.state == CaseFileUpload.State.SOUND:
        for place, stored in files.items():
            lay_beside(upload, place, stored)
    audit.append(
        "case_file.dropped",
        upload,
        by=None,
        sha256=sha256,
        is_new=is_new,
        state=upload.state,
        files=len(files),
    )
    return upload
