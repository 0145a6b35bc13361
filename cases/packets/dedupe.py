"""Pages that came more than once: the same to the dot, faxed again, or in two versions.

A copy may be folded away; two versions never: a page whose finding changed is shown beside the
other with what differs. Blank pages are nobody's copy. Where a scan leaves doubt, it is a version;
so is a page with ink where the other has none: a note, a signature, another picture.
"""

import functools
import hashlib
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from cases.packets.blank import why_blank
from cases.packets.differences import Change, Words, difference, plain_words
from cases.packets.faxes import stamps_at_edges, without_stamps
from cases.packets.grams import likely_pairs, signature
from cases.packets.inkmap import ink_beyond, is_same_between
from cases.packets.misread import distance
from cases.packets.pages import Page

# Of page numbers, the pages: more than was asked for does no harm.
Read = Callable[[Collection[int]], Mapping[int, Page]]

EXACT, REFAXED, VERSION = "exact", "refaxed", "version"
FEWEST_WORDS, FEWEST_TO_FOLD = 6, 20
LEAST_ESTIMATE_TYPED, LEAST_ESTIMATE = 0.75, 0.4
# Of the earlier pages that are most like it, so many are looked at, and so many of these compared
# word by word: the forms of one clinic are more alike than two readings of a bad scan.
MOST_LOOKED_AT, MOST_COMPARED = 16, 8
LEAST_LIKENESS = 0.9
# Beyond so many changed words it is another document, not another version of this one.
MOST_CHANGED, MOST_CHANGED_SHARE = 8, 0.06
# The same form with more numbers than this filled in anew is another document.
MOST_OTHER_NUMBERS = 3
# A bad scan is misread beyond what can be told to be misread; a long page has more of that.
MOST_CHANGED_IN_A_SCAN, MORE_IN_A_LONG_ONE, MOST_CHANGED_SHARE_IN_A_SCAN = 12, 0.04, 0.1

# Of a day that became none there is.
MOST_MISREAD_OF_A_DAY = 3


@dataclass(frozen=True)
class Twin:
    """A page that is there already: `number` repeats `of`, which stands before it in the bundle.

    `likeness` is the share of words found the same, from 0 to 1; `changes` are those of a version.
    A version that `has_ink` has it where the other page has none, and nobody read it.
    """

    number: int
    of: int
    kind: str
    likeness: float
    changes: tuple[Change, ...] = ()
    has_ink: bool = False


@dataclass(frozen=True)
class Sheet:
    """What has to be known of a page before it is worth reading beside another one.

    Pages of one `key` are the same to the dot, or to the letter without a look; without a key a
    page is nobody's exact copy. `grams` is the signature of its text. See `sheet_of`.
    """

    number: int
    key: str
    grams: np.ndarray
    is_scanned: bool
    is_blank: bool


def sheet_of(page: Page) -> Sheet:
    """Return what has to be known of a page; it stays so as long as its text and look do."""
    key = page.look.sha256 if page.look else ""
    if page.look is None and len(page.text.split()) >= FEWEST_WORDS:
        key = f"text {hashlib.sha256(page.text.encode()).hexdigest()}"
    grams = signature(without_stamps(page.text))
    return Sheet(page.number, key, grams, page.is_scanned, bool(why_blank(page)))


def find_twins(pages: Sequence[Page]) -> tuple[Twin, ...]:
    """Return at most one twin a page, in the order of the bundle.

    `of` is always a page that is nobody's copy itself, so what is folded is folded onto one page.
    """
    page_by_number = {page.number: page for page in pages}
    sheets = [sheet_of(page) for page in pages]
    return find_new_twins(sheets, page_by_number.keys(), lambda _: page_by_number, {})


def find_new_twins(
    sheets: Sequence[Sheet], fresh: Collection[int], read: Read, roots: Mapping[int, int]
) -> tuple[Twin, ...]:
    """Return the twins of the fresh pages and of those that repeat one, as `find_twins` would.

    `sheets` are all pages in the order of the bundle. `read` returns at least the pages of the
    numbers it is given; `roots` says which page a copy among the others was folded onto.
    """
    used = [sheet for sheet in sheets if not sheet.is_blank]
    exact = dict(_exact(used))
    rest = [sheet for sheet in used if sheet.number not in exact]
    near = _near(rest, fresh, read, roots)
    twins = [
        Twin(number, of, EXACT, 1.0)
        for number, of in exact.items()
        if number in fresh or of in fresh
    ]
    found = {twin.number for twin in near}
    root = {number: of for number, of in roots.items() if number not in found}
    root |= {twin.number: twin.of for twin in near if twin.kind == REFAXED}
    folded = [replace(twin, of=_root(twin.of, root)) for twin in [*twins, *near]]
    place = {sheet.number: place for place, sheet in enumerate(sheets)}
    return tuple(sorted(folded, key=lambda twin: place[twin.number]))


