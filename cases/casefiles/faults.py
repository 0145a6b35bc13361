"""What is wrong with a case file: where, and why, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from cases.errors import Refused

Place = tuple[str | int, ...]
SHOWN = 20


@dataclass(frozen=True)
class Fault:
    """One thing wrong at one place, such as `disputed_services[0].ur_action`."""

    place: Place
    reason: str

    @property
    def path(self) -> str:
        """The place as one string; the whole file is `(file)`."""
        return path_of(self.place)

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class BadCaseFile(Refused):
    """A case file that breaks its contract; nothing of it was taken in."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        shown = [str(fault) for fault in faults[:SHOWN]]
        if len(faults) > SHOWN:
            shown.append(f"And {len(faults) - SHOWN} more.")
        super().__init__(*shown)
        self.faults = tuple(faults)


def path_of(place: Place) -> str:
    """Return a place as it is written: `parties.injured_worker.name`, `records[2].kind`."""
    text = ""
    for part in place:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{part}" if text else part
    return text or "(file)"
