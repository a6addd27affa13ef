"""Whatever the bytes are, reading gives a data set or the package's own error with a sentence."""

from __future__ import annotations

import random
import struct
import zlib

import pytest
from pydicom.data import get_testdata_file
from pydicom.uid import DeflatedExplicitVRLittleEndian

from ra_registry.imaging.deidentify import ImageRefused, Limits, read_file, refusal_of
from tests.unit.imaging.deidentify.damage import mutated
from tests.unit.imaging.deidentify.images import cleaned, cr, enhanced_mr, file_of, mr, with_meta
from tests.unit.imaging.deidentify.poison import poison

SEQUENCE_END = b"\xfe\xff\xdd\xe0\0\0\0\0"
ITEM = b"\xfe\xff\x00\xe0\xff\xff\xff\xff"
OPEN_SEQUENCE = b"\x08\x00\x40\x11SQ\0\0\xff\xff\xff\xff"


def code_of(content, **limits) -> str:
    with pytest.raises(ImageRefused) as refused:
        read_file(content, limits=Limits(**limits))
    assert refused.value.refusal.message.endswith(".")
    assert refused.value.code == refused.value.refusal.code
    return refused.value.code


def head_and_rest() -> tuple[bytes, bytes]:
    """The file meta information of an image, and its data set."""
    content = file_of(mr())
    place = content.index(b"\x08\x00\x08\x00CS")
    return content[:place], content[place:]


@pytest.mark.parametrize("content", [b"", b"\0" * 132, b"PK\x03\x04" * 99, b"%PDF-1.7\n" * 99])
def test_what_is_no_dicom_is_refused(content):
    assert code_of(content) == "not_dicom"


def test_a_file_without_preamble_is_read_by_its_meta_information():
    assert read_file(file_of(mr())[132:]).Rows == 4


def test_a_path_is_read_as_its_bytes(tmp_path):
    (tmp_path / "one.dcm").write_bytes(file_of(mr()))
    assert read_file(tmp_path / "one.dcm").Rows == read_file(str(tmp_path / "one.dcm")).Rows == 4


def test_a_path_that_cannot_be_opened_is_refused(tmp_path):
    assert code_of(tmp_path / "none.dcm") == "unreadable"
    assert code_of(tmp_path) == "unreadable"
    assert code_of("a\0b") == "unreadable"


def test_a_file_cut_anywhere_is_refused():
    """Inside an element by its lengths, between two for want of pixels."""
    content = file_of(mr())
    codes = set()
    for end in range(len(content) - 1, 400, -1):
        try:
            refusal = refusal_of(read_file(content[:end]))
        except ImageRefused as refused:
            refusal = refused.refusal
        assert refusal is not None
        codes.add(refusal.code)
    assert {"truncated", "no_pixels"} <= codes


def test_an_element_longer_than_the_file_is_refused():
    head, rest = head_and_rest()
    assert code_of(head + b"\x08\x00\x05\x00UT\0\0\xfe\xff\xff\x7f" + rest) == "truncated"


def test_an_endless_sequence_is_refused():
    head, _ = head_and_rest()
    assert code_of(head + OPEN_SEQUENCE + (ITEM + b"\xfe\xff\x0d\xe0\0\0\0\0") * 50) == "truncated"


@pytest.mark.parametrize("depth", [13, 400, 20_000])
def test_sequences_inside_each_other_end_at_the_limit(depth):
    head, _ = head_and_rest()
    assert code_of(head + (OPEN_SEQUENCE + ITEM) * depth) == "depth"


def test_sequences_of_known_length_end_at_the_limit_too():
    head, rest = head_and_rest()
    inner = b""
    for _ in range(30):
        item = b"\xfe\xff\x00\xe0" + struct.pack("<L", len(inner)) + inner
        inner = b"\x08\x00\x40\x11SQ\0\0" + struct.pack("<L", len(item)) + item
    assert code_of(head + inner + rest) == "depth"


def test_too_many_elements_are_refused():
    assert code_of(file_of(poison(mr())), elements=50) == "elements"


