"""The library of guidelines as it stands: the shipped one, and what the organization loaded."""

import functools

from reviews.guidelines.library import Library
from reviews.guidelines.shipped import shipped_library
from reviews.guidelines.table import EditionRow, with_editions
from reviews.models import GuidelineLoad, LoadedEdition


def current_library() -> Library:
    """Return the library with all loads; made once a process for each state of the loads."""
    latest = GuidelineLoad.objects.order_by("-pk").values_list("pk", "sha256").first()
    return _library_at(latest) if latest else shipped_library()


@functools.lru_cache(maxsize=4)
def _library_at(latest: tuple[int, str]) -> Library:
    rows = LoadedEdition.objects.filter(load_id__lte=latest[0]).order_by("load_id", "pk")
    return with_editions(shipped_library(), map(_edition, rows))


def _edition(row: LoadedEdition) -> EditionRow:
    return EditionRow(
        kind=row.kind,
        title=row.title,
        year=row.year,
        organization=row.organization,
        regulation=row.regulation,
        parent=row.parent,
        effective_from=row.effective_from,
        effective_to=row.effective_to,
        first_page=row.first_page,
        last_page=row.last_page,
        sections=tuple(row.sections),
        also=tuple(row.also),
    )
