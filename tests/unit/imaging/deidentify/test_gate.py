"""Every sign of burned-in text is named; an image without one passes."""

from __future__ import annotations

import numpy as np
import pytest
from pydicom.dataelem import DataElement
from pydicom.uid import ExplicitVRBigEndian, ExplicitVRLittleEndian

from ra_registry.imaging.deidentify import needs_eyes, suspicions
from ra_registry.imaging.deidentify.compressed import has_comment
from tests.unit.imaging.deidentify.images import cr, enhanced_mr, image, mr, reread, with_meta

SIGNS = {
    "annotation_unsaid": {"BurnedInAnnotation": None},
    "annotation": {"BurnedInAnnotation": "YES"},
    "recognisable": {"RecognizableVisualFeatures": "YES"},
    "secondary_capture": {"SOPClassUID": "1.2.840.10008.5.1.4.1.1.7"},
    "modality": {"Modality": "OT"},
    "conversion": {"ConversionType": "DF"},
    "secondary_image": {"ImageType": ["ORIGINAL", "SECONDARY"]},
    "derived_image": {"ImageType": ["DERIVED", "PRIMARY"]},
    "screen_save": {"ImageType": ["ORIGINAL", "PRIMARY", "SCREEN SAVE"]},
    "behind_pixels": {"PixelData": bytes(48) + b"Anna"},
}


def codes(dataset) -> set[str]:
    found = suspicions(reread(dataset))
    assert all(one.message.endswith(".") for one in found)
    return {one.code for one in found}


@pytest.mark.parametrize("code", SIGNS)
def test_each_sign_is_named_alone(code):
    made = mr()
    for keyword, value in SIGNS[code].items():
        setattr(made, keyword, value)
    assert codes(made) == {code}


def test_a_drawing_is_a_sign():
    made = mr()
    made.add(DataElement(0x60023000, "OW", b"\0\0"))
    assert codes(made) == {"overlay"}


@pytest.mark.parametrize("made", [mr(), cr(), enhanced_mr()])
def test_an_image_that_says_no_is_not_suspect(made):
    assert codes(made) == set()


def test_padding_behind_pixels_is_no_sign():
    made = mr()
    made.PixelData = bytes(48) + bytes(128)
    assert codes(made) == set()


@pytest.mark.parametrize(
    ("made", "expected"),
    [(cr(), True), (image("1.2.840.10008.5.1.4.1.1.1.1", "DX"), True), (mr(), False)],
)
def test_a_person_looks_at_every_film(made, expected):
    assert needs_eyes(made) is expected


def jpeg(*segments: tuple[int, bytes]) -> bytes:
    parts = [b"\xff\xd8"]
    parts += [
        b"\xff" + bytes([kind]) + (len(text) + 2).to_bytes(2, "big") + text
        for kind, text in segments
    ]
    return b"\xfe\xff\x00\xe0\0\0\0\0" + b"".join(parts) + b"\xff\xda\x00\x02pixels"


@pytest.mark.parametrize(
    ("pixels", "expected"),
    [
        (jpeg((0xC0, b"frame")), False),
        (jpeg((0xFE, b"Yamamoto Hanako")), True),
        (jpeg((0xE1, b"Exif\0\0 of a camera")), True),
        (jpeg((0xFE, b"Created by OpenJPEG version 2.4.0")), False),
        (jpeg((0xE0, b"JFIF\0")), False),
        (b"\xff\x4f\xff\x51\x00\x04ab\xff\x64\x00\x0d\x00\x01Yamamoto1\xff\x90", True),
        (b"\xff\x4f\xff\x51\x00\x04ab\xff\x64\x00\x0d\x00\x01Kakadu-v7\xff\x90", False),
        (b"", False),
        (b"\xff\xd8\xff", False),
    ],
)
def test_a_text_inside_a_compressed_image_is_seen(pixels, expected):
    assert has_comment(pixels) is expected


@pytest.mark.parametrize(
    ("words", "signed", "high", "hidden"),
    [
        ([0, 4095], 0, 11, False),
        ([0, 4096], 0, 11, True),
        ([0x0FFF, 0x8001], 0, 11, True),
        ([0xF800, 0xFFFF, 0x07FF], 1, 11, False),
        ([0x0800], 1, 11, False),
        ([0x1800], 1, 11, True),
        ([0xF7FF], 1, 11, True),
        ([0xFFF0], 0, 15, False),
        ([0xFFF1], 0, 15, True),
        ([0], 0, 3, True),
    ],
)
@pytest.mark.parametrize("syntax", [ExplicitVRLittleEndian, ExplicitVRBigEndian])
def test_bits_beside_a_value_are_seen(words, signed, high, hidden, syntax):
    made = mr()
    made.PixelRepresentation, made.HighBit = signed, high
    made.Rows, made.Columns = 1, len(words)
    order = ">u2" if syntax == ExplicitVRBigEndian else "<u2"
    made.PixelData = np.array(words, dtype=order).tobytes()
    assert codes(with_meta(made, syntax)) == ({"hidden_bits"} if hidden else set())
