"""A blank that was never filled: [INSERT …], ____, {{name}}, TBD."""

import re
from collections.abc import Iterator

from reviews.checks.findings import Answer, Field, Place
from reviews.checks.making import blocks, clip, in_rationale, in_summary
from reviews.checks.view import LetterView

ID = "placeholders"
TITLE = "Nothing is left to be filled in"
BLANK = re.compile(
    r"[\[<{(] ?(?:please )?(?:insert|enter|add|fill in|type|choose|select|specify|describe"
    r"|paste|put"
    r"|your|name of|date of|tbd|todo|to be|xx+|\?+)\b[^\])>}\n]{0,120}[\])>}]"
    r"|\[ ?(?:date|name|age|sex|side|level|drug|dose|quantity|body part|service|guideline|section"
    r"|page|reason|number|number of \w+|he/she|his/her|patient(?:'s)? name|physician|provider) ?\]"
    r"|\[[A-Z][A-Z]+(?: [A-Z]+){1,}[A-Z ]*\]|\[ ?\]|\{\{[^}]{0,60}\}\}|\[\[[^\[\]\n]{0,80}\]\]"
    r"|\$\{[^}]{0,60}\}"
    r"|(?<!\w)_{3,}(?!\w)|\bT\.?B\.?D\.?\b(?!\w)|\bTODO\b|\bFIXME\b|\blorem ipsum\b|\*{3,}"
    r"|<<[^>]{0,60}>>|\[\.\.\.\]\s*\[|\bXX/XX/XX(?:XX)?\b|\bMM/DD/YYYY\b",
    re.IGNORECASE,
)
# In capitals only: the same brackets in small letters are the author's own remark.
SHOUTED = re.compile(r"\[[A-Za-z]+(?: [A-Za-z]+)+ ?\]")


def check(view: LetterView) -> Iterator[Answer]:
    """Look through every text for blanks."""
    for place, text in _texts(view):
        for match in BLANK.finditer(text):
            words = match.group()
            is_remark = SHOUTED.fullmatch(words) and not words.isupper()
            if is_remark and not re.match(
                r"\[ ?(?:please|insert|enter|add|fill|type|choose|select|specify|describe|paste|put"
                r"|your|name|date|tbd|todo|to be|body|number|patient|he|his)\b",
                words,
                re.IGNORECASE,
            ):
                continue
            yield blocks(
                ID,
                Place(place.field, place.service, match.start()),
                clip(words),
                "A blank was left to be filled in. Write what belongs here, or take it away.",
            )
            break


def _texts(view: LetterView) -> Iterator[tuple[Place, str]]:
    yield in_summary(), view.summary
    for service in view.services:
        yield in_rationale(service), service.rationale
        cited = " | ".join(
            " ".join((row.title, *row.sections, *row.pages, row.text)) for row in service.citations
        )
        yield Place(Field.CITATIONS, service.position), cited
