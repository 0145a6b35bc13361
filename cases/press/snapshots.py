"""Frozen values as JSON that is stored and digested, and back again, equal."""

import dataclasses
import hashlib
import json
import types
import typing
from datetime import date, datetime
from enum import StrEnum
from typing import Any, TypeVar

T = TypeVar("T")


def snapshot_sha256(snapshot: dict[str, Any]) -> str:
    """Return the SHA-256 of the snapshot's canonical JSON, in hexadecimal."""
    text = json.dumps(snapshot, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def plain(value: Any) -> Any:
    """Return frozen values as plain JSON values: objects, lists, texts, numbers."""
    if dataclasses.is_dataclass(value):
        return {f.name: plain(getattr(value, f.name)) for f in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [plain(item) for item in value]
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, StrEnum):
        return value.value
    return value


def built(kind: type[T], values: dict[str, Any]) -> T:
    """Return the frozen values that plain ones were made from, equal."""
    hints = typing.get_type_hints(kind)
    return kind(**{name: _value(hints[name], item) for name, item in values.items()})


def _value(hint: Any, item: Any) -> Any:
    if typing.get_origin(hint) is types.UnionType:
        if item is None:
            return None
        hint = next(h for h in typing.get_args(hint) if h is not types.NoneType)
    if typing.get_origin(hint) is tuple:
        return tuple(_value(typing.get_args(hint)[0], each) for each in item)
    if hint in (date, datetime):
        return hint.fromisoformat(item)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(item)
    if dataclasses.is_dataclass(hint):
        return built(hint, item)  # type: ignore[arg-type]
    return item
