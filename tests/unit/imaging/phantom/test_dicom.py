"""Data sets carry what is drawn, where it lies, and the identity that the caller made up."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from io import BytesIO

import numpy as np
import pydicom
import pytest
from pydicom.uid import ExplicitVRLittleEndian

from ra_registry.imaging.phantom import (
    Header,
    PhantomError,
    as_dicom,
    film,
    make_foot,
    make_hand,
    mr_plane,
)

HEADER = Header(
    name="KANARIE^PIET",
    patient_id="H-0042",
    birth_date=dt.date(1961, 4, 3),
    sex="F",
    accession="ACC-77",
    taken=dt.datetime(2015, 6, 1, 9, 30),  # noqa: DTZ001 - a scanner's clock knows no zone
    institution="St. Elsewhere",
    study_description="MRI RT HAND W/WO",
    series_description="AX T1 POST GD",
    series_number=4,
    referring="HOUSE^G",
)


@pytest.fixture(scope="module")
def series():
    hand = make_hand(2, side="L", visit=1)
    return mr_plane(hand, {"erosion.LUN": 3}, sequences=("STIR", "T1_GD"), plane="coronal")


def written_and_read(made):
    file = BytesIO()
    made.save_as(file, enforce_file_format=True)
    file.seek(0)
    return pydicom.dcmread(file)


def test_a_slice_survives_being_written(series):
    slices = as_dicom(series[0], HEADER)
    assert len(slices) == 20
    for k in (0, 11):
        read = written_and_read(slices[k])
        assert read.file_meta.TransferSyntaxUID == ExplicitVRLittleEndian
        assert (read.pixel_array == series[0].voxels[k]).all()
        assert read.Modality == "MR"
        assert read.InstanceNumber == k + 1


def test_the_identity_is_the_callers(series):
    read = written_and_read(as_dicom(series[1], HEADER)[0])
    assert read.PatientName == "KANARIE^PIET"
    assert read.PatientID == "H-0042"
    assert read.PatientBirthDate == "19610403"
    assert read.AccessionNumber == "ACC-77"
    assert (read.StudyDate, read.StudyTime) == ("20150601", "093000")
    assert read.InstitutionName == "St. Elsewhere"
    assert read.SeriesDescription == "AX T1 POST GD"
    assert read.ReferringPhysicianName == "HOUSE^G"


def test_the_geometry_is_that_of_the_series(series):
    slices = as_dicom(series[0], HEADER)
    across, down = np.array(slices[0].ImageOrientationPatient, float).reshape(2, 3)
    places = np.array([one.ImagePositionPatient for one in slices], float)
    steps = np.diff(places, axis=0)
    normal = np.cross(across, down)
    assert np.linalg.norm(normal) == pytest.approx(1)
    assert steps == pytest.approx(np.tile(normal * 2.2, (19, 1)), abs=1e-3)
    assert float(slices[0].SpacingBetweenSlices) == 2.2
    assert [float(value) for value in slices[0].PixelSpacing] == pytest.approx(
        [0.586] * 2, abs=0.01
    )
    assert slices[0].ImageLaterality == "L"


def test_only_the_series_after_contrast_names_an_agent(series):
    before, after = (as_dicom(one, HEADER)[0] for one in series)
    assert "ContrastBolusAgent" not in before
    assert after.ContrastBolusAgent == "Gadolinium"
    assert before.InversionTime == 150


def test_identifiers_follow_from_the_header(series):
    slices, again = (as_dicom(series[0], HEADER) for _ in range(2))
    other = as_dicom(series[0], replace(HEADER, series_number=5))
    later = as_dicom(series[0], replace(HEADER, accession="ACC-78"))
    names = [one.SOPInstanceUID for one in (*slices, *other, *later)]
    assert len(set(names)) == 60
    assert [one.SOPInstanceUID for one in again] == names[:20]
    assert slices[0].StudyInstanceUID == other[0].StudyInstanceUID != later[0].StudyInstanceUID
    assert slices[0].SeriesInstanceUID != other[0].SeriesInstanceUID
    assert slices[0].FrameOfReferenceUID == other[0].FrameOfReferenceUID


@pytest.mark.parametrize(("make", "part"), [(make_hand, "HAND"), (make_foot, "FOOT")])
def test_a_film_survives_being_written(make, part):
    drawn = film(make(2, side="L"), {})
    (made,) = as_dicom(drawn, HEADER)
    read = written_and_read(made)
    assert (read.pixel_array == drawn.pixels).all()
    assert (read.Modality, read.BodyPartExamined, read.ImageLaterality) == ("CR", part, "L")
    assert [float(value) for value in read.PixelSpacing] == [0.36, 0.36]


def test_what_is_no_image_is_refused(series):
    with pytest.raises(PhantomError):
        as_dicom(series[0].voxels, HEADER)
    with pytest.raises(PhantomError):
        as_dicom(series[0], "KANARIE^PIET")
