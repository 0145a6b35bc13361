"""The small picture of a page that was made when its file was read: a part of a stored pack."""

from cases import blobs
from cases.models import RecordPage

JPEG = b"\xff\xd8\xff"


def thumbnail_of(page: RecordPage) -> bytes | None:
    """Return the picture; None where none was made, or its pack is gone."""
    if not page.thumbnail_sha256 or not page.thumbnail_size:
        return None
    try:
        with blobs.path_of(page.thumbnail_sha256).open("rb") as pack:
            pack.seek(page.thumbnail_offset)
            picture = pack.read(page.thumbnail_size)
    except FileNotFoundError:
        return None
    return picture if picture.startswith(JPEG) else None
