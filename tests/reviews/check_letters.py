"""Invented letters for the tests of the checks: one that is in order, and ways to change it."""

from dataclasses import replace
from datetime import date
from types import ModuleType
from typing import Any

from cases.intake import CitationEntry
from reviews.checks.findings import Answer, Finding, NotChecked
from reviews.checks.view import LetterView, RecordView, ServiceView

NOTHING, UNCHECKED = "nothing", "not checked"
SHOULDER = CitationEntry("mtus", "Shoulder Complaints", 2004, ("Special Studies",))
NECK = CitationEntry("mtus", "Neck and Upper Back Complaints", 2004, ("Special Studies",))
OPIOIDS = CitationEntry("mtus", "Opioid Treatment", 2016, ("4.1 Tapering Opioids",))
ODG = CitationEntry("other", text="Official Disability Guidelines (ODG), Shoulder, MRI, 2016")
SUMMARY = (
    "The injured worker is a 44-year-old woman with an industrial injury of March 3, 2016. The "
    "progress report of November 2, 2016 describes right shoulder pain after a fall, with weak "
    "elevation and a positive drop arm sign. Six sessions of physical therapy did not help. On "
    "November 21, 2016, utilization review denied the request for MRI of the right shoulder."
)
RATIONALE = (
    "The guideline supports imaging of the shoulder when a tear is suspected and conservative care "
    "has failed. The report of November 2, 2016 documents weakness of the right shoulder and six "
    "sessions of therapy without a gain. The request for MRI of the right shoulder is medically "
    "necessary."
)
REFUSAL = (
    "The guideline supports imaging of the shoulder when a tear is suspected and conservative care "
    "has failed. The report of November 2, 2016 describes full strength of the right shoulder. The "
    "request for MRI of the right shoulder is not medically necessary."
)


def service(position: int = 1, **changes: Any) -> ServiceView:
    """Return a service that is in order: an MRI, overturned."""
    known: dict[str, Any] = {
        "requested": "MRI of the right shoulder",
        "administrator_basis": "mtus",
        "administrator_citations": (SHOULDER,),
        "outcome": "overturned",
        "basis": "mtus",
        "citations": (SHOULDER,),
        "rationale": RATIONALE,
        "ur_reason": "Plain films come first.",
    }
    return ServiceView(position, **(known | changes))


def drug_service(requested: str, subject: str = "", **changes: Any) -> ServiceView:
    """Return a refused drug whose conclusion names it as `subject`."""
    rationale = (
        "The guideline wants a measured gain in function. The report of November 2, 2016 has none. "
        f"The request for {subject or requested} is not medically necessary. This decision "
        "addresses the medical necessity of what was prescribed and should not be interpreted as a "
        "recommendation to stop it abruptly."
    )
    known = {"requested": requested, "outcome": "upheld", "citations": (OPIOIDS,)}
    known |= {"rationale": rationale, "administrator_citations": (OPIOIDS,)}
    return service(**(known | changes))


def letter(*services: ServiceView, **changes: Any) -> LetterView:
    """Return a letter that is in order, with one service or with those given."""
    known: dict[str, Any] = {
        "case_number": "CM16-0000001",
        "injured_on": date(2016, 3, 3),
        "ur_decided_on": date(2016, 11, 21),
        "applied_on": date(2016, 12, 1),
        "decided_on": date(2017, 1, 10),
        "summary": SUMMARY,
        "services": services or (service(),),
        "records": (
            RecordView("UR determination", "ur_determination", dated=date(2016, 11, 21)),
            RecordView("Progress report", "progress_report", dated=date(2016, 11, 2)),
        ),
        "born_on": date(1972, 5, 5),
        "sex": "female",
        "names": (("injured_worker", "Wanda Worker"), ("requesting_physician", "Paul Mercer, MD")),
        "reviewer_names": ("Rita Reviewer, MD",),
        "cover_text": "We read your file. We decided that the care is needed.",
        "pages": (),
    }
    return LetterView(**(known | changes))


def said(words: str, **changes: Any) -> LetterView:
    """Return a letter whose rationale begins with these words."""
    return letter(service(rationale=f"{words} {RATIONALE}", **changes))


def told(words: str, **changes: Any) -> LetterView:
    """Return a letter whose summary ends with these words."""
    return letter(summary=f"{SUMMARY} {words}", **changes)


def answer_of(check: ModuleType, view: LetterView) -> str:
    """Return the gravest that a check finds; that it was not asked; or nothing."""
    answers: list[Answer] = list(check.check(view))
    found = [each for each in answers if isinstance(each, Finding)]
    if found:
        return min(found, key=lambda each: "blocks asks notes".index(each.severity)).severity.value
    return UNCHECKED if any(isinstance(each, NotChecked) for each in answers) else NOTHING


def changed(view: LetterView, **changes: Any) -> LetterView:
    """Return the view with other facts."""
    return replace(view, **changes)
