"""Every file of pydicom's own tests: rebuilt and found clean, or refused with a sentence."""

from __future__ import annotations

from pathlib import Path
from time import process_time

import data_store
import pytest
from pydicom.data.data_manager import DATA_ROOT

from ra_registry.imaging.deidentify import (
    ImageRefused,
    kept,
    propose,
    read_file,
    suspicions,
    verify,
)  # fmt: skip
from tests.unit.imaging.deidentify.images import SUBJECT, cleaned, mr, reread

FOLDERS = (Path(DATA_ROOT), Path(next(iter(data_store.__path__))))
NOT_DICOM = {".py", ".pyc", ".json", ".md", ".txt"}
FILES = sorted(
    path
    for folder in FOLDERS
    for path in folder.rglob("*")
    if path.is_file() and path.suffix not in NOT_DICOM
)


def end_of(path: Path) -> str:
    """Return “clean”, or the code of the refusal."""
    try:
        dataset = read_file(path)
        if not dataset.get("PatientID") and path.name.startswith("emri"):
            dataset.PatientID = "EMRI-OF-NOBODY"
        content = cleaned(dataset)
    except ImageRefused as refused:
        return refused.code if refused.refusal.message.endswith(".") else "no sentence"
    assert verify(content, original=dataset, subject=SUBJECT) == ()
    assert all(one.message for one in suspicions(dataset))
    assert kept(dataset)["modality"] == propose(dataset).modality
    return "clean"


def test_every_file_is_clean_or_refused_with_a_sentence():
    ends = [end_of(path) for path in FILES]
    assert len(ends) > 200
    assert "no sentence" not in ends
    # MR and CR in nine transfer syntaxes, five of them enhanced MR.
    assert ends.count("clean") == 47
    assert {"not_dicom", "truncated", "modality", "dicomdir", "structured_report"} <= set(ends)


@pytest.mark.parametrize("name", ["MR_small_RLE.dcm", "MR_small_bigendian.dcm", "emri_small.dcm"])
def test_pixels_decode_to_the_same_numbers(name):
    path = next(path for path in FILES if path.name == name)
    dataset = read_file(path)
    dataset.PatientID = "NOBODY"
    again = read_file(cleaned(dataset))
    assert (again.pixel_array == dataset.pixel_array).all()


def test_a_slice_takes_milliseconds():
    """From bytes to verified bytes, a slice of 512 × 512 in the time a person doesn't notice."""
    made = mr()
    made.Rows = made.Columns = 512
    made.PixelData = bytes(512 * 512 * 2)
    dataset = reread(made)
    start = process_time()
    for _ in range(5):
        verify(cleaned(dataset), original=dataset, subject=SUBJECT)
    assert (process_time() - start) / 5 < 0.2
