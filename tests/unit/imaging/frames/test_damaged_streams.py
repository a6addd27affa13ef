"""Compressed frames with bytes changed or cut off: a picture or the one error, and life goes on."""

from __future__ import annotations

import io
import random

import numpy as np
import pytest
from pydicom.encaps import generate_frames

from ra_registry.imaging.frames import FrameError, Limits, NotDecoded, decode
from ra_registry.imaging.frames._apart import APART
from tests.unit.imaging.frames.made import read, with_stream

SMALL = (
    "MR_small_jp2klossless.dcm",
    "MR_small_jpeg_ls_lossless.dcm",
    "MR_small_RLE.dcm",
    "JPEG-LL.dcm",
)
EACH = 50


def stream_of(name):
    return next(generate_frames(read(name).PixelData, number_of_frames=1))


def damaged(source, seed):
    chance = random.Random(seed)
    content = bytearray(source)
    for _ in range(chance.choice((1, 2, 8, 50))):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content[: chance.randrange(1, len(content))] if seed % 5 == 0 else content)


@pytest.mark.parametrize("name", SMALL)
def test_damage_ends_in_a_picture_or_the_one_error(name):
    source, image, refused = stream_of(name), read(name), 0
    for seed in range(EACH):
        try:
            frames = list(decode(with_stream(image, damaged(source, seed))))
        except FrameError as error:
            assert str(error).endswith(".")  # noqa: PT017 - a picture is as good an answer
            refused += 1
        else:
            assert [frame.shape for frame in frames] == [(image.Rows, image.Columns)]
    assert refused


def with_byte(name, place, value):
    content = bytearray(stream_of(name))
    content[place] = value
    return with_stream(read(name), bytes(content))


def test_a_decoder_that_ends_its_process_is_started_again():
    """The length of a Huffman table is 0: gdcm ends its process, which must not be the worker."""
    list(decode(read("JPEG-LL.dcm")))
    before = APART._program
    with pytest.raises(NotDecoded, match="decoder"):
        list(decode(with_byte("JPEG-LL.dcm", 15, 0)))
    assert before.returncode
    whole = next(iter(decode(read("MR_small_jp2klossless.dcm"))))
    assert np.array_equal(whole, next(iter(decode(read("MR_small.dcm")))))
    assert APART._program is not before


@pytest.mark.parametrize(
    ("name", "place", "depth"),
    [("MR_small_jp2klossless.dcm", 42, 33), ("MR_small_jpeg_ls_lossless.dcm", 6, 17)],
)
def test_a_depth_that_the_data_set_does_not_have_never_reaches_the_decoder(name, place, depth):
    list(decode(read(name)))
    before = APART._program
    with pytest.raises(NotDecoded, match="1 channels of"):
        list(decode(with_byte(name, place, depth)))
    assert APART._program is before


def test_a_decoder_that_had_nothing_to_do_is_started_again():
    list(decode(read("JPEG-LL.dcm")))
    before = APART._program
    before.stdin.close()  # it ends as if it had waited long enough
    assert before.wait(10) == 0
    assert len(list(decode(read("JPEG-LL.dcm")))) == 1
    before = APART._program

    class Ending(io.RawIOBase):
        """Ends between the look whether it runs and the question."""

        def write(self, _):
            before.stdin = real
            real.close()
            before.wait(10)
            raise BrokenPipeError

    real, before.stdin = before.stdin, Ending()
    assert len(list(decode(read("JPEG-LL.dcm")))) == 1
    assert APART._program is not before


def test_a_decoder_that_takes_too_long_is_ended():
    image = read("MR2_J2KR.dcm")
    with pytest.raises(NotDecoded, match="decoder"):
        list(decode(image, limits=Limits(seconds=0.001)))
    assert next(iter(decode(image))).shape == (1024, 1024)
