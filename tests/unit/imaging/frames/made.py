"""Data sets made for tests, and the real ones that pydicom brings."""

from __future__ import annotations

import warnings
from pathlib import Path

import data_store
import numpy as np
import pydicom
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.sequence import Sequence
from pydicom.uid import ExplicitVRLittleEndian

FOLDERS = (
    Path(pydicom.__file__).parent / "data" / "test_files",
    Path(data_store.__file__).parent,
)


def files() -> dict[str, Path]:
    """Every DICOM file that is installed with pydicom and pydicom-data, by name."""
    return {path.name: path for folder in FOLDERS for path in sorted(folder.rglob("*.dcm"))}


FILES = files()


def read(name: str, **options: object) -> Dataset:
    """A file of pydicom, without the warnings that some of them are made for."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pydicom.dcmread(FILES[name], force=True, **options)


def image(frames: np.ndarray, **elements: object) -> Dataset:
    """A data set with native pixels, rows by columns or frames by rows by columns."""
    stack = frames if frames.ndim == 3 else frames[None]
    made = Dataset()
    made.file_meta = FileMetaDataset()
    made.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    made.Rows, made.Columns = stack.shape[1:]
    made.NumberOfFrames = len(stack)
    made.SamplesPerPixel = 1
    made.PhotometricInterpretation = "MONOCHROME2"
    made.BitsAllocated = made.BitsStored = 8 * stack.itemsize
    made.PixelRepresentation = int(stack.dtype.kind == "i")
    raw = stack.astype(stack.dtype.newbyteorder("<")).tobytes()
    made.PixelData = raw + b"\x00" * (len(raw) % 2)
    for keyword, value in elements.items():
        setattr(made, keyword, value)
    return made


def with_stream(dataset: Dataset, source: bytes) -> Dataset:
    """The same data set with another compressed frame."""
    dataset.PixelData = encapsulate([source])
    dataset["PixelData"].is_undefined_length = True
    return dataset


def placed(number: int, position: tuple[float, float, float], **elements: object) -> Dataset:
    """A small coronal image at a place."""
    place = {
        "InstanceNumber": number,
        "ImagePositionPatient": list(position),
        "ImageOrientationPatient": [1, 0, 0, 0, 0, -1],
        "PixelSpacing": [0.4, 0.3],
        "SliceThickness": 2.0,
        "FrameOfReferenceUID": "1.2.3.4",
    }
    return image(np.zeros((4, 6), dtype=np.uint16), **{**place, **elements})


def enhanced(depths: list[float]) -> Dataset:
    """An enhanced axial image: what all frames share, and each one's place, slope and window."""
    frames = np.arange(len(depths) * 24, dtype=np.uint16).reshape(-1, 4, 6)
    made = image(frames, FrameOfReferenceUID="1.2.3.4", InstanceNumber=1)
    shared = Dataset()
    shared.PlaneOrientationSequence = one(ImageOrientationPatient=[1, 0, 0, 0, 1, 0])
    shared.PixelMeasuresSequence = one(PixelSpacing=[0.5, 0.25], SliceThickness=3.0)
    shared.PixelValueTransformationSequence = one(RescaleSlope=2.0, RescaleIntercept=-1.0)
    shared.FrameVOILUTSequence = one(WindowCenter=50.0, WindowWidth=81.0)
    made.SharedFunctionalGroupsSequence = Sequence([shared])
    each = []
    for depth in depths:
        own = Dataset()
        own.PlanePositionSequence = one(ImagePositionPatient=[-10.0, 20.0, depth])
        each.append(own)
    made.PerFrameFunctionalGroupsSequence = Sequence(each)
    return made


def one(**elements: object) -> Sequence:
    """A sequence of one item."""
    item = Dataset()
    for keyword, value in elements.items():
        setattr(item, keyword, value)
    return Sequence([item])
