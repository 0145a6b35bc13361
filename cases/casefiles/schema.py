"""Asks the published JSON Schema, and says what it finds in sentences without the file's text."""

import functools
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import ValidationError

from cases.casefiles.faults import Fault, Place

SCHEMA_FILE = Path(__file__).with_name("schema.json")
NAMES_BY_TYPE = {
    "object": "an object",
    "array": "a list",
    "string": "text",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "null": "null",
}


@functools.cache
def schema_text() -> str:
    """Return the schema as it is published."""
    return SCHEMA_FILE.read_text(encoding="utf-8")


def schema_faults(document: Any) -> list[Fault]:
    """Return every place where the document breaks the schema, each once, in order of places."""
    errors = (leaf for error in _validator().iter_errors(document) for leaf in _leaves(error))
    fault_by_place: dict[Place, Fault] = {}
    for fault in (fault for error in errors for fault in _faults(error)):
        fault_by_place.setdefault(fault.place, fault)
    return sorted(fault_by_place.values(), key=lambda fault: [str(part) for part in fault.place])


@functools.cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(
        json.loads(schema_text()), format_checker=FormatChecker(formats=["date"])
    )


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    """Yield what is really wrong: of several allowed forms, the one that fits best."""
    if error.validator != "anyOf" or not error.context:
        yield error
        return
    by_form: dict[Any, list[ValidationError]] = {}
    for inner in error.context:
        by_form.setdefault(inner.relative_schema_path[0], []).append(inner)
    best = max(by_form.values(), key=lambda form: max(len(inner.path) for inner in form))
    first_words = [inner for form in by_form.values() for inner in form if not inner.path]
    for inner in best if any(inner.path for inner in best) else first_words[:1]:
        yield from _leaves(inner)


def _faults(error: ValidationError) -> Iterator[Fault]:
    place = tuple(error.absolute_path)
    if error.validator == "required":
        missing = [key for key in error.validator_value if key not in error.instance]
        yield from (Fault((*place, key), "The key is missing.") for key in missing)
        return
    yield Fault(place, _reason(error))


def _reason(error: ValidationError) -> str:
    wanted = error.validator_value
    reasons = {
        "type": lambda: f"It must be {_types(wanted)}, not {_type_of(error.instance)}.",
        "enum": lambda: f"It must be one of: {_words(wanted)}.",
        "const": lambda: f"It must be “{wanted}”.",
        "format": lambda: "It is not a day that exists; write it like 2015-04-24.",
        "pattern": lambda: _pattern_reason(error),
        "maxLength": lambda: f"It has {len(error.instance):,} characters; at most {wanted:,} fit.",
        "minItems": lambda: "The list must not be empty.",
        "minimum": lambda: f"It must be {wanted} or more.",
        "maximum": lambda: f"It must be {wanted} or less.",
    }
    return reasons.get(str(error.validator), lambda: "It breaks the schema.")()


def _pattern_reason(error: ValidationError) -> str:
    if error.validator_value == r"\S":
        return "It must not be empty."
    if error.absolute_path and error.absolute_path[-1] == "case_number":
        return (
            "It is not a case number: two to four capitals, two digits of the year, a hyphen and "
            "seven digits."
        )
    return "It is not a day; write it like 2015-04-24."


def _types(wanted: str | list[str]) -> str:
    names = [wanted] if isinstance(wanted, str) else wanted
    return " or ".join(NAMES_BY_TYPE[name] for name in names)


def _type_of(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return json.dumps(value)
    for kind, name in ((dict, "object"), (list, "array"), (str, "string")):
        if isinstance(value, kind):
            return NAMES_BY_TYPE[name]
    return "a number"


def _words(values: list[Any]) -> str:
    return ", ".join("null" if value is None else str(value) for value in values)
