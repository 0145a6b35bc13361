"""Says of the pages of a file what the engines make of them, and folds away what nobody misses.

What was folded or unfolded by a person stays so: only what was not assessed yet is folded.
"""

from datetime import datetime

from django.db.models import Q

from cases.models import PageText, ReceivedFile, RecordPage
from cases.packets.blank import why_blank
from cases.packets.faxes import why_cover
from cases.pipelines.pagewriting import as_page

CHUNK = 500


def assess(file: ReceivedFile, *, at: datetime) -> dict[str, int]:
    """Write which pages are blank, covers or copies; return remarks on the file."""
    pages = RecordPage.objects.filter(file=file).select_related("text")
    blank, covers = [], []
    for page in pages.iterator(chunk_size=CHUNK):
        seen = as_page(page, getattr(page, "text", None))
        if why_blank(seen):
            blank.append(page.pk)
        elif why_cover(seen):
            covers.append(page.pk)
    fresh = RecordPage.objects.filter(file=file)
    fresh.filter(pk__in=blank, is_blank=False).update(is_blank=True, is_folded=True)
    fresh.filter(pk__in=covers, is_fax_cover=False).update(is_fax_cover=True, is_folded=True)
    return _remarks(file)


def _remarks(file: ReceivedFile) -> dict[str, int]:
    pages = RecordPage.objects.filter(file=file)
    texts = PageText.objects.filter(page__file=file)
    return {
        "hidden_text": texts.filter(has_hidden_text=True).count(),
        "pages_not_shown": pages.exclude(display_fault="").count(),
        "no_text": int(not texts.filter(~Q(text="")).exists()),
    }
