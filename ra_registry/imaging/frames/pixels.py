"""What the header says about the pixels: read and refused before anything is decoded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pydicom import Dataset

from ra_registry.imaging.frames._checked import checked
from ra_registry.imaging.frames._values import group, number, number_of_frames, value_of, whole
from ra_registry.imaging.frames.errors import FrameError, NotGrey, TooLarge
from ra_registry.imaging.frames.limits import LIMITS, Limits

GREY = ("MONOCHROME1", "MONOCHROME2")


@dataclass(frozen=True, slots=True)
class Scale:
    """What makes a modality value of a raw one: raw * slope + intercept (PS3.3 C.11.1)."""

    slope: float = 1.0
    intercept: float = 0.0


@dataclass(frozen=True, slots=True)
class Pixels:
    """The kind of pixels of one file.

    A raw value of the file is stored + ``offset``; the offset depends on the kind of numbers alone,
    so that all images of a series have the same. ``padding`` is the first and last stored value
    that stands for "no image here" (PS3.3 C.7.5.1.1.2). ``inverted``: the lowest value is white.
    ``scales`` has one entry a frame. ``lookup``: modality values come from a table, not from the
    scale; the stored values then show the right order of grey at best.
    """

    rows: int
    columns: int
    frames: int
    allocated: int
    bits: int
    signed: bool
    inverted: bool
    padding: tuple[int, int] | None
    scales: tuple[Scale, ...]
    lookup: bool = False

    @property
    def offset(self) -> int:
        """Return what is added to a stored value to get the file's own."""
        return -(1 << (self.allocated - 1)) if self.signed else 0

    @property
    def photometric(self) -> str:
        """Return the name that DICOM has for the direction of grey."""
        return GREY[0] if self.inverted else GREY[1]


@checked
def read_pixels(dataset: Dataset, *, limits: Limits = LIMITS) -> Pixels:
    """Return the kind of pixels that a data set announces.

    Raises ``NotGrey`` for colour, floats, single bits and more than 16 bits, ``TooLarge`` beyond
    the limits, ``FrameError`` where the header is incomplete or contradicts itself.
    """
    _refuse_other_kinds(dataset)
    rows, columns = whole(dataset, "Rows"), whole(dataset, "Columns")
    frames = number_of_frames(dataset)
    _refuse_sizes(rows, columns, frames, limits)
    allocated = whole(dataset, "BitsAllocated")
    bits = whole(dataset, "BitsStored", default=allocated)
    sign = whole(dataset, "PixelRepresentation", default=0)
    if not 1 <= bits <= allocated or sign not in (0, 1):
        raise FrameError(f"Bits stored are {bits} of {allocated} and the sign is {sign}.")
    found = Pixels(
        rows=rows,
        columns=columns,
        frames=frames,
        allocated=allocated,
        bits=bits,
        signed=sign == 1,
        inverted=value_of(dataset, "PhotometricInterpretation") == GREY[0],
        padding=None,
        scales=tuple(_scale(dataset, frame) for frame in range(frames)),
        lookup=bool(value_of(dataset, "ModalityLUTSequence")),
    )
    return _with_padding(found, dataset)


@checked
def common_scale(scales: Sequence[Scale]) -> Scale:
    """Return the one scale of all images of a stack.

    Raises ``FrameError`` where they differ: one window would then show the same tissue in different
    greys from slice to slice.
    """
    if len(set(scales)) != 1:
        raise FrameError("The images of this stack don't have one common rescale slope.")
    return scales[0]


def _refuse_other_kinds(dataset: Dataset) -> None:
    for keyword in ("FloatPixelData", "DoubleFloatPixelData"):
        if keyword in dataset:
            raise NotGrey("The pixels are floating point numbers; whole numbers are read.")
    if "PixelData" not in dataset:
        raise FrameError("The file holds no image.")
    colour = value_of(dataset, "PhotometricInterpretation")
    if whole(dataset, "SamplesPerPixel", default=1) != 1 or colour not in GREY:
        raise NotGrey("The image is in colour, or doesn't say that it is grey; grey is read.")
    allocated = whole(dataset, "BitsAllocated")
    if allocated not in (8, 16):
        raise NotGrey(f"A pixel has {allocated} bits; 8 and 16 are read.")


def _refuse_sizes(rows: int, columns: int, frames: int, limits: Limits) -> None:
    if rows < 1 or columns < 1:
        raise FrameError(f"The image has {rows} rows and {columns} columns.")
    for found, most, words in (
        (rows * columns, limits.pixels, "pixels in a frame"),
        (frames, limits.frames, "frames"),
        (rows * columns * frames, limits.total, "pixels in all frames"),
    ):
        if found > most:
            raise TooLarge(f"The image announces {found} {words}; at most {most} are read.")


def _scale(dataset: Dataset, frame: int) -> Scale:
    inner = group(dataset, frame, "PixelValueTransformationSequence")
    source = inner if "RescaleSlope" in inner else dataset
    slope, intercept = number(source, "RescaleSlope"), number(source, "RescaleIntercept")
    # A slope of 0 would make every pixel the same, which nobody means.
    return Scale(slope or 1.0, intercept or 0.0)


def _with_padding(pixels: Pixels, dataset: Dataset) -> Pixels:
    first = number(dataset, "PixelPaddingValue")
    if first is None:
        return pixels
    last = number(dataset, "PixelPaddingRangeLimit")
    ends = sorted(_stored(value, pixels) for value in (first, first if last is None else last))
    if ends[0] < 0 or ends[1] > 0xFFFF:
        return pixels
    values = {name: getattr(pixels, name) for name in pixels.__slots__}
    return Pixels(**{**values, "padding": (ends[0], ends[1])})


def _stored(value: float, pixels: Pixels) -> int:
    """A negative padding value is often written as an unsigned number of the same bits."""
    raw = int(value)
    if pixels.signed and raw >= 1 << (pixels.allocated - 1):
        raw -= 1 << pixels.allocated
    return raw - pixels.offset
