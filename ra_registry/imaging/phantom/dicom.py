"""Series and films as DICOM data sets, with identifying attributes as a scanner writes them.

Attributes follow PS3.3: MR Image (A.4) and Computed Radiography Image (A.2).
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import (
    UID,
    ComputedRadiographyImageStorage,
    ExplicitVRLittleEndian,
    MRImageStorage,
)

from ra_registry.imaging.phantom._checked import checked
from ra_registry.imaging.phantom.film import Film
from ra_registry.imaging.phantom.mr import Series

# Repetition, echo and inversion times in ms of each sequence; names as scanners have them.
TIMES = {"T1": (520, 12, None), "STIR": (4200, 38, 150), "T1_GD": (520, 12, None),
         "T2_FS": (3800, 62, None)}  # fmt: skip
SCANNING = {"T1": "SE", "STIR": "IR", "T1_GD": "SE", "T2_FS": "SE"}
MANUFACTURER = "Phantom Imaging"


@dataclass(frozen=True, slots=True)
class Header:
    """Whose image it is, and when and where it was made: all of it made up by the caller.

    ``name`` as DICOM writes it, ``DOE^JANE``; ``series_description`` as a scanner's operator
    would; ``study`` tells studies with the same other attributes apart.
    """

    name: str
    patient_id: str
    birth_date: dt.date
    sex: Literal["F", "M", "O"]
    accession: str
    taken: dt.datetime
    institution: str
    study_description: str
    series_description: str
    series_number: int = 1
    referring: str = ""
    study: str = ""


@checked
def as_dicom(image: Series | Film, header: Header) -> list[Dataset]:
    """Return an image as data sets ready for ``save_as``: one a slice, one for a film.

    Uncompressed, Explicit VR Little Endian. Unique identifiers follow from the header: the same
    header gives the same ones.
    """
    if isinstance(image, Film):
        return [_film(image, header)]
    return [_slice(image, header, number) for number in range(len(image.voxels))]


def _uid(*parts: object) -> UID:
    """An identifier from what it stands for, below the root for 128-bit numbers (PS3.5, B.2)."""
    digest = hashlib.sha256(repr(parts).encode()).digest()
    return UID(f"2.25.{int.from_bytes(digest[:16])}")


def _study(header: Header) -> tuple[object, ...]:
    return header.patient_id, header.accession, header.taken.date(), header.study


def _common(header: Header, storage: str, modality: str, number: int) -> Dataset:
    """What every data set of the header carries."""
    made = Dataset()
    study = _study(header)
    made.SpecificCharacterSet = "ISO_IR 192"
    made.SOPClassUID = UID(storage)
    made.SOPInstanceUID = _uid(*study, header.series_number, number)
    made.StudyDate = made.SeriesDate = made.AcquisitionDate = f"{header.taken:%Y%m%d}"
    made.StudyTime = made.SeriesTime = made.AcquisitionTime = f"{header.taken:%H%M%S}"
    made.ContentDate, made.ContentTime = made.StudyDate, made.StudyTime
    made.AccessionNumber, made.Modality = header.accession, modality
    made.Manufacturer, made.InstitutionName = MANUFACTURER, header.institution
    made.ReferringPhysicianName = header.referring
    made.StudyDescription = header.study_description
    made.SeriesDescription = made.ProtocolName = header.series_description
    made.PatientName, made.PatientID = header.name, header.patient_id
    made.PatientBirthDate, made.PatientSex = f"{header.birth_date:%Y%m%d}", header.sex
    made.StudyInstanceUID = _uid(*study)
    made.SeriesInstanceUID = _uid(*study, header.series_number)
    made.StudyID, made.SeriesNumber, made.InstanceNumber = "1", header.series_number, number + 1
    made.BurnedInAnnotation = "NO"
    made.file_meta = FileMetaDataset()
    made.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    made.file_meta.MediaStorageSOPClassUID = made.SOPClassUID
    made.file_meta.MediaStorageSOPInstanceUID = made.SOPInstanceUID
    return made


def _put_pixels(made: Dataset, pixels: NDArray[np.uint16]) -> None:
    made.Rows, made.Columns = pixels.shape
    made.SamplesPerPixel, made.PhotometricInterpretation = 1, "MONOCHROME2"
    made.BitsAllocated, made.BitsStored, made.HighBit, made.PixelRepresentation = 16, 12, 11, 0
    made.add_new("PixelData", "OW", np.ascontiguousarray(pixels, dtype="<u2").tobytes())


def _put_window(made: Dataset, low: float, high: float) -> None:
    made.WindowCenter, made.WindowWidth = round((low + high) / 2), max(1, round(high - low))


def _numbers(values: Sequence[float]) -> list[str]:
    """Numbers as decimal strings of at most 16 characters (PS3.5, 6.2)."""
    return [f"{value + 0.0:.6g}" for value in values]


def _slice(series: Series, header: Header, number: int) -> Dataset:
    made = _common(header, MRImageStorage, "MR", number)
    made.ImageType = ["ORIGINAL", "PRIMARY", "M"]
    made.BodyPartExamined, made.ImageLaterality, made.PatientPosition = "HAND", series.side, "HFP"
    repetition, echo, inversion = TIMES[series.sequence]
    made.ScanningSequence, made.SequenceVariant = SCANNING[series.sequence], "SK"
    made.ScanOptions, made.MRAcquisitionType = "", "2D"
    made.RepetitionTime, made.EchoTime, made.EchoTrainLength = repetition, echo, 1
    if inversion:
        made.InversionTime = inversion
    if series.sequence == "T1_GD":
        made.ContrastBolusAgent = "Gadolinium"
    made.MagneticFieldStrength = "1.5"
    made.SliceThickness = _numbers([series.thickness])[0]
    made.SpacingBetweenSlices = _numbers([series.slice_spacing])[0]
    made.FrameOfReferenceUID = _uid(*_study(header), "frame of reference")
    made.PositionReferenceIndicator = ""
    made.PixelSpacing = _numbers(series.spacing)
    made.ImageOrientationPatient = _numbers((*series.row_axis, *series.column_axis))
    place = np.array(series.position) + number * np.array(series.step)
    made.ImagePositionPatient = _numbers([float(value) for value in place])
    _put_window(made, 0, 1300)
    _put_pixels(made, series.voxels[number])
    return made


def _film(film: Film, header: Header) -> Dataset:
    made = _common(header, ComputedRadiographyImageStorage, "CR", 0)
    made.ImageType = ["ORIGINAL", "PRIMARY"]
    made.BodyPartExamined, made.ImageLaterality = film.part.upper(), film.side
    made.ViewPosition = "PA" if film.part == "hand" else "AP"
    made.KVP, made.Exposure = "50", 3
    made.PixelSpacing = made.ImagerPixelSpacing = _numbers([film.spacing, film.spacing])
    _put_window(made, 150, 2900)
    _put_pixels(made, film.pixels)
    return made
