"""Several pictures are read by one start of Tesseract; one that takes for ever harms no other."""

import io
import shutil
import sys
from pathlib import Path

import pytest
from PIL import Image

from cases.bundles.recognized import parse_words
from cases.pipelines.children import recognizer
from cases.pipelines.children.tesseract import Tesseract
from tests.cases.bad_files import as_scan
from tests.factories import tiny_pdf

# Says what the real one says and when, each page as many words as its picture is wide; is stuck
# where it sees a dot, and ends where it sees two.
READER = """
import os, sys, time
from PIL import Image
print("level and so on")
open(os.path.join(os.path.dirname(__file__), "running"), "w").write(str(os.getpid()))
for at, place in enumerate(sys.stdin.read().split()):
    print(f"Page {at} : {place}", file=sys.stderr, flush=True)
    seen = Image.open(place)
    dots = seen.histogram()[0]
    time.sleep(60 * (dots == 1))
    if dots == 2:
        os._exit(3)
    print("\\t".join(f"1 {at + 1} 0 0 0 0 0 0 9 9 -1 page".split()))
    for word in range(seen.width):
        print("\\t".join(f"5 {at + 1} 1 1 1 1 1 1 2 2 90 w{word}".split()))
"""


def picture(words: int, dots: int = 0) -> Image.Image:
    """A picture for so many words, with so many dots."""
    made = Image.new("L", (words, 4), 255)
    for dot in range(dots):
        made.putpixel((0, dot), 0)
    return made


@pytest.fixture
def reader(tmp_path) -> Tesseract:
    """A reader that is stuck where it sees a dot, and is waited for two seconds."""
    (tmp_path / "reader.py").write_text(READER)
    program = tmp_path / "reader"
    program.write_text(f"#!/bin/sh\nexec {sys.executable} {tmp_path}/reader.py\n")
    program.chmod(0o700)
    return Tesseract.at(str(program), pictures=6, most_dots=40_000, dpi=300, seconds=2)


def words(table: str | None) -> int | None:
    """How many words a table has."""
    return None if table is None else parse_words(table, 9, 9).words


@pytest.mark.parametrize(
    ("pictures", "read"),
    [
        ([(3, 0)], [3]),
        ([(3, 0), (1, 0), (900, 0), (2, 0)], [3, 1, 900, 2]),
        ([(3, 1)], [None]),
        ([(3, 1), (1, 0), (2, 0)], [None, 1, 2]),
        ([(900, 0), (2, 0), (3, 1), (4, 0)], [900, 2, None, 4]),
        ([(3, 0), (1, 0), (2, 1)], [3, 1, None]),
        ([(3, 0), (4, 1), (5, 1), (6, 0)], [3, None, None, 6]),
        ([(3, 0), (4, 2), (5, 0)], [3, None, 5]),
    ],
)
def test_each_picture_is_answered_whatever_becomes_of_its_neighbours(pictures, read, reader):
    tables = reader.tables([picture(*one) for one in pictures])
    assert [words(table) for table in tables] == read


def test_a_picture_can_be_asked_about_while_others_are_read(reader):
    tables = reader.tables([picture(900), picture(901), picture(902)])
    assert words(next(tables)) == 900
    assert [words(table) for table in reader.tables([picture(5)])] == [5]
    assert [words(table) for table in tables] == [901, 902]


def test_a_program_that_is_not_left_to_its_end_is_ended(reader, tmp_path):
    tables = reader.tables([picture(900), picture(901), picture(3, 1)])
    assert words(next(tables)) == 900
    running = Path("/proc", (tmp_path / "running").read_text())
    assert running.exists()
    tables.close()
    assert not running.exists()


def test_a_page_full_of_specks_is_read_once_more_without_them(reader):
    specked = Image.new("L", (40, 40), 255)
    specked.putpixel((20, 20), 0)
    assert [said.words for said in recognizer._words([specked], reader)] == [40]


@pytest.mark.skipif(not shutil.which("tesseract"), reason="Tesseract is not installed.")
def test_what_is_read_of_a_picture_does_not_hang_on_its_company():
    said = ("Lumbar strain since May", "No fracture of the left wrist", "")
    scans = [Image.open(io.BytesIO(as_scan(tiny_pdf(one)))).convert("L") for one in said]
    program = shutil.which("tesseract")
    reader = Tesseract.at(program, pictures=3, most_dots=9_000_000, dpi=300, seconds=60)
    together = [parse_words(table, 9, 9) for table in reader.tables(scans)]
    alone = [parse_words(next(reader.tables([scan])), 9, 9) for scan in scans]
    assert together == alone
    assert [one.text.replace("\n", " ") for one in together] == list(said)
