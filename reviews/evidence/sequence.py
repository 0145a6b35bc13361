"""How the evidence was searched: the sequence of 8 CCR 9792.21.1, and sources that disagree.

The current MTUS comes first. Below it one looks only where it is silent or its presumption is
rebutted: in ACOEM or ODG, then in other guidelines, then in studies. Where recommendations are at
variance, the study that was relied on, why it applies and its level are told (8 CCR 9792.25.1).
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from typing import Any

SILENT, REBUTTED = "silent", "rebutted"
BELOW_WORDS = {
    SILENT: "The MTUS is silent on this",
    REBUTTED: "Its presumption is rebutted",
}
FOUND_WORDS = {
    "acoem_odg": "The current ACOEM or ODG",
    "guideline": "Another nationally recognized guideline",
    "study": "A peer-reviewed study",
}
LEVELS = ("1a", "1b", "1c", "2", "3", "4", "5")
LONGEST = 1_000


@dataclass(frozen=True)
class EvidenceSearch:
    """What is told of the search for one service; all empty where nothing is told yet."""

    below: str = ""
    found_in: str = ""
    disagree: bool = False
    study: str = ""
    applies: str = ""
    level: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return it as it is stored: only what is told."""
        return {name: value for name, value in asdict(self).items() if value}

    @property
    def lacks_of_variance(self) -> list[str]:
        """What is not told of the study relied on, where sources disagree."""
        if not self.disagree:
            return []
        wanted = (
            ("the study relied on", self.study),
            ("why it applies to this worker", self.applies),
            ("its level of evidence", self.level),
        )
        return [words for words, value in wanted if not value.strip()]


def search_from(stored: Mapping[str, Any]) -> EvidenceSearch:
    """Return what was stored; keys that nobody knows are left out."""
    known = {each.name for each in fields(EvidenceSearch)}
    return EvidenceSearch(**{name: value for name, value in stored.items() if name in known})


def search_words(search: EvidenceSearch) -> list[str]:
    """Return what is told, each in words; nothing where nothing is told."""
    words = [BELOW_WORDS.get(search.below, ""), FOUND_WORDS.get(search.found_in, "")]
    words += ["Sources disagree" if search.disagree else "", search.study, search.applies]
    words += [f"Level of evidence {search.level}" if search.level else ""]
    return [each for each in words if each]


def search_faults(search: EvidenceSearch) -> list[str]:
    """Return why it cannot be kept."""
    faults = []
    if search.below not in ("", *BELOW_WORDS):
        faults.append("The MTUS is silent, or its presumption is rebutted.")
    if search.found_in not in ("", *FOUND_WORDS):
        faults.append("It was found in ACOEM or ODG, in another guideline, or in a study.")
    if search.level not in ("", *LEVELS):
        faults.append(f"A level of evidence is one of {', '.join(LEVELS)}.")
    if len(search.study) > LONGEST or len(search.applies) > LONGEST:
        faults.append(f"What is told of the study is longer than {LONGEST:,} characters.")
    return faults
