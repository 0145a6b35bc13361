"""Where a marked passage stands in another reading of its page: the same words, or nearly.

A page may be recognized anew, and then its words, their number and their places differ. A passage
is kept by four things, and found again by as many of them as are left: its place, its words, the
words around it, and likeness. What cannot be found is said to be lost, never put anywhere.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

CONTEXT = 8
LIKE_ENOUGH = 0.72
CLEARLY_BETTER = 0.03
WEIGHT_OF_CONTEXT = 0.35
WEIGHT_OF_PLACE = 0.05
# Of neighbours and place together: what the same words have at least where they are at home.
AT_HOME, CLEARLY_NEARER = 0.37, 0.015
_NOISE = re.compile(r"[^\w]+")


@dataclass(frozen=True)
class Anchor:
    """A passage by its words, its neighbours and where it stood among the words of the page."""

    quote: tuple[str, ...]
    prefix: tuple[str, ...]
    suffix: tuple[str, ...]
    start: int


@dataclass(frozen=True)
class Span:
    """From this word to before that one."""

    start: int
    end: int


def anchor_of(words: Sequence[str], start: int, end: int) -> Anchor:
    """Return what is kept of the passage from `start` to before `end`."""
    return Anchor(
        quote=tuple(words[start:end]),
        prefix=tuple(words[max(0, start - CONTEXT) : start]),
        suffix=tuple(words[end : end + CONTEXT]),
        start=start,
    )


def find(anchor: Anchor, words: Sequence[str]) -> Span | None:
    """Return where the passage stands among these words; None where it is lost."""
    size = len(anchor.quote)
    if not size:
        return None
    here = Span(anchor.start, anchor.start + size)
    if tuple(words[here.start : here.end]) == anchor.quote:
        return here
    plain = [_plain(word) for word in words]
    quote = [_plain(word) for word in anchor.quote]
    exact = [(_around(anchor, plain, span), span) for span in _spans(plain, quote)]
    near, best = max(exact, key=lambda pair: pair[0], default=(0.0, None))
    if best is not None and near >= AT_HOME:
        return best
    likely = _nearly(anchor, plain, quote)
    if best is None:
        return _clear_winner(likely)
    others = [(score, span) for score, span in likely if not _is_one(span, exact)]
    misread = max(others, key=lambda pair: pair[0], default=(0.0, None))[1]
    if misread is None:
        return best
    # The same words may be another row of the page, and its own be misread: the neighbours decide.
    ahead = _around(anchor, plain, misread) - near
    if abs(ahead) < CLEARLY_NEARER:
        return None
    return misread if ahead > 0 else best


def _is_one(span: Span, exact: Sequence[tuple[float, Span]]) -> bool:
    return any(span.start < each.end and each.start < span.end for _, each in exact)


def _nearly(anchor: Anchor, plain: Sequence[str], quote: Sequence[str]) -> list[tuple[float, Span]]:
    """Return likely spans, scored; words that were run together or torn apart change the length."""
    said = "".join(quote)
    if len(said) < 4:
        return []
    slack = max(1, len(quote) // 4)
    matcher = SequenceMatcher(autojunk=False)
    matcher.set_seq2(said)
    scored: list[tuple[float, Span]] = []
    for start in range(len(plain)):
        for size in range(max(1, len(quote) - slack), len(quote) + slack + 1):
            span = Span(start, min(start + size, len(plain)))
            matcher.set_seq1("".join(plain[span.start : span.end]))
            if matcher.real_quick_ratio() < LIKE_ENOUGH or matcher.quick_ratio() < LIKE_ENOUGH:
                continue
            likeness = matcher.ratio()
            if likeness >= LIKE_ENOUGH:
                scored.append((likeness + _around(anchor, plain, span), span))
    return scored


def _clear_winner(scored: list[tuple[float, Span]]) -> Span | None:
    if not scored:
        return None
    scored.sort(key=lambda pair: -pair[0])
    best, span = scored[0]
    rivals = [
        score for score, other in scored if other.start >= span.end or other.end <= span.start
    ]
    return span if not rivals or best - rivals[0] >= CLEARLY_BETTER else None


def _around(anchor: Anchor, plain: Sequence[str], span: Span) -> float:
    """Return how well the neighbours and the place agree, on top of the words themselves."""
    before = [_plain(word) for word in anchor.prefix]
    after = [_plain(word) for word in anchor.suffix]
    near = _like(before, plain[max(0, span.start - len(before)) : span.start])
    near += _like(after, plain[span.end : span.end + len(after)])
    distance = abs(span.start - anchor.start) / max(1, len(plain))
    return WEIGHT_OF_CONTEXT * near / 2 + WEIGHT_OF_PLACE * (1 - distance)


def _like(one: Sequence[str], other: Sequence[str]) -> float:
    return SequenceMatcher(None, "".join(one), "".join(other), autojunk=False).ratio()


def _spans(words: Sequence[str], quote: Sequence[str]) -> list[Span]:
    size, first = len(quote), quote[0]
    return [
        Span(at, at + size)
        for at in range(len(words) - size + 1)
        if words[at] == first and list(words[at : at + size]) == list(quote)
    ]


def _plain(word: str) -> str:
    return _NOISE.sub("", word).casefold() or word
