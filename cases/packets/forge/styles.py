"""How invented clinics set their documents; held-out styles are measured apart and never tuned to.

In the patterns: name, last_first, LAST, born, on, claim, author, facility, injured, employer, kind
(the document's title) and page, pages.
"""

from dataclasses import dataclass

HELVETICA, TIMES, COURIER = "Helvetica", "Times", "Courier"


@dataclass(frozen=True)
class Style:
    """One way of setting a document."""

    name: str
    font: str
    letterhead: str
    fields: tuple[str, ...]
    days: str
    heading: str
    footer: str
    running: str
    signature: tuple[str, ...]
    across: int = 1
    size: float = 10.5
    is_held_out: bool = False


STYLES = (
    Style(
        "plain",
        HELVETICA,
        "centered",
        ("Patient: {name}", "Date of Birth: {born}", "Claim #: {claim}", "Date of Service: {on}"),
        "%m/%d/%Y",
        "caps",
        "Page {page} of {pages}",
        "{name}   DOB: {born}   DOS: {on}",
        ("Electronically signed by {author}", "{on}"),
        across=2,
    ),
    Style(
        "letter",
        TIMES,
        "left",
        ("{on}", "RE: {name}", "DOB: {born}", "CLAIM NO.: {claim}", "DATE OF INJURY: {injured}"),
        "%B %d, %Y",
        "colon",
        "",
        "RE: {name}   {on}   Page {page}",
        ("Sincerely,", "{author}"),
        size=11.5,
    ),
    Style(
        "electronic",
        HELVETICA,
        "right",
        (
            "Name: {last_first}",
            "D.O.B.: {born}",
            "Visit Date: {on}",
            "Provider: {author}",
            "WC Claim: {claim}",
        ),
        "%m/%d/%Y",
        "title",
        "{last_first} | DOB {born} | {page}/{pages}",
        "",
        ("Signed: {author} {on}",),
        across=3,
        size=9.5,
    ),
    Style(
        "typewriter",
        COURIER,
        "centered",
        (
            "PATIENT NAME: {last_first}",
            "DATE OF BIRTH: {born}",
            "DATE: {on}",
            "CLAIM NUMBER: {claim}",
            "EMPLOYER: {employer}",
        ),
        "%m-%d-%Y",
        "caps",
        "- {page} -",
        "{last_first}\nPage {page}",
        ("{author}", "Dictated and read"),
        size=10,
    ),
    Style(
        "table",
        HELVETICA,
        "box",
        (
            "Injured Worker: {name}",
            "Date of Birth: {born}",
            "Exam Date: {on}",
            "Claim No: {claim}",
            "Examiner: {author}",
            "Injury Date: {injured}",
        ),
        "%b %d, %Y",
        "colon",
        "Page {page} of {pages}",
        "Injured Worker: {name}   Claim No: {claim}",
        ("_______________________", "{author}", "Date signed: {on}"),
        across=2,
    ),
    Style(
        "short",
        TIMES,
        "left",
        ("Claimant: {last_first}   DOB: {born}", "Seen on: {on}   File: {claim}"),
        "%m/%d/%y",
        "caps",
        "{page} of {pages}",
        "Claimant: {last_first}",
        ("Respectfully, {author}",),
    ),
    Style(
        "portal",
        HELVETICA,
        "left",
        ("{last_first} (DOB {born})", "Encounter {on} with {author}", "Claim {claim}"),
        "%m/%d/%Y",
        "title",
        "Printed from the chart of {last_first}, page {page} of {pages}",
        "",
        ("Authenticated by {author} on {on}",),
        size=9.5,
        is_held_out=True,
    ),
    Style(
        "memo",
        TIMES,
        "centered",
        ("Re : {name}", "Birthdate : {born}", "Examined : {on}", "Our claim : {claim}"),
        "%d %B %Y",
        "colon",
        "",
        "{name} / {on} / sheet {page}",
        ("{author}", "Attending"),
        size=11,
        is_held_out=True,
    ),
    Style(
        "slip",
        HELVETICA,
        "box",
        (
            "Client {name} / {born}",
            "Service rendered {on} by {author}",
            "Birth date {born}",
            "Claim id {claim}",
        ),
        "%b %d, %Y",
        "colon",
        "{pages} pages, this is {page}",
        "Client {name}",
        ("Reviewed and signed by {author}", "{facility}"),
        size=10,
        is_held_out=True,
    ),
    Style(
        "ledger",
        COURIER,
        "right",
        (
            "EMPLOYEE..... {last_first}",
            "BIRTH DATE... {born}",
            "SERVICE DATE. {on}",
            "CLAIM........ {claim}",
            "BY........... {author}",
        ),
        "%Y-%m-%d",
        "caps",
        "pg {page}/{pages}",
        "EMPLOYEE..... {last_first}",
        ("/s/ {author}",),
        size=10,
        is_held_out=True,
    ),
    Style(
        "kiosk",
        HELVETICA,
        "right",
        (
            "Pt: {name}   Birth: {born}",
            "Visit on {on}",
            "WCAB/Claim {claim}",
            "Rendering clinician: {author}",
        ),
        "%m/%d/%Y",
        "title",
        "{page} / {pages}   {last_first}",
        "",
        ("Digitally authenticated: {author}",),
        size=10,
        is_held_out=True,
    ),
    Style(
        "county",
        TIMES,
        "centered",
        (
            "{on}",
            "In the matter of {name}, born {born}",
            "Injury of {injured}; employer {employer}",
            "Carrier's number {claim}",
        ),
        "%B %d, %Y",
        "caps",
        "",
        "{name}, continued ({page})",
        ("Yours truly,", "{author}", "{facility}"),
        size=11,
        is_held_out=True,
    ),
)
STYLE_BY_NAME = {style.name: style for style in STYLES}

