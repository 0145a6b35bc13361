"""Why a file is not taken in, and what was done to one that is: each code with its sentence."""

from collections.abc import Mapping

FAULTS = {
    "empty": "{name} is empty. Export it again from where it came and upload the new file.",
    "not_a_pdf": (
        "{name} is not a PDF, whatever its name says. Open it in the program it belongs to, save "
        "it as PDF and upload that."
    ),
    "other_kind": (
        "{name} is neither PDF nor TIFF nor JPEG, and no other kind is read here. Print it to PDF "
        "in its own program and upload that."
    ),
    "archive": (
        "{name} is an archive, and archives are not opened here. Unpack it and upload the files "
        "themselves; you can choose many at once."
    ),
    "encrypted": (
        "{name} needs a password to open. Ask the sender for a copy without one, and do not send "
        "us the password."
    ),
    "damaged": (
        "{name} is damaged: its pages cannot be counted. Ask the sender for the file again, or "
        "print it to PDF and upload that."
    ),
    "page_list": (
        "{name} is damaged: the list of its pages leads nowhere. Ask the sender for the file "
        "again, or print it to PDF and upload that."
    ),
    "bomb": (
        "{name} unpacks to more than can be read safely. Print it to PDF in the program it came "
        "from and upload that."
    ),
    "image_too_large": (
        "{name} holds a picture with more dots than can be unpacked safely. Scan it again at 300 "
        "dots an inch or fewer."
    ),
    "dynamic_form": (
        "{name} is a form that only its own program can draw: every other reader shows a notice to "
        "wait. Open it there, print it to PDF and upload that."
    ),
    "too_many_pages": (
        "{name} has {pages:,} pages. The limit is {most:,}: split it and upload the parts."
    ),
    "virus": (
        "The virus scanner found something in {name}, so it is kept apart and nobody can open it. "
        "Tell your administrator, and ask the sender for a clean copy."
    ),
    "no_wall": (
        "{name} was not opened, because this server cannot keep a file's reader away from the "
        "network. Nothing is wrong with your file: ask the administrator to read the start-up log, "
        "and upload it again afterwards."
    ),
    "worker_ended": (
        "{name} ended the program that reads files each of the {attempts} times it was tried, so "
        "it was given up. Print it to PDF and upload that, and tell your administrator."
    ),
    "cannot_go_on": (
        "{name} was given up after {attempts} tries. {why} Tell your administrator this sentence; "
        "print the file to PDF and upload that."
    ),
}

# Of a page: its picture cannot be unpacked, and white paper would be shown in its place.
LOST_PICTURE = "lost_picture"
CANNOT_BE_SHOWN = {
    LOST_PICTURE: (
        "This page cannot be displayed: its picture is damaged, or too large to be unpacked. The "
        "other pages are fine. Ask the sender to scan this one again."
    ),
}
# Of a page that is shown with a gap, where one of several pictures cannot be unpacked.
LOST_PART = "A picture on this page could not be shown. Ask for a legible copy."

REMARKS = {
    "repaired": "The file was damaged and has been repaired: check that all its pages are there.",
    "restrictions_ignored": "Restrictions on printing and copying are not kept.",
    "active_content": "Active content was left out ({count}): scripts, actions, links.",
    "attachments": (
        "It carried {files}, of which nothing was taken in: upload by itself what belongs to the "
        "case."
    ),
    "signatures": "The original is signed ({count}); the copy that is shown does not show it.",
    "notes_not_drawn": "Some notes or fields could not be drawn; compare with the original.",
    "hidden_text": "Words of {pages} are hidden or covered in the picture.",
    "other_patient": (
        "{pages} may be another patient's: compare name, day of birth and claim number "
        "before anybody relies on them."
    ),
    "no_text": "No readable text was found.",
    "pages_not_shown": "{pages} cannot be displayed.",
    "pictures_not_shown": (
        "A picture on {pages} is damaged and cannot be shown: paper is seen in its place. Ask the "
        "sender for the file again."
    ),
    "other_case": "A coversheet of another case lies in it ({count}).",
    "no_scanner": "Not scanned for viruses: no scanner is set up.",
}


def fault_sentence(code: str, name: str, **more: object) -> str:
    """Return what is wrong, why it matters and what to do."""
    return FAULTS[code].format(name=f"“{name}”" if name else "The file", **more)


def remark_sentences(remarks: Mapping[str, int]) -> list[str]:
    """Return what was seen in a file or taken out of it, in words."""
    return [
        REMARKS[code].format(
            count=count,
            pages=_counted(count, "page"),
            files=_counted(count, "attached file"),
        )
        for code, count in remarks.items()
        if code in REMARKS and count
    ]


def _counted(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"
