"""What the engine's tests read in a PDF: its text by page, folded, and the headings at its feet."""

import re
import shutil
import subprocess
from collections.abc import Iterable

import page
import pytest

from reviews.letters.content import LetterContent
from reviews.letters.guidelines import guideline_line, service_heading
from reviews.letters.wording import summary_lead_in, wording_of

SECTIONS = (
    "HOW THE IMR FINAL DETERMINATION WAS MADE",
    "CLINICAL CASE SUMMARY",
    "IMR ISSUES, DECISIONS AND RATIONALES",
)
COVER_SECTIONS = (
    "What this determination does",
    "Your right to appeal",
    "Sent to",
    "Documents reviewed",
)
_FOOT = re.compile(r"Final Determination · IMR Case \S+\s+Page \d+ of \d+\s*$")

needs_poppler = pytest.mark.skipif(
    shutil.which("pdftotext") is None, reason="poppler-utils is not installed"
)


def pages_of(pdf: bytes) -> list[str]:
    """Return the text of each page, as `pdftotext` reads it."""
    done = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode().split("\f")[:-1]


def text_of(pdf: bytes) -> str:
    """Return the whole text, feet taken off, folded."""
    return folded(" ".join(without_foot(each) for each in pages_of(pdf)))


def without_foot(text: str) -> str:
    """Return a page's text without the line at its foot."""
    return _FOOT.sub("", text.rstrip())


def folded(text: str) -> str:
    """Fold all white space to single spaces."""
    return " ".join(text.split())


def missing_in_order(wanted: Iterable[str], text: str) -> list[str]:
    """Return what is not found in the text after all that was found before it."""
    missing, place = [], 0
    for each in wanted:
        found = text.find(folded(each), place)
        if found < 0:
            missing.append(each)
        else:
            place = found + len(folded(each))
    return missing


def said_by_services(content: LetterContent) -> Iterable[str]:
    """Yield what each service says, in the order in which it is printed."""
    for service in content.services:
        name, before_decision = service_heading(service)
        yield f"{name}{before_decision}{service.outcome.value.capitalize()}"
        yield "Claims Administrator guideline:"
        yield guideline_line(service.administrator_guideline, cited_by="Claims Administrator")
        yield f"{content.organization.short_name} guideline:"
        yield guideline_line(service.imro_guideline, cited_by="Expert Reviewer")
        yield "Decision rationale:"
        yield from service.decision_rationale.split("\n")


def headings_of(content: LetterContent) -> list[str]:
    """Return every heading, lead-in and label that must not stand alone at the foot of a page."""
    wording = wording_of(content)
    services = [
        "".join(service_heading(service)) + service.outcome.value.capitalize()
        for service in content.services
    ]
    return [
        *SECTIONS,
        *COVER_SECTIONS,
        *services,
        summary_lead_in(content),
        wording.decisions_lead_in,
        wording.credentials_lead_in,
        wording.documents_lead_in,
        wording.duties_lead_in,
        wording.appeal_grounds_lead_in,
        wording.appeal_copies,
        "Claims Administrator guideline:",
        f"{content.organization.short_name} guideline:",
        "Decision rationale:",
        "State(s) of Licensure:",
        "Certification(s)/Specialty:",
    ]


def alone_at_a_foot(pdf: bytes, headings: Iterable[str]) -> list[str]:
    """Return the headings that end a page."""
    feet = [folded(without_foot(each)) for each in pages_of(pdf)]
    return [h for h in headings for foot in feet if foot.endswith(folded(h))]


def broken_standards(pdf: bytes) -> list[str]:
    """Return what keeps a file from being PDF/A-3a and PDF/UA-1, in the validator's words."""
    reports = [page.validate_pdf_bytes(pdf, profile=profile) for profile in ("3a", "ua1")]
    found = [f"{each.rule_id}: {each.message}" for report in reports for each in report.failures]
    return found if found or all(each.is_compliant for each in reports) else ["not compliant"]
