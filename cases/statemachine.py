"""Lifecycles as tables: a step has a name, the statuses it may start from, and where it ends."""

from collections.abc import Iterable
from dataclasses import dataclass

from cases.errors import StepNotAllowed


@dataclass(frozen=True)
class Step:
    """One row of a lifecycle table.

    `permission` is asked by the one writer of the status; an empty one means that only the
    system (a worker) takes the step. `label` is the words on the button.
    """

    name: str
    sources: frozenset[str]
    target: str
    permission: str
    label: str


@dataclass(frozen=True)
class Lifecycle:
    """All steps of one kind of thing, asked "may this step start here?"."""

    noun: str
    steps: tuple[Step, ...]
    words_by_status: dict[str, str]

    def named(self, name: str) -> Step:
        """Return the step called `name`; KeyError for a name that is not in the table."""
        for step in self.steps:
            if step.name == name:
                return step
        raise KeyError(name)

    def step(self, name: str, status: str) -> Step:
        """Return the step if it may start at `status`, else raise StepNotAllowed in words."""
        step = self.named(name)
        if status in step.sources:
            return step
        starts = _join(self.words_by_status[s] for s in self.words_by_status if s in step.sources)
        raise StepNotAllowed(
            f"“{step.label}” is not possible now: the {self.noun} is "
            f"{self.words_by_status[status]}. It starts from: {starts}. "
            "Someone may have moved it on since this page was opened; reload to see where it is."
        )

    def open_steps(self, status: str) -> tuple[Step, ...]:
        """Return the steps that may start at `status`, in the table's order."""
        return tuple(step for step in self.steps if status in step.sources)


def _join(words: Iterable[str]) -> str:
    return ", ".join(words)
