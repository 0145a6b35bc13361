"""Refusals: what a user is told when a rule, a state or a missing piece says no."""

from collections.abc import Sequence


class Refused(Exception):
    """An action was not taken, and why, in sentences a user can act on.

    `reasons` are complete sentences; `fix_url_name` may name a page where it can be mended.
    Shown as HTTP 409 with the reasons listed.
    """

    def __init__(self, *reasons: str, fix_url_name: str = "") -> None:
        super().__init__(" ".join(reasons))
        self.reasons: Sequence[str] = reasons
        self.fix_url_name = fix_url_name


class StepNotAllowed(Refused):
    """The lifecycle has no such step from the present status; someone else may have taken it."""


class EditConflict(Refused):
    """The text changed since the page was opened; carries what is stored now so nothing is lost."""

    def __init__(self, *reasons: str, stored: dict[str, str] | None = None) -> None:
        super().__init__(*reasons)
        self.stored = stored or {}
