"""Where a document was written: the name that stands above the address of its letterhead.

A line that says from whom, to whom or about whom, that a fax machine printed, or that is a part of
an address is nobody's name, however it was read. In doubt there is no name.
"""

import re
from collections.abc import Sequence

from cases.packets.days import days_in
from cases.packets.faxes import is_stamp
from cases.packets.fields import NAME, fields_of, is_labelled
from cases.packets.misread import skeleton

# Words that tell no place from another.
OF_MANY_PLACES = {
    "and", "associates", "care", "center", "centre", "chiropractic", "clinic", "community",
    "diagnostic", "diagnostics", "group", "health", "healthcare", "hospital", "imaging", "injury",
    "institute", "laboratories", "laboratory", "labs", "management", "medical", "medicine",
    "neurology", "occupational", "office", "orthopaedic", "orthopaedics", "orthopedic",
    "orthopedics", "pain", "partners", "physical", "radiology", "regional", "rehab",
    "rehabilitation", "services", "specialists", "spine", "sports", "surgery", "surgical", "the",
    "therapy", "toxicology", "work",
}  # fmt: skip
# What stands below a name: “Physical Medicine and Rehabilitation”, “A Professional Corporation”.
_BELOW_A_NAME = OF_MANY_PLACES | {
    "a", "apc", "board", "certified", "corp", "corporation", "department", "division", "in", "inc",
    "llc", "of", "professional", "surgeon", "surgeons",
}  # fmt: skip
LINES_OF_A_LETTERHEAD, LINES_THAT_NAME_THE_PATIENT = 6, 28
LONGEST_LINE = 200
LONGEST_NAME, MOST_WORDS_OF_A_NAME = 69, 10
LEAST_SHARE_OF_LETTERS = 0.7
_BEFORE_ANOTHER = {
    skeleton(word)
    for word in (
        "to", "from", "re", "fax", "facsimile", "telefax", "attn", "attention", "cc", "via", "by",
        "sent", "sender", "received", "recipient", "subject", "regarding", "dear", "date", "time",
        "urgent", "confidential",
    )
}  # fmt: skip
_OF_A_TITLE = {
    "authorization", "certificate", "cover", "decision", "denial", "determination", "evaluation",
    "examination", "exam", "form", "letter", "note", "notes", "notice", "page", "record", "records",
    "report", "request", "sheet", "statement", "summary", "transmittal", "visit",
}  # fmt: skip
_ADDRESS = re.compile(r"\b[A-Z]{2},?\s+\d{5}(?:-\d{4})?\b|\b\d+\s+\w+.*\b\d{5}\b")
_CONTACT = re.compile(r"\b(?:phone|tel|fax|ph)\b|\(\d{3}\)\s?\d{3}", re.IGNORECASE)
# As a bad scan has it too: “CA 9Z501”, “CA93/21”.
_STATE_AND_ZIP = re.compile(
    r"(?:^|[\s,.])[A-Z]{2}[\s,.]{0,3}(?=\S?\S?\S?\d)[\w/'’`´.]{3,9}(?:-\w{4})?\W{0,3}$"
)
_STREET = re.compile(
    r"\W{0,3}\d\S{0,5}\s?[A-Za-z].{0,40}?\b(?:street|str|st|avenue|ave|road|rd|drive|dr|boulevard"
    r"|blvd|way|court|ct|lane|ln|place|pl|highway|hwy|parkway|pkwy|circle|plaza|terrace|loop)\b\.?"
    r"(?=$|\s?[,#]|\s{1,3}(?:suite|ste|unit|apt|floor|fl|bldg|building|room)\b)",
    re.IGNORECASE,
)
_BEGINS_A_PART = re.compile(
    r"\W{0,3}(?:(?:suite|ste|unit|floor|bldg|building|room|p\.?\s?o\.?\s?box)\b"
    r"|(?:tele)?(?:phone|fax)\b|tel\b|ph\b|www\.|https?:|e-?mail\b|\(?\d{3}\)?[\s.\-]?\d{3}\b)",
    re.IGNORECASE,
)
_BEGINS_STREET = re.compile(r"\W{0,3}\d\S{0,5}\s?[A-Za-z]")
_PERSON = re.compile(
    r",?\s(?:M\.?D|D\.?O|D?PT|OTR?|D\.?C|Ph\.?D|Psy\.?D|NP|PA(?:-C)?|RN|DPM|L\.?Ac)\b\W*$"
)
_COLUMNS = re.compile(r"\s{3,}| \| ")


