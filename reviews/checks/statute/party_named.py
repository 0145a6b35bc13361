"""A party is named where the letter names nobody (8 CCR 9792.10.9; LC 4610.6(m))."""

from collections.abc import Iterator

from reviews.checks.findings import Answer, Place
from reviews.checks.making import asks, blocks, not_checked
from reviews.checks.reading.sentences import fold
from reviews.checks.statute.reviewer_named import name_pattern, texts
from reviews.checks.view import LetterView

ID = "party-named"
TITLE = "Worker and physicians are not named in what is published"
WORDS_BY_ROLE = {
    "injured_worker": "the injured worker",
    "requesting_physician": "the requesting physician",
    "attorney": "the attorney",
}


def check(view: LetterView) -> Iterator[Answer]:
    """Look for the names of persons: the worker's stops the letter, another's asks."""
    if view.names is None:
        yield not_checked(ID, "The names of the parties are not known.")
        return
    for role, name in view.names:
        if role not in WORDS_BY_ROLE:
            continue
        pattern = name_pattern(name)
        make = blocks if role == "injured_worker" else asks
        for place, text in texts(view):
            match = pattern.search(fold(text)) if pattern else None
            if match:
                yield make(
                    ID,
                    Place(place.field, place.service, match.start()),
                    text[match.start() : match.end()],
                    f"The name of {WORDS_BY_ROLE[role]} stands here. The text is published without "
                    "names: say who it is by role.",
                )
                break
