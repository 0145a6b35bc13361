"""The language of invented notes: sentences from a file, with choices made and slots filled."""

import functools
import re
import tomllib
from pathlib import Path
from random import Random
from typing import Any

_FILE = Path(__file__).resolve().parent.parent / "data" / "clinical_language.toml"
_CHOICE = re.compile(r"\[([^\[\]]*\|[^\[\]]*)\]")
_SLOT = re.compile(r"\{(\w+)\}")
REGIONS = ("lumbar", "cervical", "shoulder", "knee", "wrist")


@functools.cache
def _all() -> dict[str, Any]:
    return tomllib.loads(_FILE.read_text(encoding="utf-8"))


class Voice:
    """Says things about one region of one body; every choice comes from the chance given."""

    def __init__(self, chance: Random, region: str, side: str, injured: str) -> None:
        self.chance = chance
        self.region = _all()["regions"][region]
        self.fixed = {
            "side": side,
            "Side": side.capitalize(),
            "other": "right" if side == "left" else "left",
            "region": self.region["name"],
            "injured": injured,
        }

    def pick(self, pool: str, count: int) -> list[str]:
        """Return sentences of the region and of all regions, so many of one pool."""
        found = [*self.region.get(pool, ()), *_all()["common"].get(pool, ())]
        return [self.say(line) for line in self.chance.sample(found, min(count, len(found)))]

    def paragraphs(self, pool: str, sentences: int, each: int = 4) -> list[str]:
        """Return so many sentences of a pool, said again with other numbers when it runs out."""
        said: list[str] = []
        while len(said) < sentences:
            said += self.pick(pool, sentences - len(said))
        return [" ".join(said[start : start + each]) for start in range(0, len(said), each)]

    def say(self, template: str) -> str:
        """Return one sentence with its choices made and its slots filled."""
        chosen = _CHOICE.sub(lambda m: self.chance.choice(m.group(1).split("|")), template)
        return _SLOT.sub(self._fill, chosen)

    def _fill(self, found: re.Match[str]) -> str:
        name = found.group(1)
        if name in self.fixed:
            return self.fixed[name]
        if name == "level":
            level = self.chance.choice(self.region["levels"])
            return level.capitalize() if found.start() == 0 and level[0].islower() else level
        if name == "drug":
            return self.chance.choice(_all()["common"]["drugs"])
        if name == "strength":
            return self.chance.choice(("3+", "4-", "4", "4+", "5"))
        low, high, step = _RANGES[name]
        return str(self.chance.randrange(low, high, step))


_RANGES = {
    "pain": (3, 10, 1),
    "pain2": (2, 10, 1),
    "minutes": (10, 60, 5),
    "degrees": (20, 70, 5),
    "degrees2": (30, 80, 5),
    "degrees3": (70, 175, 5),
    "degrees4": (90, 135, 5),
    "small": (2, 12, 1),
    "mm": (2, 9, 1),
    "visits": (4, 14, 2),
    "pounds": (5, 35, 5),
    "hours": (3, 8, 1),
    "bp": (108, 152, 2),
    "bp2": (62, 96, 2),
    "pulse": (56, 98, 2),
    "weight": (118, 260, 1),
    "quantity": (30, 121, 30),
    "dose": (25, 600, 25),
    "percent": (50, 96, 5),
    "grip": (18, 60, 2),
    "grip2": (50, 110, 2),
}


def planted_sentences() -> tuple[str, ...]:
    """Return the sentences that are planted in a packet, or kept out of it."""
    return tuple(_all()["common"]["planted"])


def drugs() -> tuple[str, ...]:
    """Return the drugs that the notes name."""
    return tuple(_all()["common"]["drugs"])
