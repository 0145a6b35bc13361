"""Case files for tests: the example of the project, and the real letters where they are."""

import copy
import json
import os
from pathlib import Path
from typing import Any

import pytest

PROJECT = Path(__file__).resolve().parent.parent
EXAMPLE = PROJECT / "cases" / "demonstration" / "example.json"
REAL_FOLDER = Path(
    os.environ.get("IMRPORTAL_REAL_CASE_FILES", PROJECT.parent / "shared/letters/case-files")
)
REAL_FILES = sorted(REAL_FOLDER.glob("*.json"))
WHY_SKIPPED = f"the folder of real case files is not there ({REAL_FOLDER})"

needs_real_files = pytest.mark.skipif(not REAL_FILES, reason=WHY_SKIPPED)


def example() -> dict[str, Any]:
    """Return a copy of the example that may be changed."""
    return copy.deepcopy(json.loads(EXAMPLE.read_text(encoding="utf-8")))


def real_files() -> list[Any]:
    """Return the real files as parameters; one skipped parameter where there are none."""
    skip = pytest.mark.skip(reason=WHY_SKIPPED)
    if not REAL_FILES:
        return [pytest.param(None, marks=[pytest.mark.shared, skip])]
    return [pytest.param(path, id=path.stem, marks=pytest.mark.shared) for path in REAL_FILES]
