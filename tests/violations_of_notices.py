"""Notices: every constraint of theirs, violated by raw rows."""

from collections.abc import Callable
from datetime import date

from django.db import models

from cases.models import NoticeService
from tests.factories import make_case
from tests.factories.notices import make_notice, make_service_of_notice, served

DAY = date(2025, 7, 1)


def change(row: models.Model, **values: object) -> None:
    """Write the values as SQL does, past every form and action."""
    type(row)._base_manager.filter(pk=row.pk).update(**values)


def repeat(row: models.Model, **values: object) -> None:
    """Write a second row like the first."""
    row.pk, row._state.adding = None, True
    for name, value in values.items():
        setattr(row, name, value)
    row.save(force_insert=True)


def another(*same: str, **values: object) -> None:
    """A second notice in the case of a ready one; `same` are fields it has from the first."""
    first = make_notice(make_case("assigned"), status="ready")
    known = {"number": 2, "event": "another", "file_sha256": "f" * 64} | values
    repeat(first, **{name: value for name, value in known.items() if name not in same})


VIOLATIONS: dict[str, Callable[[], object]] = {
    "cases_one_notice_a_number_of_a_case": lambda: another("number"),
    "cases_one_first_notice_an_event": lambda: another("event"),
    "cases_a_file_belongs_to_one_notice": lambda: another("file_sha256"),
    "cases_a_notice_is_ready_exactly_when_it_has_its_file": lambda: change(
        make_notice(), status="ready"
    ),
    "cases_a_notice_has_the_digest_of_its_words": lambda: another(snapshot_sha256="short"),
    "cases_a_notice_is_of_a_known_kind": lambda: another(kind="postcard"),
    "cases_one_service_of_a_notice_an_attempt": lambda: repeat(
        NoticeService.objects.get(pk=make_service_of_notice().pk)
    ),
    "cases_service_of_a_notice_has_its_proof": lambda: change(
        make_service_of_notice(), **(served() | {"method": ""})
    ),
    "cases_a_notice_comes_back_after_it_was_served": lambda: change(
        make_service_of_notice(), returned_on=DAY
    ),
}
