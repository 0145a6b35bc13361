"""Says of the pages of a file what the engines make of them, and folds away what nobody misses.

Copies are looked for among all pages of the case, for a bundle is often sent twice: the pages of
the file against what is there (`copies.py`). What a person
folded or unfolded stays so: only what is found anew is folded.

Of ten thousand pages this takes a minute and more, in which nobody could work in the case if it
were locked: pages are looked through before, and what was found is written if it still holds.
"""

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import astuple, dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from cases import audit
from cases.bundles.boxes import unpack_boxes
from cases.models import Case, PageText, Party, ReceivedFile, RecordPage
from cases.notices.coversheets import find_codes
from cases.packets.blank import why_blank
from cases.packets.covers import why_folded
from cases.packets.dedupe import VERSION, Twin
from cases.packets.faxes import why_cover
from cases.packets.foreign import AGREES, Identity, Suspicion, find_strangers
from cases.packets.inkmap import Edges
from cases.packets.pages import LOST, Page
from cases.pipelines.copies import COMPARED, Copies, find_copies, keep
from cases.pipelines.keys import coversheet_keys
from cases.pipelines.leaving import stands
from cases.pipelines.pagewriting import Said, as_page

CHUNK = 500
# Before a code is looked for: `IMR1` and a case number, as a machine may have read them.
LIKE_A_CODE = r"MR.{1,4}[A-Z]{2,4}[0-9OQDILSBZG]{2}\s*-"
ROWS_AT_A_TIME = 1000


@dataclass(frozen=True)
class Findings:
    """What the engines make of the pages of a file; it holds as long as `state` is the case's."""

    state: str
    blanks: Sequence[int]
    covers: Sequence[int]
    copies: Copies
    strangers: Sequence[Suspicion]


def look_through(file: ReceivedFile, said: Said | None = None) -> Findings:
    """Return what the engines make of the pages of a file, writing nothing.

    `said` is what one of the pages says by now, which is not written yet.
    """
    assert file.case is not None
    state = _state_of(file, said)
    rows = RecordPage.objects.filter(file=file).live().with_words().order_by("number")
    own = [_page_of(row, said) for row in rows.iterator(chunk_size=CHUNK)]
    return Findings(
        state=state,
        blanks=_blanks(file, own, said),
        covers=_covers(file, own, said),
        copies=find_copies(file.case, own),
        strangers=list(find_strangers(own, identity_of_case(file.case))),
    )


def assess(
    file: ReceivedFile, *, at: datetime, found: Findings | None = None, said: Said | None = None
) -> dict[str, int]:
    """Write which pages are blank, covers or copies; return remarks on the file.

    The case is locked. What was found before is written where it still holds; else the pages are
    looked through now. `said` is the page whose words were written since it was found.
    """
    assert file.case is not None
    if found is None or found.state != _state_of(file, said):
        found = look_through(file)
    _fold(file, "is_blank", found.blanks)
    _fold(file, "is_fax_cover", found.covers)
    keep(file.case, found.copies.made)
    _write_twins(file, found.copies.twins)
    _write_strangers(file, found.strangers)
    return _remarks(file)


def _page_of(row: RecordPage, said: Said | None) -> Page:
    text = getattr(row, "text", None)
    if said and row.pk == said.page_id:
        text = PageText(text=said.text, source=said.source)
    return as_page(row, text)


def _state_of(file: ReceivedFile, said: Said | None) -> str:
    """Return a digest of whatever findings rest on: pages, their words, looks and comparisons.

    Words of other files count once they are compared; those of the page `said` never do.
    """
    assert file.case is not None
    pages = file.case.record_pages.live().order_by("number")
    own = pages.filter(file=file).values_list("pk", "number", "look_sha256", "text__revision")
    compared = pages.filter(~Q(grams=None) | Q(file__step__in=COMPARED)).exclude(file=file)
    digest = hashlib.sha256(repr(identity_of_case(file.case)).encode())
    for key, number, look, revision in own.iterator():
        digest.update(
            f"{number} {look} {'' if said and key == said.page_id else revision};".encode()
        )
    for number, of, grams in compared.values_list("number", "duplicate_of", "grams__grams"):
        digest.update(f"{number} {of} ".encode() + bytes(grams or b""))
    return digest.hexdigest()


def _blanks(file: ReceivedFile, pages: Iterable[Page], said: Said | None) -> list[int]:
    """Return the numbers of blank pages on which nobody left a mark."""
    likely = [page for page in pages if why_blank(page)]
    return [
        page.number for page, boxes in _with_boxes(file, likely, said) if why_blank(page, boxes)
    ]


