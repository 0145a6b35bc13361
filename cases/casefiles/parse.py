"""Reads a case file: bytes in, the document out, or every place where it breaks the contract.

Text is never altered; what cannot be kept as it came is refused with its place.
"""

import json
import math
from collections.abc import Iterator
from typing import Any

from cases.casefiles.faults import BadCaseFile, Fault, Place
from cases.casefiles.rules import rule_faults
from cases.casefiles.schema import schema_faults
from cases.characters import refused_characters

MAX_BYTES = 16 * 1024 * 1024
MAX_DEPTH = 20
MAX_INTEGER_DIGITS = 30


class _Duplicated(dict[str, Any]):
    """An object in which a key came twice; `twice` names it."""

    twice = ""


class _Unusable:
    """A number that JSON or its readers do not agree on."""

    def __init__(self, text: str) -> None:
        self.text = text


def parse_case_file(content: bytes | str) -> dict[str, Any]:
    """Return the document; BadCaseFile says where and why there is none."""
    document = _loaded(content)
    faults = list(_literal_faults(document, ()))
    if not faults:
        faults = schema_faults(document) or list(rule_faults(document))
    if faults:
        raise BadCaseFile(faults)
    return document


def dump_document(document: dict[str, Any]) -> str:
    """Return the document as the text of a case file."""
    return json.dumps(document, ensure_ascii=False, indent=2, allow_nan=False)


def is_equal(one: Any, other: Any) -> bool:
    """Whether two parsed documents are equal: keys, types, order of lists, text; not order of keys.

    Unlike Python's own comparison, true is not 1 and 1 is not 1.0.
    """
    if type(one) is not type(other):
        return False
    if isinstance(one, dict):
        return one.keys() == other.keys() and all(is_equal(one[key], other[key]) for key in one)
    if isinstance(one, list):
        return len(one) == len(other) and all(map(is_equal, one, other))
    return bool(one == other)


def _loaded(content: bytes | str) -> Any:
    if len(content) > MAX_BYTES:
        raise _whole(f"It is larger than {MAX_BYTES // 1024 // 1024} MB, the most a case needs.")
    try:
        text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
    except UnicodeDecodeError as wrong:
        raise _whole(f"It is not UTF-8 text (byte {wrong.start + 1}).") from wrong
    try:
        return json.loads(
            text,
            object_pairs_hook=_object,
            parse_constant=_Unusable,
            parse_float=_real,
            parse_int=_integer,
        )
    except json.JSONDecodeError as wrong:
        raise _whole(
            f"It is not JSON: {wrong.msg} (line {wrong.lineno}, column {wrong.colno})."
        ) from wrong
    except RecursionError as deep:
        raise _whole(f"It is nested deeper than {MAX_DEPTH} levels.") from deep


def _whole(reason: str) -> BadCaseFile:
    return BadCaseFile([Fault((), reason)])


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    built = dict(pairs)
    if len(built) == len(pairs):
        return built
    marked, seen = _Duplicated(built), set()
    for key, _ in pairs:
        if key in seen:
            marked.twice = key
        seen.add(key)
    return marked


def _real(text: str) -> float | _Unusable:
    value = float(text)
    return value if math.isfinite(value) else _Unusable(text)


def _integer(text: str) -> int | _Unusable:
    return int(text) if len(text) <= MAX_INTEGER_DIGITS else _Unusable(text)


def _literal_faults(value: Any, place: Place) -> Iterator[Fault]:
    """Yield what is wrong with the values themselves, whatever they mean."""
    if len(place) > MAX_DEPTH:
        yield Fault(place, f"It is nested deeper than {MAX_DEPTH} levels.")
    elif isinstance(value, _Unusable):
        yield Fault(place, f"The number {value.text[:20]} cannot be kept as it is.")
    elif isinstance(value, str):
        yield from _character_faults(value, place)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _literal_faults(item, (*place, index))
    elif isinstance(value, dict):
        if isinstance(value, _Duplicated):
            yield Fault((*place, _plain(value.twice)), "The key comes twice in one object.")
        for key, item in value.items():
            yield from _character_faults(key, (*place, _plain(key)), "The key")
            yield from _literal_faults(item, (*place, _plain(key)))


def _character_faults(text: str, place: Place, what: str = "The text") -> Iterator[Fault]:
    names = refused_characters(text)
    if names:
        yield Fault(place, f"{what} holds characters that are refused: {', '.join(names[:5])}.")


def _plain(key: str) -> str:
    """Return the key so that it can be printed anywhere, at most 80 characters of it."""
    return key.encode("unicode_escape").decode()[:80] if refused_characters(key) else key