def _root(number: int, root: Mapping[int, int]) -> int:
    """Follow a page to the one that is nobody's copy; each step goes to an earlier page."""
    while number in root:
        number = root[number]
    return number


def compare(one: Page, other: Page) -> Twin | None:
    """Say what the second page is to the first; None when it is another page."""
    first, second = (one, _words(one)), (other, _words(other))
    return _compare(first, second, {}) if _could_be(first, second) else None


def _words(page: Page) -> Words:
    return Words(without_stamps(page.text), is_scanned=page.is_scanned)


def _could_be(first: tuple[Page, Words], second: tuple[Page, Words]) -> bool:
    one, other = first[1], second[1]
    return min(len(one), len(other)) >= FEWEST_WORDS and one.could_be(other)


def _compare(
    first: tuple[Page, Words], second: tuple[Page, Words], known: Mapping[str, int]
) -> Twin | None:
    (page, one), (other_page, other) = first, second
    found = difference(one, other, known)
    if found.likeness < LEAST_LIKENESS:
        return None
    number, of = other_page.number, page.number
    if not found.changes:
        has_ink = _has_ink_of_its_own(other_page, page)
        # Of the two the print is kept that was never scanned: a pen across it disturbs no reader.
        is_better = page.is_scanned and not other_page.is_scanned
        is_long = min(len(one), len(other)) >= FEWEST_TO_FOLD
        is_other_day = bool(one.dates - other.dates) and bool(other.dates - one.dates)
        is_copy = is_long and not is_better and not is_other_day and not has_ink
        kind = REFAXED if is_copy else VERSION
        return Twin(number, of, kind, found.likeness, has_ink=has_ink)
    is_scanned = one.is_scanned or other.is_scanned
    most = _most_changed(len(one), is_scanned=is_scanned)
    if sum(change.has_numbers for change in found.changes) > MOST_OTHER_NUMBERS:
        return None
    if found.changed_words > most or _is_other_day(found.changes, is_scanned=is_scanned):
        return None
    return Twin(number, of, VERSION, found.likeness, found.changes)


def _most_changed(words: int, *, is_scanned: bool) -> int:
    """Return how many changed words a version of a page with so many words has at the most."""
    if not is_scanned:
        return max(min(MOST_CHANGED, int(words * MOST_CHANGED_SHARE)), 1)
    most = max(MOST_CHANGED_IN_A_SCAN, int(words * MORE_IN_A_LONG_ONE))
    return max(min(most, int(words * MOST_CHANGED_SHARE_IN_A_SCAN)), 1)


def _has_ink_of_its_own(page: Page, other: Page) -> bool:
    """Whether the page holds ink that the other has not, as far as both were looked at.

    Print that was never scanned has to be the same to the dot: nothing but a hand changes it. Of
    two pages without an image the words alone decide; of one with and one without, nobody knows.
    """
    if page.look is None or other.look is None:
        return (page.look is None) != (other.look is None)
    if not page.is_scanned and not other.is_scanned:
        return not is_same_between(page.look, other.look)
    beyond = ink_beyond(page.look, other.look, stamps_at_edges(page.text))
    return beyond is None or beyond > 0


def _is_other_day(changes: Sequence[Change], *, is_scanned: bool) -> bool:
    """Whether a day parts the pages; in a scan letters of it may have been misread."""
    dated = [change for change in changes if change.has_day]
    if not is_scanned:
        return bool(dated)
    for change in dated:
        is_half_read = any(map(str.isdigit, change.before)) and not change.has_two_days
        most = MOST_MISREAD_OF_A_DAY if is_half_read else 1
        if distance(change.before, change.after, most) > most:
            return True
    return False


def _exact(sheets: Sequence[Sheet]) -> Iterator[tuple[int, int]]:
    """Yield the pages that have the key of an earlier one."""
    first: dict[str, int] = {}
    for sheet in sheets:
        of = first.setdefault(sheet.key, sheet.number) if sheet.key else sheet.number
        if of != sheet.number:
            yield sheet.number, of


def _near(
    sheets: Sequence[Sheet], fresh: Collection[int], read: Read, roots: Mapping[int, int]
) -> list[Twin]:
    """Return for each page in question the best of the earlier ones that it repeats."""
    pairs = _pairs(sheets, fresh)
    ready = _pages_by_number(sheets, pairs, read)
    known = functools.cache(lambda: _known_words(sheets, read))
    looked_at: Counter[int] = Counter()
    compared: Counter[int] = Counter()
    best: dict[int, Twin] = {}
    for one, other in pairs:
        first, second = sheets[one], sheets[other]
        held = best.get(other)
        if (held and held.kind == REFAXED) or compared[other] >= MOST_COMPARED:
            continue
        pair = ready(first.number), ready(second.number)
        if looked_at[other] >= MOST_LOOKED_AT or pair[0][1].is_of_another_day(pair[1][1]):
            continue
        looked_at[other] += 1
        if not _could_be(*pair):
            continue
        compared[other] += 1
        is_scanned = first.is_scanned or second.is_scanned
        words = known() if is_scanned else {}
        twin = _compare(*pair, words)
        if twin and (held is None or _rank(twin) > _rank(held)):
            best[other] = twin
    twins = [*best.values(), *_seen_anew(pairs, sheets, fresh, roots, best)]
    alike = _alike(pairs, sheets, twins)
    found = [_unless_marked(twin, alike, ready, known) for twin in twins]
    return [twin for twin in found if twin.kind == VERSION or roots.get(twin.number) != twin.of]


