"""Pages that came more than once: the same to the dot, faxed again, or in two versions.

A copy may be folded away; two versions never: a page whose finding changed is shown beside the
other with what differs. Blank pages are nobody's copy. Where a scan leaves doubt, it is a version.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from cases.packets.blank import why_blank
from cases.packets.differences import Change, Words, difference
from cases.packets.faxes import without_stamps
from cases.packets.grams import likely_pairs, signature
from cases.packets.misread import distance
from cases.packets.pages import Page

EXACT, REFAXED, VERSION = "exact", "refaxed", "version"
FEWEST_WORDS = 6
LEAST_ESTIMATE_TYPED, LEAST_ESTIMATE = 0.75, 0.4
MOST_COMPARED = 8
LEAST_LIKENESS = 0.9
# Beyond so many changed words it is another document, not another version of this one.
MOST_CHANGED, MOST_CHANGED_SHARE = 8, 0.06


@dataclass(frozen=True)
class Twin:
    """A page that is there already: `number` repeats `of`, which stands before it in the bundle.

    `likeness` is the share of words found the same, from 0 to 1; `changes` are those of a version.
    """

    number: int
    of: int
    kind: str
    likeness: float
    changes: tuple[Change, ...] = ()


def find_twins(pages: Sequence[Page]) -> tuple[Twin, ...]:
    """Return at most one twin a page, in the order of the bundle.

    `of` is always a page that is nobody's copy itself, so what is folded is folded onto one page.
    """
    used = [page for page in pages if not why_blank(page)]
    exact = dict(_exact(used))
    rest = [page for page in used if page.number not in exact]
    near = _near(rest)
    twins = [Twin(number, of, EXACT, 1.0) for number, of in exact.items()]
    root = {twin.number: twin.of for twin in near if twin.kind == REFAXED}
    folded = [
        Twin(twin.number, root.get(twin.of, twin.of), twin.kind, twin.likeness, twin.changes)
        for twin in [*twins, *near]
    ]
    place = {page.number: place for place, page in enumerate(pages)}
    return tuple(sorted(folded, key=lambda twin: place[twin.number]))


def compare(one: Page, other: Page) -> Twin | None:
    """Say what the second page is to the first; None when it is another page."""
    return _compare((one.number, _words(one)), (other.number, _words(other)), {})


def _words(page: Page) -> Words:
    return Words(without_stamps(page.text), is_scanned=page.is_scanned)


def _compare(
    first: tuple[int, Words], second: tuple[int, Words], known: Mapping[str, int]
) -> Twin | None:
    (number, one), (other_number, other) = first, second
    if min(len(one), len(other)) < FEWEST_WORDS or not one.could_be(other):
        return None
    found = difference(one, other, known)
    if found.likeness < LEAST_LIKENESS:
        return None
    if not found.changes:
        return Twin(other_number, number, REFAXED, found.likeness)
    most = max(min(MOST_CHANGED, int(len(one) * MOST_CHANGED_SHARE)), 1)
    is_scanned = one.is_scanned or other.is_scanned
    if found.changed_words > most or _is_other_day(found.changes, is_scanned=is_scanned):
        return None
    return Twin(other_number, number, VERSION, found.likeness, found.changes)


def _is_other_day(changes: Sequence[Change], *, is_scanned: bool) -> bool:
    """Whether a day parts the pages; in a scan a letter of it may have been misread."""
    dated = [change for change in changes if change.has_day]
    if is_scanned:
        return any(distance(change.before, change.after, 1) > 1 for change in dated)
    return bool(dated)


def _exact(pages: Sequence[Page]) -> Iterator[tuple[int, int]]:
    """Yield the pages that are another one to the dot, or to the letter without a look."""
    first: dict[tuple[str, str], int] = {}
    for page in pages:
        key = ("look", page.look.sha256) if page.look else ("text", page.text)
        if page.look is None and len(page.text.split()) < FEWEST_WORDS:
            continue
        if key in first:
            yield page.number, first[key]
        else:
            first[key] = page.number


def _near(pages: Sequence[Page]) -> list[Twin]:
    """Return for each page the best of the earlier ones that it repeats."""
    if len(pages) < 2:
        return []
    texts = [without_stamps(page.text) for page in pages]
    words = [
        Words(text, is_scanned=page.is_scanned) for text, page in zip(texts, pages, strict=True)
    ]
    signatures = np.stack([signature(text) for text in texts])
    known = _known_words(words)
    compared: dict[int, int] = {}
    best: dict[int, Twin] = {}
    for estimate, one, other in likely_pairs(signatures, LEAST_ESTIMATE):
        is_scanned = pages[one].is_scanned or pages[other].is_scanned
        if not is_scanned and estimate < LEAST_ESTIMATE_TYPED:
            continue
        held = best.get(other)
        if (held and held.kind == REFAXED) or compared.get(other, 0) >= MOST_COMPARED:
            continue
        compared[other] = compared.get(other, 0) + 1
        first, second = (pages[one].number, words[one]), (pages[other].number, words[other])
        twin = _compare(first, second, known)
        if twin and (held is None or _rank(twin) > _rank(held)):
            best[other] = twin
    return list(best.values())


def _known_words(pages: Sequence[Words]) -> Mapping[str, int]:
    """Count the pages on which each word stands."""
    return Counter(word for page in pages for word in set(page.plain) if word.isalpha())


def _rank(twin: Twin) -> tuple[bool, float]:
    return (twin.kind == REFAXED, twin.likeness)
