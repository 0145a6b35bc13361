"""Files that came with a form that was not right yet: already stored, named by a signed note.

The note goes into the form as a hidden field and back, so that nobody uploads twice. It is bound to
user and case, and lasts as long as a working day.
"""

from typing import Any

from django.core import signing

from cases.models import Case
from cases.pipelines.records import StoredFile

SALT = "cases.kept_files"
MAX_AGE_SECONDS = 12 * 60 * 60


def keep(stored: StoredFile, case: Case, user: Any) -> str:
    """Return a note of a stored file for the form to carry."""
    note = [case.pk, user.pk, stored.sha256, stored.size, stored.pages, stored.name]
    return signing.dumps(note, salt=SALT)


def kept(notes: list[str], case: Case, user: Any) -> list[StoredFile]:
    """Return the files that the notes name; those of another user or case, or old ones, do not."""
    found = (_read(note, case, user) for note in notes)
    return [stored for stored in found if stored is not None]


def _read(note: str, case: Case, user: Any) -> StoredFile | None:
    try:
        case_id, user_id, sha256, size, pages, name = signing.loads(
            note, salt=SALT, max_age=MAX_AGE_SECONDS
        )
    except (signing.BadSignature, ValueError):
        return None
    if (case_id, user_id) != (case.pk, user.pk):
        return None
    return StoredFile(sha256, size, pages, name)
