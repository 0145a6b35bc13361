"""What came in, with only what has changed since in its place: a three-way merge of documents.

`came` is the document as it was imported, `before` what the rows said right after, `now` what they
say now. Where `before` and `now` agree, the document keeps what came: absent, null, [] or a form
that the rows do not keep, and every key that nobody here knows.
"""

from typing import Any

from cases.casefiles.parse import is_equal


class _Absent:
    """No key at all."""


ABSENT: Any = _Absent()


def merged(came: dict[str, Any], before: dict[str, Any], now: dict[str, Any]) -> dict[str, Any]:
    """Return the document to export."""
    return dict(_merged(came, before, now))


def _merged(came: Any, before: Any, now: Any) -> Any:
    if before is now or is_equal(before, now):
        return came
    if all(isinstance(value, dict) for value in (came, before, now)):
        return _merged_object(came, before, now)
    if all(isinstance(value, list) for value in (came, before, now)):
        return _merged_list(came, before, now)
    return now


def _merged_object(
    came: dict[str, Any], before: dict[str, Any], now: dict[str, Any]
) -> dict[str, Any]:
    result: dict[str, Any] = {}
    for key in dict.fromkeys((*came, *now)):
        value = _merged(came.get(key, ABSENT), before.get(key, ABSENT), now.get(key, ABSENT))
        if value is not ABSENT:
            result[key] = value
    return result


def _merged_list(came: list[Any], before: list[Any], now: list[Any]) -> list[Any]:
    """Pair each item of now with the one it was; an item that is new goes out as it is."""
    if len(came) != len(before):
        return now
    free = list(range(len(before)))
    partner: dict[int, int] = {}
    for place, item in enumerate(now):
        same = next((index for index in free if is_equal(before[index], item)), None)
        if same is not None:
            partner[place] = same
            free.remove(same)
    if len(now) == len(before):
        for place in range(len(now)):
            if place not in partner and place in free:
                partner[place] = place
                free.remove(place)
    return [
        _merged(came[partner[place]], before[partner[place]], item) if place in partner else item
        for place, item in enumerate(now)
    ]
