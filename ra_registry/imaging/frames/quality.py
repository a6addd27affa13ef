"""What can be measured of a stack, so that a person can decide whether it can be read.

Left out on purpose: motion, ghosting and metal have no measure that holds without knowing coil,
sequence and anatomy.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ra_registry.imaging.frames._checked import Frame, checked
from ra_registry.imaging.frames.histogram import counts_of, threshold
from ra_registry.imaging.frames.spacing import spacing_of
from ra_registry.imaging.frames.stack import Stack

RAYLEIGH = math.sqrt(math.pi / (4 - math.pi))
"""Mean over standard deviation of the noise of an empty region of a magnitude image: 1.913."""

_PER_SIGMA = math.sqrt(2 - math.pi / 2)  # standard deviation of that noise, in sigma: 0.655
_ALIKE = 0.05
_CORNER = 16  # the corners measured are a sixteenth of the image's side
_FEWEST = 1000  # pixels: the ratio is then known to about 2 %


@dataclass(frozen=True, slots=True)
class Quality:
    """``coverage`` and ``step`` in mm along the normal, None where there are no positions.

    ``missing``: planes that would fill the gaps. ``doubled``: images at a place that has one
    already. ``shift``: how far in mm planes are moved against each other across the normal.
    """

    planes: int
    coverage: float | None
    step: float | None
    missing: int
    doubled: int
    uneven: bool
    shift: float | None


@checked
def quality(stack: Stack) -> Quality:
    """Return what a stack's geometry says. Coverage counts the thickness of the last plane."""
    found = spacing_of(stack)
    coverage = None
    if stack.depths:
        thickness = stack.planes[0].thickness or found.step or 0.0
        coverage = round(stack.depths[-1] - stack.depths[0] + thickness, 2)
    return Quality(
        planes=len(stack.planes),
        coverage=coverage,
        step=None if found.step is None else round(found.step, 2),
        missing=sum(count for _, count in found.gaps),
        doubled=sum(len(places) - 1 for places in found.duplicates),
        uneven=found.uneven,
        shift=_shift(stack),
    )


@checked
def signal_to_noise(frame: Frame) -> float | None:
    """Return mean signal over the standard deviation of noise, None where it can't be told.

    Signal: pixels above Otsu's threshold. Noise: the image's corners over 0.655 (NEMA MS 1,
    method 4; Henkelman 1985, Med Phys 12, 232-233), only where they are shown to hold the plain
    noise of a magnitude image, by its ratio of mean to deviation. Images of several coils, filtered
    or masked ones have other noise (Dietrich 2007, J Magn Reson Imaging 26, 375-385) and get None.
    """
    noise = _corners(frame)
    mean, deviation = float(noise.mean()), float(noise.std())
    usual = noise.size >= _FEWEST and deviation > 0
    if not usual or abs(mean / deviation / RAYLEIGH - 1) > _ALIKE:
        return None
    signal = frame[frame > threshold(counts_of([frame]))]
    if not signal.size:
        return None
    return round(float(signal.mean()) / (deviation / _PER_SIGMA), 1)


def _corners(frame: Frame) -> NDArray[np.uint16]:
    high, wide = (max(side // _CORNER, 1) for side in frame.shape)
    ends = [(slice(None, high), slice(-high, None)), (slice(None, wide), slice(-wide, None))]
    return np.concatenate([frame[rows, columns].ravel() for rows in ends[0] for columns in ends[1]])


def _shift(stack: Stack) -> float | None:
    """How far positions leave the line along the normal through the first."""
    start, normal = stack.planes[0].position if stack.planes else None, stack.normal
    if start is None or normal is None:
        return None
    first, furthest = stack.depths[0], 0.0
    for plane, depth in zip(stack.planes, stack.depths, strict=True):
        along = depth - first
        expected = [a + along * b for a, b in zip(start, normal, strict=True)]
        furthest = max(furthest, math.dist(expected, plane.position or expected))
    return round(furthest, 2)
