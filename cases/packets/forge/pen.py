"""What people leave on paper beside print, as strokes: handwriting, names, stamps, pictures."""

import math
from collections.abc import Iterator
from random import Random

from cases.packets.forge.sheets import Stroke

PEN, PENCIL, FAINT_STAMP = 0.15, 0.5, 0.72


def handwriting(
    chance: Random, x: float, y: float, words: int, *, height: float = 9.0, grey: float = PEN
) -> tuple[Stroke, ...]:
    """Return some words of a pen that begin at the place, one stroke a word."""
    strokes = []
    for _ in range(words):
        letters, points = chance.randrange(2, 6), []
        for step in range(letters * 8):
            turn = step / 8 * 2 * math.pi
            tall = height * (1.0 if step // 8 % 3 == 0 else 0.55)
            swing = (1 - math.cos(turn)) / 2
            points.append((x + step * height / 16 + 2 * math.sin(turn), y + swing * tall))
        strokes.append(Stroke(tuple(points), 1.1, grey))
        x = points[-1][0] + height * 0.6
    return tuple(strokes)


def signature(chance: Random, x: float, y: float, *, wide: float = 110) -> tuple[Stroke, ...]:
    """Return a name as people sign it: large loops that flatten towards the end."""
    points, steps = [], 60
    for step in range(steps):
        part = step / steps
        tall = 22 * (1 - part) * chance.uniform(0.8, 1.1) + 3
        points.append((x + wide * part, y + tall * math.sin(step * 0.8) / 2 + 8))
    return (Stroke(tuple(points), 1.2, PEN),)


def initials(chance: Random, x: float, y: float) -> tuple[Stroke, ...]:
    """Return two letters of a pen."""
    return handwriting(chance, x, y, 1, height=12)[:1]


def stamp(x: float, y: float, *, grey: float = FAINT_STAMP) -> tuple[Stroke, ...]:
    """Return a rubber stamp: a frame with two rows of marks that are nobody's letters."""
    frame = ((x, y), (x + 120, y), (x + 120, y + 40), (x, y + 40), (x, y))
    marks = tuple(
        Stroke(((x + 8 + 9 * n, y + low), (x + 12 + 9 * n, y + low + 10)), 1.8, grey)
        for low in (6, 23)
        for n in range(11)
    )
    return (Stroke(frame, 2.0, grey), *marks)


def struck_out(x: float, y: float, wide: float) -> tuple[Stroke, ...]:
    """Return a pen's line through printed words."""
    points = tuple((x + wide * step / 12, y + 3 + step % 2) for step in range(13))
    return (Stroke(points, 1.6, PEN),)


def picture(chance: Random, x: float, y: float, side: float) -> tuple[Stroke, ...]:
    """Return a picture of something: bent bands of grey, never twice the same."""
    return tuple(_bands(chance, x, y, side))


def _bands(chance: Random, x: float, y: float, side: float) -> Iterator[Stroke]:
    for _ in range(9):
        low, bend, grey = chance.uniform(0.05, 0.95), chance.uniform(-60, 60), chance.random() * 0.7
        rows = [(x + side * n / 12, y + side * low + bend * math.sin(n / 3)) for n in range(13)]
        inside = tuple((a, min(max(b, y), y + side)) for a, b in rows)
        yield Stroke(inside, chance.uniform(3, 16), grey)
