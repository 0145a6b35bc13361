"""What reviewers marked in the invented records: highlights, notes, and texts that cite them."""

import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from cases.actions.reading import read_documents
from cases.models import MedicalRecord, RecordPage
from cases.pipelines.filesteps import work_to_the_end
from reviews.actions.evidence import Passage, add_highlight, change_highlight, cite_highlight
from reviews.models import Highlight, Review
from reviews.passages import SUMMARY, reference_of, words_of


@dataclass(frozen=True)
class Mark:
    """Words of a record by its place in the file; `service` is the one that they are for.

    Where `cited_in` names a text (the summary, or a service by its place), the reference stands
    there behind the words of `behind`.
    """

    record: int
    quote: str
    service: int | None = None
    note: str = ""
    cited_in: str = ""
    behind: str = ""


MARKS: dict[str, tuple[Mark, ...]] = {
    "functional-restoration": (
        Mark(
            3,
            "Gabapentin 300 mg three times a day reduces burning in the calf from 6 to 3 and lets "
            "her sleep six hours",
            service=2,
            note="The week without it in the summer is the comparison: she slept four hours.",
            cited_in="2",
            behind="both were lost in a week without the drug",
        ),
        Mark(
            4,
            "Negative predictors (depression, time away from work) are present and are treated "
            "within the program",
            service=1,
            note="Answers the only reason of the UR decision. Not in the rationale yet.",
        ),
        Mark(4, "lifts 12 pounds from floor to waist, walks 380 meters in six minutes"),
    ),
    "shoulder-arthroscopy": (
        Mark(
            3,
            "External rotation strength 3+ out of 5, drop arm sign positive",
            service=1,
            cited_in="1",
            behind="a positive drop arm sign",
        ),
        Mark(
            4,
            "Full-thickness supraspinatus tear, 22 mm in the sagittal plane, retraction 15 mm",
            service=1,
            note="The progress report has the same tear as 2.2 cm.",
            cited_in=SUMMARY,
            behind="with retraction of 1.5 cm and little fatty change",
        ),
    ),
}


@dataclass(frozen=True)
class Marked:
    """What was marked, and the reference that a text cites it by."""

    mark: Mark
    highlight: Highlight
    reference: str


def mark_records(review: Review, name: str, *, by: Any, at: datetime) -> list[Marked]:
    """Read the records that are marked in a story, and mark them as the reviewer does."""
    marks = MARKS.get(name, ())
    places = {mark.record for mark in marks}
    records = {one.position: one for one in review.case.records.filter(position__in=places)}
    for record in records.values():
        assert record.received_file_id is not None
        work_to_the_end(record.received_file_id)
    read_documents(review.case, records.values(), by=by, at=at)
    return [_marked(review, records[mark.record], mark, by=by, at=at) for mark in marks]


def with_references(text: str, part: str, marked: Sequence[Marked]) -> str:
    """Return a text with the references of what it cites."""
    for one in marked:
        if one.mark.cited_in == part:
            text = text.replace(one.mark.behind, f"{one.mark.behind} {one.reference}", 1)
    return text


def cite(review: Review, marked: Sequence[Marked], *, by: Any, at: datetime) -> None:
    """Link what was marked with the texts that cite it."""
    for one in marked:
        if one.mark.cited_in:
            cite_highlight(review, one.highlight.key, one.mark.cited_in, by=by, at=at)


def _marked(review: Review, record: MedicalRecord, mark: Mark, *, by: Any, at: datetime) -> Marked:
    passage = _passage(record, mark.quote.split())
    key = uuid.uuid5(uuid.NAMESPACE_OID, f"{review.pk} {mark.quote}")
    made = add_highlight(review, key, passage, by=by, at=at, service=mark.service)
    if mark.note:
        made = change_highlight(review, key, by=by, revision=made.revision, note=mark.note)
    return Marked(mark, made, reference_of(passage.page))


def _passage(record: MedicalRecord, quote: list[str]) -> Passage:
    """Return where the words stand; LookupError where the invented record says something else."""
    for page in RecordPage.objects.filter(record=record).order_by("place"):
        words = [word.strip(".,;:") for word in words_of(page)[0]]
        wanted = [word.strip(".,;:") for word in quote]
        for start in range(len(words) - len(wanted) + 1):
            if words[start : start + len(wanted)] == wanted:
                return Passage(page, start, start + len(wanted))
    raise LookupError(f"Record {record.position} does not say “{' '.join(quote)}”.")
