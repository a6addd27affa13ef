"""Every grey image that pydicom brings comes back from store as pydicom itself decodes it."""

from __future__ import annotations

import warnings

import numpy as np
import pytest
from pydicom.uid import UID

from ra_registry.imaging.frames import FrameError, NotGrey, decode, pack, unpack
from tests.unit.imaging.frames.made import FILES, read

HEADERS = {name: read(name, stop_before_pixels=True) for name in FILES}
GREY = [
    name
    for name, header in HEADERS.items()
    if str(header.get("PhotometricInterpretation")).startswith("MONOCHROME")
    and header.get("BitsAllocated") in (8, 16)
]
# Lossy JPEG of 12 bits, which gdcm doesn't read; too few pixels or none; a stream cut by a marker.
# None of them is read by pydicom either.
UNREADABLE = {
    "emri_small_jpeg_2k_lossless_too_short.dcm",
    "JPEG-lossy.dcm",
    "JPGExtended.dcm",
    "MR_truncated.dcm",
    "JPEG2000-embedded-sequence-delimiter.dcm",
}
OTHER_KINDS = [name for name in FILES if name not in GREY and "Rows" in HEADERS[name]]


@pytest.mark.parametrize("name", sorted({*GREY} - UNREADABLE))
def test_what_is_stored_plus_offset_is_what_pydicom_reads(name):
    image = decode(read(name))
    pixels = image.pixels
    found = [unpack(pack(frame), pixels.rows, pixels.columns) for frame in image]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        expected = read(name).pixel_array
    assert len(found) == pixels.frames
    back = np.stack(found).astype(np.int64) + pixels.offset
    assert np.array_equal(back, expected.reshape(back.shape))


@pytest.mark.parametrize("name", sorted(UNREADABLE))
def test_a_damaged_image_is_refused_with_a_sentence(name):
    with pytest.raises(FrameError, match=r"\w.*\.$"):
        list(decode(read(name)))


@pytest.mark.parametrize("name", sorted(OTHER_KINDS))
def test_colour_and_numbers_of_other_kinds_are_refused(name):
    with pytest.raises(NotGrey, match=r"colour|bits"):
        decode(read(name))


def test_the_files_show_every_kind_that_is_promised():
    kinds = [HEADERS[name] for name in {*GREY} - UNREADABLE]
    syntaxes = {UID(str(h.file_meta.TransferSyntaxUID)).name.split(",")[0][:14] for h in kinds}
    assert {"JPEG 2000 Imag", "JPEG-LS Lossle", "JPEG-LS Lossy ", "RLE Lossless", "JPEG Lossless",
            "Explicit VR Bi", "Deflated Expli", "Implicit VR Li"} <= syntaxes  # fmt: skip
    assert any(h.PixelRepresentation == 1 for h in kinds)
    assert any(h.PhotometricInterpretation == "MONOCHROME1" for h in kinds)
    assert any(h.get("RescaleSlope", 1) != 1 for h in kinds)
    assert any("PixelPaddingValue" in h for h in kinds)
    assert any("PerFrameFunctionalGroupsSequence" in h for h in kinds)
    assert any(h.BitsAllocated == 8 for h in kinds)
    assert len(kinds) >= 45
