"""Packing: exact, repeatable, and never more than was asked for."""

from __future__ import annotations

import gzip
import zlib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays

from ra_registry.imaging.frames import FrameError, TooLarge, pack, unpack

FRAMES = arrays(np.uint16, array_shapes(min_dims=2, max_dims=2, max_side=30))


@given(FRAMES)
def test_a_frame_comes_back_exactly(frame):
    back = unpack(pack(frame), *frame.shape)
    assert back.dtype == np.uint16
    assert np.array_equal(back, frame)


@given(FRAMES)
def test_views_pack_as_their_copies_do(frame):
    for view in (frame.T, frame[::-1], frame[:, ::-1]):
        assert pack(view) == pack(view.copy())


def test_low_bytes_come_first_then_high_bytes():
    frame = np.array([[0x0102, 0x0304], [0x0506, 0xFF00]], dtype=np.uint16)
    assert gzip.decompress(pack(frame)) == bytes([2, 4, 6, 0, 1, 3, 5, 255])


def test_the_header_names_neither_time_nor_file_nor_system():
    header = pack(np.ones((3, 3), dtype=np.uint16))[:10]
    assert header[:8] == b"\x1f\x8b\x08\x00\x00\x00\x00\x00"
    assert header[9] == 255


@given(FRAMES, st.data())
def test_anything_else_is_refused(frame, data):
    packed = pack(frame)
    rows, columns = frame.shape
    cut = data.draw(st.integers(0, len(packed) - 1))
    for wrong in (packed[:cut], packed + b"\x00", b"", b"text"):
        with pytest.raises(FrameError):
            unpack(wrong, rows, columns)
    for size in ((rows + 1, columns), (rows, columns + 1), (0, columns), (-rows, -columns)):
        with pytest.raises(FrameError):
            unpack(packed, *size)


def test_a_bomb_is_not_unpacked():
    bomb = zlib.compress(bytes(50_000_000), 9, 31)
    with pytest.raises(FrameError, match="not one of 2 rows"):
        unpack(bomb, 2, 2)
    with pytest.raises(TooLarge):
        unpack(bomb, 100_000, 100_000)


@pytest.mark.parametrize(
    "frame",
    [
        np.zeros((2, 2), dtype=np.int16),
        np.zeros((2, 2, 2), dtype=np.uint16),
        np.zeros((0, 2), dtype=np.uint16),
        [[1, 2]],
        None,
    ],
)
def test_only_frames_are_packed(frame):
    with pytest.raises(FrameError, match="16-bit"):
        pack(frame)
