"""How often a marked passage is found again when its page is read anew.

    .venv/bin/python benchmarks/anchors.py [--pages 300] [--seeds 700 701] [--passages 3]

Pages of forged packets are read twice, each time misread by the forge in another way (a half, one
and a half, four and eight of a hundred characters). Of each page some passages of 3 to 14 words of
the first reading are looked for in the second. What is found elsewhere is wrong; what is not found
waits in the tray for its writer. The last line is one object of JSON.
"""

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path
from random import Random

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from cases.packets.forge.assembly import forge_packet  # noqa: E402
from cases.packets.forge.misreading import misread  # noqa: E402
from cases.packets.forge.packet import Order  # noqa: E402
from reviews.evidence.anchors import anchor_of, find  # noqa: E402

SHARES = (0.005, 0.015, 0.04, 0.08)
RIGHT, NEARLY, LOST, WRONG = "right", "nearly", "lost", "wrong"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, default=300)
    parser.add_argument("--seeds", type=int, nargs="+", default=[700, 701])
    parser.add_argument("--passages", type=int, default=3)
    options = parser.parse_args()
    counts: dict[float, Counter[str]] = {share: Counter() for share in SHARES}
    began = time.process_time()
    for seed in options.seeds:
        for page in forge_packet(Order(pages=options.pages, seed=seed)).pages:
            for number in range(options.passages):
                chance = Random(f"{seed} {page.sheet.text} {number}")
                for share in SHARES:
                    result = moved(chance, page.sheet.text, share)
                    if result:
                        counts[share][result] += 1
    seconds = time.process_time() - began
    print(f"{'misread':>8} {'passages':>9} {'right':>8} {'nearly':>8} {'lost':>8} {'wrong':>8}")
    for share, found in counts.items():
        total = sum(found.values())
        rates = " ".join(
            f"{100 * found[name] / total:>6.2f} %" for name in (RIGHT, NEARLY, LOST, WRONG)
        )
        print(f"{share:>8.1%} {total:>9,} {rates}")
    passages = sum(sum(found.values()) for found in counts.values())
    print(f"{1000 * seconds / passages:.2f} ms a passage, misreading included")
    print(json.dumps({"counts": {str(share): dict(found) for share, found in counts.items()}}))


def moved(chance: Random, text: str, share: float) -> str:
    """Mark a passage in one reading, look for it in another, say how that went."""
    words = text.split()
    size = chance.randrange(3, 15)
    if len(words) < size + 20:
        return ""
    start = chance.randrange(len(words) - size)
    parts = [words[:start], words[start : start + size], words[start + size :]]
    first, second = (
        [misread(" ".join(part), chance, share).split() for part in parts] for _ in range(2)
    )
    marked = anchor_of(
        [word for part in first for word in part], len(first[0]), len(first[0]) + len(first[1])
    )
    span = find(marked, [word for part in second for word in part])
    if span is None:
        return LOST
    true = range(len(second[0]), len(second[0]) + len(second[1]))
    common = len(set(true) & set(range(span.start, span.end)))
    if (span.start, span.end) == (true.start, true.stop):
        return RIGHT
    return NEARLY if common * 2 >= len(true) else WRONG


if __name__ == "__main__":
    main()
