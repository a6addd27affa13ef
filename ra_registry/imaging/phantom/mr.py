"""MR series of a hand whose findings are what a RAMRIS reading says."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ra_registry.imaging.phantom._checked import checked
from ra_registry.imaging.phantom.errors import PhantomError
from ra_registry.imaging.phantom.fields import FIELDS, SUBSLICES, Plane, Size, grid_of, middle_of
from ra_registry.imaging.phantom.findings import Findings, read_findings
from ra_registry.imaging.phantom.frames import Floats
from ra_registry.imaging.phantom.limb import Hand, Side
from ra_registry.imaging.phantom.noise import clouds, rician
from ra_registry.imaging.phantom.painting import Canvas, paint, skin_distance
from ra_registry.imaging.phantom.raster import Grid
from ra_registry.imaging.phantom.signals import SEQUENCES, Sequence
from ra_registry.imaging.phantom.sites import RAMRIS

# What the brightest tissue gives, the noise of each channel, and how uneven the coil is.
BRIGHT, SIGMA, SHADING = 1400.0, 26.0, 0.14


@dataclass(frozen=True, eq=False, slots=True)
class Series:
    """Voxels uint16 [slices, rows, columns], and where they lie; mm.

    ``spacing``: between rows, between columns. ``row_axis`` points along a row, ``column_axis``
    down a column, in the patient's axes (left, back, head), for a hand held overhead, palm down.
    ``position`` is the first voxel of the first slice, and ``step`` [3] leads to the next slice.
    """

    voxels: NDArray[np.uint16]
    sequence: Sequence
    plane: Plane
    side: Side
    spacing: tuple[float, float]
    thickness: float
    row_axis: tuple[float, float, float]
    column_axis: tuple[float, float, float]
    position: tuple[float, float, float]
    step: tuple[float, float, float]

    @property
    def slice_spacing(self) -> float:
        """From the middle of a slice to the next, mm."""
        return float(np.linalg.norm(self.step))


@checked
def mr_series(
    hand: Hand,
    findings: Mapping[str, object],
    *,
    sequence: Sequence,
    plane: Plane,
    size: Size = "small",
    seed: int = 0,
) -> Series:
    """Return one series of a hand; `mr_plane` draws several of one plane faster.

    ``findings``: RAMRIS scores or reasons by site code, as ``erosion.RAD``. ``seed``: of noise.
    Raise `UnknownSiteError` or `PhantomError`.
    """
    return _drawn(hand, findings, (sequence,), plane, size, seed)[0]


@checked
def mr_plane(
    hand: Hand,
    findings: Mapping[str, object],
    *,
    sequences: tuple[Sequence, ...],
    plane: Plane,
    size: Size = "small",
    seed: int = 0,
) -> list[Series]:
    """Return the series of one plane, one a sequence, each as `mr_series` returns it."""
    return _drawn(hand, findings, sequences, plane, size, seed)


def _drawn(
    hand: Hand,
    findings: Mapping[str, object],
    sequences: tuple[Sequence, ...],
    plane: Plane,
    size: Size,
    seed: int,
) -> list[Series]:
    if not sequences:
        raise PhantomError("At least one sequence must be given.")
    read = read_findings(findings, RAMRIS)
    middle = middle_of(FIELDS[plane], hand, read)
    signals = noise_free(hand, read, sequences, plane, size, middle)
    return [
        _series(hand, signal, sequence, (plane, size), middle, seed)
        for sequence, signal in zip(sequences, signals, strict=True)
    ]


def noise_free(
    hand: Hand,
    findings: Findings,
    sequences: tuple[Sequence, ...],
    plane: Plane,
    size: Size,
    middle: tuple[float, ...],
) -> list[Floats]:
    """Return the brightness of each voxel, 0 to 1, [slices, rows, columns], a sequence each."""
    field = FIELDS[plane]
    fine = grid_of(field, size, middle)
    # The skin is smooth: once a slice is enough.
    skin = skin_distance(hand, grid_of(field, size, middle, sub=1))
    outline = np.repeat(skin, SUBSLICES, axis=0)
    pictures = [np.zeros(fine.shape, np.float32) for _ in sequences]
    width = field.extent[1] / field.matrix[size][1]
    paint(hand, findings, Canvas(fine, sequences, pictures, width), outline)
    return [(one[::SUBSLICES] + one[1::SUBSLICES]) * np.float32(0.5) for one in pictures]


def _series(
    hand: Hand,
    signal: Floats,
    sequence: Sequence,
    cut: tuple[Plane, Size],
    middle: tuple[float, ...],
    seed: int,
) -> Series:
    plane, size = cut
    field = FIELDS[plane]
    rng = np.random.default_rng([abs(seed), hand.seed, SEQUENCES.index(sequence), len(plane)])
    rows, columns = field.matrix[size]
    pixel = field.extent[1] / columns
    shade = 1 + SHADING * clouds((rows, columns), pixel, 70.0, rng)
    texture = 1 + 0.03 * clouds((rows, columns), pixel, 2.2, rng)
    signal = signal * (shade * texture * np.float32(BRIGHT)).astype(np.float32)
    voxels = np.minimum(rician(signal, SIGMA, rng), 4095).astype(np.uint16)
    grid = grid_of(field, size, middle, sub=1)
    if hand.side == "L":
        voxels = voxels[:, :, ::-1].copy()
    return Series(voxels, sequence, plane, hand.side, (field.extent[0] / rows, pixel),
                  field.thickness, *_geometry(grid, plane, hand.side, field.step))  # fmt: skip


Point = tuple[float, float, float]


def _geometry(
    grid: Grid, plane: Plane, side: Side, step: float
) -> tuple[Point, Point, Point, Point]:
    """Axes of a row and a column, position of the first voxel, step to the next slice.

    The hand is held overhead with the palm down: distal is towards the head, the palm looks to
    the front, and the fifth ray lies on the patient's right side in a right hand.
    """
    x, y, z = (c.ravel() for c in grid.points())
    # A left hand is mirrored, its first ray at the right edge, so rows run from the fifth ray.
    across = -float(x[0]) if side == "R" else float(x[-1])
    position = (across, -float(z[0]), -float(y[0]))
    if plane == "coronal":
        return (-1.0, 0.0, 0.0), (0.0, 0.0, -1.0), position, (0.0, -step, 0.0)
    return (-1.0, 0.0, 0.0), (0.0, -1.0, 0.0), position, (0.0, 0.0, -step)
