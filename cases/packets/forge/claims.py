"""Invented papers of a claim: the UR decision with what it cites, the request, letters, covers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random

from cases.packets.forge.cast import Clinic, Subject, invented_phone
from cases.packets.forge.documents import Sections, invented_title
from cases.packets.forge.language import Voice
from cases.packets.forge.sheets import Draft, Sheet, free_sheet
from cases.packets.forge.styles import STYLE_BY_NAME

NAMES_BY_KIND = {
    "progress_report": ("progress report", "PR-2", "progress note", "office visit note"),
    "consultation": (
        "consultation report",
        "consultation",
        "pain management consultation",
        "consult",
    ),
    "imaging_report": ("MRI report", "MRI of the {region}", "imaging report", "MR {region}"),
    "diagnostic_report": ("EMG/NCV report", "electrodiagnostic study", "EMG/NCV", "nerve study"),
    "laboratory_report": (
        "urine drug test",
        "laboratory report",
        "urine drug screen",
        "toxicology",
    ),
    "operative_report": ("operative report", "procedure note", "operative note", "surgical report"),
    "therapy_note": (
        "physical therapy notes",
        "physical therapy note",
        "PT notes",
        "therapy notes",
    ),
    "medical_legal_report": (
        "QME report",
        "qualified medical evaluation",
        "med-legal report",
        "QME",
    ),
    "request_for_authorization": ("request for authorization", "RFA", "RFA form", "DWC Form RFA"),
}
LISTED = (
    "{n}. {Name} dated {on} by {author}",
    "{Name}, {author}, {on}",
    "{on} - {Name} - {doctor}",
    "- {Name} ({author}) dated {on}",
)
LISTED_HELD_OUT = (
    "{Name} ({facility}) - {on}",
    "{doctor}'s {name} from {on}",
    "{Name}, {author} [{on}]",
)
RANGED = (
    "{Name} from {facility}, {on} through {until}",
    "{Name} dated {on} to {until}, {facility}",
)
RANGED_HELD_OUT = ("{Name}, {facility}: {on} - {until}",)
VAGUE = (
    "{Name} of {month} by {author}",
    "{Name} dated in {month}, {doctor}",
    "{Name} from {author}, {month}",
)
VAGUE_HELD_OUT = ("{doctor}'s {name} from {month}", "{Name} ({month}) - {author}")
# Records of one author in one line, and records of two.
JOINED = ("{Name} by {author} dated {on} and {on2}", "{Name} of {on}, {on2} ({author})")
JOINED_HELD_OUT = ("{Name}: {author}, {on} & {on2}",)
PAIRED = (
    "{Name} of {on} by {author} and {name2} of {on2} by {author2}",
    "{Name} dated {on} ({author}); {name2} dated {on2} ({author2})",
)
PAIRED_HELD_OUT = ("{doctor}'s {name} from {on}, and {name2} from {on2} by {doctor2}",)


@dataclass(frozen=True)
class Cited:
    """A record that UR or the request names, and whether it is in the packet.

    One that is vague is named by the month that begins on `on` and ends on `until`.
    """

    kind: str
    on: date
    author: str
    facility: str
    until: date | None = None
    is_missing: bool = False
    is_vague: bool = False


def write_decision(
    chance: Random, office: Clinic, subject: Subject, cited: Sequence[Cited], *, is_short: bool
) -> Draft:
    """Return the UR decision: the request, what was reviewed, the reasons."""
    style = STYLE_BY_NAME[office.style]
    voice = Voice(chance, subject.region, subject.side, subject.injured_on.strftime(style.days))
    services = "; ".join(subject.services)
    asked = subject.requested_on.strftime(style.days)
    sections: Sections = [
        ("Request", (f"Received on {asked} from {subject.physician}: {services}.",)),
        ("Determination", tuple(f"{service}: NOT CERTIFIED" for service in subject.services)),
        ("Records reviewed", tuple(cited_lines(chance, office.style, subject, cited))),
    ]
    if not is_short:
        sections += [
            (
                "Clinical summary",
                (_summary(chance, office.style, cited), *voice.paragraphs("objective", 6)),
            ),
            ("Rationale", tuple(_reasons(voice, subject))),
            ("Your rights", _RIGHTS),
        ]
    return _draft(chance, "ur_determination", office, subject, subject.decided_on, sections)


def write_request(
    chance: Random, clinic: Clinic, subject: Subject, cited: Sequence[Cited]
) -> Draft:
    """Return the treating physician's request, with the reports that it says are attached."""
    style = STYLE_BY_NAME[clinic.style]
    rows = [
        f"{n}. {service}   CPT {chance.randrange(20000, 99499)}   quantity 1"
        for n, service in enumerate(subject.services, 1)
    ]
    attached = [
        f"See attached {_name(item.kind, subject, 0)} dated {item.on.strftime(style.days)}."
        for item in cited
    ]
    sections: Sections = [
        ("", ("[X] New Request   [ ] Resubmission   [ ] Expedited review",)),
        (
            "Requesting physician",
            (f"{clinic.author}, {clinic.name}", f"NPI 1{chance.randrange(10**8, 10**9)}"),
        ),
        ("Claims administrator", (subject.administrator,)),
        ("Requested treatment", tuple(rows)),
        ("Attached", tuple(attached)),
    ]
    return _draft(
        chance, "request_for_authorization", clinic, subject, subject.requested_on, sections
    )