def test_an_unknown_transfer_syntax_is_refused_and_named_only_if_it_is_of_the_standard():
    content = file_of(mr())
    other = content.replace(b"1.2.840.10008.1.2.1\0", b"1.2.840.10008.1.2.9\0")
    assert code_of(other) == "transfer_syntax"
    with pytest.raises(ImageRefused, match=r"1\.2\.840\.10008\.1\.2\.9"):
        read_file(other)
    with pytest.raises(ImageRefused) as refused:
        read_file(content.replace(b"1.2.840.10008.1.2.1\0", b"Yamamoto Hanako 19\0\0"))
    assert "Yamamoto" not in str(refused.value)


def test_a_thousand_million_pixels_are_refused_before_they_are_decoded():
    made = cr()
    made.Rows, made.Columns = 40_000, 25_000
    assert code_of(file_of(made)) == "pixels"
    many = enhanced_mr()
    many.NumberOfFrames = "2000000000"
    assert code_of(file_of(many)) == "pixels"


def test_a_file_larger_than_the_limit_is_refused(tmp_path):
    content = file_of(mr())
    (tmp_path / "large.dcm").write_bytes(content)
    assert code_of(content, file_bytes=500) == "file_size"
    assert code_of(tmp_path / "large.dcm", file_bytes=500) == "file_size"


def test_a_deflated_bomb_is_not_unpacked():
    made = with_meta(mr(), DeflatedExplicitVRLittleEndian)
    content = file_of(made)
    assert read_file(content).Rows == 4
    head = content[: content.index(b"\x02\x00\x10\x00")]
    syntax = b"\x02\x00\x10\x00UI\x16\x001.2.840.10008.1.2.1.99"
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    bomb = packer.compress(b"\0" * 50_000_000) + packer.flush()
    assert len(bomb) < 60_000
    assert code_of(head + syntax + bomb, file_bytes=1_000_000) == "file_size"


def test_a_value_that_cannot_be_read_leaves_the_rest_readable():
    dataset = read_file(file_of(mr()).replace(b"DS\x04\x00520 ", b"DS\x04\x005x0 "))
    again = read_file(cleaned(dataset))
    assert again.EchoTime == 11.5
    assert "RepetitionTime" not in again


def test_an_empty_value_of_a_vr_that_there_is_not_is_passed_over():
    made = mr()
    made.PatientSex = ""
    content = file_of(made).replace(b"\x10\x00\x40\x00CS", b"\x10\x00\x40\x00XA")
    assert read_file(content).Rows == 4


def test_an_unknown_value_stays_unknown():
    """What the file calls unknown is never given the dictionary's VR."""
    content = file_of(mr())
    unknown = content.replace(b"DS\x04\x00520 ", b"UN\0\0\x04\0\0\x00520 ")
    assert read_file(unknown)["RepetitionTime"].VR == "OB"
    assert "RepetitionTime" not in read_file(cleaned(read_file(unknown)))


REAL = ("MR_small.dcm", "MR_small_implicit.dcm", "MR_small_bigendian.dcm", "MR_small_RLE.dcm",
        "MR_small_jp2klossless.dcm", "nested_priv_SQ.dcm", "reportsi.dcm", "UN_sequence.dcm",
        "JPEGLSNearLossless_08.dcm", "DICOMDIR")  # fmt: skip


@pytest.mark.parametrize("name", REAL)
def test_fifty_damages_of_a_real_file_end_in_a_data_set_or_a_refusal(name):
    path = get_testdata_file(name, download=False)
    with open(path, "rb") as file:  # noqa: PTH123 - a path of another package
        content = file.read()
    chance = random.Random(name)
    ends = {"read": 0, "refused": 0}
    sentences = set()
    for _ in range(50):
        try:
            read_file(mutated(content, chance))
            ends["read"] += 1
        except ImageRefused as refused:
            sentences.add(str(refused).strip())
            ends["refused"] += 1
    assert "" not in sentences
    assert min(ends.values()) > 0


@pytest.mark.parametrize("wrong", [None, 7, ["a"]])
def test_an_argument_of_another_kind_is_refused_as_such(wrong):
    assert code_of(wrong) == "argument"
