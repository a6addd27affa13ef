"""Rectangles blotted out: all of them, nothing else, and never by mistake nothing."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from ra_registry.imaging.frames import FrameError, Rectangle, fill_of, mask, read_pixels
from tests.unit.imaging.frames.made import image

FRAME = np.arange(100, 160, dtype=np.uint16).reshape(6, 10)
SIDE = st.integers(-3, 12)


@given(st.lists(st.builds(Rectangle, SIDE, SIDE, SIDE, SIDE), max_size=4))
def test_what_is_inside_is_filled_and_the_rest_is_kept(rectangles):
    y, x = np.mgrid[:6, :10]
    inside = [
        (x >= r.x) & (x < r.x + r.width) & (y >= r.y) & (y < r.y + r.height) for r in rectangles
    ]
    before = FRAME.copy()
    if not all(part.any() for part in inside):
        with pytest.raises(FrameError, match="covers"):
            mask(FRAME, rectangles, 3)
    else:
        found = mask(FRAME, rectangles, 3)
        covered = np.any([np.zeros((6, 10), dtype=bool), *inside], axis=0)
        assert np.array_equal(found, np.where(covered, 3, FRAME))
        assert found.dtype == np.uint16
        assert not np.shares_memory(found, FRAME)
    assert np.array_equal(FRAME, before)


def test_a_fill_is_a_stored_value():
    for fill in (-1, 65536):
        with pytest.raises(FrameError, match="65535"):
            mask(FRAME, [Rectangle(0, 0, 1, 1)], fill)


def test_the_fill_is_padding_or_the_frames_black():
    made = image(FRAME)
    assert fill_of(FRAME, read_pixels(made)) == 100
    made.PhotometricInterpretation = "MONOCHROME1"
    assert fill_of(FRAME, read_pixels(made)) == 159
    made.add_new("PixelPaddingValue", "US", 65000)
    assert fill_of(FRAME, read_pixels(made)) == 65000
