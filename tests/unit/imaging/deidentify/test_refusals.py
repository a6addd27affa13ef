"""What isn't taken is named; what is taken isn't refused."""

from __future__ import annotations

import pickle

import pytest
from pydicom.data import get_charset_files, get_testdata_file
from pydicom.dataset import Dataset
from pydicom.uid import RLELossless

from ra_registry.imaging.deidentify import ImageRefused, read_file, rebuild, refusal_of
from tests.unit.imaging.deidentify.images import (
    KEYS,
    SHIFT,
    SUBJECT,
    cr,
    enhanced_mr,
    image,
    mr,
    reread,
    with_meta,
)  # fmt: skip

STORAGE = "1.2.840.10008.5.1.4.1.1."


def setting(**values):
    def change(made: Dataset) -> Dataset:
        for keyword, value in values.items():
            setattr(made, keyword, value)
        return made

    return change


def without(keyword):
    def change(made: Dataset) -> Dataset:
        delattr(made, keyword)
        return made

    return change


def of_class(end):
    return setting(SOPClassUID=STORAGE + end)


REFUSED = {
    "a structured report": (of_class("88.33"), "structured_report", "structured report"),
    "a key object": (of_class("88.59"), "key_object", "key object"),
    "a PDF": (of_class("104.1"), "encapsulated_document", "PDF"),
    "a PDF in another class": (
        setting(EncapsulatedDocument=b"%PDF"), "encapsulated_document", "document"),
    "a presentation state": (of_class("11.1"), "presentation_state", "presentation state"),
    "raw data": (of_class("66"), "raw_data", "raw data"),
    "a segmentation": (of_class("66.4"), "segmentation", "segmentation"),
    "a waveform": (of_class("9.1.1"), "waveform", "waveform"),
    "a spectrum": (of_class("4.2"), "spectroscopy", "spectroscopy"),
    "an MR image in colour": (of_class("4.3"), "colour", "colour"),
    "a private class": (setting(SOPClassUID="1.3.46.670589.1"), "class", "class"),
    "a mammogram's class": (of_class("1.2"), "class", "class"),
    "ultrasound": (setting(Modality="US"), "modality", "ultrasound"),
    "angiography": (setting(Modality="XA"), "modality", "angiography"),
    "CT": (setting(Modality="CT"), "modality", "computed tomography"),
    "another modality": (setting(Modality="ZZ"), "modality", "another modality"),
    "no modality": (without("Modality"), "no_modality", "how the image was made"),
    "colour": (setting(SamplesPerPixel=3), "colour", "colour"),
    "a palette": (setting(PhotometricInterpretation="PALETTE COLOR"), "colour", "colour"),
    "no pixels": (without("PixelData"), "no_pixels", "no pixels"),
    "no word on colours": (without("SamplesPerPixel"), "pixel_kind", "grey"),
    "a table of values": (
        setting(ModalityLUTSequence=[Dataset()]), "modality_lut", "table"),
    "no rows": (setting(Rows=0), "pixel_layout", "pixels"),
    "no columns": (without("Columns"), "pixel_layout", "pixels"),
    "32 bits": (setting(BitsAllocated=32), "pixel_layout", "pixels"),
    "12 bits": (setting(BitsAllocated=12), "pixel_layout", "pixels"),
    "more bits than there are": (setting(BitsAllocated=8), "pixel_layout", "pixels"),
    "fewer pixels than it says": (setting(Rows=5), "truncated", "fewer pixels"),
    "no frames": (setting(NumberOfFrames="0"), "frames", "frames"),
    "no patient": (without("PatientID"), "no_patient", "whose it is"),
    "an empty patient": (setting(PatientID=""), "no_patient", "whose it is"),
    "no instance": (without("SOPInstanceUID"), "no_uid", "which image"),
    "no study": (setting(StudyInstanceUID=""), "no_uid", "which image"),
}  # fmt: skip


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_taken_is_named(name):
    change, code, words = REFUSED[name]
    refusal = refusal_of(change(mr()))
    assert refusal is not None
    assert refusal.code == code
    assert words in refusal.message
    assert refusal.message.endswith(".")


