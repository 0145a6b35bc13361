"""The library that ships with the project, read once."""

import functools
import json
from pathlib import Path

from reviews.guidelines.library import Library, library_from

DATA = Path(__file__).parent / "data" / "library.json"


@functools.cache
def shipped_library() -> Library:
    """Return the shipped library."""
    return library_from(json.loads(DATA.read_text(encoding="utf-8")))
