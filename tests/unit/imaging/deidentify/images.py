"""Images made by code: an MR slice, a film, an enhanced MR of three frames; and files of them."""

from __future__ import annotations

from io import BytesIO

from pydicom import dcmwrite
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import ExplicitVRLittleEndian

from ra_registry.imaging.deidentify import Keys, read_file, rebuild, written

KEYS = Keys(b"a secret of a project, 32 bytes..")
SUBJECT = "RA-0042"
SHIFT = KEYS.shift_days("patient 42")
HOSPITAL_ID = "HOSP-998877"
MR, ENHANCED_MR, CR = (f"1.2.840.10008.5.1.4.1.1.{end}" for end in ("4", "4.1", "1"))


def image(sop_class: str, modality: str, *, number: int = 1, day: str = "20210304") -> Dataset:
    made = Dataset()
    made.SOPClassUID = sop_class
    made.SOPInstanceUID = f"1.2.276.0.7230010.3.{day}.{number}"
    made.StudyInstanceUID = f"1.2.276.0.7230010.1.{day}"
    made.SeriesInstanceUID = f"1.2.276.0.7230010.2.{day}"
    made.FrameOfReferenceUID = f"1.2.276.0.7230010.4.{day}"
    made.Modality = modality
    made.PatientID = HOSPITAL_ID
    made.PatientName = "Yamamoto^Hanako"
    made.PatientBirthDate = "19310413"
    made.PatientAge = "089Y"
    made.StudyDate = made.SeriesDate = made.AcquisitionDate = made.ContentDate = day
    made.StudyTime = "104233.120000"
    made.SeriesNumber, made.InstanceNumber = "5", str(number)
    made.SamplesPerPixel, made.PhotometricInterpretation = 1, "MONOCHROME2"
    made.Rows, made.Columns = 4, 6
    made.BitsAllocated, made.BitsStored, made.HighBit = 16, 12, 11
    made.PixelRepresentation = 0
    made.BurnedInAnnotation = "NO"
    made.ImageType = ["ORIGINAL", "PRIMARY", "M", "NORM"]
    made.PixelData = pixels(24)
    return with_meta(made)


def pixels(count: int) -> bytes:
    """Words of 12 bits, each another."""
    return b"".join((50 * number + 1).to_bytes(2, "little") for number in range(count))


def with_meta(made: Dataset, syntax: str = ExplicitVRLittleEndian) -> Dataset:
    made.file_meta = FileMetaDataset()
    made.file_meta.TransferSyntaxUID = syntax
    made.file_meta.MediaStorageSOPClassUID = made.SOPClassUID
    made.file_meta.MediaStorageSOPInstanceUID = made.SOPInstanceUID
    return made


def mr(**said) -> Dataset:
    """A coronal T1 of a right hand, seen from the front."""
    made = image(MR, "MR", **said)
    made.PixelSpacing = ["0.292969", "0.292969"]
    made.ImageOrientationPatient = ["1", "0", "0", "0", "0", "-1"]
    made.ImagePositionPatient = ["-75.5", "12.25", "60"]
    made.SliceThickness, made.SpacingBetweenSlices = "2", "2.2"
    made.ScanningSequence, made.SequenceVariant, made.ScanOptions = "SE", ["SK", "SP"], "PFP"
    made.MRAcquisitionType = "2D"
    made.RepetitionTime, made.EchoTime, made.FlipAngle = "520", "11.5", "90"
    made.MagneticFieldStrength = "1.5"
    made.WindowCenter, made.WindowWidth = "400", "800"
    made.Manufacturer = "SIEMENS"
    return made


def cr(**said) -> Dataset:
    """A film of both hands."""
    made = image(CR, "CR", **said)
    made.BodyPartExamined, made.ViewPosition = "HAND", "PA"
    made.ImagerPixelSpacing = ["0.1", "0.1"]
    made.KVP, made.Exposure = "50", "4"
    return made


def enhanced_mr(**said) -> Dataset:
    """Three axial frames with the groups of all and of each."""
    made = image(ENHANCED_MR, "MR", **said)
    made.NumberOfFrames = "3"
    made.PixelData = pixels(72)
    made.MagneticFieldStrength = 3.0
    shared = Dataset()
    shared.PixelMeasuresSequence = [_with(PixelSpacing=["0.5", "0.5"], SliceThickness="3")]
    shared.PlaneOrientationSequence = [
        _with(ImageOrientationPatient=["1", "0", "0", "0", "1", "0"])
    ]
    shared.MRTimingAndRelatedParametersSequence = [_with(RepetitionTime="600", FlipAngle="90")]
    made.SharedFunctionalGroupsSequence = [shared]
    made.PerFrameFunctionalGroupsSequence = [_frame(number) for number in range(3)]
    return made


def _frame(number: int) -> Dataset:
    frame = Dataset()
    frame.FrameContentSequence = [_with(StackID="1", InStackPositionNumber=number + 1)]
    frame.PlanePositionSequence = [_with(ImagePositionPatient=["0", "0", str(3 * number)])]
    frame.MREchoSequence = [_with(EffectiveEchoTime=12.0)]
    return frame


def _with(**values) -> Dataset:
    made = Dataset()
    for keyword, value in values.items():
        setattr(made, keyword, value)
    return made


def file_of(dataset: Dataset) -> bytes:
    buffer = BytesIO()
    dcmwrite(buffer, dataset, enforce_file_format=True)
    return buffer.getvalue()


def reread(dataset: Dataset) -> Dataset:
    return read_file(file_of(dataset))


def cleaned(dataset: Dataset, *, subject: str = SUBJECT, shift_days: int = SHIFT) -> bytes:
    return written(rebuild(dataset, keys=KEYS, subject=subject, shift_days=shift_days))
