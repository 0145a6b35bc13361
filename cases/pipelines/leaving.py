"""What becomes of copies when the pages that they repeat leave the book: the first one stands."""

from cases.models import RecordPage
from cases.models.pages import RecordPageQuerySet

FIELDS = ("duplicate_of", "near_duplicate_of")


def let_copies_stand(left: RecordPageQuerySet) -> list[int]:
    """Unfold of each page that left the first copy that is still read; return their numbers.

    Further copies are copies of that one from now on. Pages folded for another reason stay folded.
    """
    brought: list[int] = []
    for field in FIELDS:
        copies = RecordPage.objects.live().filter(**{f"{field}__in": left})
        first_by_left: dict[int, RecordPage] = {}
        for copy in copies.order_by("pk"):
            of = getattr(copy, f"{field}_id")
            first = first_by_left.setdefault(of, copy)
            if first is copy:
                setattr(copy, field, None)
                brought += [copy.number] if field == FIELDS[0] and stands(copy) else []
            else:
                setattr(copy, field, first)
            copy.save(update_fields=[field, "is_folded"])
    return brought


def stands(copy: RecordPage) -> bool:
    """Unfold the page unless it is blank or a cover; whether it was folded."""
    if copy.is_blank or copy.is_fax_cover or not copy.is_folded:
        return False
    copy.is_folded = False
    return True
