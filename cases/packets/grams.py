"""Which texts could be one text, among thousands, without comparing each with each.

A text is cut into overlapping grams of its letters, look-alikes folded; a signature keeps the
least of them in each of so many bins (one-permutation MinHash). Texts that agree in a band of
their signatures are candidates, and the share of equal bins estimates the share of common grams.
"""

import re

import numpy as np

from cases.packets.misread import skeleton

GRAM = 7
BINS = 128
BAND = 3
MOST_IN_A_BUCKET = 3000
PAIRS_AT_ONCE, CODES_AT_ONCE = 20_000, 4_000_000
NOTHING = np.uint16(2**16 - 1)
EMPTY, LOW = np.uint64(2**64 - 1), np.uint64(2**16 - 1)
_NO_LETTER = re.compile(r"[\W_]+")
_MIX = np.uint64(0x9E3779B97F4A7C15)
_POWERS = np.array([pow(1000003, power, 2**64) for power in range(GRAM)], dtype=np.uint64)


def signature(text: str) -> np.ndarray:
    """Return the signature of a text: sixteen bits a bin, all NOTHING for a very short text."""
    letters = skeleton(_NO_LETTER.sub("", text)).encode("ascii", "ignore")
    if len(letters) < 2 * GRAM:
        return np.full(BINS, NOTHING)
    codes = np.frombuffer(letters, dtype=np.uint8).astype(np.uint64)
    windows = np.lib.stride_tricks.sliding_window_view(codes, GRAM)
    hashes = windows @ _POWERS
    hashes = (hashes ^ (hashes >> np.uint64(29))) * _MIX
    hashes ^= hashes >> np.uint64(32)
    hashes = np.sort(hashes)
    bins = (hashes >> np.uint64(57)).astype(np.int64)
    found, first = np.unique(bins, return_index=True)
    least = np.full(BINS, EMPTY)
    least[found] = hashes[first]
    return (_filled(least) & LOW).astype(np.uint16)


def _filled(least: np.ndarray) -> np.ndarray:
    """Return the signature with an empty bin taking what the next full one holds, marked."""
    full = np.flatnonzero(least != EMPTY)
    following = np.searchsorted(full, np.arange(BINS)) % full.size
    steps = (full[following] - np.arange(BINS)) % BINS
    return least[full[following]] + steps.astype(np.uint64)


def likely_pairs(
    signatures: np.ndarray, least: float, wanted: np.ndarray
) -> list[tuple[float, int, int]]:
    """Return estimate and places of the pairs that could share so much, the most alike first.

    `wanted` says of each place whether its pairs are; a pair of two others is left out.
    """
    usable = np.flatnonzero((signatures != NOTHING).any(axis=1))
    some = signatures[usable]
    codes = _in_one_bucket(some, wanted[usable]) if usable.size > 1 else np.zeros(0, np.int64)
    found: list[tuple[float, int, int]] = []
    for start in range(0, codes.size, PAIRS_AT_ONCE):
        one, other = np.divmod(codes[start : start + PAIRS_AT_ONCE], usable.size)
        shares = (some[one] == some[other]).mean(axis=1)
        for place in np.flatnonzero(shares >= least):
            pair = (int(usable[one[place]]), int(usable[other[place]]))
            found.append((float(shares[place]), *pair))
    return sorted(found, key=lambda pair: (-pair[0], pair[1], pair[2]))


def _in_one_bucket(signatures: np.ndarray, wanted: np.ndarray) -> np.ndarray:
    """Return codes of the pairs that agree in a whole band: first place times count plus second."""
    count = len(signatures)
    codes: list[np.ndarray] = []
    for start in range(0, BINS - BAND + 1, BAND):
        band = signatures[:, start : start + BAND].astype(np.uint64) @ _POWERS[:BAND]
        order = np.argsort(band, kind="stable")
        edges = np.flatnonzero(np.diff(band[order])) + 1
        for bucket in np.split(order, edges):
            if 1 < bucket.size <= MOST_IN_A_BUCKET and wanted[bucket].any():
                one, other = _paired(np.sort(bucket), wanted)
                codes.append(one * count + other)
        # Most pairs agree in many bands: held once, they fit where thousands of pages are alike.
        if sum(map(len, codes)) > CODES_AT_ONCE:
            codes = [np.unique(np.concatenate(codes))]
    return np.unique(np.concatenate(codes)) if codes else np.zeros(0, np.int64)


def _paired(places: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the pairs of ascending places of which one at least is wanted."""
    some = places[wanted[places]]
    if some.size == places.size:
        one, other = np.triu_indices(places.size, 1)
        return places[one], places[other]
    one, other = np.repeat(some, places.size), np.tile(places, some.size)
    is_pair = one != other
    return np.minimum(one, other)[is_pair], np.maximum(one, other)[is_pair]
