"""What the schema cannot say: one key held against another."""

from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from cases.casefiles.faults import Fault, Place


def rule_faults(document: dict[str, Any]) -> Iterator[Fault]:
    """Yield what is wrong between the keys of a document that keeps the schema."""
    determination = document.get("determination")
    if determination:
        yield from _determination_faults(determination, document["disputed_services"])
    for index, record in enumerate(document.get("records") or []):
        yield from _file_faults(record.get("file"), ("records", index, "file"))


def guideline_faults(guideline: dict[str, Any], place: Place) -> Iterator[Fault]:
    """Yield what is wrong between the basis of a guideline field and its rows."""
    citations = guideline.get("citations") or []
    sources = {citation["source"] for citation in citations}
    basis = guideline["basis"]
    if basis == "none" and citations:
        yield Fault((*place, "citations"), "The basis is none, so no source can be cited.")
    if basis == "mtus" and "mtus" not in sources:
        yield Fault((*place, "citations"), "The basis is mtus, so an mtus row is needed.")
    if basis == "outside_mtus" and "mtus" in sources:
        yield Fault((*place, "citations"), "The basis is outside_mtus, yet a row is of mtus.")
    for index, citation in enumerate(citations):
        yield from _citation_faults(citation, (*place, "citations", index))


def _citation_faults(citation: dict[str, Any], place: Place) -> Iterator[Fault]:
    title, text = citation.get("title") or "", citation.get("text") or ""
    if citation["source"] == "mtus" and not title.strip():
        yield Fault((*place, "title"), "A row of the MTUS needs the title of the guideline.")
    elif not title.strip() and not text.strip():
        yield Fault((*place, "text"), "A row needs a title or a text.")


def _determination_faults(
    determination: dict[str, Any], services: list[dict[str, Any]]
) -> Iterator[Fault]:
    place: Place = ("determination", "decisions")
    decisions = determination["decisions"]
    if len(decisions) != len(services):
        yield Fault(
            place,
            f"There are {len(decisions)} decisions for {len(services)} disputed services; each "
            "service has one, in the same order.",
        )
    for index, decision in enumerate(decisions):
        yield from guideline_faults(decision["imro_guideline"], (*place, index, "imro_guideline"))
        if decision.get("opioid_notice") and decision["decision"] != "upheld":
            yield Fault(
                (*place, index, "opioid_notice"),
                "The notice on stopping an opioid follows a refusal: the decision is not upheld.",
            )


def _file_faults(file: str | None, place: Place) -> Iterator[Fault]:
    if not file:
        return
    path = PurePosixPath(file)
    if path.is_absolute() or ".." in path.parts or "\\" in file:
        yield Fault(place, "It must be a path inside the folder of the case file.")