def _covers(file: ReceivedFile, pages: Iterable[Page], said: Said | None) -> list[int]:
    """Return the numbers of fax covers on which nobody wrote anything."""
    likely = [page for page in pages if why_cover(page)]
    seen = _with_boxes(file, likely, said)
    return [page.number for page, boxes in seen if why_folded(page, boxes)]


def _with_boxes(
    file: ReceivedFile, pages: list[Page], said: Said | None
) -> Iterator[tuple[Page, list[Edges]]]:
    """Yield pages of a file with the boxes of their words."""
    texts = PageText.objects.filter(page__file=file, page__number__in=[p.number for p in pages])
    packed = {
        number: said.boxes if said and key == said.page_id else boxes
        for number, key, boxes in texts.values_list("page__number", "page", "word_boxes")
    }
    for page in pages:
        yield page, [astuple(box) for box in unpack_boxes(bytes(packed.get(page.number, b"")))]


def _fold(file: ReceivedFile, field: str, numbers: list[int]) -> None:
    """Fold the pages that are found to be so, once."""
    pages = RecordPage.objects.filter(file=file, number__in=numbers, **{field: False})
    pages.update(**{field: True, "is_folded": True})


def _write_twins(file: ReceivedFile, twins: Iterable[Twin]) -> None:
    """Write the copies and the versions anew; a copy is folded when it is found first.

    One that turns out to have a mark of its own is brought back, unless a person has seen to it.
    """
    numbers = {number for twin in twins for number in (twin.number, twin.of)}
    rows = RecordPage.objects.filter(case=file.case, number__in=numbers)
    page_by_number = {page.number: page for page in rows}
    changed, brought = [], []
    for twin in twins:
        page, of = page_by_number[twin.number], page_by_number[twin.of]
        field = "near_duplicate_of" if twin.kind == VERSION else "duplicate_of"
        if getattr(page, f"{field}_id") == of.pk or of.pk >= page.pk:
            continue
        is_new = page.duplicate_of_id is None and twin.kind != VERSION
        page.is_folded = page.is_folded or is_new
        if twin.has_ink and page.duplicate_of_id == of.pk and page.checked_at is None:
            page.duplicate_of = None
            brought += [page.number] if stands(page) else []
        setattr(page, field, of)
        changed.append(page)
    RecordPage.objects.bulk_update(
        changed, ["duplicate_of", "near_duplicate_of", "is_folded"], batch_size=ROWS_AT_A_TIME
    )
    if brought:
        audit.append("pages.unfolded", file.case, by=None, numbers=brought)


def identity_of_case(case: Case) -> Identity:
    """Return whose case it is, and who else is named in it."""
    parties = list(case.parties.all())
    workers = [party for party in parties if party.role == Party.Role.INJURED_WORKER]
    return Identity(
        name=workers[0].name if workers else "",
        born_on=workers[0].date_of_birth if workers else None,
        claim_numbers=tuple(filter(None, [case.claim_number])),
        others=tuple(party.name for party in parties if party not in workers),
    )


def _write_strangers(file: ReceivedFile, found: Iterable[Suspicion]) -> None:
    """Flag pages that may be another patient's; what a person said of a page stays."""
    for suspicion in found:
        differing = [seen.field for seen in suspicion.seen if seen.result != AGREES]
        pages = RecordPage.objects.filter(file=file, number=suspicion.number)
        pages.filter(foreign=RecordPage.Foreign.NO).update(
            foreign=RecordPage.Foreign.SUSPECTED,
            foreign_differs=sorted(set(differing)) or [suspicion.certainty],
        )


def _remarks(file: ReceivedFile) -> dict[str, int]:
    pages = RecordPage.objects.filter(file=file)
    texts = PageText.objects.filter(page__file=file)
    return {
        "hidden_text": texts.filter(has_hidden_text=True).count(),
        "pages_not_shown": pages.exclude(display_fault="").count(),
        "pictures_not_shown": pages.filter(look_shape=LOST).count(),
        "other_case": _other_cases(file, texts),
        "other_patient": pages.filter(foreign=RecordPage.Foreign.SUSPECTED).count(),
        "no_text": int(not texts.filter(~Q(text="")).exists()),
    }


def _other_cases(file: ReceivedFile, texts: QuerySet[PageText]) -> int:
    """Count the pages that say the code of another case's coversheet, as it is printed below it."""
    assert file.case is not None
    number = file.case.case_number
    found = texts.filter(text__iregex=LIKE_A_CODE).values_list("text", flat=True)
    codes = [find_codes(text, *coversheet_keys()) for text in found]
    return sum(any(code and code.case_number != number for code in said) for said in codes)
