"""Data sets with damaged headers: an answer or the one error, never a warning or another error."""

from __future__ import annotations

import io
import random
import warnings

import pydicom
import pytest

from ra_registry.imaging.frames import (
    FrameError,
    decode,
    header_windows,
    pack,
    planes_of,
    quality,
    read_pixels,
    stacks_of,
)
from tests.unit.imaging.frames.made import FILES

EACH = 40
# How far the header reaches; what follows is the image.
HEADS = {"MR_small.dcm": 1500, "emri_small.dcm": 20_000, "MR_small_RLE.dcm": 1500}


def damaged(name, seed):
    """A data set of which some bytes are others, or None where it can't be opened at all."""
    chance = random.Random(seed)
    content = bytearray(FILES[name].read_bytes())
    for _ in range(chance.choice((1, 3, 10, 40))):
        content[chance.randrange(128, HEADS[name])] = chance.randrange(256)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return pydicom.dcmread(io.BytesIO(bytes(content)), force=True)
        except Exception:  # noqa: BLE001 - that is pydicom's, before anything here is called
            return None


@pytest.mark.parametrize("name", HEADS)
@pytest.mark.parametrize(
    "use",
    [
        read_pixels,
        header_windows,
        lambda dataset: [quality(stack) for stack in stacks_of(planes_of(dataset))],
        lambda dataset: [pack(frame) for frame in decode(dataset)],
    ],
    ids=["pixels", "windows", "stacks", "frames"],
)
def test_a_damaged_header_ends_in_an_answer_or_the_one_error(name, use):
    answers = 0
    for seed in range(EACH):
        dataset = damaged(name, seed)
        if dataset is None:
            continue
        try:
            use(dataset)
        except FrameError as error:
            assert str(error).endswith(".")  # noqa: PT017 - an answer is as good
        else:
            answers += 1
    assert answers
