"""Compressed frames with bytes changed or cut off: a picture or the one error, and life goes on.

In a sandbox, as in an import: on some damaged streams gdcm ends the process that it runs in.
"""

from __future__ import annotations

import base64
import random
from collections.abc import Iterator

import pytest
from pydicom.encaps import generate_frames

from ra_registry.core.sandbox import Done, Failed, Failure, Limits, Outcome, Sandbox
from ra_registry.imaging.frames import NotDecoded, decode
from tests.unit.imaging.frames.made import read, with_stream

SMALL = (
    "MR_small_jp2klossless.dcm",
    "MR_small_jpeg_ls_lossless.dcm",
    "MR_small_RLE.dcm",
    "JPEG-LL.dcm",
)
EACH = 50


@pytest.fixture(scope="module")
def sandbox() -> Iterator[Sandbox]:
    handler = "tests.factories.sandboxed_frames:decode_stream"
    with Sandbox(handler, Limits(seconds=60)) as made:
        yield made


def stream_of(name: str) -> bytes:
    return next(generate_frames(read(name).PixelData, number_of_frames=1))


def put(sandbox: Sandbox, name: str, stream: bytes) -> Outcome:
    return sandbox.put({"name": name, "stream": base64.b64encode(stream).decode()})


def damaged(source: bytes, seed: int) -> bytes:
    chance = random.Random(seed)
    content = bytearray(source)
    for _ in range(chance.choice((1, 2, 8, 50))):
        content[chance.randrange(len(content))] = chance.randrange(256)
    return bytes(content[: chance.randrange(1, len(content))] if seed % 5 == 0 else content)


def with_byte(name: str, place: int, value: int) -> bytes:
    content = bytearray(stream_of(name))
    content[place] = value
    return bytes(content)


@pytest.mark.parametrize("name", SMALL)
def test_damage_ends_in_a_picture_or_the_one_error(sandbox: Sandbox, name: str) -> None:
    image, source = read(name), stream_of(name)
    told = [put(sandbox, name, damaged(source, seed)) for seed in range(EACH)]
    answers = [one.answer for one in told if isinstance(one, Done)]
    refusals = [one for one in answers if isinstance(one, str)]
    assert refusals
    assert all(one.endswith(".") for one in refusals)
    assert all(one == [[image.Rows, image.Columns]] for one in answers if one not in refusals)
    assert {one for one in told if isinstance(one, Failed)} <= {Failed(Failure.DIED)}


def test_a_decoder_that_ends_its_process_takes_nothing_else_along(sandbox: Sandbox) -> None:
    """The length of a Huffman table is 0: gdcm ends its process, which must not be the worker."""
    told = put(sandbox, "JPEG-LL.dcm", with_byte("JPEG-LL.dcm", 15, 0))
    assert told == Failed(Failure.DIED)
    image = read("JPEG-LL.dcm")
    whole = put(sandbox, "JPEG-LL.dcm", stream_of("JPEG-LL.dcm"))
    assert whole == Done([[image.Rows, image.Columns]])


@pytest.mark.parametrize(
    ("name", "place", "depth"),
    [("MR_small_jp2klossless.dcm", 42, 33), ("MR_small_jpeg_ls_lossless.dcm", 6, 17)],
)
def test_a_depth_that_the_data_set_does_not_have_never_reaches_the_decoder(
    name: str, place: int, depth: int
) -> None:
    """It would end this very process."""
    with pytest.raises(NotDecoded, match="1 channels of"):
        list(decode(with_stream(read(name), with_byte(name, place, depth))))
