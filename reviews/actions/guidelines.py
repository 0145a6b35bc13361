"""Loads guidelines from a table into the library."""

import hashlib
from dataclasses import asdict
from datetime import datetime
from typing import Any

from django.db import transaction

from cases import audit
from cases.errors import Refused
from reviews.guidelines.table import BadTable, read_table
from reviews.models import GuidelineLoad, LoadedEdition


@transaction.atomic
def load_guidelines(content: bytes, *, by: Any, at: datetime) -> GuidelineLoad:
    """Load every edition of a CSV, or none; Refused with each fault by its line.

    A file that was loaded already changes nothing.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    if (there := GuidelineLoad.objects.filter(sha256=sha256).first()) is not None:
        return there
    try:
        rows = read_table(content)
    except BadTable as bad:
        raise Refused(*bad.reasons) from bad
    load = GuidelineLoad.objects.create(sha256=sha256, loaded_by=by, loaded_at=at)
    LoadedEdition.objects.bulk_create(
        LoadedEdition(
            load=load, **asdict(row) | {"sections": list(row.sections), "also": list(row.also)}
        )
        for row in rows
    )
    audit.append("guidelines.loaded", load, by=by, sha256=sha256, editions=len(rows))
    return load