def _seen_anew(
    pairs: Sequence[tuple[int, int]],
    sheets: Sequence[Sheet],
    fresh: Collection[int],
    roots: Mapping[int, int],
    best: Collection[int],
) -> Iterator[Twin]:
    """Yield copies that were folded before a fresh page came that is like them and their page."""
    held = {sheets[place].number for place in best}
    earlier: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        if sheets[other].number in fresh:
            earlier[sheets[other].number].add(sheets[one].number)
    copies = {n for near in earlier.values() for n in near if roots.get(n) in near}
    for copy in sorted(copies - held - set(fresh)):
        yield Twin(copy, roots[copy], REFAXED, 1.0)


def _alike(
    pairs: Sequence[tuple[int, int]], sheets: Sequence[Sheet], twins: Sequence[Twin]
) -> Mapping[int, set[int]]:
    """Return which pages could be like one that would be folded, and like what it repeats."""
    asked = {n for twin in twins if twin.kind == REFAXED for n in (twin.number, twin.of)}
    alike: dict[int, set[int]] = defaultdict(set)
    for one, other in pairs:
        first, second = sheets[one].number, sheets[other].number
        for page, beside in ((first, second), (second, first)):
            if page in asked:
                alike[page].add(beside)
    return alike


def _unless_marked(
    twin: Twin,
    alike: Mapping[int, set[int]],
    ready: Callable[[int], tuple[Page, Words]],
    known: Callable[[], Mapping[str, int]],
) -> Twin:
    """Return a copy as a version where a third page shows that somebody wrote on both.

    The map is too coarse to tell one signature or stamp from another at the same place. Ink of the
    page that is repeated, which the same page without it has not, was put there by a hand: a copy
    that has it, too, may have it from another hand.
    """
    if twin.kind != REFAXED:
        return twin
    page, of = ready(twin.number), ready(twin.of)
    for number in sorted(alike[twin.number] & alike[twin.of]):
        plain = ready(number)
        if not _could_be(plain, of) or difference(plain[1], of[1], known()).changes:
            continue
        if _has_ink_of_its_own(of[0], plain[0]) and _has_ink_of_its_own(page[0], plain[0]):
            return replace(twin, kind=VERSION, has_ink=True)
    return twin


def _pairs(sheets: Sequence[Sheet], fresh: Collection[int]) -> list[tuple[int, int]]:
    """Return the places of pages worth reading beside an earlier one, the most alike first.

    In question are the fresh pages and those that may repeat one: each with all its pairs.
    """
    if len(sheets) < 2:
        return []
    signatures = np.stack([sheet.grams for sheet in sheets])
    scanned = [sheet.is_scanned for sheet in sheets]
    wanted = np.array([sheet.number in fresh for sheet in sheets])
    likely = likely_pairs(signatures, LEAST_ESTIMATE, wanted)
    asked = wanted.copy()
    asked[[other for _, _, other in likely]] = True
    if (asked != wanted).any():
        likely = likely_pairs(signatures, LEAST_ESTIMATE, asked)
    return [
        (one, other)
        for estimate, one, other in likely
        if asked[other] and (estimate >= LEAST_ESTIMATE_TYPED or scanned[one] or scanned[other])
    ]


def _pages_by_number(
    sheets: Sequence[Sheet], pairs: Sequence[tuple[int, int]], read: Read
) -> Callable[[int], tuple[Page, Words]]:
    """Return what gives a page of the pairs with its words, made ready once."""
    pages = read({sheets[place].number for pair in pairs for place in pair}) if pairs else {}

    @functools.cache
    def ready(number: int) -> tuple[Page, Words]:
        return pages[number], _words(pages[number])

    return ready


def _known_words(sheets: Sequence[Sheet], read: Read) -> Mapping[str, int]:
    """Count the pages on which each word of letters stands."""
    numbers = {sheet.number for sheet in sheets}
    pages = read(numbers)
    return Counter(
        word for number in numbers for word in plain_words(without_stamps(pages[number].text))
    )


def _rank(twin: Twin) -> tuple[bool, float]:
    return (twin.kind == REFAXED, twin.likeness)