@pytest.mark.parametrize("name", REFUSED)
def test_what_is_not_taken_is_not_rebuilt_either(name):
    change, code, _ = REFUSED[name]
    with pytest.raises(ImageRefused) as refused:
        rebuild(change(mr()), keys=KEYS, subject=SUBJECT, shift_days=SHIFT)
    assert refused.value.code == code


@pytest.mark.parametrize(
    "made",
    [mr(), cr(), enhanced_mr(), image(f"{STORAGE}1.1", "DX"), image(f"{STORAGE}1", "RG"),
     image(f"{STORAGE}7", "CR")],
)  # fmt: skip
def test_grey_images_of_a_scanner_are_taken(made):
    assert refusal_of(reread(made)) is None


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("DICOMDIR", "dicomdir"),
        ("reportsi.dcm", "structured_report"),
        ("waveform_ecg.dcm", "waveform"),
        ("rtplan.dcm", "radiotherapy"),
        ("CT_small.dcm", "modality"),
        ("SC_rgb_small_odd.dcm", "modality"),
        ("chrX1.dcm", "modality"),
        ("chrJapMulti.dcm", "no_pixels"),
    ],
)
def test_real_files_are_named(name, code):
    path = get_testdata_file(name, download=False) or get_charset_files(name)[0]
    refusal = refusal_of(read_file(path))
    assert refusal is not None
    assert refusal.code == code


def test_a_strange_modality_is_not_repeated():
    """It could be anything, a name as well."""
    refusal = refusal_of(setting(Modality="YAMAMOTO")(mr()))
    assert "YAMAMOTO" not in str(refusal)


def test_frames_without_their_descriptions_are_refused():
    made = enhanced_mr()
    made.PerFrameFunctionalGroupsSequence = made.PerFrameFunctionalGroupsSequence[:2]
    with pytest.raises(ImageRefused) as refused:
        rebuild(reread(made), keys=KEYS, subject=SUBJECT, shift_days=SHIFT)
    assert refused.value.code == "frames"


def test_two_values_where_pixels_need_one_are_refused():
    made = mr()
    made.Rows = [4, 4]
    with pytest.raises(ImageRefused):
        rebuild(reread(made), keys=KEYS, subject=SUBJECT, shift_days=SHIFT)


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"subject": ""}, "subject"),
        ({"subject": "Anna Smith"}, "subject"),
        ({"subject": "A" * 65}, "subject"),
        ({"subject": "山本"}, "subject"),
        ({"shift_days": 0}, "shift_days"),
        ({"shift_days": -5000}, "shift_days"),
        ({"shift_days": "3"}, "argument"),
        ({"keys": b"secret"}, "argument"),
        ({"dataset": None}, "argument"),
    ],
)
def test_an_argument_that_cannot_be_meant_is_refused(given, code):
    asked = {"dataset": mr(), "keys": KEYS, "subject": SUBJECT, "shift_days": SHIFT, **given}
    with pytest.raises(ImageRefused) as refused:
        rebuild(asked.pop("dataset"), **asked)
    assert refused.value.code == code


def test_pixels_that_lie_otherwise_than_the_encoding_says_are_refused():
    refusal = refusal_of(with_meta(mr(), RLELossless))
    assert refusal is not None
    assert (refusal.code, refusal.attribute) == ("pixel_layout", "TransferSyntaxUID")


def test_a_data_set_without_file_meta_information_is_refused():
    made = mr()
    del made.file_meta
    with pytest.raises(ImageRefused) as refused:
        rebuild(made, keys=KEYS, subject=SUBJECT, shift_days=SHIFT)
    assert refused.value.code == "transfer_syntax"


def test_a_refusal_travels_between_processes():
    with pytest.raises(ImageRefused) as refused:
        rebuild(setting(Modality="US")(mr()), keys=KEYS, subject=SUBJECT, shift_days=SHIFT)
    again = pickle.loads(pickle.dumps(refused.value))
    assert (again.code, str(again)) == (refused.value.code, str(refused.value))