# The first words of a kind are tuned on, the second are held out.
TITLES = {
    "ur_determination": (
        (
            "UTILIZATION REVIEW DETERMINATION",
            "NOTICE OF UTILIZATION REVIEW DECISION",
            "Utilization Review Non-Certification",
        ),
        ("Medical Treatment Review: Adverse Decision", "UR Physician Advisor Report"),
    ),
    "request_for_authorization": (
        (
            "REQUEST FOR AUTHORIZATION",
            "Request for Authorization for Medical Treatment (DWC Form RFA)",
        ),
        ("DWC Form RFA", "Treatment Authorization Request"),
    ),
    "progress_report": (
        (
            "PRIMARY TREATING PHYSICIAN'S PROGRESS REPORT (PR-2)",
            "Follow-up Visit Note",
            "PROGRESS NOTE",
            "Office Visit",
        ),
        ("Return Patient Evaluation", "Secondary Physician Interval Report"),
    ),
    "consultation": (
        ("INITIAL CONSULTATION", "Pain Management Consultation", "Consultation Report"),
        ("Specialist Opinion", "New Patient Consult"),
    ),
    "imaging_report": (
        ("MRI {REGION}", "RADIOLOGY REPORT", "Diagnostic Imaging Report"),
        ("MR Examination Findings", "Final Radiologic Interpretation"),
    ),
    "diagnostic_report": (
        ("ELECTRODIAGNOSTIC STUDY", "EMG/NCV Report"),
        ("Nerve Conduction Findings",),
    ),
    "laboratory_report": (
        ("URINE DRUG TEST RESULTS", "Laboratory Report"),
        ("Toxicology Findings",),
    ),
    "operative_report": (
        ("OPERATIVE REPORT", "Procedure Note"),
        ("Report of Operation",),
    ),
    "therapy_note": (
        ("PHYSICAL THERAPY DAILY NOTE", "Physical Therapy Treatment Note", "Therapy Progress Note"),
        ("Rehab Visit Record",),
    ),
    "medical_legal_report": (
        ("PANEL QUALIFIED MEDICAL EVALUATION", "Agreed Medical Evaluation Report"),
        ("Medical-Legal Evaluation, Comprehensive",),
    ),
    "correspondence": (
        ("Letter", "NOTICE TO EMPLOYEE"),
        ("Correspondence",),
    ),
}