def facility_in(lines: Sequence[str]) -> str:
    """Return the name in the letterhead of a first page; an empty string where none is sure."""
    head = [line[:LONGEST_LINE] for line in lines[:LINES_OF_A_LETTERHEAD]]
    for place, line in enumerate(head):
        if place and _is_below_a_name(line):
            name = _name_above(head, place)
            if name and not _is_of_the_patient(name, lines[:LINES_THAT_NAME_THE_PATIENT]):
                return name
    return ""


def is_address_or_contact(line: str) -> bool:
    """Whether an address or a number to call stands in the line."""
    said = line[:LONGEST_LINE]
    return bool(_ADDRESS.search(said) or _CONTACT.search(said))


def _is_below_a_name(line: str) -> bool:
    if _is_about_another(line) or fields_of([line]):
        return False
    is_said = is_address_or_contact(line) and any(map(str.isdigit, line))
    return is_said or _is_part_of_address(line)


def _name_above(lines: Sequence[str], place: int) -> str:
    """Return the name above a line of an address, past more of the address and a specialty."""
    for above in range(place - 1, -1, -1):
        first = _COLUMNS.split(lines[above], maxsplit=1)[0]
        if _is_part_of_address(first) or _is_specialty(first):
            continue
        is_addressee = above > 0 and _is_before_an_addressee(lines[above - 1])
        return first if _is_name(first) and not is_addressee else ""
    return ""


def _is_part_of_address(line: str) -> bool:
    has_zip = _ADDRESS.search(line) or _STATE_AND_ZIP.search(line)
    is_whole = _BEGINS_STREET.match(line) or "," in line
    return bool(_BEGINS_A_PART.match(line) or _STREET.match(line) or (has_zip and is_whole))


def _is_specialty(line: str) -> bool:
    words = re.findall(r"[^\W\d_]+", line.casefold())
    return bool(words) and _BELOW_A_NAME.issuperset(words)


def _is_name(line: str) -> bool:
    """Whether a line could be the name of a place: words, no label, no day, no title, nobody."""
    words = re.findall(r"[^\W_]+", line)
    if not words or len(line) > LONGEST_NAME or len(words) > MOST_WORDS_OF_A_NAME:
        return False
    signs = re.sub(r"\s", "", line)
    is_worded = sum(map(str.isalpha, signs)) >= LEAST_SHARE_OF_LETTERS * len(signs)
    long = [word for word in words if len(word) > 3]
    is_running = 2 * sum(word[0].islower() for word in long) > len(long)
    is_sentence = is_running or line.rstrip().endswith((",", "?", "!"))
    if not is_worded or is_sentence or words[-1].casefold() in _OF_A_TITLE:
        return False
    if re.search(r"[:;=@]", line) or _is_about_another(line) or is_labelled(line):
        return False
    return not (_PERSON.search(line) or days_in(line) or is_stamp(line))


def _is_about_another(line: str) -> bool:
    """Whether a line begins as one of a fax or a letter that says from whom, to whom, of whom."""
    first = re.match(r"\W*([^\W_]+)(?![\w-])", line)
    is_number = _BEGINS_A_PART.match(line)
    return bool(first) and not is_number and skeleton(first[1]) in _BEFORE_ANOTHER


def _is_before_an_addressee(line: str) -> bool:
    """Whether a line says to whom, or is the day of a letter in words: an address follows."""
    days = days_in(line)
    is_day = len(days) == 1 and days[0].end - days[0].start >= len(line.strip()) - 2
    return (is_day and bool(re.search(r"[A-Za-z]{3}", line))) or _is_about_another(line)


def _is_of_the_patient(name: str, lines: Sequence[str]) -> bool:
    words = _words(name)
    return any(field.kind == NAME and _words(field.value) == words for field in fields_of(lines))


def _words(text: str) -> set[str]:
    return {skeleton(word) for word in re.findall(r"[^\W\d_]{2,}", text)}
