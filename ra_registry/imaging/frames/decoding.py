"""A DICOM image to frames of 16-bit unsigned numbers, one at a time.

gdcm ends its whole process on some damaged streams, by a C++ exception that nobody catches: files
that nobody vouches for are decoded inside `ra_registry.core.sandbox`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pydicom import Dataset
from pydicom.encaps import encapsulate, generate_frames
from pydicom.pixels import get_decoder
from pydicom.uid import (
    JPEG2000,
    DeflatedExplicitVRLittleEndian,
    ExplicitVRBigEndian,
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEG2000Lossless,
    JPEGBaseline8Bit,
    JPEGExtended12Bit,
    JPEGLossless,
    JPEGLosslessSV1,
    JPEGLSLossless,
    JPEGLSNearLossless,
    RLELossless,
)

from ra_registry.imaging.frames._checked import Frame, checked
from ra_registry.imaging.frames._values import quietly, value_of
from ra_registry.imaging.frames.codestream import check_codestream
from ra_registry.imaging.frames.errors import FrameError, NotDecoded
from ra_registry.imaging.frames.limits import LIMITS, Limits
from ra_registry.imaging.frames.pixels import Pixels, read_pixels

# What else is installed must not change a picture, so each syntax has its one decoder.
_BY_GDCM = (JPEGBaseline8Bit, JPEGExtended12Bit, JPEGLossless, JPEGLosslessSV1, JPEGLSLossless,
            JPEGLSNearLossless, JPEG2000Lossless, JPEG2000)  # fmt: skip
DECODERS = {**dict.fromkeys(map(str, _BY_GDCM), "gdcm"), str(RLELossless): "pydicom"}

_AS_THEY_ARE = (ImplicitVRLittleEndian, ExplicitVRLittleEndian, ExplicitVRBigEndian,
                DeflatedExplicitVRLittleEndian)  # fmt: skip
NATIVE = frozenset(map(str, _AS_THEY_ARE))


@dataclass(frozen=True, slots=True)
class Decoded:
    """An image that is decoded frame by frame while it is iterated over, as often as wanted.

    A value of the file is stored + ``pixels.offset``. Iterating raises ``NotDecoded`` at the first
    frame that is damaged or missing.
    """

    pixels: Pixels
    limits: Limits
    dataset: Dataset = field(repr=False)
    syntax: str

    def __iter__(self) -> Iterator[Frame]:
        """Yield each frame, rows by columns of stored values."""
        arrays = _compressed(self) if self.syntax in DECODERS else _native(self)
        count = 0
        for found in _told(arrays):
            count += 1
            yield _stored(found, self.pixels)
        if count < self.pixels.frames:
            raise NotDecoded(f"The file holds {count} of {self.pixels.frames} frames.")


@checked
def decode(dataset: Dataset, *, limits: Limits = LIMITS) -> Decoded:
    """Return an image whose frames can be iterated over.

    The header is checked at once: ``NotGrey``, ``TooLarge`` and ``FrameError`` as ``read_pixels``
    says, ``NotDecoded`` for a compression that isn't read.
    """
    pixels = read_pixels(dataset, limits=limits)
    syntax = str(value_of(getattr(dataset, "file_meta", Dataset()), "TransferSyntaxUID"))
    if syntax == JPEGExtended12Bit and pixels.bits > 8:
        raise NotDecoded("The image is compressed as lossy JPEG of 12 bits, which isn't read.")
    if syntax not in DECODERS and syntax not in NATIVE:
        raise NotDecoded("The image is compressed in a way that isn't read, or doesn't say how.")
    return Decoded(pixels=pixels, limits=limits, dataset=dataset, syntax=syntax)


def _told(arrays: Iterator[NDArray[Any]]) -> Iterator[NDArray[Any]]:
    """Turn whatever a decoder raises into the one error."""
    while True:
        try:
            with quietly():
                found = next(arrays)
        except StopIteration:
            return
        except FrameError:
            raise
        except Exception as error:
            raise NotDecoded(
                "The pixel data are damaged or not as long as the image is large."
            ) from error
        yield found


def _native(image: Decoded) -> Iterator[NDArray[Any]]:
    for found, _ in get_decoder(image.syntax).iter_array(image.dataset, raw=True):
        yield found


def _compressed(image: Decoded) -> Iterator[NDArray[Any]]:
    """Each frame's own header is compared with the data set before a decoder sees it."""
    options = _options(image.pixels)
    for source in islice(_sources(image.dataset, image.pixels.frames), image.pixels.frames):
        check_codestream(source, image.syntax, image.pixels)
        found, _ = get_decoder(image.syntax).as_array(
            encapsulate([source]), index=0, decoding_plugin=DECODERS[image.syntax], **options
        )
        yield found


def _sources(dataset: Dataset, frames: int) -> Iterator[bytes]:
    offsets = value_of(dataset, "ExtendedOffsetTable")
    lengths = value_of(dataset, "ExtendedOffsetTableLengths")
    table = (offsets, lengths) if offsets and lengths else None
    return generate_frames(dataset.PixelData, number_of_frames=frames, extended_offsets=table)


def _options(pixels: Pixels) -> dict[str, Any]:
    """What pydicom wants to know of a frame."""
    return {
        "number_of_frames": 1,
        "samples_per_pixel": 1,
        "pixel_keyword": "PixelData",
        "rows": pixels.rows,
        "columns": pixels.columns,
        "bits_allocated": pixels.allocated,
        "bits_stored": pixels.bits,
        "pixel_representation": int(pixels.signed),
        "photometric_interpretation": pixels.photometric,
    }


def _stored(found: NDArray[Any], pixels: Pixels) -> Frame:
    """Return unsigned 16-bit numbers; a signed range is moved up, 8 bits are widened."""
    shape = (pixels.rows, pixels.columns)
    if found.size != shape[0] * shape[1]:
        raise NotDecoded("The decoded image has another size than its data set says.")
    if found.dtype.kind == "u" and found.dtype.itemsize <= 2 and not pixels.offset:
        return np.ascontiguousarray(found.reshape(shape), dtype="<u2")
    moved = found.astype(np.int32) - pixels.offset
    if moved.min() < 0 or moved.max() > 0xFFFF:
        raise NotDecoded("The decoded image has values that its data set doesn't allow.")
    return np.ascontiguousarray(moved.reshape(shape), dtype="<u2")
