"""Signs, offsets, padding, scales; and what is refused before anything is decoded."""

from __future__ import annotations

import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays
from pydicom.dataset import Dataset
from pydicom.uid import HTJ2K, UID, JPEGLSLossless, RLELossless

from ra_registry.imaging.frames import (
    FrameError,
    Limits,
    NotDecoded,
    NotGrey,
    Scale,
    TooLarge,
    common_scale,
    decode,
    read_pixels,
)
from tests.unit.imaging.frames.made import enhanced, image, read, with_stream

SIGNED = np.array([[-32768, -1, 0], [1, 32767, 5]], dtype=np.int16)
KINDS = st.sampled_from([np.uint8, np.int8, np.uint16, np.int16])


@given(KINDS.flatmap(lambda kind: arrays(kind, array_shapes(min_dims=2, max_dims=3, max_side=9))))
def test_any_native_image_is_kept_exactly(content):
    found = decode(image(content))
    frames = np.stack(list(found)).astype(np.int64) + found.pixels.offset
    assert frames.tolist() == content.reshape(frames.shape).tolist()
    assert all(frame.dtype == np.uint16 for frame in found)


def test_every_signed_image_of_a_series_has_the_same_offset():
    assert decode(image(SIGNED)).pixels.offset == -32768
    assert decode(image(SIGNED, BitsStored=12)).pixels.offset == -32768
    assert decode(image(SIGNED.astype(np.uint16))).pixels.offset == 0


def test_the_lowest_value_of_monochrome1_is_white():
    assert decode(image(SIGNED, PhotometricInterpretation="MONOCHROME1")).pixels.inverted
    assert not decode(image(SIGNED)).pixels.inverted


@pytest.mark.parametrize(
    ("elements", "stored"),
    [
        ({}, None),
        ({"PixelPaddingValue": -2000}, (30768, 30768)),
        ({"PixelPaddingValue": 63536}, (30768, 30768)),
        ({"PixelPaddingValue": -1000, "PixelPaddingRangeLimit": -2000}, (30768, 31768)),
    ],
)
def test_padding_is_told_in_stored_values(elements, stored):
    made = image(SIGNED)
    for keyword, value in elements.items():
        vr = "SS" if value < 0 else "US"
        made.add_new(keyword, vr, value)
    assert read_pixels(made).padding == stored


def test_a_scale_is_read_of_each_frame():
    assert read_pixels(image(SIGNED, RescaleSlope=3.5, RescaleIntercept=-7)).scales == (
        Scale(3.5, -7.0),
    )
    assert read_pixels(enhanced([1.0, 2.0])).scales == (Scale(2.0, -1.0),) * 2


def test_one_stack_has_one_scale():
    assert common_scale([Scale(2.0), Scale(2.0)]) == Scale(2.0)
    for scales in ([], [Scale(2.0), Scale(2.1)]):
        with pytest.raises(FrameError, match="common"):
            common_scale(scales)


def test_frames_are_decoded_one_at_a_time():
    made = image(np.zeros((40, 256, 256), dtype=np.int16))
    tracemalloc.start()
    try:
        count = sum(1 for _ in decode(made))
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert count == 40
    assert peak < 10 * made.Rows * made.Columns * 2


@pytest.mark.parametrize(
    ("elements", "error", "words"),
    [
        ({"SamplesPerPixel": 3, "PhotometricInterpretation": "RGB"}, NotGrey, "colour"),
        ({"PhotometricInterpretation": "PALETTE COLOR"}, NotGrey, "colour"),
        ({"PhotometricInterpretation": None}, NotGrey, "grey"),
        ({"BitsAllocated": 32, "BitsStored": 32}, NotGrey, "32 bits"),
        ({"BitsAllocated": 1, "BitsStored": 1}, NotGrey, "1 bits"),
        ({"FloatPixelData": b"\0" * 24}, NotGrey, "floating"),
        ({"BitsStored": 17}, FrameError, "17 of 16"),
        ({"BitsStored": 0}, FrameError, "0 of 16"),
        ({"Rows": 0}, FrameError, "0 rows"),
        ({"Columns": None}, FrameError, "Columns"),
        ({"Rows": 60000, "Columns": 60000}, TooLarge, "3600000000 pixels"),
        ({"NumberOfFrames": 2_000_000_000}, TooLarge, "frames"),
        ({"NumberOfFrames": -3}, FrameError, "negative"),
        ({"Rows": 6000, "Columns": 6000, "NumberOfFrames": 100}, TooLarge, "all frames"),
        ({"NumberOfFrames": 2}, NotDecoded, "not as long"),
        ({"Rows": 3}, NotDecoded, "not as long"),
    ],
)
def test_what_cannot_be_is_refused_without_taking_memory(elements, error, words):
    made = image(SIGNED, **elements)
    tracemalloc.start()
    try:
        with pytest.raises(error, match=words):
            list(decode(made))
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_an_image_without_pixels_or_syntax_is_refused():
    with pytest.raises(FrameError, match="no image"):
        decode(Dataset())
    for syntax in (None, "1.2.840.113619.5.2", str(HTJ2K)):
        made = image(SIGNED)
        made.file_meta.TransferSyntaxUID = UID(syntax) if syntax else None
        with pytest.raises(NotDecoded, match="compressed in a way"):
            decode(made)
    del made.file_meta
    with pytest.raises(NotDecoded, match="compressed in a way"):
        decode(made)


@pytest.mark.parametrize("name", ["MR_small_jp2klossless.dcm", "MR_small_jpeg_ls_lossless.dcm"])
def test_a_stream_of_another_size_than_its_data_set_is_not_decoded(name):
    made = read(name)
    made.Rows = made.Columns = 32
    with pytest.raises(NotDecoded, match="64 rows and 64 columns"):
        list(decode(made))


def test_run_lengths_that_unpack_to_too_much_are_refused_before_they_are_unpacked():
    made = image(np.zeros((8, 8), dtype=np.uint8))
    made.file_meta.TransferSyntaxUID = RLELossless
    header = (1).to_bytes(4, "little") + (64).to_bytes(4, "little") + bytes(56)
    tracemalloc.start()
    try:
        with pytest.raises(NotDecoded, match="fit"):
            list(decode(with_stream(made, header + b"\x81\x00" * 100_000)))
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_frames_that_are_missing_are_told():
    made = read("emri_small_jpeg_ls_lossless.dcm")
    made.NumberOfFrames = 12
    with pytest.raises(NotDecoded):
        list(decode(made))


def test_limits_can_be_narrower():
    with pytest.raises(TooLarge, match="at most 5"):
        decode(image(SIGNED), limits=Limits(pixels=5))


def test_an_image_can_be_gone_through_twice():
    found = decode(read("emri_small_RLE.dcm"))
    once, again = ([frame.sum() for frame in found] for _ in range(2))
    assert len(once) == 10
    assert once == again


def test_a_compressed_frame_that_is_too_short_says_so():
    made = image(np.zeros((8, 8), dtype=np.uint16))
    made.file_meta.TransferSyntaxUID = JPEGLSLossless
    for source in (b"\xff", b"\xff\xd8", b"\xff\xd8\xff\xf7\x00\x0b", b"\x00" * 20):
        with pytest.raises(NotDecoded):
            list(decode(with_stream(made, source)))
