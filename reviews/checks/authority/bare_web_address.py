"""A web address is the only authority of a decision (8 CCR 9792.21.1, 9792.25.1)."""

import re
from collections.abc import Iterator

from reviews.checks.findings import Answer, Field
from reviews.checks.making import asks, at, clip
from reviews.checks.view import LetterView

ID = "bare-web-address"
TITLE = "A decision rests on more than a web address"
ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|org|net|gov|edu|info)(?:/\S*)?\b", re.I
)


def check(view: LetterView) -> Iterator[Answer]:
    """Look at decisions all of whose citations are addresses with next to no words beside them."""
    for service in view.services:
        if not service.citations:
            continue
        texts = [f"{row.title} {row.text}".strip() for row in service.citations]
        if all(ADDRESS.search(text) and _is_bare(text) for text in texts):
            yield asks(
                ID,
                at(service, Field.CITATIONS),
                clip(texts[0]),
                "The only authority is a web address. Name the organization, the title and the "
                "year, and the day the page was read.",
            )


def _is_bare(text: str) -> bool:
    words = re.findall(r"[A-Za-z]{3,}", ADDRESS.sub(" ", text))
    return len([word for word in words if word.lower() not in ("accessed", "see", "website")]) < 4
