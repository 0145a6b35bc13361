"""The rules in force: what ships with the project is version 1, a later version is a row."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from django.db.models import Max

from cases.deadlines import shipped
from cases.deadlines.calendars import calendar_from
from cases.deadlines.counting import Counting, Place
from cases.deadlines.ladder import Ladder, ladder_from
from cases.deadlines.rules import RuleSet, rule_set_from
from cases.models import RuleDocument

SINGLE = ("working_days", "judicial_holidays", "mail_days", "ladder")


@dataclass(frozen=True, eq=False)
class Rulebook:
    """Everything a count needs, and the names of the versions it came from; one a version."""

    rule_sets: tuple[RuleSet, ...]
    counting: Counting
    ladder: Ladder
    versions: tuple[str, ...]


def current_rulebook() -> Rulebook:
    """Return the rules in force now; read again only when a version has been added."""
    return _rulebook(RuleDocument.objects.aggregate(newest=Max("pk"))["newest"] or 0)


def current_documents(newest: int | None = None) -> dict[tuple[str, str], tuple[int, Any]]:
    """Return each document's version and plain form by its kind and name, the latest of each."""
    documents = {key: (1, plain) for key, plain in shipped.documents().items()}
    rows = RuleDocument.objects.order_by("version")
    for row in rows if newest is None else rows.filter(pk__lte=newest):
        documents[(row.kind, row.name)] = (row.version, row.document)
    return documents


@lru_cache(maxsize=2)
def _rulebook(newest: int) -> Rulebook:
    return rulebook_of(current_documents(newest))


def rulebook_of(documents: Mapping[tuple[str, str], tuple[int, Any]]) -> Rulebook:
    """Make a rulebook of these documents, which need not be in force."""
    plain_by_kind: dict[str, list[Any]] = {}
    for (kind, _), (_, plain) in documents.items():
        plain_by_kind.setdefault(kind, []).append(plain)
    [working], [judicial], [mail], [ladder] = (plain_by_kind[kind] for kind in SINGLE)
    return Rulebook(
        rule_sets=tuple(rule_set_from(plain) for plain in plain_by_kind["rule_set"]),
        counting=Counting(
            working=calendar_from(working),
            judicial=calendar_from(judicial),
            mail_days_by_place={
                Place(place): days for place, days in mail["days_by_place"].items()
            },
        ),
        ladder=ladder_from(ladder),
        versions=tuple(
            f"{name}, version {version}"
            for (kind, name), (version, _) in documents.items()
            if kind != RuleDocument.Kind.LADDER
        ),
    )
