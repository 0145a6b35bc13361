"""Previews: a letter printed with a mark across it, for reading in the house; never stored."""

from django.conf import settings

from cases.errors import Refused
from cases.pipelines.keys import assets
from cases.press.limits import LetterRefused
from cases.press.marks import DRAFT, NOT_CLEARED
from reviews.letters.content import LetterContent
from reviews.letters.render import Form, render_letter

COPY = "PREVIEW"


def preview_pdf(content: LetterContent, form: str, *, is_signed: bool = False) -> bytes:
    """Return the letter marked as a draft, a preview, or as not cleared for publication."""
    if Form(form) == Form.PUBLIC:
        mark = NOT_CLEARED
    else:
        mark = COPY if is_signed else DRAFT
    return _marked(content, form, mark)


def draft_body_pdf(content: LetterContent) -> bytes:
    """Return the body alone, marked as a draft: what its reviewer may see before it is signed."""
    return _marked(content, Form.PUBLIC, DRAFT)


def _marked(content: LetterContent, form: str, mark: str) -> bytes:
    try:
        rendered = render_letter(
            content,
            Form(form),
            assets(),
            mark=mark,
            max_pages=settings.LETTER_MAX_PAGES,
            max_services=settings.LETTER_MAX_SERVICES,
            max_text=settings.LETTER_MAX_TEXT,
        )
    except LetterRefused as refused:
        raise Refused(refused.sentence)
    return rendered.pdf
