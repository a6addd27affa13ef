"""What isn't taken at all, with its kind named."""

from __future__ import annotations

from pydicom.dataset import Dataset

from ra_registry.imaging.deidentify._checked import checked
from ra_registry.imaging.deidentify.errors import Refusal
from ra_registry.imaging.deidentify.syntaxes import SYNTAXES
from ra_registry.imaging.deidentify.values import (
    element_of,
    items_of,
    number_of,
    text_of,
    texts_of,
    whole_of,
)  # fmt: skip
from ra_registry.imaging.deidentify.words import MODALITIES, PHOTOMETRIC

_STORAGE = "1.2.840.10008.5.1.4.1.1."
# Classes of images that are taken (PS3.4 annex B.5), secondary captures to be held for a person.
CLASSES = {
    f"{_STORAGE}{end}": name
    for end, name in {
        "1": "CR", "1.1": "DX", "1.1.1": "DX", "4": "MR", "4.1": "enhanced MR",
        "4.4": "enhanced MR", "7": "secondary capture", "7.2": "secondary capture",
        "7.3": "secondary capture",
    }.items()
}  # fmt: skip
SECONDARY_CAPTURES = {uid for uid, name in CLASSES.items() if name == "secondary capture"}
ENHANCED = {uid for uid, name in CLASSES.items() if name == "enhanced MR"}
DIRECTORY = "1.2.840.10008.1.3.10"
# The beginnings of the classes that are no images of a joint; the first that fits is meant.
_KINDS = (
    ("88.59", "key_object", "a key object selection"),
    ("88.", "structured_report", "a structured report"),
    ("104.", "encapsulated_document", "a document (PDF or the like) inside DICOM"),
    ("11.", "presentation_state", "a presentation state"),
    ("66.4", "segmentation", "a segmentation"),
    ("66", "raw_data", "raw data"),
    ("9.", "waveform", "a waveform"),
    ("481.", "radiotherapy", "a radiotherapy object"),
    ("4.2", "spectroscopy", "spectroscopy"),
    ("4.3", "colour", "a colour MR image"),
)
_MODALITY_NAMES = {
    "US": "ultrasound", "XA": "angiography", "CT": "computed tomography", "NM": "scintigraphy",
    "PT": "positron emission tomography", "MG": "mammography", "RF": "fluoroscopy",
    "ES": "endoscopy",
    "XC": "photography", "OT": "other", "SC": "secondary capture", "BMD": "bone densitometry",
    "RTDOSE": "radiotherapy", "RTPLAN": "radiotherapy", "RTSTRUCT": "radiotherapy", "ECG": "ECG",
    "SEG": "segmentation", "SR": "structured report", "PR": "presentation state",
    "KO": "key object selection", "DOC": "document", "IO": "intra-oral radiography",
    "PX": "panoramic radiography", "OPT": "ophthalmic tomography", "SM": "slide microscopy",
}  # fmt: skip


@checked
def refusal_of(dataset: Dataset) -> Refusal | None:
    """Return why a data set isn't taken, or None for an image that can be rebuilt.

    Taken are grey images of MR, CR, DX and RG that say whose they are.
    """
    for look in (_of_class, _of_modality, _of_pixels, _of_layout, _of_patient):
        found = look(dataset)
        if found is not None:
            return found
    return None


def _of_class(dataset: Dataset) -> Refusal | None:
    meta = getattr(dataset, "file_meta", None)
    stored = text_of(meta, "MediaStorageSOPClassUID") if isinstance(meta, Dataset) else ""
    if stored == DIRECTORY or element_of(dataset, "DirectoryRecordSequence") is not None:
        return Refusal("dicomdir", "This is a DICOMDIR, the table of contents of a disc.")
    uid = text_of(dataset, "SOPClassUID") or stored
    for end, code, name in _KINDS:
        if uid.startswith(_STORAGE + end):
            return Refusal(code, f"This is {name}, no image of a joint.", "SOPClassUID", uid)
    if element_of(dataset, "EncapsulatedDocument") is not None:
        return Refusal("encapsulated_document", "This is a document inside DICOM, no image.")
    return None


