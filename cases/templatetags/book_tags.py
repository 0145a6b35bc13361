"""Words of the book: what is folded away."""

from django import template

from cases.book import Book

register = template.Library()


@register.simple_tag
def folded_words(book: Book) -> str:
    """Say how many duplicates and blanks are folded away, where there are any."""
    folded = len(book.leaves) - book.counted
    if not folded:
        return ""
    return f"; {folded} duplicate or blank page{'' if folded == 1 else 's'} folded away"