def write_letter(chance: Random, office: Clinic, subject: Subject, on: date) -> Draft:
    """Return a letter of the claim that says little."""
    body = chance.choice(_LETTERS)
    sections: Sections = [("", tuple(line.format(physician=subject.physician) for line in body))]
    return _draft(chance, "correspondence", office, subject, on, sections)


def cover_sheet(chance: Random, sender: Clinic, subject: Subject, pages: int, on: date) -> Sheet:
    """Return the sheet that a fax begins with."""
    day = on.strftime("%m/%d/%Y")
    rows = {
        0: [
            "FAX COVER SHEET",
            "",
            f"TO: {subject.administrator}",
            f"FROM: {sender.name}",
            f"FAX: {invented_phone(chance)}",
            f"PHONE: {sender.phone}",
            f"DATE: {day}",
            f"PAGES (including cover): {pages}",
            f"RE: {subject.worker.name}",
            "",
            "[ ] Urgent   [X] For review   [ ] Please comment",
        ],
        1: [
            sender.name,
            "Facsimile Transmittal",
            "",
            f"Attention: {subject.administrator}",
            f"Sender: {sender.author}",
            f"Number of pages with cover: {pages}",
            f"Subject: claim {subject.claim_number}",
            f"Telephone {sender.phone}",
            "",
            "Please reply when received.",
        ],
        2: [
            "FAX",
            "",
            f"To {subject.administrator}   From {sender.name}",
            f"Fax {invented_phone(chance)}   Pages {pages}",
            f"Phone {sender.phone}   Date {day}",
            f"Re: records, claim {subject.claim_number}   CC: file",
        ],
    }[chance.randrange(3)]
    note = "CONFIDENTIAL: this transmission is meant for the intended recipient alone."
    return free_sheet([*rows, "", note], chance.choice(("Helvetica", "Times")))


def cited_lines(
    chance: Random, style_name: str, subject: Subject, cited: Sequence[Cited]
) -> list[str]:
    """Return the list of records as a reviewer writes it, in one manner."""
    rows = _Rows(chance, style_name, subject)
    lines, place = [], 0
    while place < len(cited):
        count = rows.together(cited[place : place + 2])
        lines.append(rows.line(len(lines) + 1, cited[place : place + count]))
        place += count
    return lines