def _of_modality(dataset: Dataset) -> Refusal | None:
    modality = text_of(dataset, "Modality")
    if not modality:
        return Refusal("no_modality", "The file doesn't say how the image was made.", "Modality")
    if modality not in MODALITIES:
        name = _MODALITY_NAMES.get(modality)
        words = f"This is {name} ({modality})" if name else "This is another modality"
        message = f"{words}; taken are MR images and radiographs (CR, DX, RG)."
        return Refusal("modality", message, "Modality", modality if name else "unknown")
    uid = text_of(dataset, "SOPClassUID")
    if uid not in CLASSES:
        shown = uid if uid.startswith("1.2.840.10008.") else "not one of the standard"
        return Refusal("class", "Objects of this class aren't taken.", "SOPClassUID", shown)
    return None


def _of_pixels(dataset: Dataset) -> Refusal | None:
    samples = whole_of(dataset, "SamplesPerPixel", 0)
    photometric = text_of(dataset, "PhotometricInterpretation")
    if samples > 1 or photometric.startswith(("RGB", "YBR", "PALETTE")):
        message = "The image is in colour; taken are grey images."
        return Refusal("colour", message, "SamplesPerPixel", str(samples))
    pixels = element_of(dataset, "PixelData")
    if pixels is None or not isinstance(pixels.value, bytes) or not pixels.value:
        return Refusal("no_pixels", "The file has no pixels.", "PixelData")
    if samples != 1 or photometric not in PHOTOMETRIC:
        return Refusal("pixel_kind", "Whether the image is grey isn't said.", "SamplesPerPixel")
    if items_of(dataset, "ModalityLUTSequence"):
        message = "Pixel values are given by a table, which isn't carried."
        return Refusal("modality_lut", message, "ModalityLUTSequence", "present")
    return None


def _of_layout(dataset: Dataset) -> Refusal | None:
    """Numbers that pixels can't be read by."""
    for keyword, least, most in (
        ("Rows", 1, 65535), ("Columns", 1, 65535), ("BitsAllocated", 8, 16), ("BitsStored", 1, 16),
    ):  # fmt: skip
        found = number_of(dataset, keyword)
        if found is None or not least <= found <= most:
            shown = "" if found is None else f"{found:g}"
            return Refusal("pixel_layout", "The pixels can't be read by this.", keyword, shown)
    allocated, stored = whole_of(dataset, "BitsAllocated", 0), whole_of(dataset, "BitsStored", 0)
    if allocated not in (8, 16) or stored > allocated:
        found_bits = f"{stored} of {allocated}"
        return Refusal(
            "pixel_layout", "The pixels can't be read by this.", "BitsStored", found_bits
        )
    return _of_length(dataset)


def _of_length(dataset: Dataset) -> Refusal | None:
    """Pixels lie there as their syntax says, and are as many as the image says."""
    meta = getattr(dataset, "file_meta", None)
    name = text_of(meta, "TransferSyntaxUID") if isinstance(meta, Dataset) else ""
    if name in SYNTAXES and SYNTAXES[name].compressed is is_native(dataset):
        message = "The pixels don't lie in the file as its encoding says."
        return Refusal("pixel_layout", message, "TransferSyntaxUID", name)
    frames = whole_of(dataset, "NumberOfFrames", 1)
    if frames < 1 or len(texts_of(dataset, "NumberOfFrames")) > 1:
        return Refusal(
            "frames", "How many frames there are can't be.", "NumberOfFrames", str(frames)
        )
    if not is_native(dataset):
        return None
    found = len(dataset.PixelData)
    if found < native_length(dataset):
        message = "The file has fewer pixels than it says."
        return Refusal("truncated", message, "PixelData", f"{found} bytes")
    return None


def native_length(dataset: Dataset) -> int:
    """Return how many bytes the pixels of an image that isn't compressed take."""
    size = whole_of(dataset, "BitsAllocated", 0) // 8 * whole_of(dataset, "NumberOfFrames", 1)
    return size * whole_of(dataset, "Rows", 0) * whole_of(dataset, "Columns", 0)


def is_native(dataset: Dataset) -> bool:
    """Return whether the pixels lie there as they are, by the transfer syntax."""
    element = element_of(dataset, "PixelData")
    return element is None or not element.is_undefined_length


def _of_patient(dataset: Dataset) -> Refusal | None:
    if not text_of(dataset, "PatientID"):
        message = "The file doesn't say whose it is, so it can't be told from another patient's."
        return Refusal("no_patient", message, "PatientID")
    for keyword in ("SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID"):
        if not text_of(dataset, keyword):
            return Refusal("no_uid", "The file doesn't say which image it is.", keyword)
    return None
