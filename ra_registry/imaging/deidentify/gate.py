"""Signs that a name may stand in the picture itself, where no list of attributes reaches it."""

from __future__ import annotations

from dataclasses import dataclass

from pydicom.dataset import Dataset

from ra_registry.imaging.deidentify._checked import checked
from ra_registry.imaging.deidentify.compressed import has_comment
from ra_registry.imaging.deidentify.hidden_bits import has_hidden_bits
from ra_registry.imaging.deidentify.refusals import SECONDARY_CAPTURES, is_native, native_length
from ra_registry.imaging.deidentify.values import element_of, text_of, texts_of

RADIOGRAPHS = ("CR", "DX", "RG")
_MADE_LATER = {
    "SECONDARY": ("secondary_image", "The image was made from another one."),
    "DERIVED": ("derived_image", "The image was computed from others."),
    "SCREEN SAVE": ("screen_save", "The image is a picture of a screen."),
}


@dataclass(frozen=True, slots=True)
class Suspicion:
    """One reason why a person has to look: a stable key and a sentence."""

    code: str
    message: str

    def __str__(self) -> str:
        return self.message


@checked
def needs_eyes(dataset: Dataset) -> bool:
    """Return whether a person looks at the image whatever its attributes say: every film."""
    return text_of(dataset, "Modality") in RADIOGRAPHS


@checked
def suspicions(dataset: Dataset) -> tuple[Suspicion, ...]:
    """Return all signs that text may be burned into an image's pixels, in a fixed order.

    The data set is the original one: what rebuilding leaves out is a sign as well.
    """
    found = [*_said(dataset), *_kind(dataset), *_of_image_type(dataset), *_beside(dataset)]
    return tuple(Suspicion(code, message) for code, message in found)


def _said(dataset: Dataset) -> list[tuple[str, str]]:
    found = []
    burned = text_of(dataset, "BurnedInAnnotation")
    if not burned:
        found.append(("annotation_unsaid", "The file doesn't say that no text is burned in."))
    elif burned != "NO":
        found.append(("annotation", "The file says that text is burned into the image."))
    if text_of(dataset, "RecognizableVisualFeatures") not in ("", "NO"):
        found.append(("recognisable", "The file says that the patient can be recognised."))
    return found


def _kind(dataset: Dataset) -> list[tuple[str, str]]:
    found = []
    if text_of(dataset, "SOPClassUID") in SECONDARY_CAPTURES:
        found.append(("secondary_capture", "The image is a secondary capture."))
    if text_of(dataset, "Modality") in ("SC", "OT"):
        found.append(("modality", "The image doesn't come from a scanner."))
    if text_of(dataset, "ConversionType"):
        found.append(("conversion", "The image was digitised or captured."))
    return found


def _of_image_type(dataset: Dataset) -> list[tuple[str, str]]:
    said = {text.upper() for text in texts_of(dataset, "ImageType")}
    return [sign for word, sign in _MADE_LATER.items() if word in said]


def _beside(dataset: Dataset) -> list[tuple[str, str]]:
    """What lies beside the pixels: drawings, bytes behind them, comments of a codec."""
    found = []
    if any(0x6000 <= tag.group <= 0x60FF for tag in dataset.keys()):  # noqa: SIM118 - tags alone
        found.append(("overlay", "A drawing lies over the image."))
    pixels = element_of(dataset, "PixelData")
    if pixels is None or not isinstance(pixels.value, bytes):
        return found
    if is_native(dataset):
        if pixels.value[native_length(dataset) :].strip(b"\0"):
            found.append(("behind_pixels", "More bytes follow the image's last pixel."))
        if has_hidden_bits(dataset):
            found.append(("hidden_bits", "Bits that are no part of a pixel's value are in use."))
    elif has_comment(pixels.value):
        found.append(("codec_comment", "The compressed image carries a text."))
    return found