class _Rows:
    """How one reviewer writes a list."""

    def __init__(self, chance: Random, style_name: str, subject: Subject) -> None:
        is_held_out = STYLE_BY_NAME[style_name].is_held_out
        self.chance, self.subject = chance, subject
        self.days = STYLE_BY_NAME[style_name].days
        self.wording = chance.randrange(2, 4) if is_held_out else chance.randrange(2)
        self.one = chance.choice(LISTED_HELD_OUT if is_held_out else LISTED)
        self.many = chance.choice(RANGED_HELD_OUT if is_held_out else RANGED)
        self.vague = chance.choice(VAGUE_HELD_OUT if is_held_out else VAGUE)
        self.joined = chance.choice(JOINED_HELD_OUT if is_held_out else JOINED)
        self.paired = chance.choice(PAIRED_HELD_OUT if is_held_out else PAIRED)

    def together(self, items: Sequence[Cited]) -> int:
        """Return how many of the items go into one line."""
        is_pair = len(items) == 2 and not any(item.until for item in items)
        if not is_pair:
            return 1
        is_one = items[0].kind == items[1].kind and items[0].author == items[1].author
        return 2 if self.chance.random() < (0.6 if is_one else 0.15) else 1

    def line(self, number: int, items: Sequence[Cited]) -> str:
        """Return the line of one item or of two."""
        item, last = items[0], items[-1]
        is_one = item.kind == last.kind and item.author == last.author
        single = self.vague if item.is_vague else self.many if item.until else self.one
        pattern = single if len(items) == 1 else self.joined if is_one else self.paired
        return pattern.format(n=number, **self._words(item), **self._words(last, "2"))

    def _words(self, item: Cited, mark: str = "") -> dict[str, str]:
        name = _name(item.kind, self.subject, self.wording)
        words = {
            "name": name,
            "Name": name[0].upper() + name[1:],
            "on": item.on.strftime(self.days),
            "until": item.until.strftime(self.days) if item.until else "",
            "month": f"{item.on:%B %Y}",
            "author": item.author,
            "doctor": f"Dr. {surname(item.author)}",
            "facility": item.facility,
        }
        return {f"{key}{mark}": value for key, value in words.items()}


def surname(author: str) -> str:
    """Return the last name of “Owen Tarrant, DO”."""
    return author.split(",")[0].split()[-1]


def _name(kind: str, subject: Subject, wording: int) -> str:
    region = Voice(Random(0), subject.region, subject.side, "").region["name"]
    return NAMES_BY_KIND[kind][wording].format(region=region)


def _summary(chance: Random, style_name: str, cited: Sequence[Cited]) -> str:
    """Return a sentence that cites two reports of one author by their days."""
    days = STYLE_BY_NAME[style_name].days
    reports = [item for item in cited if item.kind == "progress_report" and not item.until]
    by_author = [item for item in reports if item.author == reports[0].author] if reports else []
    said = " and ".join(item.on.strftime(days) for item in by_author[:2])
    if not said:
        return "No progress report was cited."
    if STYLE_BY_NAME[style_name].is_held_out:
        return (
            f"Dr. {surname(by_author[0].author)} saw the patient on {said}, per the notes on file."
        )
    noun = "progress notes" if " and " in said else "progress note"
    return f"The {noun} of {said} by Dr. {surname(by_author[0].author)} describe ongoing pain."


def _reasons(voice: Voice, subject: Subject) -> list[str]:
    return [
        voice.say(
            f"For {service.lower()}, the [guideline|schedule] asks for [a trial of other care|"
            "findings on examination|a described change of function] first. The [notes|reports] "
            "that came do not [show|describe] it. The request is therefore not certified."
        )
        for service in subject.services
    ]


def _draft(
    chance: Random, kind: str, clinic: Clinic, subject: Subject, on: date, sections: Sections
) -> Draft:
    voice = Voice(chance, subject.region, subject.side, "")
    title = invented_title(chance, kind, clinic.style, voice)
    return Draft(kind, title, clinic, subject.worker, subject, on, tuple(sections))


_RIGHTS = (
    "You may ask for an independent medical review of this decision within thirty days of its "
    "service. The form is enclosed with the address to which it is to be sent.",
    "The treating physician may ask for a talk with the reviewing physician on any weekday.",
)
_LETTERS = (
    (
        "To whom it may concern:",
        "Enclosed are the records you asked for. Please tell us if a page is missing.",
        "Thank you for your patience.",
    ),
    (
        "Dear Claims Examiner:",
        "{physician} asks that the enclosed reports be placed in the file.",
        "A copy goes to the employee.",
    ),
    (
        "Notice:",
        "A request for treatment was received. You will hear of the decision by mail.",
        "Questions are answered on weekdays.",
    ),
)
