"""Plane, weighting and fat suppression as an image's numbers and codes say them."""

from __future__ import annotations

import numpy as np
from pydicom.dataset import Dataset

from ra_registry.imaging.deidentify.series_kinds import Plane, Weighting
from ra_registry.imaging.deidentify.values import (
    anywhere,
    number_of,
    numbers_of,
    text_of,
    texts_of,
)  # fmt: skip

# A slice within 30 degrees of a plane is called by it.
_CLOSE = float(np.cos(np.radians(30)))
_FAT_OPTIONS = {"FS", "SFS", "FAT_SAT", "FATSAT", "SPIR", "SPAIR", "FSA", "CHESS", "WE"}
_FAT_CODES = {"FAT", "FAT_AND_WATER"}


def plane_of(dataset: Dataset) -> Plane | None:
    """Return the plane whose normal is within 30 degrees of the slice's, or None (PS3.3 C.7.6.2).

    Axes are the patient's: x to the left, y to the back, z to the head.
    """
    cosines = numbers_of(anywhere(dataset, "ImageOrientationPatient"), "ImageOrientationPatient")
    if len(cosines) != 6 or max(map(abs, cosines)) > 1.001:
        return None
    row, column = np.array(cosines[:3]), np.array(cosines[3:])
    normal = np.abs(np.cross(row, column))
    size = float(np.linalg.norm(normal))
    if abs(size - 1) > 0.05:
        return None
    planes = (Plane.SAGITTAL, Plane.CORONAL, Plane.AXIAL)
    steepest = int(np.argmax(normal))
    return planes[steepest] if normal[steepest] / size >= _CLOSE else None


def _number(dataset: Dataset, *keywords: str) -> float | None:
    for keyword in keywords:
        found = number_of(anywhere(dataset, keyword), keyword)
        if found is not None:
            return found
    return None


def weighting_of(dataset: Dataset) -> Weighting | None:
    """Return the weighting that TR, TE and TI (ms) leave no doubt about, or None.

    Usual limits of spin echoes at 0.2 to 3 T: T1 below 1000 and 30; T2 above 1800 and 60; proton
    density above 1800 and below 45; STIR by an inversion time of 80 to 260, which nulls fat.
    """
    inversion = _number(dataset, "InversionTime", "InversionTimes")
    repetition = _number(dataset, "RepetitionTime")
    echo = _number(dataset, "EchoTime", "EffectiveEchoTime")
    scanning = texts_of(anywhere(dataset, "ScanningSequence"), "ScanningSequence")
    if repetition is None or echo is None:
        return None
    if "IR" in scanning or inversion is not None:
        nulled = inversion is not None and 80 <= inversion <= 260 and repetition >= 1500
        return Weighting.STIR if nulled else None
    if "GR" in scanning:
        return _of_gradient_echo(dataset, repetition, echo)
    return _of_spin_echo(repetition, echo)


def _of_spin_echo(repetition: float, echo: float) -> Weighting | None:
    if repetition < 1000 and echo < 30:
        return Weighting.T1
    if repetition > 1800 and echo > 60:
        return Weighting.T2
    return Weighting.PD if repetition > 1800 and echo < 45 else None


def _of_gradient_echo(dataset: Dataset, repetition: float, echo: float) -> Weighting | None:
    """A spoiled gradient echo with a short echo shows T1, as the volumes after contrast do."""
    flip = _number(dataset, "FlipAngle")
    spoiled = "SP" in texts_of(dataset, "SequenceVariant")
    short = repetition < 50 and echo < 8
    return Weighting.T1 if spoiled and short and flip is not None and flip >= 8 else None


def fat_is_suppressed(dataset: Dataset) -> tuple[bool | None, str]:
    """Return whether codes say that fat's signal is suppressed, and which attribute says so."""
    code = "SpectrallySelectedSuppression"
    if text_of(dataset, code):
        return text_of(dataset, code) in _FAT_CODES, code
    options = texts_of(dataset, "ScanOptions")
    if _FAT_OPTIONS.intersection(option.upper() for option in options):
        return True, "ScanOptions"
    return None, ""
