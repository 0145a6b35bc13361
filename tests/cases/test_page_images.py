"""Pages are drawn apart, kept privately and within bounds, and what cannot be drawn says why."""

import io
import os
import signal
import time

import pikepdf
import pytest
from PIL import Image

from cases import blobs
from cases.pipelines import network_wall, page_images
from cases.pipelines.page_images import CannotBeShown, Renderer, Wanted, image_of, trim
from tests.factories.books import pdf_of


@pytest.fixture(autouse=True)
def empty_cache(settings, tmp_path):
    settings.PAGE_CACHE_DIR = tmp_path / "pages"


@pytest.fixture
def stored():
    sha256, _ = blobs.store([pdf_of(["A page."] * 3)])
    return sha256


def size_of(image):
    return Image.open(io.BytesIO(image)).size


def test_a_page_is_drawn_in_each_size(stored):
    assert size_of(image_of(Wanted(stored, 0, "thumb"))) == (170, 220)
    assert size_of(image_of(Wanted(stored, 2, "page"))) == (850, 1100)
    assert size_of(image_of(Wanted(stored, 2, "sharp"))) == (1700, 2200)
    assert size_of(image_of(Wanted(stored, 0, "upright", rotation=90))) == (1100, 850)


def test_a_page_drawn_once_is_kept(stored, monkeypatch):
    first = image_of(Wanted(stored, 1))
    monkeypatch.setattr(page_images.RENDERER, "draw", None)
    assert image_of(Wanted(stored, 1)) == first
    assert page_images.is_kept(Wanted(stored, 1))
    assert not page_images.is_kept(Wanted(stored, 2))


def test_a_killed_renderer_is_started_again(stored):
    image_of(Wanted(stored, 0))
    process = page_images.RENDERER.process
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert image_of(Wanted(stored, 1))


def test_a_page_that_is_not_there_says_so(stored):
    with pytest.raises(CannotBeShown, match="fewer pages"):
        image_of(Wanted(stored, 3))


def test_damage_is_one_page_s_own_affair(stored):
    broken, _ = blobs.store([b"%PDF-1.7 nothing behind it"])
    with pytest.raises(CannotBeShown, match="cannot be displayed"):
        image_of(Wanted(broken, 0))
    assert image_of(Wanted(stored, 0))


def test_a_huge_page_is_drawn_smaller():
    with pikepdf.new() as pdf:
        pdf.add_blank_page(page_size=(14400, 14400))
        out = io.BytesIO()
        pdf.save(out)
    sha256, _ = blobs.store([out.getvalue()])
    assert size_of(image_of(Wanted(sha256, 0, "sharp")))[0] <= 4400


def test_without_a_wall_nothing_is_drawn(stored, monkeypatch):
    monkeypatch.setattr(network_wall, "WALLS", ("none",))
    renderer = Renderer()
    with pytest.raises(CannotBeShown, match="away from the network"):
        renderer.draw(Wanted(stored, 0))
    renderer.stop()


def test_the_cache_keeps_what_was_looked_at_last(stored):
    for index in range(3):
        image_of(Wanted(stored, index))
    hour_ago = time.time() - 3600
    for index in (0, 1):
        os.utime(page_images._path(Wanted(stored, index)), (hour_ago, hour_ago + index))
    image_of(Wanted(stored, 0))
    sizes = page_images._path(Wanted(stored, 0)).stat().st_size
    assert trim(2 * sizes + 10) == 1
    assert not page_images.is_kept(Wanted(stored, 1))
    assert page_images.is_kept(Wanted(stored, 0))


def test_documents_that_are_kept_make_room_too(stored):
    kept = page_images.kept_at("d" * 64, "pdf")
    page_images.folder_of(kept)
    kept.write_bytes(b"%PDF" + bytes(5000))
    os.utime(kept, (0, 0))
    image_of(Wanted(stored, 0))
    assert trim(page_images._path(Wanted(stored, 0)).stat().st_size) == 1
    assert not kept.exists()
