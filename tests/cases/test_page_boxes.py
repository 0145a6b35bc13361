"""Boxes of words: packed small, and unpacked where they were."""

import pytest

from cases.bundles.boxes import Box, pack_boxes, unpack_boxes


def test_boxes_come_back_where_they_were():
    boxes = [Box(0.1, 0.2, 0.3, 0.25), Box(0.0, 0.0, 1.0, 1.0)]
    found = unpack_boxes(pack_boxes(boxes))
    assert [pytest.approx(box.left, abs=1e-4) for box in boxes] == [box.left for box in found]
    assert found[1] == Box(0.0, 0.0, 1.0, 1.0)


def test_what_stands_beside_the_page_is_drawn_to_its_edge():
    assert unpack_boxes(pack_boxes([Box(-0.5, 0.0, 1.5, 2.0)])) == [Box(0.0, 0.0, 1.0, 1.0)]


def test_no_words_need_no_bytes():
    assert pack_boxes([]) == b""
    assert unpack_boxes(b"") == []


@pytest.mark.parametrize("bytes_", [b"boxes", b"x\x9cK\x04\x00\x00b\x00b"])
def test_other_bytes_are_refused(bytes_):
    with pytest.raises(ValueError, match="no boxes"):
        unpack_boxes(bytes_)
